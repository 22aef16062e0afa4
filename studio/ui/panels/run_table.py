"""The table of runs: a model over summaries, and a view that shows their latest grids."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studio.core.library import RunState, RunSummary
from studio.ui.theme import theme

THUMBNAIL = 56
SORT_ROLE = Qt.ItemDataRole.UserRole
SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class RunTableModel(QAbstractTableModel):
    """One row a run; texts for the eye, plain values under `SORT_ROLE`, the summary under `SUMMARY_ROLE`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunSummary] = []
        self._titles = (
            self.tr("Run"),
            self.tr("State"),
            self.tr("Steps"),
            self.tr("Trained"),
            self.tr("Recipe"),
            self.tr("Data"),
            self.tr("Changed"),
        )

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show other runs."""
        self.beginResetModel()
        self._runs = list(runs)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run, column = self._runs[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._texts(run)[column]
            case Qt.ItemDataRole.DecorationRole if column == 0:
                return _thumbnail(run)
            case Qt.ItemDataRole.ForegroundRole if column == 1:
                return theme().colour(_STATE_COLOURS[run.state])
            case Qt.ItemDataRole.ToolTipRole:
                return str(run.folder.path)
            case _ if role == SORT_ROLE:
                return _values(run)[column]
            case _ if role == SUMMARY_ROLE:
                return run
        return None

    def _texts(self, run: RunSummary) -> tuple[str, ...]:
        return (
            run.record.name,
            self._state_text(run.state),
            f"{run.step:,}",
            str(timedelta(seconds=round(run.seconds))),
            run.record.recipe.name,
            run.record.source if run.record.source.startswith("demo:") else Path(run.record.source).name,
            f"{run.changed:%Y-%m-%d %H:%M}",
        )

    def _state_text(self, state: RunState) -> str:
        texts = {
            RunState.NEW: self.tr("not started"),
            RunState.TRAINING: self.tr("training"),
            RunState.STOPPED: self.tr("stopped"),
            RunState.FINISHED: self.tr("finished"),
            RunState.FAILED: self.tr("failed"),
            RunState.INTERRUPTED: self.tr("interrupted"),
        }
        return texts[state]


class RunTable(QTableView):
    """Rows of runs with their grids; double click or Enter chooses one."""

    run_chosen = Signal(object)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_table")
        self.setAccessibleName(self.tr("Runs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(THUMBNAIL + 12)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.activated.connect(self._on_activated)

    def fit_columns(self) -> None:
        """Give every column the width of its content, and the first one what is left."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(88)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def selected_run(self) -> RunSummary | None:
        """Return the run of the selected row."""
        rows = self.selectionModel().selectedRows()
        return rows[0].data(SUMMARY_ROLE) if rows else None

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.run_chosen.emit(index.data(SUMMARY_ROLE))

    @Slot()
    def _on_selection_changed(self) -> None:
        self.selection_changed.emit()


_STATE_COLOURS = {
    RunState.NEW: "muted",
    RunState.TRAINING: "accent",
    RunState.STOPPED: "muted",
    RunState.FINISHED: "good",
    RunState.FAILED: "bad",
    RunState.INTERRUPTED: "warning",
}


def _values(run: RunSummary) -> tuple[Any, ...]:
    return (
        run.record.name.casefold(),
        run.state.value,
        run.step,
        run.seconds,
        run.record.recipe.name,
        run.record.source,
        run.changed.timestamp(),
    )


def _thumbnail(run: RunSummary) -> QIcon:
    return QIcon() if run.preview is None else QIcon(_square(str(run.preview), run.preview.stat().st_mtime_ns))


@lru_cache(maxsize=512)
def _square(path: str, _changed_ns: int) -> QPixmap:
    """The middle of a grid, as large as a thumbnail."""
    pixmap = QPixmap(path)
    side = min(pixmap.width(), pixmap.height(), max(THUMBNAIL * 2, 1))
    pixmap = pixmap.copy(0, 0, side, side)
    smooth = Qt.TransformationMode.SmoothTransformation
    return pixmap.scaled(THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, smooth)
