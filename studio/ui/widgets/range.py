"""A slider's range."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Where a slider begins and ends, and how far one press of a key moves it."""

    minimum: float
    maximum: float
    step: float

    @classmethod
    def of(cls, minimum: float, maximum: float) -> "Range":
        """The range with sixty presses of a key from end to end."""
        return cls(minimum, maximum, (maximum - minimum) / 60)
