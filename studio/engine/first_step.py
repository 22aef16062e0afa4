"""One first step on blank pictures, as a run would make it: whether there is room for it."""

import numpy as np

from studio.core.recipe import Recipe
from studio.data.image_set import ImageSet
from studio.engine.devices import Device, placed, unevenness
from studio.engine.fitting import Attempt, trying
from studio.engine.free_memory import bound_to
from studio.engine.graph_call import GraphCall
from studio.engine.memory import is_out_of_memory
from studio.engine.pictures import PicturesInMemory
from studio.engine.state import TrainingState


def has_room(recipe: Recipe, classes: int, device: Device, room: int | None = None) -> bool:
    """Make the step, held to `room` bytes in a process of its own. Errors other than of memory are raised."""
    try:
        with placed(device):
            state, pictures = TrainingState(recipe, classes), PicturesInMemory(_blank(recipe, classes))
            if room is not None:
                bound_to(room)
            GraphCall(recipe, state, pictures, device.places)(0, 1, 1, (0.0, 0.0, 1.0))
    except Exception as error:
        if is_out_of_memory(error):
            return False
        raise
    return True


def attempt_here(recipe: Recipe, classes: int, device: Device) -> Attempt:
    """Make the step in this process, as a graphics card demands: one process holds its memory, and survives."""
    yield trying(recipe)
    return not unevenness(recipe, device) and has_room(recipe, classes, device)


def _blank(recipe: Recipe, classes: int) -> ImageSet:
    """As many black pictures as one batch has."""
    count = recipe.training.batch_size
    images, labels = np.zeros((count, *recipe.data.shape), np.uint8), np.zeros(count, np.int32)
    return ImageSet(images, labels, tuple(map(str, range(classes))), fingerprint="", source="")
