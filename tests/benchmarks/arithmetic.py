"""How much arithmetic a training step is, and how fast the machine could do it: its largest matrix product rate."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import keras
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.networks.registry import build_networks
from studio.engine.shared_pass import can_share

SIDE = 2048
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Work:
    """Floating-point operations of one picture going forward: all layers, and the first one alone."""

    forward: float
    first: float


def step_work(recipe: Recipe) -> float:
    """Operations of one step of convolutions and dense layers; a sum of products counts two for each.

    Forward, the gradient by the weights and the gradient by the inputs are as much each; the first layer's inputs
    need no gradient, except of the discriminator for the generator's sake. Simultaneous updates share what is
    generated, and may share the way back (`studio.engine.shared_pass`).
    """
    networks = build_networks(recipe)
    weighted = [layer for layer in networks.generator.layers if hasattr(layer, "kernel")]
    g = _work([(layer, layer.input.shape, layer.output.shape) for layer in weighted])
    d = _work(list(_in_turn([*networks.discriminator.chain, networks.discriminator.logit], recipe.data.shape)))
    if recipe.training.simultaneous:
        d_work = 6.0 * d.forward - d.first if can_share(recipe) else 7.0 * d.forward - 2.0 * d.first
        return recipe.training.batch_size * (3.0 * g.forward - g.first + d_work)
    discriminator_update = g.forward + 2.0 * (3.0 * d.forward - d.first)
    generator_update = (3.0 * g.forward - g.first) + 2.0 * d.forward
    return recipe.training.batch_size * (discriminator_update + generator_update)


def peak_rate(dtype: tf.DType) -> float:
    """The best rate of a square matrix product of 2048, in operations a second."""
    one, other = (tf.cast(tf.random.stateless_normal((SIDE, SIDE), (seed, 1)), dtype) for seed in (1, 2))
    product = tf.function(tf.matmul)
    product(one, other)
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        tf.reshape(product(one, other), (-1,))[0].numpy()
        seconds.append(time.perf_counter() - begun)
    return 2.0 * SIDE**3 / min(seconds)


def has_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 rather than by way of float32: its products are then much faster."""
    return peak_rate(tf.bfloat16) > 1.3 * peak_rate(tf.float32)


Shape = tuple[int | None, ...]


def _in_turn(layers: list[keras.layers.Layer], picture: Shape) -> Iterator[tuple[keras.layers.Layer, Shape, Shape]]:
    """Each layer with the shapes of what goes in and comes out."""
    shape: Shape = (1, *picture)
    for layer in layers:
        following = layer.compute_output_shape(shape)
        yield layer, shape, following
        shape = following


def _work(layers: list[tuple[keras.layers.Layer, Shape, Shape]]) -> Work:
    each = [work for layer in layers if (work := _of_layer(*layer))]
    return Work(sum(each), each[0])


def _of_layer(layer: keras.layers.Layer, before: Shape, after: Shape) -> float:
    match layer:
        case keras.layers.Conv2DTranspose():  # every input pixel meets the whole kernel
            return 2.0 * layer.kernel.shape.num_elements() * _area(before)
        case keras.layers.Conv2D():
            return 2.0 * layer.kernel.shape.num_elements() * _area(after)
        case keras.layers.Dense():
            return 2.0 * layer.kernel.shape.num_elements()
        case _:
            return 0.0


def _area(shape: Shape) -> float:
    return float((shape[1] or 1) * (shape[2] or 1))
