"""Pictures a second against a plain Keras loop, one step a call and the machine itself, taking turns in one process.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.training_rate [RECIPE ...]`. What is timed of GAN Studio
is the whole run as every host iterates it: journals, sample grids and checkpoints included.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

from studio.core.commands import Control
from studio.core.events import Failed, StepsDone
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.sources import open_images
from studio.engine.jobs import new_run
from studio.export.snapshot_graph import snapshot_graph
from tests.benchmarks.apart import KerasApart
from tests.benchmarks.arithmetic import has_bfloat16, peak_rate, step_work
from tests.benchmarks.plain_loops import KerasLoop, OneStepLoop
from tests.benchmarks.report import Figure, report

GREY, COLOUR = "demo:digits", "demo:blossoms"
WARM_UP_S = 5.0
PLAIN, ONE_STEP, BFLOAT16 = "plain Keras", "one step a call", "bfloat16"
AS_IT_COMES = "plain Keras as it comes"  # with the kernels that TensorFlow chooses by itself

Turn = Callable[[float], int]
"""Trains for that many seconds and returns how many steps it made."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A recipe, what it is compared with and by how much it must be faster; turns of `seconds`, `rounds` times.

    The first of `against` is a loop; `BFLOAT16` is GAN Studio itself against that loop in float32.
    """

    recipe: str
    source: str
    against: dict[str, float]
    seconds: float
    rounds: int


COMPARISONS = (
    Comparison("mlp-128", GREY, {PLAIN: 25.0, ONE_STEP: 1.3}, seconds=3.0, rounds=7),
    Comparison("mlp-784", GREY, {PLAIN: 6.0, BFLOAT16: 6.0}, seconds=3.0, rounds=7),
    Comparison("dcgan-28", GREY, {ONE_STEP: 1.0, BFLOAT16: 1.3}, seconds=8.0, rounds=5),
    Comparison("dcgan-64", COLOUR, {PLAIN: 1.3, AS_IT_COMES: 1.3, BFLOAT16: 1.3}, seconds=12.0, rounds=5),
)
ARITHMETIC = "dcgan-64"
SHARE_OF_PEAK = 0.7


def main(names: Sequence[str]) -> int:
    """Let the loops of every recipe take turns and compare their medians."""
    chosen = [c for c in COMPARISONS if not names or c.recipe in names]
    return max([report(f"training_rate_{c.recipe}", _compared(c)) for c in chosen])


def _compared(comparison: Comparison) -> list[Figure]:
    recipe = load_recipe(comparison.recipe).changed(
        {
            "training.length": 10_000_000,
            "training.length_unit": "steps",
            "training.precision": "float32",
            "sampling.interval": 1000,
        }
    )
    images = open_images(comparison.source, recipe.data).images
    with tempfile.TemporaryDirectory() as folder:
        run = StudioRun(recipe, comparison.source, Path(folder) / "run")
        turns: dict[str, Turn] = {"GAN Studio": run}
        for name in comparison.against:
            if name == BFLOAT16:
                if has_bfloat16():  # emulated it only saves memory, and a step may take half a minute
                    halved = recipe.changed({"training.precision": "bfloat16"})
                    turns[name] = StudioRun(halved, comparison.source, Path(folder) / "halved")
            elif name == AS_IT_COMES:
                turns[name] = KerasApart(recipe, images)
            else:
                turns[name] = _reference(name, recipe, images)
        rates = _take_turns(comparison, recipe.training.batch_size, turns)
        for turn in turns.values():
            if isinstance(turn, StudioRun | KerasApart):
                turn.close()
    figures = _figures(comparison, rates)
    return figures + (_of_peak(recipe, rates["GAN Studio"]) if comparison.recipe == ARITHMETIC else [])


def _reference(name: str, recipe: Recipe, images: np.ndarray) -> Turn:
    if name == PLAIN:
        return _looped(KerasLoop(recipe, images).run, steps=1)
    return _looped(OneStepLoop(recipe, images).run, steps=1 if recipe.networks.architecture == "dcgan" else 100)


def _take_turns(comparison: Comparison, batch_size: int, turns: dict[str, Turn]) -> dict[str, list[float]]:
    for turn in turns.values():
        turn(WARM_UP_S)
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for _ in range(comparison.rounds):
        for name, turn in turns.items():
            begun = time.perf_counter()
            steps = turn(comparison.seconds)
            rates[name].append(steps * batch_size / (time.perf_counter() - begun))
    return rates


def _figures(comparison: Comparison, rates: dict[str, list[float]]) -> list[Figure]:
    own = rates["GAN Studio"]
    figures = [
        Figure(f"{comparison.recipe}, {name}", statistics.median(values), "pictures/s")
        for name, values in rates.items()
    ]
    for name, least in comparison.against.items():
        if name not in rates:
            continue
        if name == BFLOAT16:
            loop = next(iter(comparison.against))
            title, ratio = f"bfloat16 against {loop}", _ratio(rates[BFLOAT16], rates[loop])
            figures.append(Figure(f"{comparison.recipe}: {title}", ratio, "x", least=least))
        else:
            figures.append(Figure(f"{comparison.recipe}: against {name}", _ratio(own, rates[name]), "x", least=least))
    return figures


def _of_peak(recipe: Recipe, pictures_per_second: list[float]) -> list[Figure]:
    reached = step_work(recipe) * statistics.median(pictures_per_second) / recipe.training.batch_size
    single, half = peak_rate(tf.float32), peak_rate(tf.bfloat16)
    return [
        Figure("largest matrix product, float32", single / 1e9, "GFLOP/s"),
        Figure("largest matrix product, bfloat16", half / 1e9, "GFLOP/s"),
        Figure(f"{recipe.name}: arithmetic", reached / 1e9, "GFLOP/s"),
        Figure(f"{recipe.name}: arithmetic against float32 products", reached / single, "x", least=SHARE_OF_PEAK),
    ]


def _ratio(own: list[float], other: list[float]) -> float:
    """The median over the rounds, so that what disturbs a whole round cancels out."""
    return statistics.median(a / b for a, b in zip(own, other, strict=True))


class StudioRun:
    """A run of the real engine that trains as long as it is iterated, and stands still in between."""

    def __init__(self, recipe: Recipe, source: str, out: Path) -> None:
        self._events = new_run(source, recipe, out, Control(), make_graph=snapshot_graph)
        self._step = 0

    def __call__(self, seconds: float) -> int:
        """Train for about `seconds`; return how many steps that were."""
        begun, until = self._step, time.perf_counter() + seconds
        for event in self._events:
            if isinstance(event, Failed):
                raise SystemExit(f"{event.headline} {event.detail}")
            if isinstance(event, StepsDone):
                self._step = event.step
                if time.perf_counter() >= until:
                    break
        return self._step - begun

    def close(self) -> None:
        """End the run where it stands."""
        self._events.close()


def _looped(run: Callable[[int], None], steps: int) -> Turn:
    """Repeat `steps` steps until the time is over."""

    def turn(seconds: float) -> int:
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            run(steps)
            done += steps
        return done

    return turn


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
