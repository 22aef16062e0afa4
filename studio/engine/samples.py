"""The fixed-latent grid: the same latents through the averaged generator, again and again over a run."""

import numpy as np
import tensorflow as tf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.core.events import SampleDrawn
from studio.core.files import replacing
from studio.core.latents import grid_classes, latents
from studio.core.pixels import grid, to_uint8
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder
from studio.data.image_set import ImageSet
from studio.engine.grid_metrics import GridMetrics
from studio.engine.state import TrainingState

CHUNK = 64


class Sampler:
    """Draws and saves the grids of one run."""

    def __init__(self, recipe: Recipe, state: TrainingState, run: RunFolder, images: ImageSet) -> None:
        sampling = recipe.sampling
        self._run = run
        self._rows, self._columns = sampling.rows, sampling.columns
        self._latents = latents(sampling.first_seed, self._rows * self._columns, recipe.networks.latent_size)
        self._classes = grid_classes(self._rows * self._columns, state.classes)
        signature = [tf.TensorSpec((None, size)) for size in (recipe.networks.latent_size, state.classes)]
        self.generate = tf.function(state.average, autograph=False, input_signature=signature)
        self._metrics = GridMetrics(self.generate, images, self._latents, self._classes)

    def draw(self, step: int) -> SampleDrawn:
        """Draw the grid of `step` and save it as PNG; raises `StudioError` when the disk refuses."""
        images = np.concatenate([self._portion(slice(i, i + CHUNK)) for i in range(0, len(self._latents), CHUNK)])
        pixels = grid(to_uint8(images), self._columns)
        path = self._run.sample_file(step)
        with replacing(path) as file:
            _picture(pixels).save(file, "PNG", pnginfo=self._facts(step))
        return SampleDrawn(step, path, pixels, self._rows, self._columns, self._metrics.of(images))

    def _portion(self, rows: slice) -> np.ndarray:
        latents, classes = tf.constant(self._latents[rows]), tf.constant(self._classes[rows])
        return self.generate(latents, classes).numpy()

    def _facts(self, step: int) -> PngInfo:
        facts = PngInfo()
        facts.add_text("step", str(step))
        facts.add_text("rows", str(self._rows))
        facts.add_text("columns", str(self._columns))
        return facts


def _picture(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
