from contextlib import nullcontext

import numpy as np
import pytest

from studio.core.branching import branch, earlier_checkpoint, fits_weights, images_at, nearest_checkpoint, recipe_at
from studio.core.checkpoint_file import read_checkpoint, read_header
from studio.core.checks import find_problems
from studio.core.errors import CancelledError, StudioError
from studio.core.history import read_history
from studio.core.journal import Journal, read_journal
from studio.core.library import RunState, summarise
from studio.core.run_folder import record_event
from studio.core.scores import best_checkpoint, read_scores


@pytest.fixture
def old(linear_run):
    """A run with checkpoints at 100 and 200, grids at 50, 100 and 150, and numbers up to 250."""
    run = linear_run(100, 200)
    for step in (50, 100, 150):
        run.sample_file(step).write_bytes(b"grid")
    with Journal(run.metrics_file) as metrics, Journal(run.events_file) as events:
        for step in range(10, 260, 10):
            metrics.append({"step": step, "generator_loss": float(step)})
        for kind, step in (("started", 0), ("sample", 50), ("paused", 90), ("checkpoint", 100), ("warning", 150)):
            events.append(record_event(kind, step))
    return run


@pytest.mark.parametrize(("step", "found"), [(99, 100), (100, 100), (199, 100), (200, 200), (10_000, 200), (0, 100)])
def test_the_nearest_checkpoint_is_the_newest_at_or_before_the_step(old, step, found):
    assert nearest_checkpoint(old, step) == found


def test_going_back_never_goes_forward(old):
    assert earlier_checkpoint(old, 199) == 100
    with pytest.raises(StudioError, match="long ago") as refused:
        earlier_checkpoint(old, 99)
    assert "the first one is of step 100" in refused.value.detail


