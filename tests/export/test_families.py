"""Every architecture becomes a graph that draws the same pictures as its Keras model."""

import numpy as np
import pytest

from studio.core.latents import latents
from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.core.snapshot import GeneratorSnapshot
from studio.engine.networks.registry import build_generator
from studio.explore.session import GeneratorSession
from studio.export.snapshot_graph import snapshot_graph


@pytest.mark.parametrize("architecture", list(Architecture))
def test_graph_of_family_agrees_with_keras(architecture):
    sizes = {"data.width": 32, "data.height": 32, "networks.width": 8, "networks.largest_width": 16}
    recipe = Recipe().changed({**sizes, "networks.architecture": architecture, "networks.depth": 1})
    generator = build_generator(recipe)
    for weight in generator.weights:
        if weight.trainable:
            weight.assign(weight.numpy() + 0.005)  # what starts at zero would hide a mistake
    weights = {f"{index:03d}": weight.numpy() for index, weight in enumerate(generator.weights)}
    snapshot = GeneratorSnapshot(snapshot_graph(generator), weights, 0, 100, (32, 32, 1), "test")
    z = latents(0, 3, 100)
    np.testing.assert_allclose(
        GeneratorSession(snapshot).images(z, np.zeros((3, 0), np.float32)), generator(z), atol=1e-4
    )
