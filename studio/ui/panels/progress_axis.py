"""The x axis of a plot: steps and pictures as 2,000, 20k or 1.5M, seconds as 2:30 or 1:15:00."""

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF

from studio.ui.panels.curve_series import Axis
from studio.ui.panels.tick_axis import TickAxis

UNITS = ((1e6, "M"), (1e4, "k"))  # from which number on
FACTORS = {"M": 1e6, "k": 1e3}
SPACINGS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400)
HOUR_S, DAY_S = 3600, 86400
TICK_PX = 70  # for a time, at least
GAP_PX = 2  # between the plot and the numbers


class ProgressAxis(TickAxis):
    """Shows the numbers of one column of a history."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._shown: Axis = "step"

    def show_axis(self, axis: Axis) -> None:
        """Say which column the numbers are of."""
        if axis != self._shown:
            self._shown = axis
            self.picture = None  # drawn anew
            self.update()

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> Any:  # noqa: N803  pyqtgraph's names
        if self._shown != "seconds":
            return super().tickSpacing(minVal, maxVal, size)
        least = (maxVal - minVal) * TICK_PX / max(size, TICK_PX)
        days = DAY_S * math.ceil(least / DAY_S)
        return [(float(next((s for s in SPACINGS_S if s >= least), days)), 0.0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        top = max(abs(end) for end in self.range)
        if self._shown == "seconds":
            return [_clock(value, hours=top >= HOUR_S) for value in values]
        unit = next((unit for least, unit in UNITS if top >= least), "")
        return [_count(value, unit) for value in values]

    def _span(self, area: QRectF) -> tuple[float, float]:
        return area.left(), area.right()

    def _edge(self, area: QRectF) -> QLineF:
        return QLineF(area.topLeft(), area.topRight())

    def _line(self, share: float, plot: QRectF) -> QLineF:
        x = plot.left() + share * plot.width()
        return QLineF(x, plot.top(), x, plot.bottom())

    def _put(self, box: QRectF, share: float, area: QRectF) -> None:
        box.moveCenter(QPointF(area.left() + share * area.width(), 0))
        box.moveTop(area.top() + GAP_PX)


def _clock(seconds: float, *, hours: bool) -> str:
    sign, whole = "-" if seconds < 0 else "", abs(round(seconds))
    minutes, rest = divmod(whole, 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def _count(value: float, unit: str) -> str:
    if not unit:
        return f"{round(value):,}" if value == round(value) else f"{value:g}"
    return f"{value / FACTORS[unit]:.6g}{unit}" if value else "0"
