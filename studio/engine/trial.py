"""The dry run itself, in its own process: a few calls on the real data, a grid and a checkpoint, and their cost."""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from studio.core.checkpoint_file import CheckpointHeader, write_checkpoint
from studio.core.checks import refuse_problems
from studio.core.lengths import sample_interval, target_step
from studio.core.progress import Progress
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder
from studio.data.image_set import ImageSet
from studio.data.sources import open_images
from studio.engine.devices import CPU, Device, choose_device, placed, refuse_uneven
from studio.engine.graph_call import GraphCall
from studio.engine.pace import Pace
from studio.engine.pictures import pictures_for
from studio.engine.precision import settle_precision
from studio.engine.preflight import Measured, Opened, Tried
from studio.engine.samples import Sampler
from studio.engine.state import TrainingState

MEASURED_S = 3.0
BATCH = "training.batch_size"


def measure(
    source: str, recipe: Recipe, device_name: str, progress: Progress, tell: Callable[[Opened | Tried], None]
) -> Measured:
    """Train a little with half the batch and with all of it; nothing is kept. Raises `StudioError`."""
    device = choose_device(device_name)
    images = open_images(source, recipe.data, progress)
    refuse_problems(recipe, len(images), len(images.class_names))
    tell(Opened(len(images.class_names)))
    size = recipe.training.batch_size
    refuse_uneven(recipe, device)
    recipe = settle_precision(recipe, device)
    with placed(device):
        half = size // 2
        if half and half % (recipe.training.accumulation * len(device.places)) == 0:
            progress.report(0, 0, "Compiling for half the batch")
            _steps(recipe.changed({BATCH: half}), images, device)
            gc.collect()
            tell(Tried(half))
        return _measured(recipe, images, device, progress, tell)


def _steps(recipe: Recipe, images: ImageSet, device: Device) -> None:
    trial = _Trial(recipe, images, device)
    try:
        trial.run(2)
    finally:
        trial.pictures.close()


def _measured(
    recipe: Recipe, images: ImageSet, device: Device, progress: Progress, tell: Callable[[Opened | Tried], None]
) -> Measured:
    progress.report(0, 0, "Compiling for the whole batch")
    trial = _Trial(recipe, images, device)
    try:
        compile_s = _seconds(lambda: trial.run(1))
        progress.report(0, 0, "Measuring")
        begun = time.perf_counter()
        while time.perf_counter() - begun < MEASURED_S or not trial.pace.pictures_per_second:
            trial.run(trial.pace.steps(trial.target))
        tell(Tried(recipe.training.batch_size))
        progress.report(0, 0, "Drawing and saving")
        with TemporaryDirectory() as folder:
            grid_s, checkpoint_s, size = _saved(trial, images, RunFolder(Path(folder)))
    finally:
        trial.pictures.close()
    return Measured(
        pictures=len(images),
        target_step=trial.target,
        grids=trial.target // sample_interval(recipe, len(images)) + 1,
        pictures_per_second=trial.pace.pictures_per_second,
        compile_s=compile_s,
        grid_s=grid_s,
        checkpoint_s=checkpoint_s,
        checkpoint_bytes=size,
        on_processor=device.name == CPU,
    )


def _saved(trial: "_Trial", images: ImageSet, run: RunFolder) -> tuple[float, float, int]:
    """Draw and save as a run does; return the seconds of a grid, of a checkpoint, and the checkpoint's bytes."""
    run.samples.mkdir()
    run.checkpoints.mkdir()
    sampler = Sampler(trial.recipe, trial.state, run, images)
    sampler.draw(0)  # compiles
    grid_s = _seconds(lambda: sampler.draw(1))
    path, header = run.checkpoint_file(0), CheckpointHeader(0, 0.0, "", "", {})
    checkpoint_s = _seconds(lambda: write_checkpoint(path, header, trial.state.tensors()))
    return grid_s, checkpoint_s, path.stat().st_size


class _Trial:
    """Networks and pictures as a run has them, without its folder."""

    def __init__(self, recipe: Recipe, images: ImageSet, device: Device) -> None:
        training, optimizer = recipe.training, recipe.optimizer
        self.recipe = recipe
        self.target = target_step(recipe, len(images))
        self.state = TrainingState(recipe, len(images.class_names))
        self.pictures = pictures_for(recipe, images)
        self.pace = Pace(training.batch_size * training.discriminator_steps, 0.0)
        self._call = GraphCall(recipe, self.state, self.pictures, device.places)
        self._rates = (
            optimizer.generator_learning_rate,
            optimizer.discriminator_learning_rate,
            recipe.augmentation.strength,
        )
        self._step = 0

    def run(self, steps: int) -> None:
        """Make one call of so many steps."""
        warm = self._call.traces > 0
        seconds = _seconds(lambda: self._call(self._step, steps, self.target, self._rates))
        self.pace.measured(seconds, steps, warm=warm)
        self._step += steps


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
