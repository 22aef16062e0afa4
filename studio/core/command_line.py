"""What is set in the window, or was trained, as the command that does the same without it."""

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from studio.core.branching import recipe_at
from studio.core.errors import StudioError
from studio.core.lengths import target_step
from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes
from studio.core.recipe_changes import Leg, legs_of
from studio.core.run_folder import Lineage, RunFolder, RunRecord
from studio.core.sections.optimizer import Schedule
from studio.core.sections.training import Unit
from studio.core.settings import as_text

LENGTH = frozenset({"training.length", "training.length_unit"})
SEED = "training.seed"


def run_command(run: RunFolder) -> str:
    """Return the commands that make a run again, quoted for the shell: one for each recipe it was trained by.

    Raises `StudioError` when the run cannot be read, or no commands make it again.
    """
    record = run.read_record()
    legs = _with_targets(_without_needless(legs_of(run, record)), record)
    again = str(run.path.with_name(f"{run.path.name} again"))
    later = [_resume_words(again, before.recipe, leg.recipe) for before, leg in pairwise(legs)]
    if record.branched_from is not None:
        branch = _branch_words(run, record, record.branched_from, legs[0].recipe, again)
        return " && ".join(map(_quoted, [branch, ["gan-studio", "resume", again], *later]))
    train = _train_words(record.source, legs[0].recipe, record.device)
    return " && ".join(map(_quoted, [[*train, "--out", again] if later else train, *later]))


def train_command(source: str, recipe: Recipe, device: str = "auto") -> str:
    """Return `gan-studio train …` with the nearest built-in recipe and only what differs from it."""
    return _quoted(_train_words(source, recipe, device))


def _train_words(source: str, recipe: Recipe, device: str) -> list[str]:
    nearest = min(built_in_recipes().values(), key=lambda known: _distance(known, recipe))
    changes = {key: value for key, (_, value) in nearest.differences(recipe).items()}
    words = ["gan-studio", "train", source, "--recipe", nearest.name, *_steps(changes, recipe)]
    if SEED in changes:
        words += ["--seed", str(changes.pop(SEED))]
    if device != "auto":
        words += ["--device", device]
    return [*words, *assignments(changes)]


def _resume_words(run: str, before: Recipe, after: Recipe) -> list[str]:
    changes = {key: value for key, (_, value) in before.differences(after).items()}
    return ["gan-studio", "resume", run, *_steps(changes, after), *assignments(changes)]


def _branch_words(run: RunFolder, record: RunRecord, origin: Lineage, recipe: Recipe, out: str) -> list[str]:
    before = RunFolder(run.path.parent / origin.run)
    try:
        changes = recipe_at(before, origin.step).differences(recipe)
    except StudioError as error:
        raise StudioError(
            f"“{record.name}” was branched from step {origin.step:,} of “{origin.run}”, which is gone.",
            "Without that checkpoint the branch cannot be made again.",
            "Put it back where it was, beside this run.",
        ) from error
    changed = assignments({key: value for key, (_, value) in changes.items()})
    return ["gan-studio", "branch", str(before.path), "--at", str(origin.step), "--out", out, *changed]


def _without_needless(legs: Sequence[Leg]) -> list[Leg]:
    """Join parts that differ in their length alone, which sways no step unless the learning rate falls towards it."""
    kept = [legs[0]]
    for leg in legs[1:]:
        if not _falls(leg.recipe) and set(kept[-1].recipe.differences(leg.recipe)) <= LENGTH:
            kept[-1] = Leg(kept[-1].start, leg.recipe)
        else:
            kept.append(leg)
    return kept


def _with_targets(legs: Sequence[Leg], record: RunRecord) -> list[Leg]:
    """Let every part end where the next begins; raises `StudioError` where that would change its learning rates."""
    ended = []
    for leg, following in pairwise(legs):
        ends_there = target_step(leg.recipe, record.pictures) == following.start
        if not ends_there and _falls(leg.recipe):
            raise StudioError(
                "No command makes this run again.",
                f"It was changed at step {following.start:,} while its learning rate fell towards a later end.",
                "Branch it at a checkpoint instead: the branch goes on exactly as the run did.",
            )
        length = {} if ends_there else {"training.length": following.start, "training.length_unit": Unit.STEPS}
        ended.append(Leg(leg.start, leg.recipe.changed(length)))
    return [*ended, legs[-1]]


def _falls(recipe: Recipe) -> bool:
    return recipe.optimizer.schedule != Schedule.CONSTANT


def _distance(known: Recipe, recipe: Recipe) -> tuple[int, bool]:
    return len(known.differences(recipe)), known.name != recipe.name


def _steps(changes: dict[str, Any], recipe: Recipe) -> list[str]:
    """Take the length out of the changes and return it as `--steps`, if that is its unit."""
    if recipe.training.length_unit != Unit.STEPS or not LENGTH & changes.keys():
        return []
    for key in LENGTH:
        changes.pop(key, None)
    return ["--steps", str(recipe.training.length)]


def assignments(changes: Mapping[str, Any]) -> list[str]:
    """Return the words that make these changes (dotted keys) of a recipe."""
    return [word for key, value in changes.items() for word in ("--set", f"{key}={as_text(value)}")]


def _quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
