"""Notifications: of what, when, and only while the window is not in use."""

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.core.events import Failed, Finished, Paused, StepsDone, Warned
from studio.ui.notifier import Notifier
from studio.ui.preferences import Agreement, Preferences


@pytest.fixture
def told(monkeypatch):
    """What was shown by a desktop that has a tray."""
    shown = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, text, kind: shown.append(text))
    monkeypatch.setattr(QApplication, "beep", staticmethod(lambda: shown.append("beep")))
    return shown


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


EVENTS = [
    StepsDone(1, 0.0, 1, 0.0, 1.0, {}),
    Paused(1),
    Warned(2, "The discriminator wins."),
    Failed(3, "The disk is full."),
    Finished(4),
]


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({}, ["The discriminator wins.", "The disk is full.", "Finished at step 4."]),
        ({Agreement.NOTIFY_WARNINGS: False}, ["The disk is full.", "Finished at step 4."]),
        ({Agreement.NOTIFY_ENDINGS: False, Agreement.SOUND: True}, ["beep", "The discriminator wins."]),
    ],
)
def test_what_was_agreed_to_is_told(told, window, tmp_path, wanted, texts):
    preferences = Preferences(tmp_path / "window.ini")
    for question, answer in wanted.items():
        preferences.set_agreed(question, wanted=answer)
    Notifier(window, preferences).show_events(EVENTS)
    assert told == texts


def test_nothing_is_told_while_the_window_is_in_use(told, window, tmp_path, monkeypatch):
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    Notifier(window, Preferences(tmp_path / "window.ini")).show_events(EVENTS)
    assert told == []
