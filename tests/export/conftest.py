"""A small trained-looking run to export."""

import keras
import numpy as np
import pytest

from studio.core.checkpoint_file import CheckpointHeader, write_checkpoint
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder, RunRecord, create_run, now
from studio.engine.networks.registry import build_generator

RECIPE = Recipe().changed(
    {"data.width": 16, "data.height": 16, "data.colour": "colour", "networks.latent_size": 8, "networks.width": 4}
)


@pytest.fixture
def convolutional_run(tmp_path) -> RunFolder:
    """A run of 16x16 colour pictures with checkpoints at steps 10 and 20, whose weights differ."""
    record = RunRecord(
        name="roses / red", created=now(), recipe=RECIPE, source="demo:digits", data_fingerprint="0" * 64, pictures=9
    )
    run = create_run(tmp_path / "run", record)
    generator = build_generator(RECIPE)
    for step in (10, 20):
        random = np.random.default_rng(step)
        tensors = {
            f"averaged_generator/{i:03d}:{w.path}": random.uniform(0.05, 0.3, w.shape).astype(np.float32)
            for i, w in enumerate(generator.weights)
        }
        write_checkpoint(run.checkpoint_file(step), CheckpointHeader(step, 1.0, "recipe", "data", {}), tensors)
    return run


@pytest.fixture
def small_generator() -> keras.Model:
    """The generator of that run with its starting weights."""
    return build_generator(RECIPE)
