"""The panel that a run is set up in: what can be pressed and edited in each phase, and why not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox

from studio.core.events import Preparing
from studio.core.recipe import Recipe
from studio.core.run_status import Phase
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.panels.status_line import StatusLine
from studio.ui.threads.trainer import Trainer

HOLDER = "Process 7 on atelier is training this run; here it can only be watched."
RATE = "setting_optimizer.generator_learning_rate"


@pytest.fixture
def panel(qtbot):
    made = SetupPanel({"plain": Recipe()}, Recipe())
    qtbot.addWidget(made)
    made.show()
    return made


def button(panel, name):
    return panel.findChild(QPushButton, name)


@pytest.mark.parametrize(
    ("phase", "resumable", "text"),
    [
        (Phase.IDLE, False, "Start training"),
        (Phase.PREPARING, False, "Starting…"),
        (Phase.TRAINING, False, "Pause"),
        (Phase.PAUSED, False, "Resume"),
        (Phase.STOPPING, False, "Stopping…"),
        (Phase.STOPPED, True, "Resume training"),
        (Phase.STOPPED, False, "Start a new run"),
        (Phase.FINISHED, True, "Resume training"),
        (Phase.FINISHED, False, "Start a new run"),
    ],
)
def test_the_primary_button_says_what_it_will_do(panel, phase, resumable, text):
    panel.set_resumable(resumable)
    panel.set_phase(phase)
    assert button(panel, "primary").text() == text


def test_changing_settings_to_what_they_are_changes_nothing(panel):
    told = []
    for signal in (panel.settings_edited, panel.recipe_changed):
        signal.connect(told.append)
    panel.recipe_edited.connect(lambda *recipes: told.append(recipes))
    key = "optimizer.generator_learning_rate"
    panel.change_settings({key: panel.recipe.value(key)})
    assert told == []
    panel.change_settings({key: 0.5})
    assert len(told) == 3


def test_a_finished_run_is_offered_more_epochs_where_nothing_is_left_to_stop(panel, qtbot):
    assert not button(panel, "more").isVisible()
    panel.set_phase(Phase.FINISHED)
    assert not button(panel, "stop").isVisible()
    with qtbot.waitSignal(panel.more_wanted):
        button(panel, "more").click()
    panel.set_phase(Phase.TRAINING)
    assert (button(panel, "more").isVisible(), button(panel, "stop").isVisible()) == (False, True)


def test_a_second_enter_after_start_presses_no_other_button(panel, qtbot):
    panel.focus_primary()
    panel.set_phase(Phase.PREPARING)
    with qtbot.assertNotEmitted(panel.queue_wanted), qtbot.assertNotEmitted(panel.stop_wanted):
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            qtbot.keyClick(panel.focusWidget() or panel, key)
    panel.set_phase(Phase.TRAINING)
    assert panel.focusWidget() is button(panel, "primary")


def test_while_it_trains_what_takes_effect_now_can_be_edited(panel):
    panel.set_phase(Phase.TRAINING)
    assert panel.findChild(QLineEdit, RATE).isEnabled()
    size = panel.findChild(QSpinBox, "setting_training.batch_size")
    assert not size.isEnabled()
    assert "a change needs a new run" in size.toolTip()


def test_a_run_that_somebody_else_trains_cannot_be_edited_at_all(panel):
    panel.set_phase(Phase.TRAINING)
    panel.set_holder(HOLDER)
    for widget in (panel.findChild(QLineEdit, RATE), panel.findChild(QComboBox, "recipe"), button(panel, "primary")):
        assert not widget.isEnabled()
        assert HOLDER in widget.toolTip()
    panel.set_holder("")
    assert panel.findChild(QLineEdit, RATE).isEnabled()


def test_a_second_start_before_tensorflow_is_there_begins_no_second_run(qtbot, monkeypatch):
    monkeypatch.setattr(Trainer, "warm_up", lambda self: None)  # the thread never gets to its first job
    page = TrainPage({"plain": Recipe()}, Recipe())
    qtbot.addWidget(page)
    line = StatusLine()
    qtbot.addWidget(line)
    desk = TrainingDesk(page, line, page)
    page.setup.set_source("demo:digits")
    told = []
    desk.trainer.happened.connect(told.extend)
    for _ in range(2):
        desk.act()
    assert told == [Preparing("Loading TensorFlow")]
    assert page.status.phase == Phase.PREPARING
    assert not button(page, "primary").isEnabled()
