"""From the lines of a run's journals back to the events they were made of, and to where the run stands."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from studio.core.events import (
    CheckpointSaved,
    Event,
    Failed,
    Finished,
    Paused,
    Resumed,
    Scored,
    SettingsChanged,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.journal import read_journal, read_last
from studio.core.run_folder import RunFolder
from studio.core.run_lock import current_trainer
from studio.core.run_status import OPEN_PHASES, Phase, RunStatus
from studio.core.scores import score_of

_UNENDED = OPEN_PHASES | {Phase.IDLE}
_PLAIN: dict[str, Callable[[int], Event]] = {
    "paused": Paused,
    "continued": Resumed,
    "finished": Finished,
    "stopped": Stopped,
}
_FACTS = ("step", "epoch", "images", "seconds", "pictures_per_second")


def event_of(entry: Mapping[str, Any], run: RunFolder) -> Event | None:
    """Return the event of one line of `events.jsonl`; None for grids, whose pixels are in a file, and unknown kinds."""
    step = int(entry.get("step", 0))
    match entry.get("event"):
        case "started" | "resumed" as kind:
            return _started(entry, step, resumed=kind == "resumed")
        case "checkpoint":
            return CheckpointSaved(step, run.checkpoint_file(step))
        case "scored":
            score = score_of(entry)
            return Scored(step, score) if score else None
        case "settings":
            return SettingsChanged(step, dict(entry.get("changes", {})), int(entry.get("target_step", 0)))
        case "warning":
            return Warned(step, *_sentences(entry))
        case "failed":
            return Failed(step, *_sentences(entry))
        case kind:
            plain = _PLAIN.get(str(kind))
            return plain(step) if plain else None


def steps_done_of(row: Mapping[str, Any]) -> StepsDone | None:
    """Return the event of one line of `metrics.jsonl`, or None when it lacks its step."""
    if not isinstance(row.get("step"), int | float):
        return None
    step, epoch, images, seconds, rate = (row.get(name) or 0 for name in _FACTS)
    return StepsDone(int(step), epoch, images, seconds, rate, {k: v for k, v in row.items() if k not in _FACTS})


def moment_of(entry: Mapping[str, Any]) -> datetime | None:
    """Return when a line of a journal was written, None where it does not tell."""
    try:
        return datetime.fromisoformat(str(entry.get("time")))
    except ValueError:
        return None


def read_status(run: RunFolder) -> RunStatus:
    """Return where a run stands by its journals and its lock, as if it had been watched from its first step."""
    status = RunStatus(folder=run.path)
    for entry in read_journal(run.events_file):
        event = event_of(entry, run)
        if event is None:
            continue
        status = status.after(event)
        if isinstance(event, Started):
            status = replace(status, phase=Phase.PREPARING)
        if isinstance(event, CheckpointSaved):
            moment = moment_of(entry)
            status = replace(status, saved_at=moment and moment.timestamp())
    return _advanced(status, run)


def _advanced(status: RunStatus, run: RunFolder) -> RunStatus:
    """Add the newest numbers, and let nobody be at work on a run that nobody holds."""
    phase, step, row = status.phase, status.step, read_last(run.metrics_file)
    newest = steps_done_of(row) if row else None
    if newest is not None:
        status = replace(status.after(newest), step=max(step, newest.step))  # a pause may be told before its numbers
        if phase == Phase.PREPARING and status.started and newest.step > status.started.step:
            phase = Phase.TRAINING
    if current_trainer(run.lock_file) is None:
        phase = Phase.STOPPED if phase in _UNENDED else phase
    elif phase == Phase.IDLE:
        phase = Phase.PREPARING
    return replace(status, phase=phase)


def _started(entry: Mapping[str, Any], step: int, *, resumed: bool) -> Started:
    return Started(
        step=step,
        target_step=int(entry.get("target_step", step)),
        steps_per_epoch=int(entry.get("steps_per_epoch", 0)),
        batch_size=int(entry.get("batch_size", 0)),
        device=str(entry.get("device", "")),
        generator_parameters=int(entry.get("generator_parameters", 0)),
        discriminator_parameters=int(entry.get("discriminator_parameters", 0)),
        resumed=resumed,
    )


def _sentences(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(entry.get("headline", "")), str(entry.get("detail", "")), str(entry.get("hint", ""))
