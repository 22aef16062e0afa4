"""Background work: one ending each, in the window's thread, also of tasks that nobody waits for any more."""

import threading

import pytest
from PySide6.QtCore import QObject, QThreadPool, Slot

from studio.core.errors import CancelledError, StudioError
from studio.ui.threads.background import Task, run_in_background


class Listener(QObject):
    """Keeps what it hears and where."""

    def __init__(self):
        super().__init__()
        self.heard, self.threads, self.senders = [], set(), []

    def listen(self, task):
        task.progressed.connect(self._on_progressed)
        task.finished.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)

    def _hear(self, *what):
        self.heard.append(what)
        self.threads.add(threading.get_ident())
        self.senders.append(self.sender())

    @Slot(int, int, str)
    def _on_progressed(self, done, total, what):
        self._hear("progressed", done, total, what)

    @Slot(object)
    def _on_finished(self, result):
        self._hear("finished", result)

    @Slot(object)
    def _on_failed(self, error):
        self._hear("failed", error.headline)

    @Slot()
    def _on_cancelled(self):
        self._hear("cancelled")


def cancelled(progress):
    raise CancelledError


def refused(progress):
    raise StudioError("It cannot be.")


def broken(progress):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("work", "ending"),
    [
        (lambda progress: 7, ("finished", 7)),
        (cancelled, ("cancelled",)),
        (refused, ("failed", "It cannot be.")),
        (broken, ("failed", "Something in the program went wrong.")),
    ],
)
def test_work_ends_once_in_the_windows_thread(qtbot, work, ending):
    listener = Listener()
    task = run_in_background(work)
    listener.listen(task)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard == [ending]
    assert listener.threads == {threading.get_ident()}
    assert listener.senders == [task]


def test_progress_comes_before_the_ending(qtbot):
    listener = Listener()

    def work(progress):
        progress.report(1, 2, "Working")
        progress.report(2, 2, "Working")
        return "done"

    task = run_in_background(work)
    listener.listen(task)
    qtbot.waitUntil(lambda: ("finished", "done") in listener.heard)
    assert listener.heard[0] == ("progressed", 1, 2, "Working")
    assert listener.heard[-1] == ("finished", "done")


def test_tasks_that_nobody_keeps_end_as_well(qtbot, qapp):
    listener = Listener()

    def work(progress):
        progress.report(1, 1, "Working")

    for number in range(600):
        task = run_in_background(work)
        listener.listen(task)
        if number % 2:
            task.cancel()
        if number % 50 == 0:
            qapp.processEvents()
    del task
    qtbot.waitUntil(lambda: sum(what[0] != "progressed" for what in listener.heard) == 600, timeout=20_000)
    assert QThreadPool.globalInstance().waitForDone(5000)
    qtbot.waitUntil(lambda: not qapp.findChildren(Task))
