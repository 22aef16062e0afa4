"""Proof that a run's newest checkpoint can be continued exactly: load it twice, train on twice, compare every bit."""

from dataclasses import dataclass
from pathlib import Path

from studio.core.checkpoint_file import tensors_digest
from studio.core.errors import StudioError
from studio.core.lengths import target_step
from studio.core.progress import Progress, Quiet, check
from studio.core.recipe import Recipe
from studio.core.run_folder import open_run
from studio.data.image_set import ImageSet
from studio.data.run_pictures import pictures_of_run
from studio.engine.checkpoint import Loaded, newest_checkpoint
from studio.engine.devices import Device, choose_device, placed
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was proved: from `step`, `steps` more give the same tensors twice when `identical`.

    `damaged` names newer checkpoints that cannot be read.
    """

    step: int
    steps: int
    first_digest: str
    second_digest: str
    damaged: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether both continuations ended in the same bits."""
        return self.first_digest == self.second_digest


def verify_run(path: Path, steps: int = 10, progress: Progress | None = None) -> VerifyReport:
    """Load the newest whole checkpoint, make `steps` updates in one graph call, then again one by one, and compare.

    Nothing is written. Raises `StudioError` when the run, its pictures or all its checkpoints cannot be read.
    """
    progress = progress or Quiet()
    run, record = open_run(path)
    loaded = newest_checkpoint(run)
    if loaded is None:
        raise StudioError("This run has no checkpoint yet.", "", "Train it for some steps first.")
    images = pictures_of_run(run, record, progress)
    recipe = record.recipe.changed(dict(loaded.header.state.get("changes", {})))
    device = choose_device(record.device)
    with placed(device):
        first = _continued(recipe, loaded, images, device, [steps], progress)
        second = _continued(recipe, loaded, images, device, [1] * steps, progress)
    names = tuple(error.headline for error in loaded.damaged)
    return VerifyReport(loaded.header.step, steps, first, second, names)


def _continued(
    recipe: Recipe, loaded: Loaded, images: ImageSet, device: Device, calls: list[int], progress: Progress
) -> str:
    """Return the digest of the whole state after the calls."""
    state = TrainingState(recipe, len(images.class_names))
    state.load(loaded.tensors)
    pictures = pictures_for(recipe, images)
    call = GraphCall(recipe, state, pictures, device.places)
    optimizer = recipe.optimizer
    rates = (optimizer.generator_learning_rate, optimizer.discriminator_learning_rate, recipe.augmentation.strength)
    step, target = loaded.header.step, target_step(recipe, len(images))
    try:
        for index, steps in enumerate(calls):
            check(progress)
            progress.report(index, len(calls), "Repeating steps")
            step += call(step, steps, target, rates).steps
    finally:
        pictures.close()
    return tensors_digest(state.tensors())
