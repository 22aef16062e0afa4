"""Branches train on: exactly where nothing was changed, and only with settings that fit the weights."""

import shutil

import pytest

from studio.core.branching import branch, fits_weights
from studio.core.checkpoint_file import read_checkpoint
from studio.core.commands import ChangeSettings, Control
from studio.core.events import Finished, StepsDone, Stopped
from studio.core.history import read_history
from studio.core.recipe import all_settings
from studio.core.run_folder import RunFolder
from studio.engine.jobs import continue_run, new_run
from studio.engine.state import TrainingState

RATE = "optimizer.generator_learning_rate"


def digest(path):
    run = RunFolder(path)
    return read_checkpoint(run.checkpoint_file(run.checkpoint_steps()[-1]))[0].tensors_sha256


def test_an_unchanged_branch_ends_in_the_same_bits_as_the_straight_run(straight, tmp_path, pictures, recipe, collect):
    def disturb(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(ChangeSettings({RATE: 0.01}))

    control = Control()
    assert collect(new_run(str(pictures), recipe, tmp_path / "old", control), control, disturb)[-1] == Finished(12)
    made, step = branch(tmp_path / "old", 5, tmp_path / "new")
    assert step == 1
    undisturbed = made.read_record().recipe
    assert undisturbed.value(RATE) == recipe.value(RATE)
    assert collect(continue_run(made.path, Control()))[-1] == Finished(12)
    assert digest(made.path) == digest(straight[0])
    assert digest(made.path) != digest(tmp_path / "old")
    assert read_history(made).column("images")[-1] == 12 * 8


def test_a_changed_branch_trains_with_what_was_changed(straight, tmp_path, collect):
    changes = {"training.batch_size": 4, "training.length": 16, "loss.r1_weight": 1.0, RATE: 0.5}
    made, step = branch(straight[0], 12, tmp_path / "new", changes=changes)
    assert step == 12
    events = collect(continue_run(made.path, Control()))
    assert events[-1] == Finished(16)
    history = read_history(made)
    assert history.column("images")[-1] == 12 * 8 + 4 * 4
    assert history.column("generator_learning_rate")[-1] == 0.5


def test_a_finished_branch_is_stopped_by_nothing(straight, tmp_path, collect):
    made, _ = branch(straight[0], 12, tmp_path / "new")
    assert not any(isinstance(event, Stopped) for event in collect(continue_run(made.path, Control(), target_step=14)))


OTHER = {
    "optimizer.schedule": "cosine",
    "loss.discriminator": "hinge",
    "loss.generator": "hinge",
    "training.length_unit": "epochs",
    "sampling.interval_unit": "epochs",
    "training.precision": "bfloat16",
    "augmentation.strength": 0.5,
}


FASTGAN = {"networks.architecture": "fastgan", "networks.width": 4, "data.width": 32, "data.height": 32}


@pytest.mark.parametrize(
    "start",
    [
        {},
        {"optimizer.kind": "sgd", "optimizer.beta1": 0.0},
        {"optimizer.kind": "sgd", "optimizer.beta1": 0.5},
        {**FASTGAN, "loss.reconstruction_weight": 0.0},
        {**FASTGAN, "loss.reconstruction_weight": 1.0},
        {"augmentation.flip": True, "augmentation.adaptive": True},
    ],
)
def test_the_settings_that_may_change_leave_every_number_its_place(recipe, start):
    recipe = recipe.changed(start)
    changes = {s.key: _other(recipe, s) for s in all_settings() if fits_weights(s.key, recipe)}
    changed = recipe.changed(changes)
    assert recipe.differences(changed).keys() == changes.keys()
    assert _shapes(changed) == _shapes(recipe)


def _other(recipe, setting):
    value = recipe.value(setting.key)
    return OTHER.get(setting.key, (not value) if setting.type is bool else setting.maximum)


def _shapes(recipe):
    return {name: value.shape for name, value in TrainingState(recipe).tensors().items()}


def test_grids_are_thinned_between_the_first_and_the_newest(tmp_path, pictures, recipe, collect):
    few = recipe.changed({"sampling.interval": 1, "sampling.keep": 4})
    collect(new_run(str(pictures), few, tmp_path / "run", Control()))
    steps = RunFolder(tmp_path / "run").sample_steps()
    assert (steps[0], steps[-1], len(steps)) == (0, 12, 4)


def test_a_branch_takes_the_pictures_of_now_and_keeps_to_them(tmp_path, pictures, recipe, collect):
    mine = shutil.copytree(pictures, tmp_path / "mine")
    collect(new_run(str(mine), recipe, tmp_path / "old", Control()))
    (mine / "0.png").unlink()
    made, _ = branch(tmp_path / "old", 12, tmp_path / "new")
    assert collect(continue_run(made.path, Control(), target_step=16))[-1] == Finished(16)
    assert made.read_record().pictures == 23
    (mine / "1.png").unlink()
    failed = collect(continue_run(made.path, Control(), target_step=20))[-1]
    assert "1 removed (1.png)" in failed.detail
