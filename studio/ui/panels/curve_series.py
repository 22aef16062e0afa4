"""The numbers of one run, prepared for drawing: a trace of each curve, kept up to date portion by portion."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from studio.core.decimation import Trace
from studio.core.history import History

PORTION = 20_000  # rows taken in at once, a millisecond of work


Axis = Literal["step", "images", "seconds"]


@dataclass(frozen=True, slots=True)
class Look:
    """How curves are drawn: over which column, how smooth, on which kind of y axis."""

    axis: Axis = "step"
    smoothing: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.6
    logarithmic: bool = False


class CurveSeries:
    """A history and its traces. They are made when they are first drawn, and again when rows were replaced."""

    def __init__(self, history: History, label: str = "") -> None:
        self.label = label
        self.history = history
        self._traces: dict[tuple[str, float, bool], Trace] = {}
        self._rewrites = history.rewrites

    def x(self, look: Look) -> np.ndarray:
        """The x axis (rows,), ascending; a number that a row lacks is the one before it."""
        x = self.history.column(look.axis)
        return x if len(x) == 0 or np.isfinite(x[-1]) else np.maximum.accumulate(np.nan_to_num(x))

    def row_at(self, look: Look, value: float) -> int | None:
        """Return the row at or after a place on the x axis, None without rows."""
        x = self.x(look)
        return None if len(x) == 0 else min(int(x.searchsorted(value)), len(x) - 1)

    def trace(self, column: str, look: Look, *, smooth: bool) -> Trace:
        """Return the trace of a column, with up to `PORTION` rows more than it had."""
        self._forget_replaced()
        key = (column, look.smoothing if smooth else 0.0, look.logarithmic)
        trace = self._traces.setdefault(key, Trace(key[1], positive=look.logarithmic))
        trace.update(self.history.column(column)[: len(trace) + PORTION])
        return trace

    def is_behind(self) -> bool:
        """Whether a trace has not yet taken in all rows."""
        return any(len(trace) < len(self.history) for trace in self._traces.values())

    def keep_only(self, look: Look) -> None:
        """Forget traces of another look."""
        self._traces = {
            key: trace
            for key, trace in self._traces.items()
            if key[1] in (0.0, look.smoothing) and key[2] == look.logarithmic
        }

    def _forget_replaced(self) -> None:
        if self._rewrites != self.history.rewrites:
            self._rewrites = self.history.rewrites
            self._traces.clear()
