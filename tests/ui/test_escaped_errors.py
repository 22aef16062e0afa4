"""What nobody caught is told in a dialog: once for each place, one at a time, and printed as before."""

import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from studio.ui.dialogs.escaped_errors import EscapedErrors


@pytest.fixture
def printed(monkeypatch):
    errors = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: errors.append(error))
    monkeypatch.setattr(threading, "excepthook", lambda args: errors.append(args.exc_value))
    return errors


@pytest.fixture
def window(qtbot, printed):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    with EscapedErrors(made).told():
        yield made


def boxes(window):
    return [box for box in window.findChildren(QMessageBox, "failure") if box.isVisible()]


def fail():
    raise ValueError("broken")


def fail_elsewhere():
    raise KeyError("lost")


def test_an_exception_that_escapes_a_slot_is_told_with_where_it_came_from(window, qtbot, printed):
    QTimer.singleShot(0, window, fail)
    qtbot.waitUntil(lambda: len(boxes(window)) == 1)
    (box,) = boxes(window)
    assert "ValueError: broken" in box.informativeText()
    assert "in fail" in box.detailedText()
    assert len(printed) == 1


def test_a_storm_is_one_dialog_and_the_same_error_is_not_told_again(window, qtbot, printed):
    for slot in (fail, fail, fail_elsewhere):
        QTimer.singleShot(0, window, slot)
    qtbot.waitUntil(lambda: len(printed) == 3 and bool(boxes(window)))
    assert len(boxes(window)) == 1
    boxes(window)[0].close()
    QTimer.singleShot(0, window, fail)
    QTimer.singleShot(0, window, fail_elsewhere)
    qtbot.waitUntil(lambda: len(printed) == 5 and bool(boxes(window)))
    assert "KeyError" in boxes(window)[0].informativeText()


def test_threads_are_heard_and_the_end_of_the_program_is_not_told(window, qtbot, printed):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(boxes(window)) == 1)
    boxes(window)[0].close()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert len(printed) == 2
    assert boxes(window) == []


def test_the_hooks_are_given_back(qapp, printed):
    before = sys.excepthook, threading.excepthook
    window = QWidget()
    with EscapedErrors(window).told():
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before