def test_a_run_without_checkpoints_has_nothing_to_branch_from(linear_run, tmp_path):
    with pytest.raises(StudioError, match="no checkpoint"):
        branch(linear_run().path, 5, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_branch_has_the_weights_and_the_history_up_to_its_checkpoint(old, tmp_path):
    made, step = branch(old.path, 180, tmp_path / "new")
    assert step == 100
    assert (made.checkpoint_steps(), made.sample_steps()) == ([100], [50, 100])
    _, tensors = read_checkpoint(made.checkpoint_file(100))
    _, before = read_checkpoint(old.checkpoint_file(100))
    assert all(np.array_equal(tensors[name], before[name]) for name in before)
    assert made.graph_file.read_bytes() == old.graph_file.read_bytes()
    assert read_history(made).column("step").tolist() == list(range(10, 110, 10))
    assert [entry["event"] for entry in read_journal(made.events_file)] == ["sample", "paused", "branched"]


def test_a_branch_tells_where_it_came_from_and_waits_to_be_resumed(old, tmp_path):
    made, _ = branch(old.path, 100, tmp_path / "new")
    lineage = made.read_record().branched_from
    assert lineage is not None
    assert (lineage.run, lineage.step) == (old.path.name, 100)
    summary = summarise(made)
    assert (summary.state, summary.step, summary.seconds) == (RunState.NEW, 100, 1.0)


def test_the_old_run_stays_as_it_is(old, tmp_path):
    before = {file: file.read_bytes() for file in old.path.rglob("*") if file.is_file()}
    branch(old.path, 100, tmp_path / "new", changes={"training.batch_size": 8})
    assert {file: file.read_bytes() for file in old.path.rglob("*") if file.is_file()} == before


def test_changes_become_the_recipe_of_the_branch_and_of_its_checkpoint(old, tmp_path):
    made, _ = branch(old.path, 100, tmp_path / "new", changes={"optimizer.generator_learning_rate": "0.5"})
    recipe = made.read_record().recipe
    assert recipe.optimizer.generator_learning_rate == 0.5
    header = read_header(made.checkpoint_file(100))
    assert header.recipe_fingerprint == recipe.fingerprint()
    assert header.state["recipe"]["optimizer"]["generator_learning_rate"] == 0.5
    assert recipe_at(made, 100) == recipe


@pytest.mark.parametrize(
    ("key", "value"), [("networks.width", 8), ("data.width", 16), ("optimizer.kind", "sgd"), ("data.fit", "pad")]
)
def test_what_does_not_fit_the_weights_is_refused_by_name_and_leaves_nothing(old, tmp_path, key, value):
    with pytest.raises(StudioError, match=key):
        branch(old.path, 100, tmp_path / "new", changes={key: value})
    assert not (tmp_path / "new").exists()
    assert not fits_weights(key, old.read_record().recipe)


@pytest.mark.parametrize(
    ("key", "recipe"),
    [
        ("loss.reconstruction_weight", {"networks.architecture": "fastgan"}),
        ("optimizer.beta1", {"optimizer.kind": "sgd"}),
    ],
)
@pytest.mark.parametrize(("value", "other", "fits"), [(0, 0.5, False), (0.5, 0, False), (0.5, 0.9, True)])
def test_what_is_only_there_above_zero_neither_comes_nor_goes(linear_run, tmp_path, key, recipe, value, other, fits):
    old = linear_run(100, changes={**recipe, key: value})
    with nullcontext() if fits else pytest.raises(StudioError, match=key):
        branch(old.path, 100, tmp_path / "new", changes={key: other})


def test_recipes_that_make_no_sense_are_refused(old, tmp_path):
    with pytest.raises(StudioError, match="100 pictures"):
        branch(old.path, 100, tmp_path / "new", changes={"training.batch_size": 1000})


def test_a_place_that_is_taken_and_a_damaged_checkpoint_are_refused(old, tmp_path):
    with pytest.raises(StudioError, match="exists already"):
        branch(old.path, 100, old.path)
    old.checkpoint_file(100).write_bytes(b"nothing")
    with pytest.raises(StudioError, match="cannot be used"):
        branch(old.path, 100, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_cancelled_branch_leaves_nothing(old, tmp_path):
    class Impatient:
        def report(self, done, total, what):
            pass

        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        branch(old.path, 100, tmp_path / "new", progress=Impatient())
    assert not (tmp_path / "new").exists()


def test_pictures_seen_go_on_counting_when_the_batch_changes(old, tmp_path):
    made, _ = branch(old.path, 100, tmp_path / "new", changes={"training.batch_size": 16})
    before = old.read_record()
    seen = images_at(before, before.recipe, 100)
    record = made.read_record()
    assert seen == 100 * before.recipe.training.batch_size
    assert images_at(record, record.recipe, 110) == seen + 10 * 16


def test_a_branch_has_no_score_of_what_it_cannot_go_back_to(old, tmp_path):
    score = {"floor": 1.0, "levels": [1.0], "pictures": 8}
    with Journal(old.events_file) as events:
        for step, distance in ((50, 2.0), (100, 5.0)):
            events.append(record_event("scored", step, distance=distance, **score))
    assert summarise(old).best == read_scores(old)[100]
    made, _ = branch(old.path, 100, tmp_path / "new")
    assert list(read_scores(made)) == [100]
    assert best_checkpoint(made) == 100


def test_a_branch_knows_the_changes_that_its_checkpoint_holds(old, tmp_path):
    with Journal(old.events_file) as events:
        for step in (50, 100):
            events.append(record_event("settings", step, changes={"augmentation.strength": 0.5}))
    made, _ = branch(old.path, 100, tmp_path / "new")
    assert [entry["step"] for entry in read_journal(made.events_file) if entry["event"] == "settings"] == [50]


def test_what_the_old_run_was_trained_with_stands_whatever_is_thought_of_it_now(old, tmp_path):
    record = old.read_record()
    unwise = record.recipe.changed({"augmentation.adaptive": True})
    assert find_problems(unwise)
    old.write_record(record.model_copy(update={"recipe": unwise}))
    branch(old.path, 100, tmp_path / "new")
    with pytest.raises(StudioError, match="pairs") as refusal:
        branch(old.path, 100, tmp_path / "newer", changes={"loss.generator": "relativistic"})
    assert "adapt" not in str(refusal.value)
