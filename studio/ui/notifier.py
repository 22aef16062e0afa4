"""Tells of endings, warnings and the troubles of a run outside of the window, while it is not the one in use."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.core.events import Diagnosed, Event, Failed, Finished, Warned
from studio.core.health.diagnosis import Condition
from studio.ui.icons import icon
from studio.ui.preferences import Agreement, Preferences
from studio.ui.words import sentence


class Notifier(QObject):
    """Shows messages of the desktop where it has them, and beeps, both as the preferences allow."""

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._tray: QSystemTrayIcon | None = None

    @Slot(list)
    def show_events(self, events: list[Event]) -> None:
        """Tell of what deserves attention among these events; nothing while the user looks at the window."""
        if self._window.isActiveWindow():
            return
        for event in events:
            wanted = _wanted(event)
            if wanted is not None and self._preferences.agreed(wanted):
                self._tell(event)

    def _tell(self, event: Event) -> None:
        told = sentence(event)
        if told is None:
            return
        if self._preferences.agreed(Agreement.SOUND):
            QApplication.beep()
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            kinds = QSystemTrayIcon.MessageIcon
            kind = kinds.Information if isinstance(event, Finished) else kinds.Warning
            self._tray_icon().showMessage(self._window.windowTitle(), told[0], kind)

    def _tray_icon(self) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("train"), self)
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
            self._tray.show()
        return self._tray

    @Slot()
    def _on_clicked(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def _wanted(event: Event) -> Agreement | None:
    match event:
        case Finished() | Failed():
            return Agreement.NOTIFY_ENDINGS
        case Diagnosed(diagnosis=found) if found.condition == Condition.DIVERGED:
            return None  # its failure is told
        case Diagnosed(diagnosis=found) if found.condition.is_trouble:
            return Agreement.NOTIFY_WARNINGS
        case Warned():
            return Agreement.NOTIFY_WARNINGS
        case _:
            return None
