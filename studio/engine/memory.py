"""What fits: the largest batch that a device has the memory for, found by trying."""

import tensorflow as tf

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

_ONEDNN_OUT_OF_MEMORY = "Status: 1,"  # dnnl_out_of_memory, which TensorFlow passes on as an aborted operation


def is_out_of_memory(error: Exception) -> bool:
    """Whether TensorFlow, its kernels or NumPy found no room on the device."""
    if isinstance(error, tf.errors.AbortedError):
        return _ONEDNN_OUT_OF_MEMORY in str(error)
    return isinstance(error, tf.errors.ResourceExhaustedError | MemoryError)


def too_large(recipe: Recipe, images: ImageSet) -> StudioError:
    """Return what to tell after the first step found no room: the largest batch that fits, and the change for it."""
    asked, fitting = recipe.training.batch_size, largest_batch(recipe, images)
    if fitting is None:
        return StudioError(
            "There is not enough memory for this recipe.",
            "Not even a batch of one picture fits.",
            "Choose a smaller width or picture size.",
        )
    return StudioError(
        f"There is not enough memory for batches of {asked}.",
        f"Batches of {fitting} fit.",
        f"Set the batch size to {fitting}, or work through the batch in {asked // fitting} parts (accumulation).",
        changes={"training.batch_size": fitting},
    )


def largest_batch(recipe: Recipe, images: ImageSet) -> int | None:
    """Halve the recipe's batch until one step fits; returns None when not even one picture does.

    Call it where training would be placed, after the larger try has been let go of.
    """
    size = recipe.training.batch_size // 2
    while size >= 1:
        smaller = recipe.changed({"training.batch_size": size, "training.accumulation": 1})
        if _fits(smaller, images):
            return size
        size //= 2
    return None


def _fits(recipe: Recipe, images: ImageSet) -> bool:
    try:
        pictures = pictures_for(recipe, images)
        try:
            GraphCall(recipe, TrainingState(recipe, len(images.class_names)), pictures)(0, 1, 1, (0.0, 0.0, 1.0))
        finally:
            pictures.close()
    except Exception as error:
        if is_out_of_memory(error):
            return False
        raise
    return True
