"""Giving up a step under way, so that a pause need not wait for the end of a long one.

Gates stand between the layers, in both directions: what comes to one goes on unless an interruption was asked for. Then
the call into the graph fails before any weight has moved, and the step is made again later from the same weights with
the same random numbers: the run stays what it would have been, bit for bit.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf

from studio.engine.networks.layers import convolves, rewired

MARK = "gan-studio-interrupted"


class Interrupted(Exception):  # noqa: N818  nothing went wrong
    """The step under way was given up, as was asked."""


class Interruption:
    """One run's wish to stand still, readable inside its graph.

    It is `needed` where a step may be long; elsewhere the gates are left out, because they would cost a share of it.
    """

    def __init__(self, *, needed: bool) -> None:
        self._needed = needed
        self._lock = threading.Lock()
        self._asked = self._heeded = False
        with tf.device("CPU:0"):
            self._goes_on = tf.Variable(True, trainable=False)

    def ask(self) -> None:
        """Let the call under way, or the next, fail at a gate if it is one that heeds this; from any thread."""
        with self._lock:
            self._asked = True
            if self._heeded:
                self._goes_on.assign(False)

    @contextmanager
    def heeded(self, heeded: bool) -> Iterator[None]:  # noqa: FBT001
        """Call into the graph within; raises `Interrupted` when asked to, and if `heeded`."""
        with self._lock:
            self._heeded = heeded
            self._goes_on.assign(not (heeded and self._asked))
        try:
            yield
        except tf.errors.InvalidArgumentError as error:
            if MARK not in error.message:
                raise
            raise Interrupted from None
        finally:
            with self._lock:
                self._heeded = self._asked = False

    def gate(self, values: tf.Tensor) -> tf.Tensor:
        """Return `values` of any shape, and pass their gradient back; neither once an interruption was asked for."""
        if not self._needed:
            return values

        @tf.custom_gradient
        def passed(values: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
            return self._checked(values), self._checked

        return passed(values)

    def gated(self, model: keras.Model) -> keras.Model:
        """Return a functional model of the same layers with a gate before each convolution."""
        if not self._needed:
            return model

        def called(layer: keras.layers.Layer, *inputs: Any, **options: Any) -> Any:
            if convolves(layer):
                gate = _Gate(self, layer.name)
                inputs = tuple(keras.tree.map_structure(gate, each) for each in inputs)
            return layer(*inputs, **options)

        return rewired(model, called)

    def _checked(self, values: tf.Tensor) -> tf.Tensor:
        with tf.control_dependencies([values]), tf.device("CPU:0"):
            check = tf.raw_ops.Assert(condition=self._goes_on.read_value(), data=[MARK])
        with tf.control_dependencies([check]):
            return tf.identity(values)


class _Gate(keras.layers.Layer):
    """The gate before layer `before`; leaves every type of number as it is."""

    def __init__(self, interruption: Interruption, before: str) -> None:
        super().__init__(name=f"gate_{before}", autocast=False)
        self._interruption = interruption

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return self._interruption.gate(inputs)

    def compute_output_spec(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        return keras.KerasTensor(inputs.shape, inputs.dtype)
