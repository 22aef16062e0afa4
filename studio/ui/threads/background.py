"""The one road for background work: a function in Qt's thread pool, with progress, cancel, result and failure."""

import time
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from studio.core.errors import CancelledError, StudioError
from studio.core.progress import Progress
from studio.ui.threads.turns import Turn, Window

REPORT_INTERVAL_S = 0.05
PROGRESSED = "progressed"
STACK_BYTES = 16 * 2**20  # macOS gives Qt's threads too little for NumPy's BLAS

Work = Callable[[Progress], Any]


class Task(QObject):
    """One piece of work under way. It ends in exactly one of `finished`, `failed` and `cancelled`."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel_asked = False

    @Slot()
    def cancel(self) -> None:
        """Ask the work to end; it answers with `cancelled` when it has, or with `finished` when it was faster."""
        self._cancel_asked = True

    @property
    def cancel_asked(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancel_asked


def run_in_background(work: Work) -> Task:
    """Start `work(progress)` in a thread of the pool; the caller connects the signals of the `Task`.

    Signals arrive in the window's thread, after control has returned to its event loop; to be called there, too.
    """
    relay = _relay()
    task = Task(relay)
    pool = QThreadPool.globalInstance()
    pool.setStackSize(STACK_BYTES)
    pool.start(_Runnable(work, task, relay))
    return task


class _Relay(QObject):
    """Lives as long as the application and emits, in its thread, what tasks tell from the pool's.

    It owns the tasks until they have ended. A task that nobody wants any more, or an object of its own for every
    task to speak through, would be destroyed by the pool's thread while the window's delivers its signals.
    """

    said = Signal(object, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window = Window(self)
        self.said.connect(self._on_said, Qt.ConnectionType.QueuedConnection)

    @Slot(object, str, object)
    def _on_said(self, task: Task, signal: str, values: tuple[Any, ...]) -> None:
        getattr(task, signal).emit(*values)
        if signal != PROGRESSED:
            task.deleteLater()


def _relay() -> _Relay:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("Background work needs a QApplication.")
    found = application.findChild(_Relay, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or _Relay(application)


class _Progress:
    """Passes at most twenty reports a second on to the task."""

    def __init__(self, task: Task, relay: _Relay) -> None:
        self._task = task
        self._relay = relay
        self._turn = Turn(relay.window)
        self._reported = 0.0

    def report(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if now - self._reported >= REPORT_INTERVAL_S or done == total:
            self._reported = now
            self._relay.said.emit(self._task, PROGRESSED, (done, total, what))

    def cancelled(self) -> bool:
        self._turn.give_way()
        return self._task.cancel_asked


class _Runnable(QRunnable):
    def __init__(self, work: Work, task: Task, relay: _Relay) -> None:
        super().__init__()
        self._work = work
        self._task = task
        self._relay = relay

    def run(self) -> None:
        try:
            result = self._work(_Progress(self._task, self._relay))
        except CancelledError:
            self._say("cancelled")
        except StudioError as error:
            self._say("failed", error)
        except Exception as error:  # noqa: BLE001  the edge of a thread
            self._say("failed", _unexpected(error))
        else:
            self._say("finished", result)

    def _say(self, signal: str, *values: Any) -> None:
        self._relay.said.emit(self._task, signal, values)


def _unexpected(error: Exception) -> StudioError:
    detail = "".join(traceback.format_exception_only(error)).strip()
    return StudioError("Something in the program went wrong.", f"{detail}.", "Try again; nothing was changed.")
