"""The training thread: what a job says arrives whole, in order and in the window's thread."""

import os
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from studio.core.events import Failed, Finished, Preparing, SampleDrawn, StepsDone, Stopped
from studio.ui.threads.training_thread import TrainingThread


class Receiver(QObject):
    def __init__(self, thread: TrainingThread) -> None:
        super().__init__()
        self.events, self.threads, self.deliveries = [], set(), 0
        thread.happened.connect(self.on_happened)

    @Slot(list)
    def on_happened(self, events):
        self.deliveries += 1
        self.events += events
        self.threads.add(QThread.currentThread())


@pytest.fixture
def thread(qapp):
    made = TrainingThread()
    yield made
    made.shut_down()
    made.wait()


def steps_done(step):
    return StepsDone(step, 0.0, step, 0.0, 1.0, {})


def test_events_arrive_in_order_and_bursts_together(thread, qtbot):
    receiver = Receiver(thread)

    def job(control):
        yield from (steps_done(n) for n in range(500))
        yield SampleDrawn(500, None, None, 1, 1)
        yield from (steps_done(n) for n in range(501, 1000))
        yield Finished(1000)

    thread.start()
    thread.start_job(job)
    qtbot.waitUntil(lambda: any(isinstance(e, Finished) for e in receiver.events), timeout=60_000)
    assert isinstance(receiver.events[0], Preparing)
    assert [e.step for e in receiver.events[1:]] == [*range(1000), 1000]
    assert receiver.deliveries < 100
    assert receiver.threads == {QThread.currentThread()}


def test_whatever_escapes_a_job_becomes_its_ending(thread, qtbot):
    receiver = Receiver(thread)

    def job(control):
        yield steps_done(1)
        raise ValueError("broken")

    thread.start()
    thread.start_job(job)
    qtbot.waitUntil(lambda: any(isinstance(e, Failed) for e in receiver.events), timeout=60_000)
    assert "broken" in receiver.events[-1].detail
    assert "Traceback" in receiver.events[-1].traceback


def test_jobs_follow_each_other_and_shutting_down_stops_the_last(thread, qtbot):
    receiver = Receiver(thread)

    def job(control):
        while not control.stop_asked:
            yield steps_done(1)
            control.next(timeout_s=0.01)  # as long as a short call
        yield Stopped(1)

    thread.start()
    thread.start_job(lambda control: iter([Finished(7)]))
    thread.start_job(job)
    qtbot.waitUntil(lambda: any(isinstance(e, StepsDone) for e in receiver.events), timeout=60_000)
    thread.shut_down()
    qtbot.waitUntil(thread.isFinished, timeout=60_000)
    endings = [type(e) for e in receiver.events if isinstance(e, Finished | Stopped)]
    assert endings == [Finished, Stopped]


def test_a_job_that_ends_without_a_word_has_failed(thread, qtbot):
    receiver = Receiver(thread)
    thread.start()
    thread.start_job(lambda control: iter([steps_done(1)]))
    qtbot.waitUntil(lambda: any(isinstance(e, Failed) for e in receiver.events), timeout=60_000)
    assert "without a word" in receiver.events[-1].detail
    assert not thread.busy


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own on Linux only")
@pytest.mark.parametrize(("before", "then"), [(0, 10), (15, 15)])
def test_training_gives_way_and_is_never_less_nice_than_the_program(thread, qtbot, before, then):
    receiver, told = Receiver(thread), []

    def job(control):
        told.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        yield Finished(1)

    def start():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), before)  # what this thread starts inherits it
        thread.start()

    starter = threading.Thread(target=start)
    starter.start()
    starter.join()
    thread.start_job(job)
    qtbot.waitUntil(lambda: any(isinstance(e, Finished) for e in receiver.events), timeout=60_000)
    assert told == [then]


def test_a_system_that_refuses_another_niceness_trains_all_the_same(thread, qtbot, monkeypatch):
    def refuse(*_):
        raise PermissionError("no")

    monkeypatch.setattr(os, "setpriority", refuse, raising=False)
    receiver = Receiver(thread)
    thread.start()
    thread.start_job(lambda control: iter([Finished(1)]))
    qtbot.waitUntil(lambda: any(isinstance(e, Finished) for e in receiver.events), timeout=60_000)
