"""Branching: a new run that starts from a checkpoint of another one, with its history, and with other settings."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.core.checkpoint_file import CheckpointHeader, read_checkpoint, read_header, write_checkpoint
from studio.core.checks import find_problems, refuse
from studio.core.errors import CancelledError, StudioError
from studio.core.files import unwritable
from studio.core.journal import read_journal
from studio.core.progress import Progress, Quiet, check
from studio.core.recipe import Recipe, find_setting
from studio.core.run_folder import Lineage, RunFolder, RunRecord, create_run, now, open_run, record_event, refuse_taken
from studio.core.sections.networks import Architecture
from studio.core.sections.optimizer import OptimizerKind

KEPT_EVENTS = frozenset({"sample", "warning", "paused", "branched"})
SHAPING_SECTIONS = frozenset({"data", "networks"})
SHAPING_KEYS = frozenset({"optimizer.kind", "augmentation.adaptive"})
FREE_KEYS = frozenset({"networks.discriminator_dropout"})


def fits_weights(key: str, recipe: Recipe) -> bool:
    """Whether the setting may change from what it is in `recipe`: the pictures and what was learnt stay usable.

    What is only there above zero may change from one such value to another.
    """
    section = key.partition(".")[0]
    if _is_there_above_zero(key, recipe):
        return recipe.value(key) > 0
    return key in FREE_KEYS or not (section in SHAPING_SECTIONS or key in SHAPING_KEYS)


def nearest_checkpoint(run: RunFolder, step: int) -> int:
    """Return the newest checkpoint at or before `step`, or the first where none is; raises `StudioError`."""
    steps = run.checkpoint_steps()
    if not steps:
        raise StudioError("This run has no checkpoint yet.", "", "Train it for some steps, or save one now.")
    return max((s for s in steps if s <= step), default=steps[0])


def earlier_checkpoint(run: RunFolder, step: int) -> int:
    """Return the newest checkpoint at or before `step`; raises `StudioError` where there is none."""
    nearest = nearest_checkpoint(run, step)
    if nearest > step:
        raise StudioError(
            "Nothing was saved that long ago.",
            f"To go back to step {step:,} needs a checkpoint at or before it; the first one is of step {nearest:,}.",
            "Start a new run, or branch from that one.",
        )
    return nearest


def recipe_at(run: RunFolder, checkpoint: int) -> Recipe:
    """Return the recipe that held at a checkpoint, changes made while running included; raises `StudioError`."""
    return _recipe_of(run.read_record(), read_header(run.checkpoint_file(checkpoint)))


def recipe_now(run: RunFolder) -> Recipe:
    """Return the recipe a run would go on with: that of its newest good checkpoint, else that of its record."""
    for step in reversed(run.checkpoint_steps()):
        with suppress(StudioError):
            return recipe_at(run, step)
    return run.read_record().recipe


def branch(
    path: Path,
    step: int,
    out: Path,
    *,
    changes: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> tuple[RunFolder, int]:
    """Make the new run `out` from the checkpoint of the run at `path` that `nearest_checkpoint` names.

    Returns the new run and the step it starts from. Its weights, its counters and its history up to there are those of
    the old run, which stays as it is; without `changes` it goes on bit for bit as the old run did. Raises `StudioError`
    when a change does not fit the weights, when the checkpoint is damaged, and when the disk refuses. Cancelled or
    failed, it leaves nothing behind.
    """
    run, record = open_run(path)
    refuse_taken(out)
    checkpoint = nearest_checkpoint(run, step)
    header, tensors = read_checkpoint(run.checkpoint_file(checkpoint))
    before = _recipe_of(record, header)
    recipe = before.changed(changes or {})
    _refuse_misfits(before, recipe)
    _refuse_new_problems(before, recipe, record)
    lineage = Lineage(run=run.path.name, step=checkpoint, images=images_at(record, before, checkpoint))
    content = {"name": out.name, "created": now(), "recipe": recipe, "branched_from": lineage, "tags": ()}
    made = create_run(out, record.model_copy(update=content))
    try:
        _copy_history(run, made, checkpoint, progress or Quiet())
        state = {**header.state, "changes": {}, "recipe": recipe.model_dump(mode="json")}
        own = replace(header, recipe_fingerprint=recipe.fingerprint(), state=state)
        _note_branch(made, lineage, header)
        write_checkpoint(made.checkpoint_file(checkpoint), own, tensors)
    except (StudioError, CancelledError):
        shutil.rmtree(out, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(out, ignore_errors=True)
        raise unwritable(out, error) from error
    return made, checkpoint


def images_at(record: RunRecord, recipe: Recipe, step: int) -> int:
    """Return how many real pictures a run has seen after `step` steps, those of the run it came from included."""
    before = record.branched_from or Lineage(run="", step=0)
    return before.images + (step - before.step) * recipe.training.batch_size * recipe.training.discriminator_steps


def _recipe_of(record: RunRecord, header: CheckpointHeader) -> Recipe:
    return record.recipe.changed(header.state.get("changes", {}))


def _is_there_above_zero(key: str, recipe: Recipe) -> bool:
    """Whether the setting makes something of a checkpoint unless it is zero: fastgan's decoder, sgd's momentum."""
    match key:
        case "loss.reconstruction_weight":
            return recipe.networks.architecture == Architecture.FASTGAN
        case "optimizer.beta1":
            return recipe.optimizer.kind == OptimizerKind.SGD
        case _:
            return False


def _refuse_misfits(before: Recipe, after: Recipe) -> None:
    misfits = [key for key in before.differences(after) if not (fits_weights(key, before) and fits_weights(key, after))]
    if misfits:
        named = ", ".join(find_setting(key).called for key in misfits)
        raise StudioError(
            f"{named} cannot change in a branch.",
            "The weights of the checkpoint were made for the value they have.",
            "Leave it as it is, or start a new run with it.",
        )


def _refuse_new_problems(before: Recipe, after: Recipe, record: RunRecord) -> None:
    """Let stand what the old run was trained with, whatever is thought of it now."""
    old, new = (find_problems(recipe, record.pictures, len(record.class_names)) for recipe in (before, after))
    refuse(problem for problem in new if problem not in old)


def _copy_history(run: RunFolder, made: RunFolder, step: int, progress: Progress) -> None:
    """Copy what the old run knew at `step`: graph, grids, numbers, and the events that describe them."""
    if run.graph_file.exists():
        shutil.copyfile(run.graph_file, made.graph_file)
    samples = [sample for sample in run.sample_steps() if sample <= step]
    for number, sample in enumerate(samples):
        check(progress)
        progress.report(number, len(samples), "Copying the history")
        shutil.copyfile(run.sample_file(sample), made.sample_file(sample))
    _write_lines(made.metrics_file, _up_to(run.metrics_file, step))
    _write_lines(made.events_file, (entry for entry in _up_to(run.events_file, step) if _is_kept(entry, step)))


def _is_kept(entry: Mapping[str, Any], step: int) -> bool:
    """Whether a branch at `step` goes on with it.

    Of the scores only that of the one checkpoint it has; what was changed at its step holds for later ones.
    """
    match entry.get("event"):
        case "scored":
            return entry["step"] == step
        case "settings":
            return entry["step"] < step
        case kind:
            return kind in KEPT_EVENTS


def _note_branch(made: RunFolder, lineage: Lineage, header: CheckpointHeader) -> None:
    entry = record_event("branched", lineage.step, run=lineage.run, seconds=round(header.seconds, 3))
    with made.events_file.open("a", encoding="utf-8") as file:
        file.write(_line(entry))


def _up_to(journal: Path, step: int) -> Iterator[dict[str, Any]]:
    for entry in read_journal(journal):
        if isinstance(entry.get("step"), int | float) and entry["step"] <= step:
            yield entry


def _write_lines(path: Path, entries: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_line(entry) for entry in entries)


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, separators=(",", ":")) + "\n"
