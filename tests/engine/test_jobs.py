"""Runs from the first event to the last: order, files, commands, exact continuation, and every refusal."""

import shutil

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.util import event_pb2

from studio.core.checkpoint_file import read_checkpoint
from studio.core.commands import ChangeSettings, Control, Pause, Resume, SampleNow, SaveNow, Stop, TakeSnapshot
from studio.core.events import (
    CheckpointSaved,
    Failed,
    Finished,
    Paused,
    Resumed,
    RunOpened,
    SampleDrawn,
    SettingsChanged,
    SnapshotTaken,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.history import DIVERSITY, LATENT_SENSITIVITY, SATURATION, read_history
from studio.core.journal import read_journal
from studio.core.library import RunState, summarise
from studio.core.run_folder import RunFolder
from studio.core.run_lock import acquire, current_owner, release
from studio.engine.jobs import continue_run, new_run
from studio.engine.step import METRICS
from studio.engine.verify import verify_run

ENDINGS = (Finished, Stopped, Failed)


def kinds(events):
    return [type(e) for e in events]


def digest(path, step=None):
    run = RunFolder(path)
    return read_checkpoint(run.checkpoint_file(step or run.checkpoint_steps()[-1]))[0].tensors_sha256


def stop_at(step):
    return lambda event, control: control.send(Stop()) if isinstance(event, StepsDone) and event.step >= step else None


def test_events_come_in_order_and_end_once(straight):
    path, events = straight
    seen = kinds(events)
    order = [seen.index(kind) for kind in (RunOpened, Started, StepsDone, CheckpointSaved, Finished)]
    assert order == sorted(order)
    assert sum(isinstance(e, ENDINGS) for e in events) == 1
    assert isinstance(events[-1], Finished)
    assert events[-1].step == 12
    assert [e.step for e in events if isinstance(e, SampleDrawn)] == [0, 5, 10, 12]
    assert current_owner(RunFolder(path).lock_file) is None


def test_run_folder_holds_what_happened(straight):
    run = RunFolder(straight[0])
    assert run.sample_steps() == [0, 5, 10, 12]
    assert run.checkpoint_steps()[-1] == 12
    history = read_history(run)
    assert history.column("step")[-1] == 12
    for name in ({*METRICS} - {"code_loss"}) | {"pictures_per_second"}:
        assert np.isfinite(history.column(name)).all(), name
    for name in (DIVERSITY, SATURATION, LATENT_SENSITIVITY):
        steps = history.column("step")[np.isfinite(history.column(name))]
        assert list(steps) == [5, 10, 12], name
    assert summarise(run).state == RunState.FINISHED
    assert [e["event"] for e in read_journal(run.events_file)][-1] == "finished"


def test_tensorboard_files_hold_losses_and_grids(straight):
    (file,) = RunFolder(straight[0]).tensorboard.iterdir()
    tags = set()
    for data in tf.data.TFRecordDataset(str(file)):
        record = event_pb2.Event.FromString(data.numpy())
        tags |= {(value.tag, record.step) for value in record.summary.value}
    assert ("generator_loss", 1) in tags
    assert {step for tag, step in tags if tag == "samples"} == {0, 5, 10, 12}


@pytest.mark.parametrize("step", [1, 7])
def test_stopped_and_continued_run_ends_in_the_same_bits(straight, tmp_path, pictures, recipe, collect, step):
    control = Control()
    events = collect(new_run(str(pictures), recipe, tmp_path / "b", control), control, stop_at(step))
    assert isinstance(events[-1], Stopped)
    assert events[-1].step < 12
    assert isinstance(collect(continue_run(tmp_path / "b", Control()))[-1], Finished)
    assert digest(tmp_path / "b") == digest(straight[0])


def test_paused_run_ends_in_the_same_bits(straight, tmp_path, pictures, recipe, collect):
    def answer(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(Pause())
        if isinstance(event, Paused):
            control.send(SampleNow())
            control.send(TakeSnapshot())
            control.send(Resume())

    control = Control()
    events = collect(
        new_run(str(pictures), recipe, tmp_path / "b", control, make_graph=lambda _: b"graph"), control, answer
    )
    seen = kinds(events)
    assert seen.index(Paused) < seen.index(SnapshotTaken) < seen.index(Resumed)
    assert digest(tmp_path / "b") == digest(straight[0])


def test_pause_and_stop_give_up_a_long_step_and_change_no_bit(tmp_path, pictures, recipe, collect):
    long = recipe.changed({"networks.architecture": "dcgan", "training.length": 60})
    collect(new_run(str(pictures), long, tmp_path / "a", Control()))

    wishes = [Stop(), Pause()]

    def answer(event, control):
        if isinstance(event, StepsDone) and wishes:
            control.send(wishes.pop())
        if isinstance(event, Paused):
            control.send(Resume())

    control = Control()
    stopped = collect(new_run(str(pictures), long, tmp_path / "b", control), control, answer)
    assert isinstance(stopped[-1], Stopped)
    assert any(isinstance(event, Paused) for event in stopped)
    collect(continue_run(tmp_path / "b", Control()))
    assert digest(tmp_path / "b") == digest(tmp_path / "a")


def test_finished_run_goes_on_to_a_new_target(straight, collect):
    path, _ = straight
    events = collect(continue_run(path, Control(), target_step=15))
    assert isinstance(events[-1], Finished)
    assert events[-1].step == 15
    assert isinstance(collect(continue_run(path, Control()))[-1], Finished)


def test_settings_change_while_running(tmp_path, pictures, recipe, collect):
    changes = {"optimizer.generator_learning_rate": 0.5, "training.length": 6}

    def answer(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(ChangeSettings({"training.batch_size": 4}))
            control.send(ChangeSettings(changes))
            control.send(ChangeSettings(changes))  # changes nothing any more

    control = Control()
    events = collect(new_run(str(pictures), recipe, tmp_path / "b", control), control, answer)
    refused = next(e for e in events if isinstance(e, Warned))
    assert "Batch size (training.batch_size)" in refused.headline
    (changed,) = (e for e in events if isinstance(e, SettingsChanged))
    assert (changed.step, changed.target_step) == (1, 6)
    assert RunFolder(tmp_path / "b").checkpoint_steps()[0] == 1
    assert events[-1] == Finished(6)
    assert read_history(RunFolder(tmp_path / "b")).column("generator_learning_rate")[-1] == 0.5


def test_a_length_that_is_over_already_is_refused_with_what_stays(tmp_path, pictures, recipe, collect):
    asked = []

    def answer(event, control):
        if isinstance(event, StepsDone) and event.step >= 2 and not asked:
            asked.append(event.step)
            control.send(ChangeSettings({"training.length": 1}))

    control = Control()
    events = collect(new_run(str(pictures), recipe, tmp_path / "b", control), control, answer)
    refused = next(e for e in events if isinstance(e, Warned))
    assert refused.kept == {"training.length": recipe.training.length}
    assert "would end at step 1" in refused.detail
    assert not any(isinstance(e, SettingsChanged) for e in events)
    assert events[-1] == Finished(12)


def test_continued_run_takes_changes_that_an_existing_run_allows(straight, collect):
    changes = {"optimizer.generator_learning_rate": 0.25}
    assert collect(continue_run(straight[0], Control(), target_step=13, changes=changes))[-1] == Finished(13)
    assert read_history(RunFolder(straight[0])).column("generator_learning_rate")[-1] == 0.25
    refused = collect(continue_run(straight[0], Control(), target_step=14, changes={"training.seed": 5}))[-1]
    assert isinstance(refused, Failed)
    assert "training.seed" in refused.headline


def test_save_now_writes_a_checkpoint(tmp_path, pictures, recipe, collect):
    def answer(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(SaveNow())

    control = Control()
    collect(new_run(str(pictures), recipe, tmp_path / "b", control), control, answer)
    assert RunFolder(tmp_path / "b").checkpoint_steps() == [1, 12]


def test_stop_before_the_first_step_ends_as_stopped(tmp_path, pictures, recipe, collect):
    control = Control()
    control.send(Stop())
    events = collect(new_run(str(pictures), recipe, tmp_path / "b", control), control)
    assert isinstance(events[-1], Stopped)


def test_snapshots_carry_averaged_or_raw_weights(tmp_path, pictures, recipe, collect):
    def answer(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(TakeSnapshot())
            control.send(TakeSnapshot(raw=True))

    control = Control()
    averaging = recipe.changed({"averaging.half_life": 100})
    job = new_run(str(pictures), averaging, tmp_path / "b", control, make_graph=lambda _: b"graph")
    averaged, raw = (e.snapshot for e in collect(job, control, answer) if isinstance(e, SnapshotTaken))
    assert (raw.graph, raw.step, raw.latent_size, raw.shape) == (b"graph", 1, 100, (28, 28, 1))
    assert raw.weights["000"].shape == averaged.weights["000"].shape == (100, 8)
    assert not np.array_equal(raw.weights["000"], averaged.weights["000"])
    assert RunFolder(tmp_path / "b").graph_file.read_bytes() == b"graph"


def test_without_averaging_grids_and_checkpoints_show_the_raw_generator(straight):
    run = RunFolder(straight[0])
    assert run.read_record().recipe.averaging.half_life == 0
    _, tensors = read_checkpoint(run.checkpoint_file(12))
    for name in tensors:
        if name.startswith("generator/"):
            np.testing.assert_array_equal(tensors[name], tensors[f"averaged_{name}"])


def test_diverging_run_fails_and_saves_nothing_that_is_not_finite(tmp_path, pictures, recipe, collect):
    wild = recipe.changed(
        {
            "optimizer.kind": "sgd",
            "optimizer.discriminator_learning_rate": 1.0,
            "optimizer.generator_learning_rate": 1.0,
            "loss.discriminator": "wasserstein",
            "loss.generator": "wasserstein",
            "loss.r1_weight": 0,
            "loss.gradient_penalty_weight": 1000.0,
            "training.length": 500,
        }
    )
    failed = collect(new_run(str(pictures), wild, tmp_path / "b", Control()))[-1]
    assert isinstance(failed, Failed)
    assert "diverged" in failed.headline
    assert not failed.traceback
    for step in RunFolder(tmp_path / "b").checkpoint_steps():
        _, tensors = read_checkpoint(RunFolder(tmp_path / "b").checkpoint_file(step))
        assert all(np.isfinite(t).all() for t in tensors.values())
    assert summarise(RunFolder(tmp_path / "b")).state == RunState.FAILED


def test_damaged_checkpoint_falls_back_to_the_one_before_and_says_so(tmp_path, pictures, recipe, collect):
    def answer(event, control):
        if isinstance(event, StepsDone) and event.step == 1:
            control.send(SaveNow())

    control = Control()
    collect(new_run(str(pictures), recipe, tmp_path / "b", control), control, answer)
    expected = digest(tmp_path / "b")
    newest = RunFolder(tmp_path / "b").checkpoint_file(12)
    newest.write_bytes(newest.read_bytes()[:-100])
    events = collect(continue_run(tmp_path / "b", Control()))
    warning = next(e for e in events if isinstance(e, Warned))
    assert "000012" in warning.headline
    assert warning.step == 1
    assert digest(tmp_path / "b") == expected


def test_changed_pictures_are_refused_with_both_fingerprints(tmp_path, pictures, recipe, collect):
    mine = tmp_path / "mine"
    mine.mkdir()
    for file in pictures.iterdir():
        (mine / file.name).write_bytes(file.read_bytes())
    collect(new_run(str(mine), recipe, tmp_path / "b", Control()))
    (mine / "0.png").unlink()
    failed = collect(continue_run(tmp_path / "b", Control(), target_step=20))[-1]
    assert isinstance(failed, Failed)
    assert "24 pictures" in failed.detail
    assert "23 pictures" in failed.detail
    assert "1 removed (0.png)" in failed.detail


def test_a_run_goes_on_with_its_pictures_as_they_were_bit_for_bit(tmp_path, pictures, recipe, collect):
    mine = shutil.copytree(pictures, tmp_path / "mine")
    for name in ("a", "b"):
        collect(new_run(str(mine), recipe, tmp_path / name, Control()))
    collect(continue_run(tmp_path / "a", Control(), target_step=20))
    shutil.rmtree(mine)
    events = collect(continue_run(tmp_path / "b", Control(), target_step=20, as_it_was=True))
    assert isinstance(events[-1], Finished)
    assert digest(tmp_path / "b") == digest(tmp_path / "a")


def test_unreadable_pictures_are_named_and_training_goes_on(tmp_path, pictures, recipe, collect):
    mine = tmp_path / "mine"
    mine.mkdir()
    for file in pictures.iterdir():
        (mine / file.name).write_bytes(file.read_bytes())
    (mine / "broken.png").write_bytes(b"")
    misspelt = recipe.changed({"data.exclude": "0.png, 1.png"})
    events = collect(new_run(str(mine), misspelt, tmp_path / "b", Control()))
    warning, other = [e for e in events if isinstance(e, Warned)][:2]
    assert warning.headline == "1 file was left out."
    assert "broken.png: it is empty" in warning.detail
    assert other.headline == "Some of what is to be left out is not there."
    assert other.detail == "0.png, 1.png."
    assert isinstance(events[-1], Finished)


def test_edited_recipe_is_refused_with_field_and_both_values(straight, collect):
    file = RunFolder(straight[0]).record_file
    file.write_text(file.read_text().replace('"batch_size": 8', '"batch_size": 4'))
    failed = collect(continue_run(straight[0], Control(), target_step=20))[-1]
    assert isinstance(failed, Failed)
    assert failed.detail == "training.batch_size: saved 8, in run.json 4."


def test_run_of_another_process_is_refused(straight, collect):
    lock = RunFolder(straight[0]).lock_file
    acquire(lock)
    failed = collect(continue_run(straight[0], Control(), target_step=20))[-1]
    assert isinstance(failed, Failed)
    assert "another process" in failed.headline
    release(lock)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"training.batch_size": 100}, "24 pictures"),
        ({"data.width": 256, "data.height": 256}, "too large"),
    ],
)
def test_impossible_recipes_leave_nothing_behind(tmp_path, pictures, recipe, collect, changes, told):
    failed = collect(new_run(str(pictures), recipe.changed(changes), tmp_path / "b", Control()))[-1]
    assert isinstance(failed, Failed)
    assert told in f"{failed.headline} {failed.detail}"
    assert not (tmp_path / "b").exists()


def test_unknown_device_is_refused(tmp_path, pictures, recipe, collect):
    failed = collect(new_run(str(pictures), recipe, tmp_path / "b", Control(), device="gpu:7"))[-1]
    assert isinstance(failed, Failed)
    assert "gpu:7" in failed.headline
    assert "cpu" in failed.detail


def test_verify_proves_a_checkpoint_with_the_pictures_it_was_trained_on(straight):
    run = RunFolder(straight[0])
    run.write_record(run.read_record().model_copy(update={"source": "nowhere"}))
    report = verify_run(run.path, steps=3)
    assert report.identical
    assert report.step == 12
