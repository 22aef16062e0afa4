"""The generator at one moment, as training hands it to exploring and exporting: a small graph plus weights."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.core.codes import Codes

NO_CODES = Codes()


@dataclass(frozen=True, slots=True)
class GeneratorSnapshot:
    """A generator that ONNX Runtime can run.

    `graph` is an ONNX model whose inputs are `latents` (n, latent_size) float32, `classes` (n, len(class_names))
    float32 when it is conditional, and one input per weight, named as in `weights`; its output `images` is float32
    (n, height, width, channels) in -1..1. `codes` are the structured codes among the latents.
    """

    graph: bytes
    weights: Mapping[str, np.ndarray]
    step: int
    latent_size: int
    shape: tuple[int, int, int]
    name: str
    class_names: tuple[str, ...] = ()
    codes: Codes = NO_CODES
