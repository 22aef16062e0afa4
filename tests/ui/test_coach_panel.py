"""The coach's panel: the badge, its evidence, and remedies as what is asked for."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from studio.core.health.diagnosis import HEALTHY, Condition, Diagnosis, Evidence, Remedy
from studio.core.history import History
from studio.ui.panels.coach_panel import CoachPanel

TROUBLE = Diagnosis(
    Condition.COLLAPSED,
    "The pictures are nearly all alike.",
    "The generator has collapsed.",
    200,
    150,
    (Evidence("diversity", 0.02, "diversity of the grid"),),
    (
        Remedy("Slower", {"optimizer.generator_learning_rate": 1e-4}),
        Remedy("Back and slower", {"optimizer.generator_learning_rate": 1e-4}, rolls_back=True),
    ),
)


@pytest.fixture
def panel(qtbot):
    made = CoachPanel()
    qtbot.addWidget(made)
    made.show()
    made.show_diagnosis(TROUBLE, History({"step": s, "diversity": 1 - s / 300} for s in range(0, 300, 10)))
    return made


def badge(panel):
    return panel.findChild(QAbstractButton, "coach_badge")


def test_the_badge_says_it_and_opens_the_evidence(panel):
    assert badge(panel).text() == TROUBLE.headline
    shown = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    assert shown == []
    badge(panel).click()
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert texts == [TROUBLE.detail, "0.02 – diversity of the grid"]


def test_remedies_ask_for_changes_now_or_from_before_the_trouble(panel, qtbot):
    with qtbot.waitSignal(panel.change_wanted) as now:
        panel.findChild(QAbstractButton, "remedy_0").click()
    assert now.args == [{"optimizer.generator_learning_rate": 1e-4}]
    with qtbot.waitSignal(panel.roll_back_wanted) as before:
        panel.findChild(QAbstractButton, "remedy_1").click()
    assert before.args == [150, {"optimizer.generator_learning_rate": 1e-4}]


def test_a_sound_run_offers_nothing(panel):
    panel.show_diagnosis(HEALTHY, History())
    assert badge(panel).text() == HEALTHY.headline
    badge(panel).click()
    buttons = [b for b in panel.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons == [badge(panel)]
