"""What is set in the window, or was trained, as the command that does the same without it."""

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes
from studio.core.run_folder import Lineage, RunFolder, RunRecord
from studio.core.sections.training import Unit

LENGTH = ("training.length", "training.length_unit")
SEED = "training.seed"


def run_command(run: RunFolder) -> str:
    """Return the command that makes a run again, quoted for the shell; raises `StudioError` when it cannot be read."""
    record = run.read_record()
    if record.branched_from is not None:
        return _branch_command(run, record, record.branched_from)
    return train_command(record.source, record.recipe, record.device)


def train_command(source: str, recipe: Recipe, device: str = "auto") -> str:
    """Return `gan-studio train …` with the nearest built-in recipe and only what differs from it."""
    nearest = min(built_in_recipes().values(), key=lambda known: _distance(known, recipe))
    changes = {key: value for key, (_, value) in nearest.differences(recipe).items()}
    words = ["gan-studio", "train", source, "--recipe", nearest.name]
    if any(key in changes for key in LENGTH) and recipe.training.length_unit == Unit.STEPS:
        words += ["--steps", str(recipe.training.length)]
        changes = {key: value for key, value in changes.items() if key not in LENGTH}
    if SEED in changes:
        words += ["--seed", str(changes.pop(SEED))]
    if device != "auto":
        words += ["--device", device]
    return _quoted([*words, *_assignments(changes)])


def _branch_command(run: RunFolder, record: RunRecord, origin: Lineage) -> str:
    """Return the two commands that branch a run again and train the branch."""
    before = RunFolder(run.path.parent / origin.run)
    try:
        changes = {key: value for key, (_, value) in before.read_record().recipe.differences(record.recipe).items()}
    except StudioError as error:
        raise StudioError(
            f"“{record.name}” was branched from “{origin.run}”, which is gone.",
            "Without that run's checkpoint the branch cannot be made again.",
            f"Put the folder {origin.run} back beside this run.",
        ) from error
    again = str(run.path.with_name(f"{run.path.name} again"))
    branch = ["gan-studio", "branch", str(before.path), "--at", str(origin.step), "--out", again]
    return f"{_quoted([*branch, *_assignments(changes)])} && {_quoted(['gan-studio', 'resume', again])}"


def _distance(known: Recipe, recipe: Recipe) -> tuple[int, bool]:
    return len(known.differences(recipe)), known.name != recipe.name


def _assignments(changes: Mapping[str, Any]) -> list[str]:
    return [word for key, value in changes.items() for word in ("--set", f"{key}={_text(value)}")]


def _text(value: Any) -> str:
    """Return a setting's value as `--set` reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value) if isinstance(value, Enum) else str(value)


def _quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
