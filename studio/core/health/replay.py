"""What the coach says of a run that is opened later: it listens to the last part of its history."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from studio.core.branching import recipe_now
from studio.core.health.coach import Coach, patience_of
from studio.core.health.coaching import Coaching
from studio.core.health.diagnosis import Condition
from studio.core.health.words import diverged
from studio.core.history import SLICED_WASSERSTEIN, History
from studio.core.progress import Progress, check
from studio.core.run_contents import RunContents, last_target
from studio.core.scores import read_scores, scores_of

MEMORY = 40  # patiences of the coach; what lies further back no longer sways it
PORTION = 50  # rows


def replay(contents: RunContents, progress: Progress) -> Coaching:
    """Return the coach after all rows of a run; raises `StudioError`, and `CancelledError` when cancelled."""
    recipe, record = recipe_now(contents.run), contents.run.read_record()
    pictures, start = record.pictures, record.branched_from.step if record.branched_from else 0
    target = last_target(contents.entries)
    coach = Coach(recipe, pictures, target)
    coach.recall(scores_of(contents.entries))
    for number, row in enumerate(_last_rows(contents.history, MEMORY * patience_of(target))):
        if number % PORTION == 0:
            check(progress)
        coach.observe(row if row["step"] >= start else _unscored(row))
    step = _diverged_at(contents)
    if step is not None:
        coach.diagnosis = diverged(recipe, step)
    return Coaching(lambda: recipe_now(contents.run), pictures, lambda: read_scores(contents.run), coach=coach)


def _last_rows(history: History, steps: int) -> Iterator[Mapping[str, float]]:
    """Yield the rows of the last `steps` steps, each with the numbers it has; of copies, for a history may grow."""
    all_steps = history.column("step")
    end = len(all_steps)
    first = int(np.searchsorted(all_steps, all_steps[-1] - steps)) if end else 0
    for start in range(first, end, PORTION):
        rows = slice(start, min(start + PORTION, end))
        columns = {name: history.column(name)[rows].tolist() for name in history.names}
        for row in zip(*columns.values(), strict=True):
            yield {name: value for name, value in zip(columns, row, strict=True) if not math.isnan(value)}


def _unscored(row: Mapping[str, float]) -> dict[str, float]:
    """Return a row of the run that this one was branched from: nobody can go back to what was scored there."""
    return {name: value for name, value in row.items() if name != SLICED_WASSERSTEIN}


def _diverged_at(contents: RunContents) -> int | None:
    """Return the step at which the run diverged, if that is the last that was said of it."""
    said = [entry for entry in contents.entries if "condition" in entry or entry.get("event") in ("started", "resumed")]
    last = said[-1] if said else {}
    return int(last["step"]) if last.get("condition") == Condition.DIVERGED else None
