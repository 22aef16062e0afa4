"""Pictures a second of `mlp-128`, against a plain Keras loop and against one step a call, taking turns in one process.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.training_rate`. What is timed of GAN Studio is the whole
run as every host iterates it: journals, sample grids and checkpoints included.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from studio.core.commands import Control
from studio.core.events import Failed, StepsDone
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.sources import open_images
from studio.engine.jobs import new_run
from studio.export.snapshot_graph import snapshot_graph
from tests.benchmarks.plain_loops import KerasLoop, OneStepLoop
from tests.benchmarks.report import Figure, report

SOURCE = "demo:digits"
ROUNDS = 7
TURN_S = 3.0
WARM_UP_S = 5.0

Turn = Callable[[float], int]
"""Trains for that many seconds and returns how many steps it made."""


def main() -> int:
    """Let the three loops take turns and compare their medians."""
    recipe = load_recipe("mlp-128").changed({"training.length": 10_000_000, "training.length_unit": "steps"})
    images = open_images(SOURCE, recipe.data).images
    with tempfile.TemporaryDirectory() as folder:
        run = StudioRun(recipe, Path(folder) / "run")
        turns = {
            "GAN Studio": run,
            "one step a call": _looped(OneStepLoop(recipe, images).run, steps=100),
            "plain Keras": _looped(KerasLoop(recipe, images).run, steps=5),
        }
        rates = _take_turns(recipe.training.batch_size, turns)
        run.close()
    return report("training_rate", _figures(rates))


def _take_turns(batch_size: int, turns: dict[str, Turn]) -> dict[str, list[float]]:
    for turn in turns.values():
        turn(WARM_UP_S)
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name, turn in turns.items():
            begun = time.perf_counter()
            steps = turn(TURN_S)
            rates[name].append(steps * batch_size / (time.perf_counter() - begun))
    return rates


def _figures(rates: dict[str, list[float]]) -> list[Figure]:
    studio, one_step, plain = rates.values()
    told = [Figure(name, statistics.median(values), "pictures/s") for name, values in rates.items()]
    return [
        *told,
        Figure("against plain Keras", _ratio(studio, plain), "x", least=20.0),
        Figure("against one step a call", _ratio(studio, one_step), "x", least=1.3),
    ]


def _ratio(own: list[float], other: list[float]) -> float:
    """The median over the rounds, so that what disturbs a whole round cancels out."""
    return statistics.median(a / b for a, b in zip(own, other, strict=True))


class StudioRun:
    """A run of the real engine that trains as long as it is iterated, and stands still in between."""

    def __init__(self, recipe: Recipe, out: Path) -> None:
        self._events = new_run(SOURCE, recipe, out, Control(), make_graph=snapshot_graph)
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
    sys.exit(main())
