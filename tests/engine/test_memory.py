"""Running out of memory: the largest batch that fits is found, named and offered, and every offer can be taken."""

import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest
import tensorflow as tf

from studio.core.checks import find_problems
from studio.core.commands import Control, Stop
from studio.core.events import Failed, Preparing, Stopped
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.engine import fitting, loop
from studio.engine.failures import failure
from studio.engine.graph_call import GraphCall
from studio.engine.jobs import new_run

BATCH, PARTS = "training.batch_size", "training.accumulation"
ERRORS = [
    tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor"),
    tf.errors.AbortedError(None, None, "Operation received an exception:Status: 1, message: could not create memory"),
    MemoryError(),
]
LIMITED = """
import resource, sys
from studio.cli.application import main
if __name__ == "__main__":
    limit = int(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    main()
"""


def answers(room: int) -> Callable[[Recipe], fitting.Attempt]:
    """Attempts on a machine with room for so many pictures at a time."""

    def attempt(recipe: Recipe) -> fitting.Attempt:
        yield "trying"
        return recipe.training.batch_size // recipe.training.accumulation <= room

    return attempt


def result(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def refuse(recipe, room: int):
    return fitting.too_large(recipe, result(fitting.largest_fitting(recipe, answers(room))))


@pytest.mark.parametrize("error", ERRORS, ids=["allocator", "kernel", "numpy"])
@pytest.mark.parametrize(("room", "fits"), [(3, 2), (0, None)])
def test_largest_batch_that_fits_is_offered(tmp_path, pictures, recipe, collect, monkeypatch, error, room, fits):
    class SmallDevice(GraphCall):
        def __call__(self, *arguments):
            raise error

    monkeypatch.setattr(loop, "GraphCall", SmallDevice)
    monkeypatch.setattr("studio.engine.room.attempt_apart", lambda recipe, classes, device: answers(room)(recipe))
    failed = collect(new_run(str(pictures), recipe, tmp_path / "run", Control(), device="cpu"))[-1]
    assert isinstance(failed, Failed)
    if fits is None:
        assert "Not even a batch of one picture fits." in failed.detail
    else:
        assert failed.headline == "There is not enough memory for batches of 8."
        assert f"Batches of {fits} fit." in failed.detail
        assert failed.changes == {BATCH: fits}


@pytest.mark.parametrize("name", ["mlp-128", "dcgan-64", "class-conditional-32"])
@pytest.mark.parametrize("parts", [1, 2, 4])
@pytest.mark.parametrize("batch", [8, 60, 64, 100, 300, 4096])
def test_every_offer_can_be_taken_and_fits(name, batch, parts):
    recipe = load_recipe(name).changed({BATCH: batch, PARTS: parts})
    assert not find_problems(recipe)
    for room in (1, 2, 5, 8, 12, 37, 100, 1000):
        if room >= batch // parts:
            continue
        for error in (refuse(recipe, room), fitting.ran_out(recipe)):
            offered = recipe.changed(error.changes)
            assert not find_problems(offered)
            if error.changes:
                assert offered.training.batch_size // offered.training.accumulation < batch // parts
        if refuse(recipe, room).changes:
            taken = recipe.changed(refuse(recipe, room).changes).training
            assert taken.batch_size // taken.accumulation <= room


@pytest.mark.parametrize(
    ("batch", "parts", "room", "hint", "changes"),
    [
        (100, 1, 12, "Set the batch size to 12, or work through the batch in 10 parts (accumulation).", {BATCH: 12}),
        (300, 1, 37, "Set the batch size to 37, or work through the batch in 10 parts (accumulation).", {BATCH: 37}),
        (4096, 1, 8, "Set the batch size to 8.", {BATCH: 8}),
        (64, 4, 2, "Work through the batch in 32 parts (accumulation).", {PARTS: 32}),
        (1024, 4, 2, "Set the batch size to 2, and accumulation to 1.", {BATCH: 2, PARTS: 1}),
    ],
)
def test_parts_are_divisors_of_the_batch(batch, parts, room, hint, changes):
    error = refuse(load_recipe("mlp-128").changed({BATCH: batch, PARTS: parts}), room)
    assert error.hint == hint
    assert error.changes == changes


def test_batch_normalisation_is_not_offered_single_pictures():
    assert refuse(load_recipe("dcgan-64"), 1).detail == "Not even a batch of 2 pictures fits."


def test_memory_that_runs_out_later_is_told_with_an_offer(recipe):
    failed = failure(ERRORS[0], 7, recipe)
    assert failed.step == 7
    assert failed.changes == {BATCH: 4}
    assert "batch size to 4" in failed.hint
    assert "in 2 parts" in failed.hint


def test_a_run_far_below_the_limit_tries_nothing(tmp_path, pictures, recipe, collect, monkeypatch):
    monkeypatch.setattr("studio.engine.room.attempt_apart", lambda *_: pytest.fail("no process was wanted"))
    collect(new_run(str(pictures), recipe, tmp_path / "run", Control(), device="cpu"))


def test_trying_is_shown_and_stopped(tmp_path, pictures, recipe, collect, monkeypatch):
    def for_ever(recipe, classes, device):
        while True:
            yield fitting.trying(recipe)

    def stop(event, control):
        if event == Preparing("Trying whether batches of 8 fit into memory"):
            control.send(Stop())

    monkeypatch.setattr("studio.engine.room.free_memory", lambda: 1)
    monkeypatch.setattr("studio.engine.room.attempt_apart", for_ever)
    control = Control()
    events = collect(new_run(str(pictures), recipe, tmp_path / "run", control, device="cpu"), control, stop)
    assert events[-1] == Stopped(0)


@pytest.mark.slow
@pytest.mark.skipif(not psutil.LINUX, reason="the limit is Linux' own")
def test_a_process_that_runs_out_of_memory_ends_in_a_sentence(tmp_path):
    script = tmp_path / "limited.py"
    script.write_text(LIMITED, "utf-8")
    settings = {"training.batch_size": 2048, "training.precision": "float32"}
    wanted = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    command = [sys.executable, str(script), str(4 * 2**30), "train", "demo:digits", "--recipe", "dcgan-28", *wanted]
    ended = subprocess.run(
        [*command, "--out", str(tmp_path / "run"), "--device", "cpu"], capture_output=True, text=True, timeout=400
    )
    assert ended.returncode == 1, ended.stderr
    assert "There is not enough memory for batches of 2,048." in ended.stderr
    assert " fit." in ended.stderr
