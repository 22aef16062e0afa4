"""One update from a batch in parts: one after the other, so that it needs less memory, or on several devices."""

from collections.abc import Callable, Sequence

import tensorflow as tf

Part = Callable[[tf.Tensor], tuple[Sequence[tf.Tensor], tf.Tensor]]
"""Part number (int32 scalar) -> (gradients, a vector of numbers), both means over the part."""


def spread(places: Sequence[str], compute: Part) -> Part:
    """Return the means of `compute` over as many parts as there are places, worked out beside each other.

    Part i is that of the numbers i * places to (i + 1) * places - 1. The weights stay where they are and are read from
    there. The parts stand in one graph, because functions that update the same statistics wait for each other.
    """
    if len(places) == 1:
        return compute

    def compute_together(part: tf.Tensor) -> tuple[Sequence[tf.Tensor], tf.Tensor]:
        all_gradients, all_numbers = [], []
        for index, place in enumerate(places):
            with tf.device(place):
                gradients, numbers = compute(part * len(places) + index)
            all_gradients.append(gradients)
            all_numbers.append(numbers)
        means = [tf.add_n(shares) / len(places) for shares in zip(*all_gradients, strict=True)]
        return means, tf.add_n(all_numbers) / len(places)

    return compute_together


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
