"""Latents to pictures by ONNX Runtime, without TensorFlow."""

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as native  # pyright: ignore[reportAttributeAccessIssue]

from studio.core.errors import StudioError
from studio.core.latents import grid_classes
from studio.core.pixels import to_uint8
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.graphs import CLASSES, IMAGES, LATENTS, with_places

THREADS = 1  # a second one gains nothing at these sizes, and takes a core from training
PORTION = 1 << 22  # numbers of one call's pictures: bounds its memory

_NATIVE_ERRORS = (
    native.EPFail,
    native.Fail,
    native.InvalidArgument,
    native.InvalidGraph,
    native.InvalidProtobuf,
    native.NotImplemented,
    native.RuntimeException,
)


class GeneratorSession:
    """A generator that is ready to answer, from any thread and from several at once."""

    def __init__(self, snapshot: GeneratorSnapshot) -> None:
        """Fill the graph with the weights and make it ready; raises `StudioError` when it is not a sound generator."""
        self.snapshot = snapshot
        weights = {name: np.ascontiguousarray(value) for name, value in snapshot.weights.items()}
        model = with_places(snapshot.graph, weights, where=snapshot.name)
        self._values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
        options = _options()
        options.add_external_initializers(list(weights), self._values)
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except _NATIVE_ERRORS as error:
            raise _broken(snapshot, error) from error

    def generate(self, latents: np.ndarray, classes: np.ndarray | None = None) -> np.ndarray:
        """Turn latents float32 (n, latent_size) into pictures uint8 (n, height, width, channels).

        A conditional generator takes shares of its classes float32 (n, classes); when None, one class after the other.
        """
        if classes is None:
            classes = grid_classes(len(latents), len(self.snapshot.class_names))
        height, width, channels = self.snapshot.shape
        images = np.empty((len(latents), height, width, channels), np.uint8)
        portion = max(1, PORTION // (height * width * channels))
        for start in range(0, len(latents), portion):
            end = start + portion
            images[start:end] = to_uint8(self.images(latents[start:end], classes[start:end]))
        return images

    def images(self, latents: np.ndarray, classes: np.ndarray) -> np.ndarray:
        """Turn latents and class shares into pictures float32 (n, height, width, channels) in -1..1, in one call."""
        given = {LATENTS: np.ascontiguousarray(latents, np.float32)}
        if self.snapshot.class_names:
            given[CLASSES] = np.ascontiguousarray(classes, np.float32)
        try:
            (images,) = self._session.run([IMAGES], given)
        except _NATIVE_ERRORS as error:
            raise _broken(self.snapshot, error) from error
        images = np.asarray(images)
        if images.shape != (len(latents), *self.snapshot.shape):
            raise StudioError(
                f"{self.snapshot.name} is not a generator.", "Its pictures have another size than it says."
            )
        return images


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return options


def _broken(snapshot: GeneratorSnapshot, error: Exception) -> StudioError:
    return StudioError(
        f"{snapshot.name} cannot be run as a generator.",
        f"ONNX Runtime says: {error}",
        "Choose another checkpoint, or export the generator again.",
    )
