"""What both axes of a plot share: a grid and its numbers, worked out once for a range and drawn in few calls."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from studio.ui.panels.curve_pens import faint_pen, plain_pen
from studio.ui.tokens import Tokens

GRID_SHARE = 0.2  # of the colour of the axis
MINOR_SHARE = 0.4  # of the axis; the second level of numbers is written as long as all together cover less
DIGITS_SHARE = 0.8  # of the height of a font
SAME = 0.01  # of a spacing; ticks that are nearer to each other are one
WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip

Levels = list[tuple[float | None, Sequence[float]]]


class _Drawn(NamedTuple):
    grid: list[QLineF]
    numbers: list[tuple[QRectF, str]]
    edge: QLineF


class TickAxis(pg.AxisItem):
    """Draws quicker than pyqtgraph's own, which took a quarter of each frame of the curves.

    `dress` gives it its colours. Heirs say where on their side of the plot things stand.
    """

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(maxTickLevel=1)

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours. Translucent lines of the grid would cost more than all curves together."""
        self.setPen(plain_pen(tokens, "border_strong"))
        self.setTickPen(faint_pen(tokens, "border_strong", GRID_SHARE))
        self.setTextPen(plain_pen(tokens, "muted"))
        self.setZValue(-1)  # the grid below the curves, where a plot does not put it

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Levels:  # noqa: N803  pyqtgraph's names
        levels: Levels = []
        for spacing, _ in self.tickSpacing(minVal, maxVal, size):
            every = [spacing * count for count in range(int(-(-minVal // spacing)), int(maxVal // spacing) + 1)]
            above = list(chain(*(values for _, values in levels)))
            levels.append((spacing, [v for v in every if all(abs(v - other) > SAME * spacing for other in above)]))
        return self.logTickValues(minVal, maxVal, size, levels) if self.logMode else levels

    def paint(self, p: QPainter, opt: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.picture is None:  # pyqtgraph forgets it whenever there is something else to draw
            self.picture = self._drawn()
        p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        p.setPen(self.tickPen())
        p.drawLines(self.picture.grid)
        p.setPen(self.pen())
        p.drawLine(self.picture.edge)
        p.setPen(self.textPen())
        p.setFont(self.font())
        for box, number in self.picture.numbers:
            p.drawText(box, WORDS, number)

    def _drawn(self) -> _Drawn:
        view: Any = self.linkedView()
        area, plot = (self.mapRectFromParent(item.geometry()) for item in (self, view))
        low, high = sorted(self.range)
        first, last = self._span(area)
        levels = self.tickValues(low, high, last - first)
        shares = [[(value - low) / ((high - low) or 1.0) for value in values] for _, values in levels]
        numbers = list(self._numbers(levels, shares, area))
        return _Drawn([self._line(share, plot) for share in chain(*shares)], numbers, self._edge(area))

    def _numbers(self, levels: Levels, shares: list[list[float]], area: QRectF) -> Iterator[tuple[QRectF, str]]:
        """Yield where a number stands, and the number: those of the first level, and of the second if there is room."""
        metrics, covered = QFontMetricsF(self.font()), 0.0
        height = DIGITS_SHARE * metrics.height()
        first, last = self._span(area)
        say: Any = self.tickStrings  # whose types say less than it takes
        for level, ((spacing, values), places) in enumerate(zip(levels, shares, strict=True)):
            words = say(values, 1.0, spacing)
            low, high = self._span(QRectF(0, 0, metrics.horizontalAdvance(max(words, key=len, default="")), height))
            covered += (high - low) * len(words)
            if level > 0 and covered > MINOR_SHARE * (last - first):
                return
            for word, share in zip(words, places, strict=True):
                box = QRectF(0, 0, metrics.horizontalAdvance(word), height)
                self._put(box, share, area)
                if area.contains(box):
                    yield box, word

    def _span(self, area: QRectF) -> tuple[float, float]:
        """Return from where to where an area reaches in the direction of the axis, pixels."""
        raise NotImplementedError

    def _edge(self, area: QRectF) -> QLineF:
        """Return the line between the axis and its plot."""
        raise NotImplementedError

    def _line(self, share: float, plot: QRectF) -> QLineF:
        """Return the line across the plot at a share 0..1 of the axis."""
        raise NotImplementedError

    def _put(self, box: QRectF, share: float, area: QRectF) -> None:
        """Move the box of a number to where it is read at a share 0..1 of the axis."""
        raise NotImplementedError
