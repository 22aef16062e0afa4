"""A generator as a small ONNX graph whose weights are inputs: made once per run, run with any weights of that run."""

import logging
import warnings
from collections.abc import Callable

import keras
import tensorflow as tf
import tf2onnx
from keras.src.export.tf2onnx_lib import patch_tf2onnx

from studio.explore.graphs import CLASSES, IMAGES, LATENTS, STYLE

OPSET = 18


def snapshot_graph(generator: keras.Model) -> bytes:
    """Return an ONNX model: `latents` float32 (n, latent_size) and one input per weight to `images` (n, h, w, c).

    A conditional generator has a second input `classes` (n, classes). A layer called `style` becomes a second output
    `style` (n, style_size), where truncation takes hold. The input of `generator.weights[i]` is named
    `f"{i:03d}"`; `images` is float32 in -1..1. The generator must compute in float32. Takes about half a second.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        patch_tf2onnx()  # tf2onnx 1.17 knows no NumPy 2: https://github.com/keras-team/keras/pull/20725
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    model, _ = tf2onnx.convert.from_function(_stateless(generator), _signature(generator), opset=OPSET)
    return model.SerializeToString()


def weight_name(index: int) -> str:
    """The name of the graph's input for `generator.weights[index]`."""
    return f"{index:03d}"


def _signature(generator: keras.Model) -> list[tf.TensorSpec]:
    names = (LATENTS, CLASSES)[: len(generator.inputs)]
    inputs = [tf.TensorSpec(t.shape, tf.float32, name=name) for t, name in zip(generator.inputs, names, strict=True)]
    return [*inputs, *(tf.TensorSpec(w.shape, w.dtype, name=weight_name(i)) for i, w in enumerate(generator.weights))]


def _stateless(generator: keras.Model) -> Callable[..., dict[str, tf.Tensor]]:
    """Return inference as a function of the inputs and then the weights, in the order of `generator.weights`."""
    outputs = {IMAGES: generator.outputs[0]}
    if any(layer.name == STYLE for layer in generator.layers):
        outputs[STYLE] = generator.get_layer(STYLE).output
    model = keras.Model(generator.inputs, outputs)
    place = {id(weight): index for index, weight in enumerate(generator.weights)}
    trainable = [place[id(weight)] for weight in model.trainable_variables]
    others = [place[id(weight)] for weight in model.non_trainable_variables]
    count = len(generator.inputs)

    @tf.function(autograph=False)
    def pictures(*values: tf.Tensor) -> dict[str, tf.Tensor]:
        inputs, weights = list(values[:count]), values[count:]
        drawn, _ = model.stateless_call(
            [weights[i] for i in trainable], [weights[i] for i in others], inputs, training=False
        )
        return drawn

    return pictures
