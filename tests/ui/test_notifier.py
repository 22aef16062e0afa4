"""Notifications: of what, when, and only while the window is not in use."""

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.core.events import Diagnosed, Failed, Finished, Paused, StepsDone, Warned
from studio.core.health.diagnosis import Condition, Diagnosis
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


def diagnosed(step, condition):
    return Diagnosed(step, Diagnosis(condition, f"It is {condition}.", "Because."))


def test_a_trouble_is_told_and_no_recovery_and_a_divergence_by_its_failure_alone(told, window, tmp_path):
    troubles = [diagnosed(10, Condition.HEALTHY), diagnosed(20, Condition.COLLAPSED), diagnosed(30, Condition.HEALTHY)]
    ending = [diagnosed(40, Condition.DIVERGED), Failed(40, "Training diverged.")]
    preferences = Preferences(tmp_path / "window.ini")
    notifier = Notifier(window, preferences)
    notifier.show_events([*troubles, *ending])
    assert told == ["Step 20: It is collapsed. Because.", "Training diverged."]
    preferences.set_agreed(Agreement.NOTIFY_WARNINGS, wanted=False)
    notifier.show_events(troubles)
    assert len(told) == 2


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
