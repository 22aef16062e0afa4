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


class Training:
    """A function that was traced once, called from the same start in portions of any length."""

    def __init__(self, recipe: Recipe, images: ImageSet, budget: int = 2**30) -> None:
        self._state = TrainingState(recipe, 2)
        self._start = self._state.tensors()
        self.pictures = pictures_for(recipe, images, budget)
        self.call = GraphCall(recipe, self._state, self.pictures)

    def digest_after(self, *calls: int) -> str:
        self._state.load(self._start)
        step = 0
        for steps in calls:
            assert self.call(step, steps, 100, RATES).healthy
            step += steps
        return tensors_digest(self._state.tensors())


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
def training(recipe) -> Training:
    return Training(recipe, IMAGES)


def test_number_of_steps_a_call_changes_nothing(training):
    assert training.digest_after(1, 2, 2, 7) == training.digest_after(12)


def test_streamed_pictures_give_the_same_bits(recipe, training, tmp_path):
    """Whether the reading thread guessed the length of the next call right, too short or too long."""
    np.save(tmp_path / "pictures.npy", PIXELS)
    mapped = np.load(tmp_path / "pictures.npy", mmap_mode="r")  # read-only on disk, as a prepared set has them
    streamed = Training(recipe, replace(IMAGES, images=mapped), budget=0)
    assert isinstance(streamed.pictures, StreamedPictures)
    for calls in ((4, 4, 4), (1, 2, 2, 7), (5, 3, 4)):
        assert streamed.digest_after(*calls) == training.digest_after(12), calls
    streamed.pictures.close()


def test_function_is_traced_once(training):
    training.digest_after(1, 2)
    training.digest_after(3)
    assert training.call.traces == 1
