"""One call of K steps: K changes nothing, nothing is traced twice, and streaming gives the same bits as memory."""

import numpy as np
import pytest

from studio.core.checkpoint_file import tensors_digest
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import StreamedPictures, pictures_for
from studio.engine.state import TrainingState

RATES = (1e-3, 1e-3, 1.0)
IMAGES = np.random.default_rng(0).integers(0, 256, (50, 28, 28, 1), dtype=np.uint8)


def train(recipe: Recipe, calls: list[int], budget: int = 2**30) -> tuple[str, int]:
    state = TrainingState(recipe)
    pictures = pictures_for(recipe, IMAGES, budget)
    call, step = GraphCall(recipe, state, pictures), 0
    for steps in calls:
        assert call(step, steps, 100, RATES).healthy
        step += steps
    pictures.close()
    return tensors_digest(state.tensors()), call.traces


@pytest.fixture(params=["float32", "bfloat16"])
def recipe(request) -> Recipe:
    return load_recipe("dcgan-28").changed(
        {"training.batch_size": 6, "networks.width": 8, "training.precision": request.param, "loss.r1_weight": 0.1,
         "loss.penalty_interval": 3, "augmentation.translation": True}
    )  # fmt: skip


def test_number_of_steps_a_call_changes_nothing(recipe):
    assert train(recipe, [12]) == train(recipe, [1] * 5 + [7])


def test_function_is_traced_once(recipe):
    assert train(recipe, [1, 2, 3])[1] == 1


def test_streamed_pictures_give_the_same_bits(recipe):
    assert isinstance(pictures_for(recipe, IMAGES, budget=0), StreamedPictures)
    assert train(recipe, [4, 4, 4], budget=0)[0] == train(recipe, [12])[0]
