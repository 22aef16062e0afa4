"""K steps in one call into the graph: batches gathered, updates made, weights averaged, metrics summed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.engine.averaging import average
from studio.engine.interruption import Interrupted, Interruption
from studio.engine.judging import Batch, Rates
from studio.engine.pictures import Pictures
from studio.engine.randomness import order
from studio.engine.schedule import rate_share
from studio.engine.state import TrainingState
from studio.engine.step import METRICS, Step


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call did: `steps` updates, their mean metrics, and whether all numbers stayed finite."""

    steps: int
    metrics: dict[str, float]
    healthy: bool


class GraphCall:
    """The compiled function of one run. K is a tensor: it never changes a result and never retraces.

    `places` are the devices that share every batch; by default it is worked out where the caller placed it.
    """

    def __init__(self, recipe: Recipe, state: TrainingState, pictures: Pictures, places: Sequence[str] = ("",)) -> None:
        self._recipe = recipe
        self._state = state
        self._pictures = pictures
        self._home = places[0]
        self._interruption = Interruption(needed=_has_long_steps(recipe, state))
        self._step = Step(recipe, state, self._interruption, places)
        self._classes = state.classes
        self._function = tf.function(self._run, autograph=False, input_signature=_signature(recipe))
        self.traces = 0

    def __call__(self, first_step: int, steps: int, target_step: int, rates: tuple[float, float, float]) -> CallResult:
        """Make `steps` updates from `first_step` on; `rates` are generator, discriminator, augmentation strength.

        Raises `Interrupted` when a call of one step was given up: then everything is as it was before.
        """
        window = self._pictures.window(first_step, steps)
        alone = steps == 1
        before = self._state.statistics() if alone else ()
        try:
            with self._interruption.heeded(alone):
                done, healthy, total = self._function(
                    window.images,
                    window.labels,
                    # of Python's own numbers TensorFlow keeps every one it has seen, 650 bytes each
                    *map(np.int64, (window.first, first_step, steps, target_step)),
                    tf.constant(rates, tf.float32),
                )
        except Interrupted:
            self._state.restore_statistics(before)
            raise
        count = int(done) - first_step
        means: np.ndarray = total.numpy() / max(count, 1)
        metrics: dict[str, float] = dict(zip(METRICS, means.tolist(), strict=True))
        if not self._recipe.networks.codes.size:
            del metrics["code_loss"]
        return CallResult(count, metrics, bool(healthy))

    def interrupt(self) -> None:
        """Give up a call of one long step before it changes anything; from any thread. Short steps are finished."""
        self._interruption.ask()

    def _run(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        first_position: tf.Tensor,
        first_step: tf.Tensor,
        steps: tf.Tensor,
        target_step: tf.Tensor,
        rates: tf.Tensor,
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        self.traces += 1

        def wanted(step: tf.Tensor, healthy: tf.Tensor, _: tf.Tensor) -> tf.Tensor:
            return tf.logical_and(step < first_step + steps, healthy)

        def body(step: tf.Tensor, _: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            share = rate_share(self._recipe.optimizer, step, target_step)
            now = Rates(rates[0] * share, rates[1] * share, rates[2])

            def real_batch(index: int, part: tf.Tensor) -> Batch:
                rows = self._rows(first_position, step, index, part)
                with tf.device(self._home):  # another device gets its part of the batch, not all pictures
                    pictures, classes = tf.gather(images, rows), tf.gather(labels, rows)
                return Batch(tf.cast(pictures, tf.float32) / 127.5 - 1.0, tf.one_hot(classes, self._classes))

            healthy, metrics = self._step(step, real_batch, now)
            average(
                self._recipe.averaging,
                self._state.generator,
                self._state.averaged_generator,
                self._recipe.training.batch_size,
                step,
            )
            return step + tf.cast(healthy, tf.int64), healthy, total + metrics

        start = (first_step, tf.constant(True), tf.zeros((len(METRICS),)))
        return tf.while_loop(wanted, body, start, parallel_iterations=1)

    def _rows(self, first_position: tf.Tensor, step: tf.Tensor, index: int, part: tf.Tensor) -> tf.Tensor:
        """Which pictures part `part` of discriminator update `index` of `step` sees: int64 (batch / parts,)."""
        training, count = self._recipe.training, self._step.part_size
        first = (step * training.discriminator_steps + index) * training.batch_size + tf.cast(part, tf.int64) * count
        positions = first + tf.range(count, dtype=tf.int64)
        if self._pictures.in_order:
            return positions - first_position
        return order(self._recipe.training.seed, positions, self._pictures.count)


def _has_long_steps(recipe: Recipe, state: TrainingState) -> bool:
    """Whether a step can last longer than a person likes to wait for a pause: on a processor, with convolutions."""
    on_processor = "CPU" in state.generator.weights[0].value.device
    return on_processor and recipe.networks.architecture != Architecture.MLP


def _signature(recipe: Recipe) -> tuple[tf.TensorSpec, ...]:
    """The arguments of the function; how many pictures a window holds is left open, or each length were traced."""
    number = tf.TensorSpec((), tf.int64)
    images = tf.TensorSpec((None, *recipe.data.shape), tf.uint8)
    return images, tf.TensorSpec((None,), tf.int32), number, number, number, number, tf.TensorSpec((3,), tf.float32)
