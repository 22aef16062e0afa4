"""Every architecture becomes a graph, and a file of every format, that draws the same pictures as its Keras model."""

import numpy as np
import pytest

from studio.core.latents import latents
from studio.core.recipe import Recipe
from studio.core.sections.networks import Architecture
from studio.core.snapshot import GeneratorSnapshot
from studio.engine.networks.registry import build_generator
from studio.explore.session import GeneratorSession
from studio.explore.snapshots import open_snapshot
from studio.export.exporting import export_generator
from studio.export.formats import LARGEST_DIFFERENCE, ExportFormat
from studio.export.snapshot_graph import snapshot_graph
from studio.export.writers import Facts

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras 3.15 saving, NumPy 2
)


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


@pytest.mark.slow
@pytest.mark.parametrize("conditional", [False, True])
@pytest.mark.parametrize("architecture", list(Architecture))
def test_every_family_is_exported_in_every_format(architecture, conditional, tmp_path):
    sizes = {"data.width": 16, "data.height": 16, "networks.width": 8, "networks.largest_width": 16}
    asked = {"networks.architecture": architecture, "networks.depth": 1, "networks.conditional": conditional}
    generator = build_generator(Recipe().changed({**sizes, **asked}), classes=3)
    names = ("cat", "dog", "owl") if conditional else ()
    for wanted in ExportFormat:
        file = export_generator(generator, wanted, tmp_path, Facts("family", 1, "0" * 8, names))
        assert file.max_difference <= LARGEST_DIFFERENCE
    assert open_snapshot(tmp_path / "family-000001.onnx").class_names == names
