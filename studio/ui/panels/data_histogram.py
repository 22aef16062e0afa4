"""A histogram with its title and a summary; which range a bar counts is told under the mouse."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Type

HEIGHT_PX = 164
HEAD_PX = 26
FOOT_PX = 20
ALPHA = 180  # of bars, so that one set shows behind another


@dataclass(frozen=True, slots=True)
class Layer:
    """One set of bars: what it counts, the role of its colour, and its counts."""

    label: str
    role: str
    counts: np.ndarray


class Histogram(QWidget):
    """Counts over a range of values; several sets of bars lie behind each other and are named in the head."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._edges = np.array([0.0, 1.0])
        self._layers: tuple[Layer, ...] = ()
        self._unit = self._summary = ""
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_counts(self, edges: np.ndarray, layers: tuple[Layer, ...], *, unit: str, summary: str) -> None:
        """Show counts between `edges` (one more than counts); `summary` says it in a few words."""
        self._edges, self._layers, self._unit, self._summary = edges, layers, unit, summary
        self.setAccessibleDescription(summary)
        self.update()

    def bar_at(self, x: float) -> int:
        """Return the number of the bar at this place, -1 beside the bars."""
        bars = len(self._edges) - 1
        number = int(x / max(1, self.width()) * bars)
        return number if 0 <= number < bars and self._layers else -1

    def told(self, number: int) -> str:
        """Say what a bar counts."""
        low, high = (number_text(edge) for edge in self._edges[number : number + 2])
        lines = [f"{low} – {high} {self._unit}".strip()]
        return "\n".join(lines + [f"{layer.label}: {int(layer.counts[number]):,}" for layer in self._layers])

    def sizeHint(self) -> QSize:
        return QSize(260, HEIGHT_PX)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.bar_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.told(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_head(painter, self.width(), self._title, self._summary)
        body = QRectF(0, HEAD_PX, self.width(), self.height() - HEAD_PX - FOOT_PX)
        most = max((int(layer.counts.max(initial=0)) for layer in self._layers), default=0) or 1
        for layer in self._layers:
            self._draw_layer(painter, body, layer, most)
        painter.fillRect(QRectF(0, body.bottom(), self.width(), 1), theme().colour("border_strong"))
        self._draw_scale(painter, QRectF(0, body.bottom() + 1, self.width(), FOOT_PX))
        self._draw_legend(painter)
        painter.end()

    def _draw_layer(self, painter: QPainter, body: QRectF, layer: Layer, most: int) -> None:
        colour = QColor(theme().colour(layer.role))
        colour.setAlpha(ALPHA if len(self._layers) > 1 else 255)
        step = body.width() / len(layer.counts)
        for number, count in enumerate(layer.counts):
            height = max(2.0, count / most * body.height()) if count else 0.0
            bar = QRectF(body.left() + number * step, body.bottom() - height, max(1.0, step - 1), height)
            painter.fillRect(bar, colour)

    def _draw_scale(self, painter: QPainter, place: QRectF) -> None:
        painter.setFont(theme().font(Type.CAPTION))
        painter.setPen(theme().colour("muted"))
        middle = self._edges[0] + (self._edges[-1] - self._edges[0]) / 2
        for value, side in zip((self._edges[0], middle, self._edges[-1]), _SIDES, strict=True):
            text = f"{number_text(value)} {self._unit}".strip() if side is _SIDES[-1] else number_text(value)
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_legend(self, painter: QPainter) -> None:
        if len(self._layers) < 2:
            return
        right = float(self.width())
        painter.setFont(theme().font(Type.CAPTION))
        for layer in reversed(self._layers):
            width = painter.fontMetrics().horizontalAdvance(layer.label) + Spacing.TINY
            painter.setPen(theme().colour(layer.role))
            place = QRectF(right - width, HEAD_PX, width, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, layer.label)
            right -= width + Spacing.SMALL


_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)


def draw_head(painter: QPainter, width: int, title: str, summary: str) -> None:
    """Draw a chart's title at the left and its summary at the right."""
    place = QRectF(0, 0, width, HEAD_PX)
    painter.setFont(theme().font(Type.STRONG))
    painter.setPen(theme().colour("text"))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(theme().font(Type.CAPTION))
    painter.setPen(theme().colour("muted"))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, summary)


def number_text(value: float) -> str:
    """Write a number with as many digits as a scale needs."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.2f}"
