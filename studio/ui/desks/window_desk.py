"""The desk of the window itself: look, preferences, keyboard shortcuts and problem reports."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup

from studio.core.run_folder import RunFolder
from studio.ui.actions import action_offers
from studio.ui.dialogs.preferences_dialog import PreferencesDialog
from studio.ui.dialogs.report_dialog import ReportDialog
from studio.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from studio.ui.main_window import MainWindow
from studio.ui.notifier import Notifier
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme, theme
from studio.ui.tokens import Mode


class WindowDesk(QObject):
    """Adds the actions that concern no run; `notifier` tells of events while another window is in use."""

    def __init__(self, window: MainWindow, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.notifier = Notifier(window, preferences)
        self._window, self._preferences = window, preferences
        self._devices: tuple[str, ...] = ()
        self._looks = self._add_looks()
        add = window.add_menu_action
        add("edit", self.tr("Preferences…"), "Ctrl+,", "settings", self.show_preferences)
        add("help", self.tr("Keyboard shortcuts"), "F1", "keyboard", self.show_shortcuts)
        theme().changed.connect(self._check_look)

    @Slot(object)
    def report(self, run: Path | None = None) -> None:
        """Show what a problem report would hold, of a run where one is given."""
        ReportDialog(RunFolder(run) if run else None, self._devices, self._window).open()

    @Slot(dict)
    def set_devices(self, devices: dict[str, str]) -> None:
        """Take in what TensorFlow found: {name: label}."""
        self._devices = tuple(f"{name}: {label}" for name, label in devices.items())

    def _add_looks(self) -> QActionGroup:
        self._window.add_separator("view")
        group = QActionGroup(self)
        labels = {Mode.AUTO: self.tr("Look of the desktop"), Mode.LIGHT: self.tr("Light"), Mode.DARK: self.tr("Dark")}
        for number, (mode, label) in enumerate(labels.items(), 7):
            action = self._window.add_menu_action("view", label, f"Ctrl+Alt+{number}")
            action.setCheckable(True)
            action.setData(mode)
            group.addAction(action)
        group.triggered.connect(self._on_look_chosen)
        self._window.add_separator("view")
        return group

    @Slot()
    def _check_look(self) -> None:
        for action in self._looks.actions():
            action.setChecked(action.data() == self._preferences.mode)

    @Slot(QAction)
    def _on_look_chosen(self, action: QAction) -> None:
        self._preferences.mode = Mode(action.data())
        apply_theme(self._preferences.mode)

    @Slot()
    def show_preferences(self) -> None:
        """Let the user choose look, notifications and library."""
        PreferencesDialog(self._preferences, self._window).open()

    @Slot()
    def show_shortcuts(self) -> None:
        """List the keys of every action."""
        ShortcutsDialog(action_offers(self._window), self._window).open()
