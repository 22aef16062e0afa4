"""Adam, SGD and RMSprop by TensorFlow's fused kernels: one operation a weight, the same for any K steps a call.

Keras' optimizers do the same arithmetic in a dozen operations a weight, which for small networks is most of a step.
"""

from collections.abc import Sequence

import tensorflow as tf

from studio.core.sections.optimizer import OptimizerKind, OptimizerSettings


class Optimizer:
    """Moves one network's weights; its slots are the part of its state that a checkpoint must hold."""

    def __init__(self, settings: OptimizerSettings, weights: Sequence[tf.Variable]) -> None:
        self._settings = settings
        self._weights = list(weights)
        self._slots = [
            tuple(tf.Variable(tf.zeros_like(w), trainable=False) for _ in range(_slots(settings))) for w in weights
        ]

    @property
    def slots(self) -> list[tf.Variable]:
        """All slots in the order of the weights."""
        return [slot for slots in self._slots for slot in slots]

    def apply(self, gradients: Sequence[tf.Tensor], learning_rate: tf.Tensor, updates: tf.Tensor) -> None:
        """Move the weights once; `updates` int64 is how many updates were made before."""
        count = tf.cast(updates, tf.float32) + 1.0
        powers = tf.pow(self._settings.beta1, count), tf.pow(self._settings.beta2, count)
        for weight, slots, gradient in zip(self._weights, self._slots, gradients, strict=True):
            _apply(self._settings, weight, slots, gradient, learning_rate, powers)


def _slots(settings: OptimizerSettings) -> int:
    match settings.kind:
        case OptimizerKind.ADAM | OptimizerKind.RMSPROP:
            return 2
        case OptimizerKind.SGD:
            return 1 if settings.beta1 > 0 else 0


def _apply(
    settings: OptimizerSettings,
    weight: tf.Variable,
    slots: tuple[tf.Variable, ...],
    gradient: tf.Tensor,
    learning_rate: tf.Tensor,
    powers: tuple[tf.Tensor, tf.Tensor],
) -> None:
    """One weight: Kingma and Ba 2015, algorithm 1 (bias correction in the rate); momentum; Hinton's RMSprop."""
    match settings.kind:
        case OptimizerKind.ADAM:
            tf.raw_ops.ResourceApplyAdam(
                var=weight.handle,
                m=slots[0].handle,
                v=slots[1].handle,
                beta1_power=powers[0],
                beta2_power=powers[1],
                lr=learning_rate,
                beta1=settings.beta1,
                beta2=settings.beta2,
                epsilon=settings.epsilon,
                grad=gradient,
            )
        case OptimizerKind.RMSPROP:
            tf.raw_ops.ResourceApplyRMSProp(
                var=weight.handle,
                ms=slots[0].handle,
                mom=slots[1].handle,
                lr=learning_rate,
                rho=settings.beta2,
                momentum=0.0,
                epsilon=settings.epsilon,
                grad=gradient,
            )
        case OptimizerKind.SGD if slots:
            tf.raw_ops.ResourceApplyMomentum(
                var=weight.handle, accum=slots[0].handle, lr=learning_rate, grad=gradient, momentum=settings.beta1
            )
        case OptimizerKind.SGD:
            tf.raw_ops.ResourceApplyGradientDescent(var=weight.handle, alpha=learning_rate, delta=gradient)
