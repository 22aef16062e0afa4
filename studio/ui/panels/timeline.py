"""The timeline of a run: its grids, checkpoints, pauses and warnings, and a playhead to move among them."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui.theme import theme

MARGIN_PX = 14
HEIGHT_PX = 44
NEAR_PX = 5


class MarkKind(StrEnum):
    """What stands on the timeline beside the grids."""

    CHECKPOINT = "checkpoint"
    PAUSE = "pause"
    SETTINGS = "settings"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a step; `text` says what."""

    step: int
    kind: MarkKind
    text: str


class Timeline(QWidget):
    """Drag, click or use the arrow keys to choose a step that has a grid; `End` returns to the latest.

    `step_chosen` carries the step, `latest_chosen` tells that the newest grid shall be followed again.
    """

    step_chosen = Signal(int)
    latest_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._steps: list[int] = []
        self._marks: list[Mark] = []
        self._present = 0
        self._target = 1
        self._chosen: int | None = None

    @property
    def chosen(self) -> int | None:
        """The step of the playhead, None while it follows the latest."""
        return self._chosen

    def clear(self) -> None:
        """Show an empty run."""
        self._steps, self._marks, self._present, self._target, self._chosen = [], [], 0, 1, None
        self.update()

    def set_extent(self, present: int, target: int) -> None:
        """Show how far the run is."""
        self._present, self._target = present, max(target, present, 1)
        self.setAccessibleDescription(self.tr("step %1 of %2").replace("%1", str(present)).replace("%2", str(target)))
        self.update()

    def add_grid(self, step: int) -> None:
        """Tell that a step has a grid."""
        if not self._steps or step > self._steps[-1]:
            self._steps.append(step)
        elif step not in self._steps:
            self._steps = sorted([*self._steps, step])
        self.update()

    def add_mark(self, mark: Mark) -> None:
        """Show a mark."""
        self._marks.append(mark)
        self.update()

    def choose(self, step: int) -> None:
        """Move the playhead to the grid nearest to `step`."""
        if not self._steps:
            return
        nearest = min(self._steps, key=lambda s: abs(s - step))
        if nearest == self._steps[-1]:
            self.follow_latest()
        elif nearest != self._chosen:
            self._chosen = nearest
            self.step_chosen.emit(nearest)
            self.update()

    def follow_latest(self) -> None:
        """Let the playhead follow the newest grid."""
        if self._chosen is not None:
            self._chosen = None
            self.latest_chosen.emit()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self._chosen if self._chosen is not None else (self._steps[-1] if self._steps else 0)
        index = self._steps.index(here) if here in self._steps else 0
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        if event.key() == Qt.Key.Key_End:
            self.follow_latest()
        elif event.key() == Qt.Key.Key_Home and self._steps:
            self.choose(self._steps[0])
        elif event.key() in moves and self._steps:
            self.choose(self._steps[min(max(index + moves[Qt.Key(event.key())], 0), len(self._steps) - 1)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(self._step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(self._step_at(event.position().x()))
            return
        near = [m for m in self._marks if abs(self._x(m.step) - event.position().x()) <= NEAR_PX]
        step = self._step_at(event.position().x())
        text = "\n".join(f"{m.step:,}: {m.text}" for m in near[-6:]) or self.tr("Step %1").replace("%1", f"{step:,}")
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().colour
        middle = self.height() / 2
        self._line(painter, middle, self._target, tokens("border_strong"), 4)
        self._line(painter, middle, self._present, tokens("accent"), 4)
        painter.setPen(QPen(tokens("muted"), 1))
        last = -10.0
        for step in self._steps:
            x = self._x(step)
            if x - last >= 3:
                painter.drawLine(QPointF(x, middle + 6), QPointF(x, middle + 10))
                last = x
        for mark in self._marks:
            self._paint_mark(painter, mark, middle)
        self._paint_playhead(painter, middle)
        if self.hasFocus():
            painter.setPen(QPen(tokens("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _line(self, painter: QPainter, y: float, step: int, colour: QColor, width: int) -> None:
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(MARGIN_PX, y), QPointF(self._x(step), y))

    def _paint_mark(self, painter: QPainter, mark: Mark, middle: float) -> None:
        roles = {
            MarkKind.CHECKPOINT: "good",
            MarkKind.PAUSE: "muted",
            MarkKind.SETTINGS: "accent",
            MarkKind.WARNING: "warning",
        }
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(roles[mark.kind]))
        x, y = self._x(mark.step), middle - 11
        if mark.kind == MarkKind.CHECKPOINT:
            painter.drawPolygon([QPointF(x - 4, y), QPointF(x, y - 4), QPointF(x + 4, y), QPointF(x, y + 4)])
        elif mark.kind == MarkKind.WARNING:
            painter.drawPolygon([QPointF(x - 5, y + 4), QPointF(x, y - 5), QPointF(x + 5, y + 4)])
        else:
            painter.drawRect(QRectF(x - 2, y - 4, 4, 8))

    def _paint_playhead(self, painter: QPainter, middle: float) -> None:
        x = self._x(self._chosen if self._chosen is not None else self._present)
        painter.setPen(QPen(theme().colour("panel"), 2))
        painter.setBrush(theme().colour("accent"))
        painter.drawEllipse(QPointF(x, middle), 7, 7)

    def _x(self, step: int) -> float:
        return MARGIN_PX + (self.width() - 2 * MARGIN_PX) * min(step / self._target, 1.0)

    def _step_at(self, x: float) -> int:
        share = (x - MARGIN_PX) / max(self.width() - 2 * MARGIN_PX, 1)
        return round(min(max(share, 0.0), 1.0) * self._target)
