"""What a host may ask of a training loop, and the queue by which it asks."""

import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pause:
    """Stand still between two steps with everything kept in memory; a checkpoint is saved."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after `Pause`, bit for bit as if nothing had happened."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Save a checkpoint and end."""


@dataclass(frozen=True, slots=True)
class SaveNow:
    """Save a checkpoint at the next step boundary."""


@dataclass(frozen=True, slots=True)
class SampleNow:
    """Draw the fixed-latent grid at the next step boundary."""


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """Answer with the generator as it is now (`SnapshotTaken`): averaged weights, or with `raw` those in training."""

    raw: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Change settings whose effect is `now`, at the next step boundary; a checkpoint is saved first."""

    changes: Mapping[str, Any]


Command = Pause | Resume | Stop | SaveNow | SampleNow | TakeSnapshot | ChangeSettings


class Control:
    """The thread-safe line from a host to one training loop."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._stop_asked = False
        self._interrupt: Callable[[], None] | None = None

    def send(self, command: Command) -> None:
        """Ask; from any thread. The loop answers between two graph calls, and gives up a long one to pause or stop."""
        if isinstance(command, Stop):
            self._stop_asked = True
        self._queue.put(command)
        if isinstance(command, Pause | Stop) and self._interrupt is not None:
            self._interrupt()

    def when_urgent(self, interrupt: Callable[[], None]) -> None:
        """Call `interrupt`, in the sender's thread, whenever a pause or a stop is asked for."""
        self._interrupt = interrupt

    @property
    def stop_asked(self) -> bool:
        """Whether `Stop` was sent: long work before the first step looks here."""
        return self._stop_asked

    def next(self, timeout_s: float = 0.0) -> Command | None:
        """Return the oldest unanswered command, waiting at most `timeout_s`, or None."""
        try:
            return self._queue.get(block=timeout_s > 0, timeout=timeout_s or None)
        except queue.Empty:
            return None
