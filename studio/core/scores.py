"""Scores: how far a run's generated pictures are from real ones, as its journal keeps them, and which was best."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.errors import StudioError
from studio.core.history import REAL_SLICED_WASSERSTEIN, SLICED_WASSERSTEIN
from studio.core.journal import read_journal
from studio.core.run_folder import RunFolder

BEST = "best"
"""What people write instead of a step to mean the checkpoint with the best score."""

_RESTARTS = ("started", "resumed", "branched")


@dataclass(frozen=True, slots=True)
class Score:
    """Sliced Wasserstein distances (SWD) in thousandths; lower is better.

    `distance` lies between generated and real pictures, `floor` between as many other real pictures and the same ones:
    what a perfect generator would get. Both are means over `levels`, which holds `distance` for each level of detail,
    finest first. `pictures` were in each set; only scores with as many compare.
    """

    distance: float
    floor: float
    levels: tuple[float, ...]
    pictures: int

    @property
    def metrics(self) -> dict[str, float]:
        """The numbers by their names in `studio.core.history`."""
        return {SLICED_WASSERSTEIN: self.distance, REAL_SLICED_WASSERSTEIN: self.floor}


def scores_of(entries: Iterable[Mapping[str, Any]]) -> dict[int, Score]:
    """Return the scores by step, ascending, from the lines of a run's events journal.

    Where a run went on from an earlier checkpoint, what was scored after it is lost.
    """
    scores: dict[int, Score] = {}
    for entry in entries:
        step = entry.get("step")
        if not isinstance(step, int):
            continue
        if entry.get("event") in _RESTARTS:
            scores = {scored: score for scored, score in scores.items() if scored <= step}
        elif (score := score_of(entry)) is not None:
            scores[step] = score
    return dict(sorted(scores.items()))


def score_of(entry: Mapping[str, Any]) -> Score | None:
    """Return the score that a line of the events journal tells, or None."""
    if entry.get("event") != "scored":
        return None
    try:
        levels = tuple(float(level) for level in entry["levels"])
        return Score(float(entry["distance"]), float(entry["floor"]), levels, int(entry["pictures"]))
    except (KeyError, TypeError, ValueError):
        return None


def read_scores(run: RunFolder) -> dict[int, Score]:
    """Return a run's scores by step, ascending."""
    return scores_of(read_journal(run.events_file))


def unscored_steps(run: RunFolder) -> list[int]:
    """Return the steps of the checkpoints that have no score, ascending."""
    scored = read_scores(run)
    return [step for step in run.checkpoint_steps() if step not in scored]


def best_step(scores: Mapping[int, Score]) -> int | None:
    """Return the step with the lowest distance, the earliest of several; None where nothing was scored."""
    return min(scores, key=lambda step: (scores[step].distance, step), default=None)


def saved_scores(run: RunFolder, scores: Mapping[int, Score]) -> dict[int, Score]:
    """Return the scores of the steps that a run can go back to: those of its checkpoints."""
    saved = set(run.checkpoint_steps())
    return {step: score for step, score in scores.items() if step in saved}


def comparable(scores: Mapping[int, Score], wanted: int, available: int) -> dict[int, float]:
    """Return the distances by step that compare with scores of `wanted` of the `available` pictures (0: the last one).

    Half of the available pictures are needed for each side.
    """
    last = scores[max(scores)].pictures if scores else 0
    pictures = min(wanted, available // 2) or last
    return {step: score.distance for step, score in scores.items() if score.pictures == pictures}


def best_checkpoint(run: RunFolder) -> int:
    """Return the step of the checkpoint with the best score; raises `StudioError` when none has one."""
    step = best_step(saved_scores(run, read_scores(run)))
    if step is None:
        raise StudioError(
            "No checkpoint of this run has a score.",
            "",
            f"'gan-studio score \"{run.path}\" --at all' scores them, or choose a step.",
        )
    return step
