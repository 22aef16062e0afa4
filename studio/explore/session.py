"""Latents to pictures by ONNX Runtime, without TensorFlow."""

import os

import numpy as np
import onnx
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as native  # pyright: ignore[reportAttributeAccessIssue]

from studio.core.errors import StudioError
from studio.core.latents import grid_classes
from studio.core.latents import latents as fixed_latents
from studio.core.pixels import to_uint8
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.graphs import (
    CLASSES,
    IMAGES,
    LATENTS,
    MEAN_STYLE,
    STYLE,
    TRUNCATION,
    has_style,
    style_alone,
    truncated,
    with_places,
)

THREADS = min(2, os.cpu_count() or 1)  # more gain little at these sizes, and take cores from training
MEAN_OF = 4096  # latents whose styles are averaged
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
        self._values = {n: onnxruntime.OrtValue.ortvalue_from_numpy(value) for n, value in weights.items()}
        self._model = model if has_style(model) else None
        self._mean_style: np.ndarray | None = None
        self._session = self._open(truncated(model) if self._model else model)

    def generate(
        self, latents: np.ndarray, classes: np.ndarray | None = None, truncations: np.ndarray | None = None
    ) -> np.ndarray:
        """Turn latents float32 (n, latent_size) into pictures uint8 (n, height, width, channels).

        A conditional generator takes shares of its classes float32 (n, classes); when None, one class after the other.
        `truncations` float32 (n,), 1 when None, draw pictures towards the middle: the style's where there is one, else
        that of the latents.
        """
        if classes is None:
            classes = grid_classes(len(latents), len(self.snapshot.class_names))
        height, width, channels = self.snapshot.shape
        images = np.empty((len(latents), height, width, channels), np.uint8)
        portion = max(1, PORTION // (height * width * channels))
        for start in range(0, len(latents), portion):
            part = slice(start, start + portion)
            images[part] = to_uint8(
                self.images(latents[part], classes[part], None if truncations is None else truncations[part])
            )
        return images

    def images(self, latents: np.ndarray, classes: np.ndarray, truncations: np.ndarray | None = None) -> np.ndarray:
        """Turn the same into pictures float32 (n, height, width, channels) in -1..1, in one call."""
        scales = np.ones(len(latents), np.float32) if truncations is None else truncations.astype(np.float32)
        given = self._inputs(latents, classes)
        if self._model:
            given[TRUNCATION] = scales[:, None]
            given[MEAN_STYLE] = self._mean(needed=bool((scales != 1.0).any()))
        else:
            given[LATENTS] = given[LATENTS] * scales[:, None]
        images = self._run(self._session, IMAGES, given)
        if images.shape != (len(latents), *self.snapshot.shape):
            raise StudioError(
                f"{self.snapshot.name} is not a generator.", "Its pictures have another size than it says."
            )
        return images

    def _inputs(self, latents: np.ndarray, classes: np.ndarray) -> dict[str, np.ndarray]:
        given = {LATENTS: np.ascontiguousarray(latents, np.float32)}
        if self.snapshot.class_names:
            given[CLASSES] = np.ascontiguousarray(classes, np.float32)
        return given

    def _mean(self, *, needed: bool) -> np.ndarray:
        """The mean style of some thousand latents, worked out when it is first needed; before, any will do."""
        if self._mean_style is None and self._model and needed:
            batch = fixed_latents(0, MEAN_OF, self.snapshot.latent_size)
            classes = grid_classes(MEAN_OF, len(self.snapshot.class_names))
            styles = self._run(self._open(style_alone(self._model)), STYLE, self._inputs(batch, classes))
            self._mean_style = styles.mean(axis=0, dtype=np.float64).astype(np.float32)
        if self._mean_style is None:
            return np.zeros(self._session.get_inputs()[-1].shape, np.float32)
        return self._mean_style

    def _open(self, model: onnx.ModelProto) -> onnxruntime.InferenceSession:
        options = _options()
        options.add_external_initializers(list(self._values), list(self._values.values()))
        try:
            return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        except _NATIVE_ERRORS as error:
            raise _broken(self.snapshot, error) from error

    def _run(self, session: onnxruntime.InferenceSession, name: str, given: dict[str, np.ndarray]) -> np.ndarray:
        try:
            return np.asarray(session.run([name], given)[0])
        except _NATIVE_ERRORS as error:
            raise _broken(self.snapshot, error) from error


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
