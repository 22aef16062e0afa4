"""Opening a run looks at its pictures in the background: shown when it takes its time, and cancelled on demand."""

import threading

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from studio.core.progress import check
from studio.ui.desks import comparing_desk
from studio.ui.desks.comparing_desk import ComparingDesk
from studio.ui.widgets.progress_strip import ProgressStrip

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone


@pytest.fixture
def desk(qtbot, monkeypatch):
    """A desk without patience, and its strip."""
    monkeypatch.setattr(comparing_desk, "PATIENCE_MS", 1)
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    return ComparingDesk(strip, strip), strip


@pytest.fixture
def slow(monkeypatch):
    """A comparison that tells how far it is until it is told to go on, or cancelled."""
    go_on, ended = threading.Event(), threading.Event()

    def compare(run, record, progress):
        try:
            while not go_on.wait(0.01):
                progress.report(3, 8, "Reading the pictures")
                check(progress)
        finally:
            ended.set()

    monkeypatch.setattr(comparing_desk, "picture_changes", compare)
    yield go_on, ended
    go_on.set()


def test_a_slow_comparison_is_shown_until_it_ends(qtbot, desk, slow, linear_run):
    compared, strip = desk
    compared.compare(linear_run(0))
    qtbot.waitUntil(lambda: strip.isVisible() and "3 / 8" in strip.text)
    assert strip.findChild(QLabel).text().startswith("Checking the run")
    slow[0].set()
    qtbot.waitUntil(strip.isHidden)


def test_a_comparison_can_be_cancelled(qtbot, desk, slow, linear_run):
    compared, strip = desk
    compared.compare(linear_run(0))
    qtbot.waitUntil(strip.isVisible)
    told = []
    compared.pictures_changed.connect(told.append)
    strip.findChild(QPushButton, "progress_cancel").click()
    assert strip.isHidden()
    qtbot.waitUntil(slow[1].is_set)
    assert told == []
