"""The table of runs: a model over summaries, what is found by words, and a view of rows with their latest grids."""

import math
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studio.core.library import RunState, RunSummary
from studio.core.run_search import matches
from studio.ui.panels.run_cell import ROW_PX, RunCell
from studio.ui.theme import theme
from studio.ui.tokens import Type
from studio.ui.words import best_score, score_meaning

SORT_ROLE = Qt.ItemDataRole.UserRole
SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBERS = (2, 3, 4, 7)
CHANGED = 7
SCORE = 4
_Index = QModelIndex | QPersistentModelIndex


class RunTableModel(QAbstractTableModel):
    """One row a run; texts for the eye, plain values under `SORT_ROLE`, the summary under `SUMMARY_ROLE`.

    Editing the first column emits `renamed` with the run's folder and the name typed.
    """

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunSummary] = []
        self._titles = (
            self.tr("Run"),
            self.tr("State"),
            self.tr("Steps"),
            self.tr("Trained"),
            self.tr("SWD"),
            self.tr("Recipe"),
            self.tr("Data"),
            self.tr("Changed"),
        )

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show other runs; where they are the same ones, in place, so that nothing under the mouse moves."""
        same = [run.folder for run in runs] == [run.folder for run in self._runs]
        if same and runs:
            self._runs = list(runs)
            self.dataChanged.emit(self.index(0, 0), self.index(len(runs) - 1, len(self._titles) - 1))
            return
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
        if section == SCORE and role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Best score.") + " " + score_meaning()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        run = self._runs[index.row()]
        if role == Qt.ItemDataRole.EditRole and str(value).strip() != run.name:
            self.renamed.emit(run.folder.path, str(value))
        return False  # the model changes when the library is read again

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run, column = self._runs[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._texts(run)[column]
            case Qt.ItemDataRole.EditRole if column == 0:
                return run.name
            case Qt.ItemDataRole.ForegroundRole if column == 1:
                return theme().colour(_STATE_COLOURS[run.state])
            case Qt.ItemDataRole.FontRole if column in NUMBERS:
                return theme().font(Type.NUMBER)
            case Qt.ItemDataRole.ToolTipRole if column == SCORE:
                return best_score(run.best) if run.best else self.tr("Not scored")
            case Qt.ItemDataRole.ToolTipRole:
                return str(run.folder.path)
            case _ if role == SORT_ROLE:
                return _values(run)[column]
            case _ if role == SUMMARY_ROLE:
                return run
        return None

    def _texts(self, run: RunSummary) -> tuple[str, ...]:
        return (
            run.name,
            self._state_text(run),
            f"{run.step:,}",
            str(timedelta(seconds=round(run.seconds))),
            f"{run.best.distance:.1f}" if run.best else "–",
            run.record.recipe.name,
            run.record.source if run.record.source.startswith("demo:") else Path(run.record.source).name,
            f"{run.changed:%Y-%m-%d %H:%M}",
        )

    def _state_text(self, run: RunSummary) -> str:
        texts = {
            RunState.NEW: self.tr("new branch") if run.record.branched_from else self.tr("not started"),
            RunState.TRAINING: self.tr("training"),
            RunState.PAUSED: self.tr("paused"),
            RunState.STOPPED: self.tr("stopped"),
            RunState.FINISHED: self.tr("finished"),
            RunState.FAILED: self.tr("failed"),
            RunState.INTERRUPTED: self.tr("interrupted"),
        }
        return texts[run.state]


class RunFilter(QSortFilterProxyModel):
    """Lets through the runs that match the words typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self.setSortRole(SORT_ROLE)

    def set_query(self, query: str) -> None:
        """Show what matches other words."""
        self.beginFilterChange()
        self._query = query
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        run = self.sourceModel().index(source_row, 0, source_parent).data(SUMMARY_ROLE)
        return run is not None and matches(run, self._query)


class RunTable(QTableView):
    """Rows of runs with their grids; a double click or Enter chooses one."""

    run_chosen = Signal(object)
    selection_changed = Signal()

    def __init__(self, model: RunFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_table")
        self.setAccessibleName(self.tr("Runs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setIconSize(QSize(ROW_PX, ROW_PX))
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.setModel(model)
        self.setItemDelegateForColumn(0, RunCell(SUMMARY_ROLE, self))
        header = self.horizontalHeader()
        header.setObjectName("run_columns")
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(88)
        self.sortByColumn(CHANGED, Qt.SortOrder.DescendingOrder)
        self.activated.connect(self._on_activated)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def selected_runs(self) -> list[RunSummary]:
        """Return the runs of the selected rows, from above to below."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.model().index(row, 0).data(SUMMARY_ROLE) for row in rows]

    def select(self, paths: Sequence[Path]) -> None:
        """Select the rows of these folders, and no others."""
        self.clearSelection()
        mode = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if index.data(SUMMARY_ROLE).folder.path in paths:
                self.selectionModel().select(index, mode)

    def show_run(self, path: Path) -> None:
        """Select the row of one folder and bring it into view."""
        self.select([path])
        for index in self.selectionModel().selectedRows():
            self.scrollTo(index)

    def edit_name(self) -> None:
        """Let the user type another name for the selected run."""
        rows = self.selectionModel().selectedRows()
        if rows:
            self.edit(rows[0])

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.run_chosen.emit(index.data(SUMMARY_ROLE))

    @Slot()
    def _on_selection_changed(self) -> None:
        self.selection_changed.emit()


_STATE_COLOURS = {
    RunState.NEW: "muted",
    RunState.TRAINING: "accent",
    RunState.PAUSED: "warning",
    RunState.STOPPED: "muted",
    RunState.FINISHED: "good",
    RunState.FAILED: "bad",
    RunState.INTERRUPTED: "warning",
}


def _values(run: RunSummary) -> tuple[Any, ...]:
    return (
        run.name.casefold(),
        run.state.value,
        run.step,
        run.seconds,
        run.best.distance if run.best else math.inf,
        run.record.recipe.name,
        run.record.source,
        run.changed.timestamp(),
    )
