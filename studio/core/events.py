"""What a training loop says. A run ends in exactly one of `Finished`, `Stopped`, `Failed`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.health.diagnosis import Diagnosis
from studio.core.scores import Score
from studio.core.snapshot import GeneratorSnapshot


@dataclass(frozen=True, slots=True)
class Preparing:
    """Work before the first step; `total` is 0 while it is not known."""

    what: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class RunOpened:
    """The run folder exists, and this process is its one writer."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Started:
    """The first step is next. `resumed` tells that `step` steps were made before."""

    step: int
    target_step: int
    steps_per_epoch: int
    batch_size: int
    device: str
    generator_parameters: int
    discriminator_parameters: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class StepsDone:
    """Some steps were made; `metrics` are means over them (names in `studio.core.history`).

    Where a grid or a score was due after them, what it says of the generator is among the metrics too.

    `images`: real pictures seen since the start of the run. `seconds`: time spent training over the whole life of
    the run, pauses not counted. `pictures_per_second`: over about the last second.
    """

    step: int
    epoch: float
    images: int
    seconds: float
    pictures_per_second: float
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """A fixed-latent grid: `pixels` uint8 (rows * height, columns * width, channels), saved at `path`.

    `metrics` are what its pictures say about the generator (names in `studio.core.history`).
    """

    step: int
    path: Path
    pixels: np.ndarray
    rows: int
    columns: int
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """The averaged generator of `step` was compared with real pictures."""

    step: int
    score: Score


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """The whole state is on disk at `path`."""

    step: int
    path: Path


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """The answer to `TakeSnapshot`."""

    snapshot: GeneratorSnapshot


@dataclass(frozen=True, slots=True)
class Paused:
    """Standing still at `step`; everything is kept warm."""

    step: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Going on from `step`."""

    step: int


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The changes hold from the step after `step`; `target_step` is the run's length in steps now."""

    step: int
    changes: Mapping[str, Any]
    target_step: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the user should know; training goes on. `kept`: settings that could not be changed, as they are."""

    step: int
    headline: str
    detail: str = ""
    hint: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """The coach has changed its mind; training goes on."""

    step: int
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Finished:
    """The target step is reached and saved."""

    step: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stopped on request; `step` is what the newest checkpoint holds (0: nothing was trained)."""

    step: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended against its will at `step`, the last one made; `changes` (dotted recipe keys) would cure it."""

    step: int
    headline: str
    detail: str = ""
    hint: str = ""
    traceback: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


Ending = Finished | Stopped | Failed
Event = (
    Preparing
    | RunOpened
    | Started
    | StepsDone
    | SampleDrawn
    | Scored
    | CheckpointSaved
    | SnapshotTaken
    | Paused
    | Resumed
    | SettingsChanged
    | Warned
    | Diagnosed
    | Ending
)
