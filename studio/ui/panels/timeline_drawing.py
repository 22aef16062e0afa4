"""How the timeline looks: a bar, grids as ticks below it, epochs on it, marks above it, the playhead on top."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from studio.ui.theme import theme

MARGIN_PX = 14
HEIGHT_PX = 56
BAR_PX = 36  # from the top
CHECKPOINTS_PX = 24
EVENTS_PX = 7
STAR_PX = 8  # the radius of the star, which takes the place of the best checkpoint, below what happened
STARS_PX = 21
STARS_END_PX = STARS_PX + STAR_PX
TICK_PX = 3  # the least distance of two ticks
LEAST_PAST = 0.7  # the share of the width that the past has once there is one
EPOCH_PX = 24  # the least distance of two epochs

ROLES = {
    "checkpoint": "good",
    "pause": "muted",
    "settings": "accent",
    "warning": "warning",
    "branch": "fake",
    "best": "good",
}

ROWS_PX = {"checkpoint": CHECKPOINTS_PX, "best": STARS_PX}


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps 0 to `target` on a widget of `width` pixels; what is past has the greater part of it, however far to go."""

    width: int
    present: int
    target: int

    def x(self, step: float) -> float:
        """Where a step stands."""
        return float(self._x(np.array([step]))[0])

    def step(self, x: float) -> int:
        """Which step stands at a place."""
        share = (x - MARGIN_PX) / max(self.width - 2 * MARGIN_PX, 1)
        return round(float(np.interp(share, self._shares, self._steps)))

    def places(self, steps: Sequence[int], least: float) -> list[float]:
        """Where steps stand, no two nearer than `least` pixels."""
        if not steps:
            return []
        x = self._x(np.asarray(steps, float))
        return x[np.unique((x / least).astype(int), return_index=True)[1]].tolist()

    def _x(self, steps: np.ndarray) -> np.ndarray:
        return MARGIN_PX + (self.width - 2 * MARGIN_PX) * np.interp(steps, self._steps, self._shares)

    @property
    def _steps(self) -> list[int]:
        return [0, self.present, self.target] if 0 < self.present < self.target else [0, self.target]

    @property
    def _shares(self) -> list[float]:
        past = max(self.present / self.target, LEAST_PAST)
        return [0.0, past, 1.0] if 0 < self.present < self.target else [0.0, 1.0]


def draw_timeline(
    painter: QPainter,
    scale: Scale,
    *,
    height: int,
    present: int,
    playhead: int,
    grids: Sequence[int],
    marks: Iterable[tuple[int, str]],
    epoch: int,
    focus: bool,
) -> None:
    """Draw a timeline; `marks` are (step, kind), kinds as in `ROLES`; `epoch` is its length in steps, 0 for none."""
    middle = float(BAR_PX)
    _bar(painter, scale.x(scale.target), middle, "border_strong")
    _bar(painter, scale.x(present), middle, "accent")
    _epochs(painter, scale, epoch, middle)
    painter.setPen(QPen(theme().colour("muted"), 1))
    for x in scale.places(grids, TICK_PX):
        painter.drawLine(QPointF(x, middle + 7), QPointF(x, middle + 11))
    places = {(round(scale.x(step)), kind) for step, kind in marks}
    places -= {(x, "checkpoint") for x, kind in places if kind == "best"}
    for x, kind in sorted(places, key=lambda place: (place[1] == "best", place)):
        _mark(painter, QPointF(x, ROWS_PX.get(kind, EVENTS_PX)), kind)
    painter.setPen(QPen(theme().colour("panel"), 2))
    painter.setBrush(theme().colour("accent"))
    painter.drawEllipse(QPointF(scale.x(playhead), middle), 7, 7)
    if focus:
        painter.setPen(QPen(theme().colour("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, 0.5, scale.width - 1, height - 1), 6, 6)


def _bar(painter: QPainter, end: float, y: float, role: str) -> None:
    painter.setPen(QPen(theme().colour(role), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(MARGIN_PX, y), QPointF(end, y))


def _epochs(painter: QPainter, scale: Scale, epoch: int, middle: float) -> None:
    """Notch the bar at the ends of epochs; where they are too near, at every second, fifth, tenth and so on."""
    if epoch <= 0:
        return
    width = scale.x(epoch) - scale.x(0)
    if width <= 0:
        return
    every = next(n * 10**power for power in range(12) for n in (1, 2, 5) if n * 10**power * width >= EPOCH_PX)
    painter.setPen(QPen(theme().colour("panel"), 1))
    ends = [number * epoch for number in range(every, math.ceil(scale.target / epoch), every)]
    for x in scale.places(ends, EPOCH_PX / 2):
        painter.drawLine(QPointF(x, middle - 2), QPointF(x, middle + 2))


def _star(x: float, y: float) -> list[QPointF]:
    """Return the corners of a star of five points."""
    corners = ((STAR_PX if number % 2 == 0 else STAR_PX * 0.45, math.pi * number / 5) for number in range(10))
    return [QPointF(x + radius * math.sin(angle), y - radius * math.cos(angle)) for radius, angle in corners]


def _mark(painter: QPainter, place: QPointF, kind: str) -> None:
    x, y = place.x(), place.y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(ROLES[kind]))
    match kind:
        case "checkpoint":
            painter.drawPolygon([QPointF(x - 4, y), QPointF(x, y - 4), QPointF(x + 4, y), QPointF(x, y + 4)])
        case "warning":
            painter.drawPolygon([QPointF(x - 5, y + 4), QPointF(x, y - 5), QPointF(x + 5, y + 4)])
        case "best":
            painter.setPen(QPen(theme().colour("panel"), 1))
            painter.drawPolygon(_star(x, y))
        case "branch":
            painter.drawPolygon([QPointF(x - 4, y - 4), QPointF(x + 4, y), QPointF(x - 4, y + 4)])
        case _:
            painter.drawRect(QRectF(x - 2, y - 4, 4, 8))
