"""Other threads wait while the window's is at work, but not for ever."""

import threading

import pytest
from PySide6.QtCore import QObject

from studio.ui.threads import turns
from studio.ui.threads.turns import Turn, Window

LONG_S = 30.0
MOMENT_S = 0.02


@pytest.fixture
def window(qapp):
    parent = QObject()
    yield Window(parent)
    parent.deleteLater()


@pytest.fixture
def worker(window, monkeypatch):
    """A thread that asks for its turn."""
    monkeypatch.setattr(turns, "WORK_S", 0.0)
    return threading.Thread(target=Turn(window).give_way)


def test_work_waits_until_the_window_has_done_what_it_was_at(qtbot, worker, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT_S", LONG_S)
    worker.start()  # in the window's thread, which is at this test
    worker.join(MOMENT_S)
    assert worker.is_alive()
    qtbot.waitUntil(lambda: not worker.is_alive())


def test_a_window_at_something_long_is_not_waited_for(worker, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT_S", MOMENT_S)
    worker.start()
    worker.join()


def test_short_work_is_not_held_up(window, monkeypatch):
    monkeypatch.setattr(turns, "WORK_S", LONG_S)
    Turn(window).give_way()  # in the window's thread itself: nobody would answer
