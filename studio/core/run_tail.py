"""Watching a run that another process writes: its journals, grids and lock, read a little at a time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from studio.core.events import Ending, Event, Preparing, SampleDrawn, Started, Stopped, Warned
from studio.core.journal import JournalTail
from studio.core.run_events import event_of, steps_done_of
from studio.core.run_folder import RunFolder
from studio.core.run_lock import Owner, current_trainer

ReadGrid = Callable[[Path], np.ndarray]
"""Reads a saved grid: uint8 (height, width, channels); raises `OSError` when it cannot."""


class RunTail:
    """Tells what happened in a run since the last look, from the moment this is made."""

    def __init__(self, run: RunFolder, read_grid: ReadGrid) -> None:
        self._run = run
        self._read_grid = read_grid
        self._metrics = JournalTail(run.metrics_file)
        self._events = JournalTail(run.events_file)
        self._owner: Owner | None = None
        self._looked = False

    @property
    def owner(self) -> Owner | None:
        """The other process that trained the run at the last look."""
        return self._owner

    def poll(self) -> list[Event]:
        """Return what happened, in order; costs next to nothing when that is nothing. Raises `OSError`."""
        held, first = self._owner is not None, not self._looked
        owner = current_trainer(self._run.lock_file)
        self._owner = None if owner is None or owner.is_this_process else owner
        self._looked = True
        events = self._news()
        if self._owner is not None and not held and not first:
            return [Preparing("Training in another process"), *events]
        if held and self._owner is None and not any(isinstance(event, Ending) for event in events):
            return [*events, *self._died()]
        return events

    def _news(self) -> list[Event]:
        """Return what the journals tell: numbers stand after the start they belong to and before all else.

        The events are read first: a run that has ended has written its last numbers before.
        """
        told = [event for entry in self._events.poll() if (event := self._event(entry)) is not None]
        rows = [event for row in self._metrics.poll() if (event := steps_done_of(row)) is not None]
        starts = [index for index, event in enumerate(told) if isinstance(event, Started)]
        place = starts[-1] + 1 if starts else 0
        return [*told[:place], *rows, *told[place:]]

    def _died(self) -> list[Event]:
        """Return what there is to say of a process that is gone without a word."""
        saved = self._run.checkpoint_steps()
        step = saved[-1] if saved else 0
        hint = f"Resume goes on from step {step:,}." if saved else "Start a new run."
        return [Warned(step, "The process that trained this run ended without saving.", "", hint), Stopped(step)]

    def _event(self, entry: dict) -> Event | None:
        if entry.get("event") != "sample":
            return event_of(entry, self._run)
        path = self._run.sample_file(int(entry["step"]))
        try:
            return SampleDrawn(
                int(entry["step"]), path, self._read_grid(path), int(entry["rows"]), int(entry["columns"])
            )
        except OSError:
            return None
