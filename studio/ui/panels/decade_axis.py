"""The y axis of a plot: numbers as people write them, on a logarithmic scale 10, 20, 50, 100."""

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF

from studio.ui.panels.tick_axis import Levels, TickAxis
from studio.ui.words import number

STEPS = (1.0, 2.0, 5.0)
LEAST = 3  # ticks; with fewer in sight, even steps of the numbers are better
MOST = 6
WIDTH_PX = 52
TICK_PX = 18
GAP_PX = 5  # between the numbers and the plot
LEAST_EVEN = 1e-3  # smaller numbers are not written with as many places as each other


class DecadeAxis(TickAxis):
    """Says every number in full; no factor for all of them stands beside the axis."""

    def __init__(self) -> None:
        super().__init__("left")
        self.setWidth(WIDTH_PX)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return self.logTickStrings(values, scale, spacing)
        top = max((abs(value * scale) for value in values), default=0.0)
        if top < LEAST_EVEN or (top >= 1000 and spacing >= 1):
            return [number(value * scale) for value in values]
        return super().tickStrings(list(values), scale, spacing)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> Any:  # noqa: N803  pyqtgraph's names
        """Leave room for each number where the axis is short."""
        levels: Any = super().tickSpacing(minVal, maxVal, size)
        least = TICK_PX * (maxVal - minVal) / max(size, 1.0)
        first = levels[0][0]
        if first >= least:
            return levels
        return [(next((first * factor for factor in (2, 5, 10) if first * factor >= least), 20 * first), 0)]

    def logTickValues(  # pyqtgraph's names
        self,
        minVal: float,  # noqa: N803
        maxVal: float,  # noqa: N803
        size: float,
        stdTicks: Levels,  # noqa: N803
    ) -> Levels:
        decades = range(math.floor(minVal), math.ceil(maxVal) + 1)
        ones, others = (
            [place for decade in decades for step in steps if minVal <= (place := decade + math.log10(step)) <= maxVal]
            for steps in (STEPS[:1], STEPS[1:])
        )
        return [(None, ones), (None, others)] if len(ones) + len(others) >= LEAST else [(None, _even(minVal, maxVal))]

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        return [number(10**value * scale) for value in values]

    def _span(self, area: QRectF) -> tuple[float, float]:
        return area.top(), area.bottom()

    def _edge(self, area: QRectF) -> QLineF:
        return QLineF(area.topRight(), area.bottomRight())

    def _line(self, share: float, plot: QRectF) -> QLineF:
        y = plot.bottom() - share * plot.height()
        return QLineF(plot.left(), y, plot.right(), y)

    def _put(self, box: QRectF, share: float, area: QRectF) -> None:
        box.moveCenter(QPointF(0, area.bottom() - share * area.height()))
        box.moveRight(area.right() - GAP_PX)


def _even(low: float, high: float) -> list[float]:
    """Return the places of round numbers, evenly apart, between two places of a logarithmic scale."""
    first, last = 10**low, 10**high
    size = 10 ** math.floor(math.log10(last - first)) if last > first else first
    step = next(size * part for part in (0.2, 0.5, 1.0, 2.0, 5.0) if (last - first) / (size * part) <= MOST)
    return [math.log10(step * count) for count in range(math.ceil(first / step), math.floor(last / step) + 1)]
