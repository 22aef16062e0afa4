"""The panel that a run is set up in: what can be pressed and edited in each phase, and why not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QSpinBox, QWidget

from studio.core.events import Preparing, Warned
from studio.core.recipe import Recipe, all_settings
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


@pytest.mark.parametrize(("more", "word"), [(200, "Stop"), (0, "")])
def test_the_buttons_stay_beside_each_other_however_narrow_it_is(panel, qtbot, more, word):
    primary, stop = button(panel, "primary"), button(panel, "stop")
    panel.set_resumable(True)
    panel.set_phase(Phase.STOPPED)
    panel.setFixedWidth(primary.minimumWidth() + 120 + more)
    qtbot.waitUntil(lambda: stop.text() == word)
    qtbot.waitUntil(lambda: primary.geometry().right() < stop.geometry().left())
    assert (stop.accessibleName(), stop.toolTip()) == ("Save and stop", "Save and stop")


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


def type_into(panel, qtbot, text, *, enter=True):
    field = panel.findChild(QLineEdit, RATE)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    if enter:
        qtbot.keyClick(field, Qt.Key.Key_Return)


def problem(panel):
    """The sentence above Start; empty where none is shown."""
    label = panel.findChild(QLabel, "problem")
    return label.text() if label.isVisible() else ""


def test_text_that_cannot_be_is_held_against_start_until_it_is_mended(panel, qtbot):
    before = panel.recipe
    type_into(panel, qtbot, "abc")
    told = "Generator learning rate cannot be abc: it must be a number, more than 0, at most 1."
    assert (button(panel, "primary").isEnabled(), problem(panel), panel.recipe) == (False, told, before)
    panel.findChild(QSpinBox, "setting_training.batch_size").setValue(32)
    assert panel.findChild(QLineEdit, RATE).text() == "abc"
    type_into(panel, qtbot, "0.0002")  # what it was
    assert (button(panel, "primary").isEnabled(), problem(panel)) == (True, "")
    type_into(panel, qtbot, "")
    assert "cannot be empty" in problem(panel)
    panel.set_recipe(before)
    assert (problem(panel), panel.findChild(QLineEdit, RATE).text()) == ("", "0.0002")


def test_typing_counts_without_enter_when_something_is_begun_with_it(panel, qtbot):
    type_into(panel, qtbot, "0.003", enter=False)
    panel.commit()
    assert panel.recipe.optimizer.generator_learning_rate == 0.003


def test_a_problem_in_the_folded_part_is_told_and_found(panel, qtbot):
    panel.resize(panel.width(), 500)
    panel.change_settings({"training.accumulation": 3})
    field = panel.findChild(QSpinBox, "setting_training.accumulation")
    assert "does not divide into 3 parts" in problem(panel)
    assert not button(panel, "primary").isEnabled()
    assert not field.isVisible()
    button(panel, "show_problem").click()
    assert field.isVisible()
    assert panel.window().focusWidget() is field
    shown = panel.findChild(QScrollArea, "recipe_form").viewport()
    assert shown.rect().contains(field.mapTo(shown, field.rect().center()))
    field.setValue(4)
    assert problem(panel) == ""


def test_the_recipe_is_judged_by_what_is_known_of_the_pictures(panel):
    panel.set_data(20, 0)
    assert "there are 20 pictures" in problem(panel)
    panel.change_settings({"training.batch_size": 16, "networks.conditional": True})
    assert "two classes or more" in problem(panel)
    panel.set_data(20, 2)
    assert problem(panel) == ""
    panel.set_data(8, 2)
    assert "there are 8 pictures" in problem(panel)
    panel.set_source("elsewhere")
    assert problem(panel) == ""


def test_what_a_run_was_trained_with_is_not_held_against_going_on(panel, qtbot):
    panel.set_recipe(Recipe().changed({"augmentation.adaptive": True}))
    panel.set_phase(Phase.STOPPED)
    assert not button(panel, "primary").isEnabled()
    panel.set_resumable(True)
    assert (button(panel, "primary").isEnabled(), problem(panel)) == (True, "")
    type_into(panel, qtbot, "abc")
    assert not button(panel, "primary").isEnabled()


def test_a_setting_without_effect_cannot_be_edited_and_says_why(panel):
    depth = panel.findChild(QSpinBox, "setting_networks.depth")
    assert not depth.isEnabled()
    assert "dcgan does not use it" in depth.toolTip()
    panel.change_settings({"networks.architecture": "mlp"})
    assert depth.isEnabled()


def test_no_dotted_name_is_shown(panel, qtbot):
    type_into(panel, qtbot, "abc")
    shown = [
        text for widget in panel.findChildren(QWidget) for text in (widget.toolTip(), getattr(widget, "text", str)())
    ]
    assert not [text for text in shown if any(setting.key in text for setting in all_settings())]


def test_another_unit_leaves_the_length_of_a_run_as_it_is_in_one_step(panel):
    panel.set_data(640, None)  # ten steps of 64 are an epoch
    edits, settings = [], []
    panel.recipe_edited.connect(lambda before, after: edits.append(before.differences(after)))
    panel.settings_edited.connect(settings.append)
    unit = panel.findChild(QComboBox, "setting_training.length_unit")
    unit.setCurrentIndex(unit.findText("steps"))
    assert panel.findChild(QSpinBox, "setting_training.length").value() == 500
    assert settings == [{"training.length": 500, "training.length_unit": "steps"}]
    assert len(edits) == 1


def test_a_change_that_training_refused_is_taken_back_and_leaves_nothing_to_undo(qtbot):
    page, line = TrainPage({"plain": Recipe()}, Recipe()), StatusLine()
    qtbot.addWidget(page)
    qtbot.addWidget(line)
    desk = TrainingDesk(page, line, page)
    page.setup.change_settings({"training.length": 1})
    refusal = Warned(9, "The length was not changed.", "Step 9 is made.", "", {"training.length": 50})
    with qtbot.waitSignal(desk.change_refused) as told:
        desk.trainer.happened.emit([refusal])
    assert "not changed" in told.args[0]
    assert page.setup.recipe == Recipe()
    assert not desk.undo.canUndo()
    assert not desk.undo.canRedo()


def test_a_device_that_is_chosen_before_they_are_known_stays_chosen_if_it_is_there(panel):
    panel.set_device("gpu:0")
    assert panel.device == "gpu:0"
    panel.set_devices({"auto": "Best", "cpu": "Processor", "gpu:0": "Card"})
    assert panel.device == "gpu:0"
    panel.set_device("gpu:7")
    assert panel.device == "auto"
