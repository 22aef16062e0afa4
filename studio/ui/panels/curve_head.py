"""The head of a plot: its title, and for each curve a short line as it is drawn, its label and a number."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Tokens, Type

LINE_PX = 16
ROOM_CHARACTERS = 60  # a head that is narrower has two rows: the title stands above its curves
WIDEST = "0.000000"  # what is kept free for a number, so that none moves its neighbour
NUMBER_GAP = Spacing.TINY


class CurveHead(pg.GraphicsWidget):
    """A part of the plot, and so of every figure of it. Drawn again only when something it says has changed."""

    def __init__(self, title: str, labels: Sequence[str]) -> None:
        super().__init__()
        self._title, self._labels = title, labels
        self._values = [""] * len(labels)
        self._pens: Sequence[QPen] = ()
        self._colours = (QColor(), QColor())
        self._strong, self._plain = theme().font(Type.STRONG), theme().font(Type.NUMBER)
        for font in (self._strong, self._plain):
            font.setPointSizeF(theme().font(Type.CAPTION).pointSizeF())
        self._row_px = QFontMetricsF(self._strong).height() + 2
        self._arrange()

    @property
    def values(self) -> list[str]:
        """The numbers that are said, one for each curve."""
        return list(self._values)

    def show_values(self, values: Sequence[str]) -> None:
        """Say other numbers."""
        if list(values) != self._values:
            self._values = list(values)
            self.update()

    def dress(self, tokens: Tokens, pens: Sequence[QPen]) -> None:
        """Draw in these colours, and each short line with the pen of its curve."""
        self._colours, self._pens = (QColor(tokens.text), QColor(tokens.muted)), pens
        self.update()

    def _arrange(self) -> None:
        rows = 1 if self._is_wide() else 2
        self.setFixedHeight(rows * self._row_px + Spacing.TINY)

    def _is_wide(self) -> bool:
        return self.size().width() >= ROOM_CHARACTERS * QFontMetricsF(self._plain).averageCharWidth()

    def _draw(self, painter: QPainter, left: float, room: float, text: str, font: QFont, colour: QColor) -> None:
        """Write one word on the row that begins at the painter's origin."""
        painter.setFont(font)
        painter.setPen(colour)
        words = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(QRectF(left, 0, room, self._row_px), flags, words)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        text, muted = self._colours
        strong, plain = QFontMetricsF(self._strong), QFontMetricsF(self._plain)
        left, right = float(Spacing.SMALL), self.size().width()
        title_px = strong.horizontalAdvance(self._title) + 1
        painter.save()
        painter.translate(0, Spacing.TINY / 2)
        self._draw(painter, left, min(title_px, right - left), self._title, self._strong, text)
        if self._is_wide():
            left += title_px + Spacing.LARGE
        else:
            painter.translate(0, self._row_px)
        number_px = plain.horizontalAdvance(WIDEST)
        widths = [plain.horizontalAdvance(label) + 1 for label in self._labels]
        room = right - left - len(widths) * (LINE_PX + 2 * NUMBER_GAP + number_px)
        most = next((px for px in range(int(max(widths)) + 1, 0, -1) if sum(min(px, w) for w in widths) <= room), 0)
        for pen, label, width, value in zip(self._pens, self._labels, widths, self._values, strict=True):
            middle = self._row_px / 2
            painter.setPen(pen)
            painter.drawLine(QPointF(left, middle), QPointF(left + LINE_PX, middle))
            left += LINE_PX + NUMBER_GAP
            label_px = min(width, most)
            self._draw(painter, left, label_px, label, self._plain, muted)
            left += label_px + NUMBER_GAP
            self._draw(painter, left, 2 * number_px, value, self._plain, text)
            left += number_px
        painter.restore()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
