"""What a step needs in memory, roughly, and how to tell that there was none left."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.state import TrainingState, trainable

NEAR_SHARE = 0.5  # of the free memory: a rough estimate below it says that a step fits
_ONEDNN_OUT_OF_MEMORY = "Status: 1,"  # dnnl_out_of_memory, which TensorFlow passes on as an aborted operation
_TRACED = 8  # pictures; their number tells what grows with a batch from weights
_BACKWARD = 2  # what is kept for the way back, and the gradients on it
_SECOND_ORDER = 2  # a penalty differentiates the way back as well


def is_out_of_memory(error: Exception) -> bool:
    """Whether TensorFlow, its kernels or NumPy found no room on the device."""
    if isinstance(error, tf.errors.AbortedError):
        return _ONEDNN_OUT_OF_MEMORY in str(error)
    return isinstance(error, tf.errors.ResourceExhaustedError | MemoryError)


def step_bytes(recipe: Recipe, state: TrainingState) -> int:
    """Estimate what a step takes beside `state`: gradients, and what both networks compute on one part of a batch.

    Rough: with five recipes it was 1 to 2.7 times the measured peak, which `NEAR_SHARE` leaves room for.
    """
    part = recipe.training.batch_size // recipe.training.accumulation
    seed = tf.zeros((2,), tf.int32)
    generator = _bytes_each(
        lambda latents, classes: state.generate(latents, classes, training=True),
        (recipe.networks.latent_size,),
        state.classes,
    )
    discriminator = _bytes_each(
        lambda images, classes: state.discriminator(images, classes, training=True, seed=seed, everything=True),
        recipe.data.shape,
        state.classes,
    )
    passes = 2 * (_SECOND_ORDER if recipe.loss.is_penalised else 1)  # real and generated pictures
    weights = sum(_bytes(weight) for model in (state.generator, state.discriminator) for weight in trainable(model))
    return weights + part * _BACKWARD * (generator + passes * discriminator)


def _bytes_each(network: Callable[..., Any], shape: tuple[int, ...], classes: int) -> int:
    """Trace the network without computing anything; return the bytes of all it computes for one picture."""
    specs = (tf.TensorSpec((_TRACED, *shape)), tf.TensorSpec((_TRACED, classes)))
    traced = tf.function(network, autograph=False).get_concrete_function(*specs)
    made = (tensor for operation in traced.graph.get_operations() for tensor in operation.outputs)
    return sum(_bytes(tensor) for tensor in made if tensor.shape.rank and tensor.shape[0] == _TRACED) // _TRACED


def _bytes(tensor: tf.Tensor | tf.Variable) -> int:
    return (tensor.shape.num_elements() or 0) * tensor.dtype.size
