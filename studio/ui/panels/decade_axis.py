"""An axis of a plot that labels a logarithmic scale as people write numbers: 10, 20, 50, 100."""

import math
from collections.abc import Sequence

import pyqtgraph as pg

STEPS = (1.0, 2.0, 5.0)
LEAST = 3  # ticks; with fewer in sight, even steps of the numbers are better
MOST = 6

_Ticks = list[tuple[float | None, Sequence[float]]]


class DecadeAxis(pg.AxisItem):
    """Where the scale is not logarithmic it is an axis like any other."""

    def logTickValues(  # pyqtgraph's names
        self,
        minVal: float,  # noqa: N803
        maxVal: float,  # noqa: N803
        size: float,
        stdTicks: _Ticks,  # noqa: N803
    ) -> _Ticks:
        decades = range(math.floor(minVal), math.ceil(maxVal) + 1)
        ones, others = (
            [place for decade in decades for step in steps if minVal <= (place := decade + math.log10(step)) <= maxVal]
            for steps in (STEPS[:1], STEPS[1:])
        )
        return [(None, ones), (None, others)] if len(ones) + len(others) >= LEAST else [(None, _even(minVal, maxVal))]

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        return [f"{float(f'{10**value * scale:.4g}'):g}" for value in values]


def _even(low: float, high: float) -> list[float]:
    """Return the places of round numbers, evenly apart, between two places of a logarithmic scale."""
    first, last = 10**low, 10**high
    size = 10 ** math.floor(math.log10(last - first)) if last > first else first
    step = next(size * part for part in (0.2, 0.5, 1.0, 2.0, 5.0) if (last - first) / (size * part) <= MOST)
    return [math.log10(step * count) for count in range(math.ceil(first / step), math.floor(last / step) + 1)]
