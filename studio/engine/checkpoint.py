"""Saving and finding checkpoints of a run, and the averaged generator out of one."""

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import keras
import numpy as np

from studio.core.checkpoint_file import CheckpointHeader, read_checkpoint, write_checkpoint
from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder, RunRecord
from studio.core.sections.training import Precision
from studio.core.thinning import to_drop
from studio.engine.networks.registry import build_generator
from studio.engine.state import TrainingState


@dataclass(frozen=True, slots=True)
class Loaded:
    """A good checkpoint, and the damaged newer ones that were passed over on the way to it."""

    header: CheckpointHeader
    tensors: dict[str, np.ndarray]
    damaged: tuple[StudioError, ...]


def save_checkpoint(
    run: RunFolder, record: RunRecord, state: TrainingState, step: int, seconds: float, changes: Mapping[str, Any]
) -> None:
    """Write the whole state; `changes` are settings changed while running. Raises `StudioError` (disk)."""
    header = CheckpointHeader(
        step=step,
        seconds=seconds,
        recipe_fingerprint=record.recipe.fingerprint(),
        data_fingerprint=record.data_fingerprint,
        versions=versions(),
        state={"changes": dict(changes), "recipe": record.recipe.model_dump(mode="json")},
    )
    write_checkpoint(run.checkpoint_file(step), header, state.tensors())


def newest_checkpoint(run: RunFolder) -> Loaded | None:
    """Return the newest checkpoint that is whole, or None when the run has none; raises when all are damaged."""
    damaged: list[StudioError] = []
    for step in reversed(run.checkpoint_steps()):
        try:
            header, tensors = read_checkpoint(run.checkpoint_file(step))
        except StudioError as error:
            damaged.append(error)
        else:
            return Loaded(header, tensors, tuple(damaged))
    if damaged:
        raise StudioError("No checkpoint of this run can be used.", damaged[0].detail, "Start a new run.")
    return None


def refuse_other_recipe(record: RunRecord, header: CheckpointHeader) -> None:
    """Raise `StudioError` when a setting is not the saved one.

    Settings that are newer than the checkpoint pass, and a precision that was `auto` and has been settled since.
    """
    present = record.recipe.model_dump(mode="json")
    for section, saved in header.state.get("recipe", {}).items():
        for name, value in saved.items() if isinstance(saved, dict) else ():
            if name in present.get(section, {}) and value not in (present[section][name], Precision.AUTO):
                raise StudioError(
                    "The checkpoint was made with another recipe.",
                    f"{section}.{name}: saved {value}, in run.json {present[section][name]}.",
                    "Restore run.json, or start a new run with the changed recipe.",
                )


def thin_checkpoints(run: RunFolder, keep: int, best: int | None = None) -> None:
    """Delete checkpoints until `keep` are left: the first, the newest, the `best`, the others spread over the steps."""
    for step in to_drop(run.checkpoint_steps(), keep, best):
        run.checkpoint_file(step).unlink(missing_ok=True)


def load_generator(run: RunFolder, step: int | None = None) -> keras.Model:
    """Return the averaged generator of the newest (or given) checkpoint, float32, ready for inference.

    Raises `StudioError` when there is no such checkpoint or it is damaged.
    """
    record = run.read_record()
    if step is None:
        loaded = newest_checkpoint(run)
        if loaded is None:
            raise StudioError("This run has no checkpoint yet.", "", "Train it for some steps first.")
        tensors = loaded.tensors
    else:
        _, tensors = read_checkpoint(run.checkpoint_file(step))
    return generator_with(record, tensors)


def generator_with(record: RunRecord, tensors: Mapping[str, np.ndarray]) -> keras.Model:
    """Build the float32 generator and give it the averaged weights among `tensors`."""
    recipe, classes = record.recipe, len(record.class_names)
    generator = build_generator(recipe, classes)
    give_averaged_weights(generator, tensors)
    examples = [np.zeros((1, *tensor.shape[1:]), np.float32) for tensor in generator.inputs]
    generator(examples if len(examples) > 1 else examples[0])  # export needs one call in this thread
    return generator


def give_averaged_weights(generator: keras.Model, tensors: Mapping[str, np.ndarray]) -> None:
    """Set a generator's weights to the averaged ones among a checkpoint's `tensors`."""
    generator.set_weights([tensors[name] for name in sorted(tensors) if name.startswith("averaged_generator/")])


def versions() -> dict[str, str]:
    """The versions that may change a result, for headers and records."""
    return dict(_versions())


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    yield "system", f"{platform.system()} {platform.machine()}"
    for package in ("gan-studio", "tensorflow", "keras", "numpy"):
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, "source"
