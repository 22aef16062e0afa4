"""Writing a generator in each format, and opening what was written again as anybody else would."""

import json
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import onnx
import tensorflow as tf

from studio.core.codes import Codes
from studio.core.errors import StudioError
from studio.core.snapshot import NO_CODES
from studio.explore.directions import Direction, directions_json
from studio.explore.graphs import with_weights
from studio.explore.session import GeneratorSession
from studio.explore.snapshots import (
    CLASSES_KEY,
    CODES_KEY,
    DIRECTIONS_KEY,
    NAME_KEY,
    RECIPE_KEY,
    STEP_KEY,
    open_snapshot,
)
from studio.export.formats import ExportFormat
from studio.export.snapshot_graph import snapshot_graph, weight_name

Inputs = Sequence[np.ndarray]
"""Latents float32 (n, latent_size), and shares of the classes (n, classes) for a conditional generator."""

Draw = Callable[[Inputs], np.ndarray]
"""Inputs to pictures float32 (n, height, width, channels) in -1..1."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a generator comes from, as far as a format can carry it along."""

    name: str
    step: int
    recipe_fingerprint: str
    class_names: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()
    codes: Codes = NO_CODES


@dataclass(frozen=True, slots=True)
class Writer:
    """How one format is written to a new path, and opened again."""

    write: Callable[[keras.Model, Path, Facts], None]
    reopen: Callable[[Path], Draw]


def writer(wanted: ExportFormat) -> Writer:
    """Return the writer of a format."""
    return {
        ExportFormat.KERAS: Writer(_write_keras, _reopen_keras),
        ExportFormat.ONNX: Writer(_write_onnx, _reopen_onnx),
        ExportFormat.SAVED_MODEL: Writer(_write_saved_model, _reopen_saved_model),
        ExportFormat.LITERT: Writer(_write_litert, _reopen_litert),
    }[wanted]


def _write_keras(generator: keras.Model, path: Path, facts: Facts) -> None:
    generator.save(path)


def _reopen_keras(path: Path) -> Draw:
    model = keras.saving.load_model(path, compile=False, safe_mode=True)
    return lambda inputs: keras_pictures(model, inputs)


def keras_pictures(model: keras.Model, inputs: Inputs) -> np.ndarray:
    """What a Keras generator draws."""
    given = list(inputs) if len(inputs) > 1 else inputs[0]
    return np.asarray(keras.ops.convert_to_numpy(model(given, training=False)))


def _write_onnx(generator: keras.Model, path: Path, facts: Facts) -> None:
    weights = {weight_name(i): np.asarray(keras.ops.convert_to_numpy(w)) for i, w in enumerate(generator.weights)}
    content = with_weights(snapshot_graph(generator), weights, where=path.name)
    model = onnx.ModelProto.FromString(content)
    model.producer_name = "GAN Studio"
    properties = {
        NAME_KEY: facts.name,
        STEP_KEY: str(facts.step),
        RECIPE_KEY: facts.recipe_fingerprint,
        CLASSES_KEY: json.dumps(facts.class_names),
        CODES_KEY: f"{facts.codes.categories},{facts.codes.continuous}",
        DIRECTIONS_KEY: directions_json(facts.directions),
    }
    onnx.helper.set_model_props(model, properties)
    path.write_bytes(model.SerializeToString())


def _reopen_onnx(path: Path) -> Draw:
    session = GeneratorSession(open_snapshot(path))
    return lambda inputs: session.images(inputs[0], inputs[-1])


def _write_saved_model(generator: keras.Model, path: Path, facts: Facts) -> None:
    generator.export(path, format="tf_saved_model", verbose=False)


def _reopen_saved_model(path: Path) -> Draw:
    served = tf.saved_model.load(str(path)).signatures["serving_default"]
    names = sorted(served.structured_input_signature[1], reverse=True)  # latents before classes

    def draw(inputs: Inputs) -> np.ndarray:
        given = {name: tf.constant(value) for name, value in zip(names, inputs, strict=True)}
        return next(iter(served(**given).values())).numpy()

    return draw


def _write_litert(generator: keras.Model, path: Path, facts: Facts) -> None:
    """Convert by way of a SavedModel, with LiteRT's own operations only."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        generator.export(folder, format="tf_saved_model", verbose=False)
        path.write_bytes(tf.lite.TFLiteConverter.from_saved_model(folder).convert())


def _reopen_litert(path: Path) -> Draw:
    interpreter = _interpreter(path)
    sources = sorted(interpreter.get_input_details(), key=lambda source: source["name"], reverse=True)
    target = interpreter.get_output_details()[0]

    def draw(inputs: Inputs) -> np.ndarray:
        for source, value in zip(sources, inputs, strict=True):
            interpreter.resize_tensor_input(source["index"], value.shape)
        interpreter.allocate_tensors()
        for source, value in zip(sources, inputs, strict=True):
            interpreter.set_tensor(source["index"], value)
        interpreter.invoke()
        return interpreter.get_tensor(target["index"])

    return draw


def _interpreter(path: Path) -> tf.lite.Interpreter:
    """Open with the interpreter TensorFlow brings along (it warns that a package of its own will take over)."""
    if not hasattr(tf.lite, "Interpreter"):
        raise StudioError("This TensorFlow cannot open LiteRT files.", "", "Choose another format.")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\s*Warning: tf.lite.Interpreter is deprecated")
        return tf.lite.Interpreter(model_path=str(path))
