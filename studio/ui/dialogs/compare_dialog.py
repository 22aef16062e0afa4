"""The dialog that shows runs side by side: what differs in their recipes, their curves and their grids."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.comparison import ComparedRun, read_for_comparison, run_differences
from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.run_folder import RunFolder
from studio.core.settings import as_text
from studio.ui.panels.compared_curves import ComparedCurves, run_colours
from studio.ui.panels.compared_grids import ComparedGrids
from studio.ui.theme import set_role
from studio.ui.threads.background import run_in_background
from studio.ui.tokens import Spacing
from studio.ui.widgets.working import Working
from studio.ui.words import score_meaning

MOST_STRETCHED = 2  # runs whose columns share the room there is; more have a width of their own
COLUMN_PX, LEAST_COLUMN_PX = 170, 90


class CompareDialog(QDialog):
    """Reads the runs in the background, then shows them."""

    def __init__(self, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setWindowTitle(self.tr("Compare runs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1180, 780)
        self._working = Working()
        self._working.start(self.tr("Reading the runs"))
        self._curves, self._grids, self._table = ComparedCurves(), ComparedGrids(), QTableWidget()
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._working)
        self._layers.addWidget(self._sides())
        self._task = run_in_background(lambda progress: _read(paths, progress))
        self._task.progressed.connect(self._working.show_progress)
        self._task.finished.connect(self._on_read)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self.reject)
        self._working.cancel_wanted.connect(self._on_cancel_wanted)

    def _sides(self) -> QWidget:
        self._table.setObjectName("compare_table")
        self._table.setAccessibleName(self.tr("Settings that differ"))
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._same = QLabel(self.tr("The recipes are the same."))
        self._scores = QLabel()
        self._scores.setObjectName("compare_scores")
        self._scores.setWordWrap(True)
        self._scores.setTextFormat(Qt.TextFormat.PlainText)
        self._scores.setToolTip(score_meaning())
        heading = QLabel(self.tr("Settings that differ"))
        for label in (heading, self._same):
            set_role(label, "muted")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scores)
        column.addWidget(heading)
        column.addWidget(self._same)
        column.addWidget(self._table, 1)
        column.addStretch(0)
        above, all_of_it = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        above.addWidget(left)
        above.addWidget(self._curves)
        above.setSizes([480, 680])
        all_of_it.addWidget(above)
        all_of_it.addWidget(self._grids)
        all_of_it.setSizes([320, 440])
        for splitter in (above, all_of_it):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(Spacing.LARGE)
        sides = QWidget()
        layout = QVBoxLayout(sides)
        layout.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        layout.addWidget(all_of_it)
        return sides

    @Slot(object)
    def _on_read(self, runs: list[ComparedRun]) -> None:
        self._fill_table(runs)
        self._show_scores(runs)
        self._curves.show_runs(runs)
        self._grids.show_runs(runs)
        self._layers.setCurrentIndex(1)

    def _show_scores(self, runs: list[ComparedRun]) -> None:
        found = [(run.summary.name, run.summary.best) for run in runs]
        text = "  ·  ".join(f"{name}: {best.distance:.1f}" if best else f"{name}: –" for name, best in found)
        self._scores.setText(self.tr("Best score (SWD): %1").replace("%1", text))
        self._scores.setVisible(any(best for _, best in found))

    def _fill_table(self, runs: list[ComparedRun]) -> None:
        differences = run_differences(runs)
        self._same.setVisible(not differences)
        self._table.setVisible(bool(differences))
        self._table.setColumnCount(len(runs) + 1)
        self._table.setRowCount(len(differences))
        self._table.setHorizontalHeaderItem(0, QTableWidgetItem(self.tr("Setting")))
        for column, colour in enumerate(run_colours(len(runs)), 1):
            title = QTableWidgetItem(runs[column - 1].summary.name)
            title.setForeground(colour)
            self._table.setHorizontalHeaderItem(column, title)
            title.setToolTip(runs[column - 1].summary.name)
        for row, difference in enumerate(differences):
            self._set_item(row, 0, difference.setting.label, difference.setting.key)
            for column, (value, step) in enumerate(zip(difference.values, difference.changed_at, strict=True), 1):
                since = "" if step is None else self.tr(" since step %1").replace("%1", f"{step:,}")
                before = "" if step is None else runs[column - 1].summary.record.recipe.value(difference.setting.key)
                told = (
                    self.tr("Changed while it ran; it began with %1.").replace("%1", as_text(before)) if since else ""
                )
                self._set_item(row, column, f"{as_text(value)}{since}", told or difference.setting.key)
        self._size_columns(len(runs))

    def _set_item(self, row: int, column: int, text: str, tip: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(tip)
        self._table.setItem(row, column, item)

    def _size_columns(self, runs: int) -> None:
        """Show settings whole, and runs as wide as can be read; where they do not fit, the table scrolls sideways."""
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setTextElideMode(Qt.TextElideMode.ElideLeft)
        header.setMinimumSectionSize(LEAST_COLUMN_PX)
        few = runs <= MOST_STRETCHED
        mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.Interactive
        header.setDefaultSectionSize(COLUMN_PX)
        header.setSectionResizeMode(mode)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._working.show_failure(error.headline, f"{error.detail} {error.hint}")

    @Slot()
    def _on_cancel_wanted(self) -> None:
        self._task.cancel()
        self.reject()


def _read(paths: Sequence[Path], progress: Progress) -> list[ComparedRun]:
    runs = []
    for number, path in enumerate(paths):
        check(progress)
        progress.report(number, len(paths), path.name)
        runs.append(read_for_comparison(RunFolder(path)))
    return runs
