"""How the recipe of a run changed while it was trained: which settings, and after which step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.journal import read_journal
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder, RunRecord


@dataclass(frozen=True, slots=True)
class RecipeChange:
    """`changes` (dotted keys) hold from the step after `step`."""

    step: int
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a run that was trained by one recipe; it ends where the next begins."""

    start: int
    recipe: Recipe


def recipe_changes(entries: Iterable[Mapping[str, Any]]) -> list[RecipeChange]:
    """Return what was changed in a run itself, in order, from the lines of its events journal.

    What was changed in the run it was branched from is in its own recipe already; what no checkpoint held when the run
    went on from an earlier one is lost.
    """
    saved: list[tuple[int, RecipeChange]] = []  # each with the step of the first checkpoint that holds it
    unsaved: list[RecipeChange] = []
    for entry in entries:
        step = int(entry.get("step", 0))
        match entry.get("event"):
            case "settings":
                unsaved.append(RecipeChange(step, dict(entry.get("changes", {}))))
            case "checkpoint":
                saved += [(step, change) for change in unsaved]
                unsaved = []
            case "started" | "resumed":
                saved, unsaved = [(at, change) for at, change in saved if at <= step], []
            case "branched":
                saved, unsaved = [], []
    return [change for _, change in saved] + unsaved


def legs_of(run: RunFolder, record: RunRecord) -> list[Leg]:
    """Return the parts of a run, in order; the first begins where the run does. Raises `StudioError`."""
    start = record.branched_from.step if record.branched_from else 0
    legs = [Leg(start, record.recipe)]
    for change in recipe_changes(read_journal(run.events_file)):
        recipe = legs[-1].recipe.changed(change.changes)
        if change.step <= legs[-1].start:
            legs.pop()
        legs.append(Leg(max(change.step, start), recipe))
    return legs
