"""Everything a run's folder tells of its past, read at once: numbers, events, grids, checkpoints, branches."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import StudioError
from studio.core.history import History
from studio.core.journal import read_journal
from studio.core.lengths import steps_per_epoch
from studio.core.notes import name_of
from studio.core.progress import Progress, check
from studio.core.run_folder import RunFolder, is_run
from studio.core.scores import read_scores

PORTION = 500


@dataclass(frozen=True, slots=True)
class Branch:
    """Another run that was branched from this one at `step`."""

    step: int
    name: str


@dataclass(frozen=True, slots=True)
class RunContents:
    """What was read; `entries` are the lines of the events journal, `grids` and `checkpoints` steps, ascending."""

    run: RunFolder
    history: History
    entries: list[dict[str, Any]]
    grids: list[int]
    checkpoints: list[int]
    branches: list[Branch]
    steps_per_epoch: int


def read_contents(run: RunFolder, progress: Progress) -> RunContents:
    """Read a run; a million rows take seconds. Raises `CancelledError` when cancelled."""
    entries = list(read_journal(run.events_file))
    history = read_rows(run, progress)
    record = run.read_record()
    epoch = steps_per_epoch(record.recipe, record.pictures)
    return RunContents(run, history, entries, run.sample_steps(), run.checkpoint_steps(), branches_of(run), epoch)


def read_rows(run: RunFolder, progress: Progress) -> History:
    """Read a run's `metrics.jsonl`, in portions, and the scores that were measured after training."""
    history, rows, scores = History(), [], read_scores(run)
    for row in read_journal(run.metrics_file):
        if isinstance(row.get("step"), int | float):
            score = scores.get(row["step"])
            rows.append(row | score.metrics if score else row)
        if len(rows) == PORTION:
            check(progress)
            progress.report(len(history), 0, "Reading the run")
            history.extend(rows)
            rows = []
    history.extend(rows)
    return history


def branches_of(run: RunFolder) -> list[Branch]:
    """Return the runs beside this one that were branched from it."""
    found = (_branch(path, run.path.name) for path in sorted(run.path.parent.iterdir()) if is_run(path))
    return [branch for branch in found if branch]


def last_target(entries: list[dict[str, Any]]) -> int:
    """Return the target step that was told last, 0 where none was."""
    return next((int(e["target_step"]) for e in reversed(entries) if _is_number(e, "target_step")), 0)


def _branch(path: Path, name: str) -> Branch | None:
    try:
        lineage = RunFolder(path).read_record().branched_from
    except StudioError:
        return None
    return Branch(lineage.step, name_of(RunFolder(path))) if lineage is not None and lineage.run == name else None


def _is_number(entry: Mapping[str, Any], name: str) -> bool:
    return isinstance(entry.get(name), int | float)
