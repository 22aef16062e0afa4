"""Tiny runs for the engine's tests."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.commands import Control
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.engine.jobs import new_run

TINY = {
    "training.batch_size": 8,
    "training.length": 12,
    "training.length_unit": "steps",
    "sampling.interval": 5,
    "sampling.interval_unit": "steps",
    "sampling.rows": 2,
    "sampling.columns": 3,
    "networks.width": 8,
}


@pytest.fixture(scope="session")
def pictures(tmp_path_factory) -> Path:
    """A folder of 24 random grey pictures of 28x28."""
    folder = tmp_path_factory.mktemp("pictures")
    generator = np.random.default_rng(0)
    for index in range(24):
        Image.fromarray(generator.integers(0, 256, (28, 28), dtype=np.uint8)).save(folder / f"{index}.png")
    return folder


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    """A recipe that takes a moment: mlp-128 narrowed, with dropout, 12 steps."""
    return load_recipe("mlp-128").changed({**TINY, "networks.discriminator_dropout": 0.3})


@pytest.fixture(scope="session")
def collect() -> Callable:
    """Iterate a job; `answer(event, control)` may send commands while it goes on."""

    def iterate(job, control: Control | None = None, answer=None) -> list:
        events = []
        for event in job:
            events.append(event)
            if answer:
                answer(event, control)
        return events

    return iterate


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory, pictures, recipe, collect) -> tuple[Path, list]:
    """A run of 12 steps without interruption and its events; to look at, not to change."""
    path = tmp_path_factory.mktemp("undisturbed") / "straight"
    return path, collect(new_run(str(pictures), recipe, path, Control()))


@pytest.fixture
def straight(undisturbed, tmp_path) -> tuple[Path, list]:
    """A copy of that run, to do anything with, and its events."""
    path, events = undisturbed
    return shutil.copytree(path, tmp_path / "straight"), events
