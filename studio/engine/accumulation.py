"""Gradient accumulation: one update from a batch that is worked through in parts, so that it needs less memory."""

from collections.abc import Callable, Sequence

import tensorflow as tf

Part = Callable[[tf.Tensor], tuple[Sequence[tf.Tensor], tf.Tensor]]
"""Part number (int32 scalar) -> (gradients, a vector of numbers), both means over the part."""


def accumulate(parts: int, compute: Part) -> tuple[Sequence[tf.Tensor], tf.Tensor]:
    """Return the means of `compute` over its parts, which run one after the other.

    A part is a function that is never inlined. TensorFlow's memory optimizer gives large sums temporary variables, and
    their names clash (`AlreadyExistsError`) where they stand in one loop, of parts, within another, of steps.
    """
    if parts == 1:
        return compute(tf.constant(0))
    part_of_batch = tf.function(compute, autograph=False, experimental_attributes={"_noinline": True})
    first_gradients, first_numbers = part_of_batch(tf.constant(0))

    def body(part: tf.Tensor, gradients: list[tf.Tensor], numbers: tf.Tensor) -> tuple:
        more_gradients, more_numbers = part_of_batch(part)
        return part + 1, [a + b for a, b in zip(gradients, more_gradients, strict=True)], numbers + more_numbers

    start = (tf.constant(1), list(first_gradients), first_numbers)
    _, gradients, numbers = tf.while_loop(lambda part, *_: part < parts, body, start, parallel_iterations=1)
    return [gradient / parts for gradient in gradients], numbers / parts
