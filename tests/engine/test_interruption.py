"""A step that is given up leaves nothing behind: made again, it gives the same bits."""

import random
import threading

import numpy as np
import pytest

from studio.core.checkpoint_file import tensors_digest
from studio.core.recipe import Recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.interruption import Interrupted
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

STEPS = 30
LONGEST_S = 0.01  # longer than such a step
RATES = (1e-3, 1e-3, 1.0)
PIXELS = np.random.default_rng(0).integers(0, 256, (24, 16, 16, 3), dtype=np.uint8)
IMAGES = ImageSet(PIXELS, None, (), "fingerprint", "test")


def tiny(architecture: str, **changes) -> Recipe:
    return Recipe().changed(
        {
            "data.width": 16,
            "data.height": 16,
            "data.colour": "colour",
            "networks.architecture": architecture,
            "networks.latent_size": 8,
            "networks.width": 8,
            "training.batch_size": 8,
            "averaging.half_life": 20,
            **changes,
        }
    )


RECIPES = {
    "batch statistics": tiny("dcgan", **{"training.simultaneous": True}),
    "singular vectors, alternating": tiny("resnet", **{"networks.discriminator_normalisation": "spectral"}),
    "penalties, adaptive augmentation": tiny(
        "stylegan2",
        **{
            "networks.largest_width": 8,
            "loss.r1_weight": 1.0,
            "loss.penalty_interval": 2,
            "augmentation.translation": True,
            "augmentation.adaptive": True,
            "augmentation.adaptation": 100,
        },
    ),
}


def begin(recipe: Recipe) -> tuple[TrainingState, GraphCall]:
    state = TrainingState(recipe)
    return state, GraphCall(recipe, state, pictures_for(recipe, IMAGES))


@pytest.mark.parametrize(
    "recipe",
    [RECIPES["batch statistics"], *(pytest.param(r, marks=pytest.mark.slow) for r in list(RECIPES.values())[1:])],
)
def test_steps_given_up_and_made_again_give_the_same_bits(recipe):
    state, call = begin(recipe)
    start = state.tensors()
    call(0, STEPS, STEPS, RATES)
    undisturbed = tensors_digest(state.tensors())
    state.load(start)
    chance, step, given_up = random.Random(0), 0, 0
    while step < STEPS - 3:
        disturber = threading.Timer(chance.uniform(0, LONGEST_S), call.interrupt)
        disturber.start()
        try:
            call(step, 1, STEPS, RATES)
            step += 1
        except Interrupted:
            given_up += 1
        disturber.join()
        call(step, 2, STEPS, RATES)  # takes no notice of a wish that came too late
        step += 2
    call(step, STEPS - step, STEPS, RATES)
    assert given_up > 0
    assert call.traces == 1
    assert tensors_digest(state.tensors()) == undisturbed


def test_a_wish_before_the_call_counts_once():
    state, call = begin(RECIPES["batch statistics"])
    before = tensors_digest(state.tensors())
    call.interrupt()
    with pytest.raises(Interrupted):
        call(0, 1, STEPS, RATES)
    assert tensors_digest(state.tensors()) == before
    assert call(0, 1, STEPS, RATES).steps == 1


def test_calls_of_several_short_steps_are_finished():
    _, call = begin(RECIPES["batch statistics"])
    call.interrupt()
    assert call(0, 2, STEPS, RATES).steps == 2


def test_dense_networks_know_no_gates():
    _, call = begin(tiny("mlp"))
    call.interrupt()
    assert call(0, 1, STEPS, RATES).steps == 1
