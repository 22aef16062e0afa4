"""What can be done with the selected runs: one set of actions for buttons, context menu, shortcuts and palette."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from studio.core.library import RunState, RunSummary
from studio.ui.icons import icon
from studio.ui.theme import set_role


class RunActions(QActionGroup):
    """Actions by name; `chosen` carries the name of the one that was triggered."""

    chosen = Signal(str)

    def __init__(self, page: QWidget, table: QWidget) -> None:
        super().__init__(page)
        self.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._by_name: dict[str, QAction] = {}
        for name, text, picture, shortcut in self._rows():
            action = QAction(icon(picture, "bad" if name == "trash" else "text"), text, self)
            action.setData(name)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._by_name[name] = action
            page.addAction(action)
            if name != "refresh":
                table.addAction(action)
        self.triggered.connect(self._on_triggered)
        self.show_selection([])

    def show_selection(self, runs: Sequence[RunSummary]) -> None:
        """Enable what can be done with these runs; the tool tip of the others says why not."""
        for name, action in self._by_name.items():
            reason = self._obstacle(name, runs)
            action.setEnabled(not reason)
            action.setToolTip(reason)

    def button(self, name: str) -> QPushButton:
        """Return a button that does what the action does, and is enabled when it is."""
        return _ActionButton(self._by_name[name], f"runs_{name}")

    def _obstacle(self, name: str, runs: Sequence[RunSummary]) -> str:
        if name == "refresh":
            return ""
        if not runs:
            return self.tr("Select a run first.")
        if name == "compare":
            return "" if len(runs) > 1 else self.tr("Select two runs or more, with Ctrl or Shift held.")
        if len(runs) > 1:
            return self.tr("Select one run only.")
        run = runs[0]
        if name in ("resume", "score", "trash") and run.is_held:
            paused = run.state == RunState.PAUSED
            return self.tr("This run is paused: it is still open.") if paused else self.tr("This run is training now.")
        if name == "resume" and run.state == RunState.FINISHED:
            return self.tr("This run has finished. Open it to let it go on for 10 more epochs.")
        if name in ("explore", "score") and not run.folder.checkpoint_steps():
            return self.tr("This run has no checkpoint yet.")
        if name == "explore" and not run.folder.graph_file.exists():
            return self.tr("This run has no checkpoint yet.")
        return ""

    def _rows(self) -> tuple[tuple[str, str, str, str], ...]:
        return (
            ("open", self.tr("Open"), "folder", "Alt+Return"),
            ("resume", self.tr("Resume training"), "play", "Ctrl+R"),
            ("explore", self.tr("Explore"), "explore", "Ctrl+Shift+E"),
            ("compare", self.tr("Compare"), "compare", "Ctrl+D"),
            ("score", self.tr("Score the checkpoints"), "score", "Ctrl+Shift+J"),
            ("rename", self.tr("Rename"), "edit", "F2"),
            ("tag", self.tr("Tags"), "tag", "Ctrl+T"),
            ("command", self.tr("Copy as command"), "copy", "Ctrl+Shift+C"),
            ("report", self.tr("Report a problem with this run"), "warning", "Ctrl+Alt+H"),
            ("reveal", self.tr("Show folder"), "reveal", "Ctrl+Shift+F"),
            ("trash", self.tr("Move to trash"), "trash", "Del"),
            ("refresh", self.tr("Refresh"), "refresh", "F5"),
        )

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class _ActionButton(QPushButton):
    """A button that is its action."""

    def __init__(self, action: QAction, name: str) -> None:
        super().__init__(action.icon(), action.text())
        self._action = action
        self.setObjectName(name)
        self.setAccessibleName(action.text())
        if name == "runs_trash":
            set_role(self, "danger")
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(self._action.toolTip() if not self._action.isEnabled() else keys)
