"""The generator's first features: what its first activation makes of the latents."""

import numpy as np
import onnx
import onnxruntime

from studio.core.errors import StudioError
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.graphs import CLASSES, IMAGES, LATENTS, STYLE, has_style, with_weights

_ACTIVATIONS = {"Relu", "LeakyRelu", "Tanh", "Sigmoid", "Elu", "Selu", "Softplus", "PRelu", "Clip", "HardSigmoid"}


class FirstFeatures:
    """Latents to the style, or the first activation where there is none; what comes after it is never computed."""

    def __init__(self, snapshot: GeneratorSnapshot, classes: np.ndarray) -> None:
        """`classes` float32 (classes,) are the shares that a conditional generator is asked for."""
        self._classes = classes
        model = onnx.ModelProto.FromString(with_weights(snapshot.graph, snapshot.weights, where=snapshot.name))
        self._name = STYLE if has_style(model) else _first_activation(model.graph)
        del model.graph.output[1:]
        model.graph.output[0].CopyFrom(onnx.ValueInfoProto(name=self._name))
        model.graph.output[0].type.tensor_type.elem_type = onnx.TensorProto.FLOAT
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, latents: np.ndarray) -> np.ndarray:
        """Return float32 (n, features) for latents float32 (n, latent_size)."""
        given = {LATENTS: np.asarray(latents, np.float32)}
        if len(self._classes):
            given[CLASSES] = np.tile(self._classes, (len(latents), 1)).astype(np.float32)
        (features,) = self._session.run([self._name], given)
        return np.asarray(features).reshape(len(latents), -1)


def _first_activation(graph: onnx.GraphProto) -> str:
    """The first activation that depends on the latents, in the order of the graph."""
    reached = {LATENTS}
    for node in graph.node:
        if reached.isdisjoint(node.input):
            continue
        if node.op_type in _ACTIVATIONS and node.output[0] != IMAGES:
            return node.output[0]
        reached.update(node.output)
    raise StudioError("This generator has no hidden features to find directions in.")
