"""Runs side by side: the settings in which they differ, and the grids that belong to the same step or moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.branching import recipe_now
from studio.core.history import History
from studio.core.journal import read_journal
from studio.core.library import RunSummary, summarise
from studio.core.progress import Quiet
from studio.core.recipe import Recipe, all_settings
from studio.core.recipe_changes import RecipeChange, recipe_changes
from studio.core.run_contents import read_rows
from studio.core.run_folder import RunFolder
from studio.core.settings import Setting


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting and the value it has in each of the runs compared.

    `changed_at` is the step at which a run was changed to that value while it ran, None where it had it from the start.
    """

    setting: Setting
    values: tuple[Any, ...]
    changed_at: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """What a comparison shows of one run; `grids` is {step: (rows, columns)}, steps ascending.

    `recipe` is the one it would go on with, `changes` are what was changed while it ran.
    """

    summary: RunSummary
    recipe: Recipe
    changes: list[RecipeChange]
    history: History
    grids: dict[int, tuple[int, int]]

    def grid_at(self, place: float, axis: str) -> int | None:
        """Return the step of the newest grid at or before `place` steps, images or seconds; the first when none is."""
        steps = list(self.grids)
        if not steps:
            return None
        places = steps if axis == "step" else self._places(steps, axis)
        return steps[max(int(np.searchsorted(places, place, side="right")) - 1, 0)]

    def changed_at(self, key: str) -> int | None:
        """Return the step at which the run was last changed in a setting, None where it never was."""
        return next((change.step for change in reversed(self.changes) if key in change.changes), None)

    def _places(self, steps: list[int], axis: str) -> np.ndarray:
        """Return the images seen or seconds trained at each of the steps."""
        if len(self.history) == 0:
            return np.zeros(len(steps))
        return np.interp(steps, self.history.column("step"), self.history.column(axis))


def read_for_comparison(run: RunFolder) -> ComparedRun:
    """Read a run; raises `StudioError` when it is none."""
    entries = list(read_journal(run.events_file))
    shapes = {
        int(entry["step"]): (int(entry["rows"]), int(entry["columns"]))
        for entry in entries
        if entry.get("event") == "sample"
    }
    return ComparedRun(
        summary=summarise(run),
        recipe=recipe_now(run),
        changes=recipe_changes(entries),
        history=read_rows(run, Quiet()),
        grids={step: shapes.get(step, (1, 1)) for step in run.sample_steps()},
    )


def recipe_differences(recipes: Sequence[Recipe]) -> list[Difference]:
    """Return the settings in which not all recipes agree, in the order of declaration."""
    nowhere = (None,) * len(recipes)
    rows = (Difference(s, tuple(recipe.value(s.key) for recipe in recipes), nowhere) for s in all_settings())
    return [row for row in rows if any(value != row.values[0] for value in row.values)]


def run_differences(runs: Sequence[ComparedRun]) -> list[Difference]:
    """Return the settings in which not all runs agree, or which were changed in one of them, as they are now."""
    rows = (
        Difference(s, tuple(run.recipe.value(s.key) for run in runs), tuple(run.changed_at(s.key) for run in runs))
        for s in all_settings()
    )
    return [row for row in rows if {*row.changed_at} != {None} or any(value != row.values[0] for value in row.values)]
