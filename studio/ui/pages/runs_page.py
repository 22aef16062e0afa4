"""The page Runs: every run of the library, to open, resume, explore, compare, rename, tag or move to the trash."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from studio.core.library import RunSummary
from studio.core.lineage import Family, family_of
from studio.ui.icons import icon, icon_pixmap
from studio.ui.panels.lineage_line import LineageLine
from studio.ui.panels.run_actions import RunActions
from studio.ui.panels.run_table import RunFilter, RunTable, RunTableModel
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.progress_strip import ProgressStrip

BUTTONS = ("open", "resume", "explore", "compare", "rename", "tag", "reveal")
MOST_TAG_PX = 140


class RunsPage(QWidget):
    """Shows the runs it is given; asks with signals for everything that is done with one (its folder's `Path`).

    `scoring` shows how far the scores of a run's checkpoints are.
    """

    refresh_wanted = Signal()
    open_wanted = Signal(object)
    resume_wanted = Signal(object)
    explore_wanted = Signal(object)
    compare_wanted = Signal(list)
    rename_wanted = Signal(object, str)
    tags_wanted = Signal(object, str)
    command_wanted = Signal(object)
    report_wanted = Signal(object)
    score_wanted = Signal(object)
    reveal_wanted = Signal(object)
    trash_wanted = Signal(object)
    start_wanted = Signal()

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_page")
        self.setAccessibleName(self.tr("Runs"))
        self._library = library
        self._runs: list[RunSummary] = []
        self._model, self._found = RunTableModel(self), RunFilter(self)
        self._found.setSourceModel(self._model)
        self._table = RunTable(self._found)
        self._model.renamed.connect(self.rename_wanted)
        self._table.run_chosen.connect(self._on_run_chosen)
        self._table.selection_changed.connect(self._update_actions)
        self._actions = RunActions(self, self._table)
        self._actions.chosen.connect(self._on_action)
        self._signals = {
            "open": self.open_wanted,
            "resume": self.resume_wanted,
            "explore": self.explore_wanted,
            "command": self.command_wanted,
            "report": self.report_wanted,
            "score": self.score_wanted,
            "reveal": self.reveal_wanted,
            "trash": self.trash_wanted,
        }
        self._layers = QStackedLayout()
        for layer in (self._table, self._empty_state(), self._nothing_found()):
            self._layers.addWidget(layer)
        self._top = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        layout.setSpacing(Spacing.LARGE)
        layout.addLayout(self._head())
        layout.addLayout(self._top)
        layout.addLayout(self._layers, 1)
        self._bar, self._lineage, self.scoring = self._buttons(), LineageLine(), ProgressStrip()
        self._lineage.run_wanted.connect(self._on_relative_wanted)
        layout.addWidget(self._lineage)
        layout.addWidget(self.scoring)
        layout.addWidget(self._bar)
        self.show_runs([])

    def add_above(self, panel: QWidget) -> None:
        """Show a panel between the title and the table."""
        self._top.addWidget(panel)

    @Slot(int)
    def show_waiting(self, count: int) -> None:
        """Say how many runs wait in the queue, where there is no run yet."""
        self._start.setVisible(count == 0)
        self._nothing.setText(self.tr("No run has started yet") if count else self.tr("No runs yet"))

    def show_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show these runs, keeping the selection where its runs are still there."""
        selected = [run.folder.path for run in self._table.selected_runs()]
        self._runs = list(runs)
        self._model.set_runs(runs)
        self._lineage.setVisible(any(run.record.branched_from for run in runs))
        self._show_tags(sorted({tag for run in runs for tag in run.tags}, key=str.casefold))
        self._search.setEnabled(bool(runs))
        self._bar.setVisible(bool(runs))
        self._table.select(selected)
        self._update_layer()
        self._update_actions()

    def _show_tags(self, tags: list[str]) -> None:
        chosen = self._tags.currentData()
        self._tags.clear()
        self._tags.addItem(self.tr("All tags"), "")
        for tag in tags:
            shown = self._tags.fontMetrics().elidedText(f"#{tag}", Qt.TextElideMode.ElideRight, MOST_TAG_PX)
            self._tags.addItem(shown, tag)
            self._tags.setItemData(self._tags.count() - 1, f"#{tag}", Qt.ItemDataRole.ToolTipRole)
        self._tags.setCurrentIndex(max(self._tags.findData(chosen), 0))
        self._tags.setVisible(bool(tags))
        self._on_filter_changed()

    def _update_layer(self) -> None:
        self._layers.setCurrentIndex(1 if self._model.rowCount() == 0 else 0 if self._found.rowCount() else 2)

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("Runs"))
        set_type(title, Type.HEADING)
        self._search = QLineEdit()
        self._search.setObjectName("runs_search")
        self._search.setAccessibleName(self.tr("Search runs"))
        self._search.setPlaceholderText(self.tr("Search name, recipe, data, state, #tag"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(300)
        self._search.setMaximumWidth(360)
        self._search.textChanged.connect(self._on_filter_changed)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        self._tags = CalmComboBox()
        self._tags.setObjectName("runs_tags")
        self._tags.setAccessibleName(self.tr("Show one tag"))
        self._tags.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self._tags.activated.connect(self._on_filter_changed)
        head = QHBoxLayout()
        head.setSpacing(Spacing.SMALL)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._tags)
        head.addWidget(self._search, 1)
        head.addWidget(self._actions.button("refresh"))
        return head

    def _buttons(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.SMALL)
        for name in BUTTONS:
            row.addWidget(self._actions.button(name))
        row.addStretch(1)
        row.addWidget(self._actions.button("trash"))
        return bar

    def _empty_state(self) -> QWidget:
        self._start = QPushButton(icon("train", "on_accent"), self.tr("Train your first GAN"))
        self._start.setObjectName("runs_start")
        self._start.setAccessibleName(self._start.text())
        set_role(self._start, "primary")
        self._start.clicked.connect(self.start_wanted)
        self._nothing = QLabel(self.tr("No runs yet"))
        text = self.tr("A run appears here as soon as training starts. Runs live in\n%1")
        return _message(self._nothing, text.replace("%1", str(self._library)), self._start)

    def _nothing_found(self) -> QWidget:
        everything = QPushButton(self.tr("Show all runs"))
        everything.setObjectName("runs_all")
        everything.setAccessibleName(everything.text())
        everything.clicked.connect(self._on_all_wanted)
        return _message(QLabel(self.tr("No run matches")), self.tr("Every word has to be found in a run."), everything)

    @Slot()
    def _update_actions(self) -> None:
        runs = self._table.selected_runs()
        self._actions.show_selection(runs)
        one = runs[0] if len(runs) == 1 else None
        self._lineage.show_family(one.name if one else "", family_of(one, self._runs) if one else Family((), ()))

    @Slot()
    def _on_filter_changed(self) -> None:
        tag = self._tags.currentData()
        self._found.set_query(f"{self._search.text()} #{tag}" if tag else self._search.text())
        self._update_layer()

    @Slot()
    def _on_all_wanted(self) -> None:
        self._tags.setCurrentIndex(0)
        self._search.clear()
        self._on_filter_changed()

    @Slot(object)
    def _on_relative_wanted(self, path: Path) -> None:
        self._table.show_run(path)
        if not self._table.selected_runs():  # the search hides it
            self._on_all_wanted()
            self._table.show_run(path)

    @Slot(object)
    def _on_run_chosen(self, run: RunSummary) -> None:
        self.open_wanted.emit(run.folder.path)

    @Slot(str)
    def _on_action(self, name: str) -> None:
        runs = self._table.selected_runs()
        match name:
            case "refresh":
                self.refresh_wanted.emit()
            case "compare":
                self.compare_wanted.emit([run.folder.path for run in runs])
            case "rename":
                self._table.edit_name()
            case "tag":
                self.tags_wanted.emit(runs[0].folder.path, ", ".join(runs[0].tags))
            case _:
                self._signals[name].emit(runs[0].folder.path)


def _message(heading: QLabel, text: str, button: QPushButton) -> QWidget:
    """Return what is shown in place of the table."""
    message = QWidget()
    picture, words = QLabel(), QLabel(text)
    picture.setPixmap(icon_pixmap("runs", "muted", 48, message.devicePixelRatioF()))
    set_type(heading, Type.TITLE)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_role(words, "muted")
    column = QVBoxLayout(message)
    column.setSpacing(Spacing.MEDIUM)
    column.addStretch(1)
    for widget in (picture, heading, words, button):
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return message
