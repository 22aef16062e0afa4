"""One call of K steps: K changes nothing, nothing is traced twice, and streaming gives the same bits as memory."""

from dataclasses import replace

import numpy as np
import pytest

from studio.core.checkpoint_file import tensors_digest
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import StreamedPictures, pictures_for
from studio.engine.state import TrainingState

RATES = (1e-3, 1e-3, 1.0)
PIXELS = np.random.default_rng(0).integers(0, 256, (50, 28, 28, 1), dtype=np.uint8)
IMAGES = ImageSet(PIXELS, np.arange(50) % 2, ("a", "b"), "fingerprint", "test")


def train(recipe: Recipe, calls: list[int], budget: int = 2**30, images: ImageSet = IMAGES) -> tuple[str, int]:
    state = TrainingState(recipe, 2)
    pictures = pictures_for(recipe, images, budget)
    call, step = GraphCall(recipe, state, pictures), 0
    for steps in calls:
        assert call(step, steps, 100, RATES).healthy
        step += steps
    pictures.close()
    return tensors_digest(state.tensors()), call.traces


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def recipe(request) -> Recipe:
    return load_recipe("dcgan-28").changed(
        {
            "training.batch_size": 4,
            "networks.width": 4,
            "networks.conditional": True,
            "training.precision": request.param,
            "augmentation.translation": True,
            "augmentation.adaptive": True,
            "augmentation.adaptation": 100,
        }
    )


@pytest.fixture(scope="module")
def in_one_call(recipe) -> tuple[str, int]:
    return train(recipe, [12])


def test_number_of_steps_a_call_changes_nothing(recipe, in_one_call):
    assert train(recipe, [1, 2, 2, 7]) == in_one_call


@pytest.fixture(scope="module")
def mapped(tmp_path_factory) -> ImageSet:
    """The same pictures as a prepared set has them: read-only on disk."""
    path = tmp_path_factory.mktemp("prepared") / "pictures.npy"
    np.save(path, PIXELS)
    return replace(IMAGES, images=np.load(path, mmap_mode="r"))


@pytest.mark.parametrize("calls", [[4, 4, 4], [1, 2, 2, 7], [5, 3, 4]])
def test_streamed_pictures_give_the_same_bits(recipe, in_one_call, mapped, calls):
    """Whether the reading thread guessed the length of the next call right, too short or too long."""
    assert isinstance(pictures_for(recipe, mapped, budget=0), StreamedPictures)
    assert train(recipe, calls, budget=0, images=mapped) == in_one_call


def test_function_is_traced_once(in_one_call):
    assert in_one_call[1] == 1
