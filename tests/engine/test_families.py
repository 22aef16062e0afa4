"""Every family trains in both precisions, and goes on bit for bit from its tensors."""

import numpy as np
import pytest

from studio.core.checkpoint_file import tensors_digest
from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

pytestmark = pytest.mark.slow

STEPS = 20
RATES = (1e-3, 1e-3, 1.0)
SIDES = {"fastgan": 16}  # its coarse maps scale those 16 times as large


def tiny(architecture: str, precision: str) -> Recipe:
    side = SIDES.get(architecture, 8)
    return Recipe().changed(
        {
            "data.width": side,
            "data.height": side,
            "data.colour": "colour",
            "networks.architecture": architecture,
            "networks.latent_size": 8,
            "networks.width": 4,
            "networks.largest_width": 8,
            "networks.depth": 1,
            "networks.conditional": True,
            "training.batch_size": 4,
            "training.precision": precision,
            "loss.r1_weight": 0.1,
            "loss.penalty_interval": 4,
            "averaging.half_life": 20,
        }
    )


def begin(recipe: Recipe) -> tuple[TrainingState, GraphCall]:
    state = TrainingState(recipe, 2)
    pixels = np.random.default_rng(0).integers(0, 256, (24, *recipe.data.shape), dtype=np.uint8)
    images = ImageSet(pixels, np.arange(24) % 2, ("a", "b"), "fingerprint", "test")
    return state, GraphCall(recipe, state, pictures_for(recipe, images))


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("architecture", [a.value for a in Architecture])
def test_family_trains_and_goes_on_exactly(architecture, precision):
    recipe = tiny(architecture, precision)
    state, call = begin(recipe)
    assert call(0, STEPS // 2, STEPS, RATES).healthy
    middle = state.tensors()
    result = call(STEPS // 2, STEPS // 2, STEPS, RATES)
    assert result.healthy
    assert all(np.isfinite(value) for value in result.metrics.values())
    again, call = begin(recipe)
    again.load(middle)
    call(STEPS // 2, STEPS // 2, STEPS, RATES)
    assert tensors_digest(again.tensors()) == tensors_digest(state.tensors())
