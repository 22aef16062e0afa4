"""What a step costs as batches and pictures grow, and that a long run neither grows nor traces again.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.scaling`.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import psutil

from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState
from tests.benchmarks.report import Figure, report

BATCHES = (16, 32, 64, 128)
SIDES = (32, 64, 128)
ROUNDS = 5
LONG = 50_000
CALL = 100
SETTLED = 5000  # steps after which memory counts
RATES = (1e-4, 1e-4, 1.0)


def main() -> int:
    """Measure costs by turns, then one long run."""
    batches = {size: _recipe(batch=size, side=32) for size in BATCHES}
    sides = {side: _recipe(batch=16, side=side) for side in SIDES}
    by_batch, by_side = _seconds_per_step(batches), _seconds_per_step(sides)
    figures = [Figure(f"dcgan 32x32, batch {n}", s * 1000.0, "ms a step") for n, s in by_batch.items()]
    figures += [Figure(f"dcgan {n}x{n}, batch 16", s * 1000.0, "ms a step") for n, s in by_side.items()]
    figures.append(Figure("largest batch against smallest, a picture", _dearer(by_batch, power=1), "x", most=1.15))
    figures.append(Figure("largest size against smallest, a pixel", _dearer(by_side, power=2), "x", most=1.15))
    return report("scaling", [*figures, *_long_run()])


def _recipe(batch: int, side: int) -> Recipe:
    """Equal widths at every resolution, so that the arithmetic of a pixel is the same whatever the size."""
    return load_recipe("dcgan-64").changed(
        {
            "data.width": side,
            "data.height": side,
            "training.batch_size": batch,
            "networks.architecture": "resnet",
            "networks.width": 32,
            "networks.largest_width": 32,
            "networks.discriminator_normalisation": "none",
        }
    )


def _seconds_per_step(recipes: dict[int, Recipe]) -> dict[int, float]:
    calls = {size: _call(recipe) for size, recipe in recipes.items()}
    seconds: dict[int, list[float]] = {size: [] for size in recipes}
    for step in range(1, ROUNDS + 1):
        for size, call in calls.items():
            begun = time.perf_counter()
            call(3 * step, 3, 10**6, RATES)
            seconds[size].append((time.perf_counter() - begun) / 3)
    return {size: statistics.median(values) for size, values in seconds.items()}


def _dearer(seconds: dict[int, float], power: int) -> float:
    """How much more one picture (or pixel) costs in the largest than in the smallest; under 1 is cheaper."""
    small, large = min(seconds), max(seconds)
    return (seconds[large] / large**power) / (seconds[small] / small**power)


def _call(recipe: Recipe) -> GraphCall:
    generator = np.random.default_rng(0)
    pixels = generator.integers(0, 256, (256, *recipe.data.shape), dtype=np.uint8)
    call = GraphCall(recipe, TrainingState(recipe), pictures_for(recipe, ImageSet(pixels, None, (), "f", "random")))
    call(0, 1, 10**6, RATES)
    return call


def _long_run() -> Iterator[Figure]:
    recipe = load_recipe("mlp-128").changed({"networks.width": 64, "training.batch_size": 16})
    call, process, settled = _call(recipe), psutil.Process(), 0
    for step in range(1, LONG, CALL):
        call(step, CALL, LONG, RATES)
        if step < SETTLED:
            settled = process.memory_info().rss
    grown = (process.memory_info().rss - settled) / 2**20
    yield Figure(f"memory grown over {LONG - SETTLED:,} steps", grown, "MiB", most=20.0)
    yield Figure("traces", call.traces, "", most=1)


if __name__ == "__main__":
    sys.exit(main())
