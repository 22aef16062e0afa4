"""The one road for background work: a function in Qt's thread pool, with progress, cancel, result and failure."""

import time
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from studio.core.errors import CancelledError, StudioError
from studio.core.progress import Progress

REPORT_INTERVAL_S = 0.05
STACK_BYTES = 16 * 2**20  # macOS gives Qt's threads too little for NumPy's BLAS

Work = Callable[[Progress], Any]


class Task(QObject):
    """One piece of work under way. It ends in exactly one of `finished`, `failed` and `cancelled`."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
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
    """Start `work(progress)` in a thread of the pool; the caller keeps the `Task` and connects its signals.

    Signals arrive in the thread that called this, after control has returned to its event loop.
    """
    task = Task()
    runnable = _Runnable(work, task)
    pool = QThreadPool.globalInstance()
    pool.setStackSize(STACK_BYTES)
    pool.start(runnable)
    return task


class _Progress:
    """Passes at most twenty reports a second on to the task."""

    def __init__(self, sender: "_Sender", task: Task) -> None:
        self._sender = sender
        self._task = task
        self._reported = 0.0

    def report(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if now - self._reported >= REPORT_INTERVAL_S or done == total:
            self._reported = now
            self._sender.progressed.emit(done, total, what)

    def cancelled(self) -> bool:
        return self._task.cancel_asked


class _Sender(QObject):
    """Emits in the pool's thread; its connections to the task are queued."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, task: Task) -> None:
        super().__init__()
        queued = Qt.ConnectionType.QueuedConnection
        self.progressed.connect(task.progressed, queued)
        self.finished.connect(task.finished, queued)
        self.failed.connect(task.failed, queued)
        self.cancelled.connect(task.cancelled, queued)


class _Runnable(QRunnable):
    def __init__(self, work: Work, task: Task) -> None:
        super().__init__()
        self._work = work
        self._task = task
        self._sender = _Sender(task)

    def run(self) -> None:
        try:
            result = self._work(_Progress(self._sender, self._task))
        except CancelledError:
            self._sender.cancelled.emit()
        except StudioError as error:
            self._sender.failed.emit(error)
        except Exception as error:  # noqa: BLE001  the edge of a thread
            self._sender.failed.emit(_unexpected(error))
        else:
            self._sender.finished.emit(result)


def _unexpected(error: Exception) -> StudioError:
    detail = "".join(traceback.format_exception_only(error)).strip()
    return StudioError("Something in the program went wrong.", f"{detail}.", "Try again; nothing was changed.")
