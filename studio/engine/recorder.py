"""Writes what a training loop says into the run's two journals."""

from typing import Any

from studio.core.events import (
    CheckpointSaved,
    Diagnosed,
    Event,
    Failed,
    Finished,
    Paused,
    Resumed,
    SampleDrawn,
    Scored,
    SettingsChanged,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.journal import Journal
from studio.core.run_folder import RunFolder, record_event
from studio.core.scores import Score


class Recorder:
    """The one writer of `metrics.jsonl` and `events.jsonl` while a run is open."""

    def __init__(self, run: RunFolder) -> None:
        self._metrics = Journal(run.metrics_file)
        self._events = Journal(run.events_file)
        self._seconds = 0.0

    def record(self, event: Event) -> None:
        """Write the line of one event, if it is of a kind that is kept; raises `StudioError` when the disk refuses."""
        if isinstance(event, StepsDone):
            self._seconds = event.seconds
            self._metrics.append(_numbers(event))
            return
        entry = _entry(event)
        if entry is not None:
            self._events.append({**entry, "seconds": round(self._seconds, 3)})

    def close(self) -> None:
        """Close both files."""
        self._metrics.close()
        self._events.close()


def _numbers(event: StepsDone) -> dict[str, Any]:
    return {
        "step": event.step,
        "epoch": round(event.epoch, 4),
        "images": event.images,
        "seconds": round(event.seconds, 3),
        "pictures_per_second": round(event.pictures_per_second, 2),
        **{name: float(f"{value:.6g}") for name, value in event.metrics.items()},
    }


def _entry(event: Event) -> dict[str, Any] | None:
    match event:
        case Started():
            kind = "resumed" if event.resumed else "started"
            return record_event(kind, event.step, **{name: getattr(event, name) for name in _STARTED})
        case SampleDrawn():
            return record_event("sample", event.step, rows=event.rows, columns=event.columns)
        case Scored(step, score):
            return scored_entry(step, score)
        case SettingsChanged():
            return record_event("settings", event.step, changes=dict(event.changes), target_step=event.target_step)
        case Warned():
            return record_event("warning", event.step, headline=event.headline, detail=event.detail, hint=event.hint)
        case Diagnosed(step, diagnosis):
            kind = "warning" if diagnosis.condition.is_trouble else "diagnosis"
            said = {"headline": diagnosis.headline, "detail": diagnosis.detail, "since": diagnosis.since}
            return record_event(kind, step, condition=diagnosis.condition.value, **said)
        case Failed():
            return record_event("failed", event.step, headline=event.headline, detail=event.detail, hint=event.hint)
        case _:
            kind = _KINDS.get(type(event))
            return record_event(kind, event.step) if kind else None  # pyright: ignore[reportAttributeAccessIssue]


def scored_entry(step: int, score: Score) -> dict[str, Any]:
    """Make the line of a score."""
    rounded = {name: float(f"{value:.6g}") for name, value in (("distance", score.distance), ("floor", score.floor))}
    levels = [float(f"{level:.6g}") for level in score.levels]
    return record_event("scored", step, **rounded, levels=levels, pictures=score.pictures)


_STARTED = (
    "target_step",
    "device",
    "steps_per_epoch",
    "batch_size",
    "generator_parameters",
    "discriminator_parameters",
)
_KINDS: dict[type, str] = {
    CheckpointSaved: "checkpoint",
    Paused: "paused",
    Resumed: "continued",
    Finished: "finished",
    Stopped: "stopped",
}
