"""A batch in parts: the same update as the whole batch, and nothing about the order changes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

PIXELS = np.random.default_rng(0).integers(0, 256, (50, 28, 28, 1), dtype=np.uint8)
IMAGES = ImageSet(PIXELS, None, (), "fingerprint", "test")


def weights_after(parts: int, changes: dict) -> tuple[list[np.ndarray], dict[str, float]]:
    settings = {"networks.width": 8, "training.batch_size": 12, "training.accumulation": parts, "loss.r1_weight": 1.0}
    recipe = load_recipe("mlp-128").changed({**settings, "optimizer.kind": "sgd", **changes})
    state = TrainingState(recipe)
    result = GraphCall(recipe, state, pictures_for(recipe, IMAGES))(0, 3, 100, (0.1, 0.1, 1.0))
    assert result.healthy
    return state.generator.get_weights() + state.discriminator.get_weights(), result.metrics


@pytest.mark.parametrize("changes", [{}, {"training.simultaneous": False, "training.discriminator_steps": 2}])
def test_parts_make_the_update_of_the_whole_batch(changes):
    whole, metrics = weights_after(1, changes)
    parts, metrics_of_parts = weights_after(3, changes)
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-6)
    assert metrics_of_parts == pytest.approx(metrics, abs=1e-5)


def test_large_networks_train_in_parts_through_calls_of_any_length():
    """Sums of large gradients are where TensorFlow's graph optimizers once failed, in the second or third call."""
    sizes = {"networks.width": 2048, "training.batch_size": 2, "training.accumulation": 2}
    recipe = load_recipe("mlp-128").changed({**sizes, "training.simultaneous": False})
    call, step = GraphCall(recipe, TrainingState(recipe), pictures_for(recipe, IMAGES)), 0
    for steps in (1, 1, 2):
        assert call(step, steps, 100, (1e-4, 1e-4, 1.0)).healthy
        step += steps


@pytest.mark.slow
def test_two_devices_that_share_a_batch_learn_as_one_does_from_its_parts():
    script = Path(__file__).with_name("side_by_side.py")
    told = subprocess.run([sys.executable, script, "dcgan-28"], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout.splitlines()[-1])["difference"] < 1e-6
    used = {(what, int(device)) for what, device in re.findall(r"\((\w+)\): \S+CPU:(\d)", told.stderr)}
    assert {("Conv2D", 0), ("Conv2D", 1), ("Conv2DBackpropFilter", 0), ("Conv2DBackpropFilter", 1)} <= used
    assert not {("AssignSubVariableOp", 1), ("GatherV2", 1)} & used, "weights and pictures stay where they are"
