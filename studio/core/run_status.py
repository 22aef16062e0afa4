"""Where a run stands, folded from its events: what badges, status bars and progress bars show."""

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from studio.core.events import (
    CheckpointSaved,
    Event,
    Failed,
    Finished,
    Paused,
    Preparing,
    Resumed,
    RunOpened,
    SettingsChanged,
    Started,
    StepsDone,
    Stopped,
)


class Phase(StrEnum):
    """What training is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"


OPEN_PHASES = frozenset({Phase.PREPARING, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING})


@dataclass(frozen=True, slots=True)
class RunStatus:
    """Everything there is to say in numbers; `saved_at` is the system clock's time of the last checkpoint."""

    phase: Phase = Phase.IDLE
    folder: Path | None = None
    preparing: Preparing | None = None
    started: Started | None = None
    step: int = 0
    target_step: int = 0
    epoch: float = 0.0
    images: int = 0
    seconds: float = 0.0
    pictures_per_second: float = 0.0
    saved_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether a run is under way, paused or stopping."""
        return self.phase in OPEN_PHASES

    @property
    def eta_s(self) -> float | None:
        """Seconds until the target at the present rate; None while that is not known."""
        if self.started is None or not self.pictures_per_second or self.phase not in (Phase.TRAINING, Phase.PAUSED):
            return None
        per_step = self.images / self.step if self.step else self.started.batch_size
        return max(self.target_step - self.step, 0) * per_step / self.pictures_per_second

    def stopping(self) -> "RunStatus":
        """Return the status after the user asked to stop."""
        return replace(self, phase=Phase.STOPPING) if self.is_open else self

    def after(self, event: Event) -> "RunStatus":
        """Return the status after `event`."""
        match event:
            case Preparing():
                phase = self.phase if self.phase in (Phase.STOPPING, Phase.TRAINING) else Phase.PREPARING
                return replace(self, phase=phase, preparing=event)
            case RunOpened(folder):
                return replace(self, folder=folder)
            case Started():
                return replace(self, started=event, step=event.step, target_step=event.target_step)
            case StepsDone():
                return self._advanced(event)
            case CheckpointSaved():
                return replace(self, saved_at=time.time())
            case Paused(step):  # while a step is scored, before its numbers are told
                return replace(self, phase=self._unless_stopping(Phase.PAUSED), step=step)
            case Resumed():
                return replace(self, phase=self._unless_stopping(Phase.TRAINING))
            case SettingsChanged():
                return replace(self, target_step=event.target_step)
            case Finished() | Stopped() | Failed():
                ends = {Finished: Phase.FINISHED, Stopped: Phase.STOPPED, Failed: Phase.FAILED}
                return replace(self, phase=ends[type(event)])
            case _:
                return self

    def _advanced(self, event: StepsDone) -> "RunStatus":
        return replace(
            self,
            phase=self._unless_stopping(Phase.TRAINING),
            step=event.step,
            epoch=event.epoch,
            images=event.images,
            seconds=event.seconds,
            pictures_per_second=event.pictures_per_second,
        )

    def _unless_stopping(self, phase: Phase) -> Phase:
        return Phase.STOPPING if self.phase == Phase.STOPPING else phase
