"""Runs side by side: the settings in which they differ, and the grids that belong to the same step or moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.history import History
from studio.core.journal import read_journal
from studio.core.library import RunSummary, summarise
from studio.core.progress import Quiet
from studio.core.recipe import Recipe, all_settings
from studio.core.run_contents import read_rows
from studio.core.run_folder import RunFolder
from studio.core.settings import Setting


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting and the value it has in each of the runs compared."""

    setting: Setting
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """What a comparison shows of one run; `grids` is {step: (rows, columns)}, steps ascending."""

    summary: RunSummary
    history: History
    grids: dict[int, tuple[int, int]]

    def grid_at(self, place: float, axis: str) -> int | None:
        """Return the step of the newest grid at or before `place` steps, images or seconds; the first when none is."""
        steps = list(self.grids)
        if not steps:
            return None
        places = steps if axis == "step" else self._places(steps, axis)
        return steps[max(int(np.searchsorted(places, place, side="right")) - 1, 0)]

    def _places(self, steps: list[int], axis: str) -> np.ndarray:
        """Return the images seen or seconds trained at each of the steps."""
        if len(self.history) == 0:
            return np.zeros(len(steps))
        return np.interp(steps, self.history.column("step"), self.history.column(axis))


def read_for_comparison(run: RunFolder) -> ComparedRun:
    """Read a run; raises `StudioError` when it is none."""
    shapes = {
        int(entry["step"]): (int(entry["rows"]), int(entry["columns"]))
        for entry in read_journal(run.events_file)
        if entry.get("event") == "sample"
    }
    return ComparedRun(
        summarise(run), read_rows(run, Quiet()), {step: shapes.get(step, (1, 1)) for step in run.sample_steps()}
    )


def recipe_differences(recipes: Sequence[Recipe]) -> list[Difference]:
    """Return the settings in which not all recipes agree, in the order of declaration."""
    rows = (Difference(s, tuple(recipe.value(s.key) for recipe in recipes)) for s in all_settings())
    return [row for row in rows if any(value != row.values[0] for value in row.values)]
