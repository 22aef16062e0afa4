"""The window's thread goes first: work in other threads waits while it paints or answers.

Threads of Python take turns, and painting asks for its turn a hundred times: beside a thread that computes, a paint
that takes 20 ms would take 100.
"""

import threading
import time

from PySide6.QtCore import QObject, Qt, Signal, Slot

WORK_S = 0.004  # how long work goes on before it lets the window go first
LONGEST_WAIT_S = 0.05


class Window(QObject):
    """Lives in the window's thread and answers there."""

    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def wait_for(self) -> None:
        """Wait until the window's thread has done what it was at, but not for long; from any other thread."""
        answered = threading.Event()
        self._asked.emit(answered)
        answered.wait(LONGEST_WAIT_S)

    @Slot(object)
    def _on_asked(self, answered: threading.Event) -> None:
        answered.set()


class Turn:
    """One worker's turn."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._begun = time.monotonic()

    def give_way(self) -> None:
        """Let the window go first, if the turn has lasted long enough."""
        if time.monotonic() - self._begun >= WORK_S:
            self._window.wait_for()
            self._begun = time.monotonic()
