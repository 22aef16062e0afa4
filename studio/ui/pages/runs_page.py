"""The page Runs: every run of the library, to open, resume, explore, find on disk or move to the trash."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from studio.core.library import RunState, RunSummary
from studio.ui.icons import icon, icon_pixmap
from studio.ui.panels.run_table import SORT_ROLE, RunTable, RunTableModel
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class RunsPage(QWidget):
    """Shows the runs it is given; asks with signals for everything that is done with one (its folder's `Path`)."""

    refresh_wanted = Signal()
    open_wanted = Signal(object)
    resume_wanted = Signal(object)
    explore_wanted = Signal(object)
    reveal_wanted = Signal(object)
    trash_wanted = Signal(object)
    start_wanted = Signal()

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_page")
        self._library = library
        self._model = RunTableModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._table = RunTable()
        self._table.setModel(self._proxy)
        self._table.fit_columns()
        self._table.sortByColumn(6, Qt.SortOrder.DescendingOrder)
        self._table.run_chosen.connect(self._on_run_chosen)
        self._table.selection_changed.connect(self._update_buttons)
        self._buttons: dict[str, QPushButton] = {}
        self._layers = QStackedLayout()
        self._layers.addWidget(self._table)
        self._layers.addWidget(self._empty_state())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.WIDE)
        layout.setSpacing(Spacing.LARGE)
        layout.addLayout(self._head())
        layout.addLayout(self._layers, 1)
        self._bar = self._actions()
        layout.addWidget(self._bar)
        self.show_runs([])

    def show_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show these runs, keeping the selection where its run is still there."""
        selected = self._table.selected_run()
        self._model.set_runs(runs)
        self._layers.setCurrentIndex(0 if runs else 1)
        self._search.setEnabled(bool(runs))
        self._bar.setVisible(bool(runs))
        if selected is not None:
            self._select(selected.folder.path)
        self._update_buttons()

    def _select(self, path: Path) -> None:
        for row in range(self._proxy.rowCount()):
            self._table.selectRow(row)
            found = self._table.selected_run()
            if found is not None and found.folder.path == path:
                return
        self._table.clearSelection()

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("Runs"))
        set_type(title, Type.HEADING)
        self._search = QLineEdit()
        self._search.setObjectName("runs_search")
        self._search.setAccessibleName(self.tr("Search runs"))
        self._search.setPlaceholderText(self.tr("Search by name, recipe, data or state"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(360)
        self._search.textChanged.connect(self._on_search_changed)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._search, 1)
        head.addWidget(self._button("refresh", self.tr("Refresh"), "refresh", self.refresh_wanted.emit))
        return head

    def _actions(self) -> QWidget:
        bar = QWidget()
        actions = QHBoxLayout(bar)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(Spacing.SMALL)
        actions.addWidget(self._button("open", self.tr("Open"), "folder", self._on_open))
        actions.addWidget(self._button("resume", self.tr("Resume training"), "play", self._on_resume))
        actions.addWidget(self._button("explore", self.tr("Explore"), "explore", self._on_explore))
        actions.addWidget(self._button("reveal", self.tr("Show folder"), "reveal", self._on_reveal))
        actions.addStretch(1)
        trash = self._button("trash", self.tr("Move to trash"), "trash", self._on_trash)
        set_role(trash, "danger")
        actions.addWidget(trash)
        return bar

    def _button(self, name: str, text: str, picture: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(picture, "bad" if name == "trash" else "text"), text)
        button.setObjectName(f"runs_{name}")
        button.setAccessibleName(text)
        button.clicked.connect(action)
        self._buttons[name] = button
        return button

    def _empty_state(self) -> QWidget:
        empty = QWidget()
        picture, title, text = QLabel(), QLabel(self.tr("No runs yet")), QLabel()
        picture.setPixmap(icon_pixmap("runs", "muted", 48, self.devicePixelRatioF()))
        set_type(title, Type.TITLE)
        text.setText(
            self.tr("A run appears here as soon as training starts. Runs live in\n%1").replace("%1", str(self._library))
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(text, "muted")
        start = QPushButton(icon("train", "on_accent"), self.tr("Train your first GAN"))
        start.setObjectName("runs_start")
        start.setAccessibleName(start.text())
        set_role(start, "primary")
        start.clicked.connect(self.start_wanted)
        column = QVBoxLayout(empty)
        column.setSpacing(Spacing.MEDIUM)
        column.addStretch(1)
        for widget in (picture, title, text, start):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return empty

    @Slot()
    def _update_buttons(self) -> None:
        run = self._table.selected_run()
        for name in ("open", "resume", "explore", "reveal", "trash"):
            self._buttons[name].setEnabled(run is not None)
        if run is None:
            return
        training = run.state == RunState.TRAINING
        for name in ("resume", "trash"):
            self._buttons[name].setEnabled(not training)
            self._buttons[name].setToolTip(self.tr("This run is training now.") if training else "")
        self._buttons["explore"].setEnabled(bool(run.folder.checkpoint_steps()) and run.folder.graph_file.exists())

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)

    @Slot(object)
    def _on_run_chosen(self, run: RunSummary) -> None:
        self.open_wanted.emit(run.folder.path)

    @Slot()
    def _on_open(self) -> None:
        self._ask(self.open_wanted)

    @Slot()
    def _on_resume(self) -> None:
        self._ask(self.resume_wanted)

    @Slot()
    def _on_explore(self) -> None:
        self._ask(self.explore_wanted)

    @Slot()
    def _on_reveal(self) -> None:
        self._ask(self.reveal_wanted)

    @Slot()
    def _on_trash(self) -> None:
        self._ask(self.trash_wanted)

    def _ask(self, signal: SignalInstance) -> None:
        run = self._table.selected_run()
        if run is not None:
            signal.emit(run.folder.path)
