"""What the coach says of a run: its condition in plain words, the numbers that show it, and what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Condition(StrEnum):
    """How a run is doing, from the gravest trouble to none."""

    DIVERGED = "diverged"
    COLLAPSED = "collapsed"
    OVERFITTING = "overfitting"
    OVERPOWERED = "overpowered"
    WORSENED = "worsened"
    UNSTABLE = "unstable"
    HEALTHY = "healthy"
    TOO_EARLY = "too early"

    @property
    def is_trouble(self) -> bool:
        """Whether something should be done."""
        return self not in (Condition.HEALTHY, Condition.TOO_EARLY)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number of the history (named as in `studio.core.history`) and how it is to be read."""

    metric: str
    value: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that may help: settings to change, at the next step or, with `rolls_back`, from before the trouble.

    Changes that cannot be made while a run is open need a branch, and so does rolling back.
    """

    label: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    rolls_back: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`since` is the step at which the signs began, or before they did; a sound run needs no remedies.

    `sound_at` is the last step at which nothing of the trouble was there yet: what rolls back goes there, or further.
    """

    condition: Condition
    headline: str
    detail: str = ""
    since: int = 0
    sound_at: int = 0
    evidence: tuple[Evidence, ...] = ()
    remedies: tuple[Remedy, ...] = ()


TOO_EARLY = Diagnosis(Condition.TOO_EARLY, "Too early to tell.", "The coach looks at the first steps before it speaks.")
HEALTHY = Diagnosis(
    Condition.HEALTHY,
    "No trouble seen.",
    "Neither network overpowers the other, and the pictures differ. How good they are, only your eyes can tell.",
)
