"""The pad: a square to move over two directions at once."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme

REACH = 3.0  # from the middle to an edge, in standard deviations
DOT_PX = 7
KEY_STEP = 0.1
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class Pad(QWidget):
    """Shows a position and asks for another one, `moved` to the right and up; `released` when a drag is done."""

    moved = Signal(float, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_pad")
        self.setAccessibleName(self.tr("Position along both directions"))
        self.setToolTip(self.tr("Drag, or press the arrow keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._right, self._up = 0.0, 0.0
        self._dragged = False

    def set_position(self, right: float, up: float) -> None:
        """Show a position without telling of it; beyond the pad's reach it stands at the edge."""
        if (right, up) != (self._right, self._up):
            self._right, self._up = right, up
            self.update()

    def point(self, right: float, up: float) -> QPointF:
        """Where a position is drawn."""
        area = self._area()
        x, y = (min(max(value, -REACH), REACH) / REACH for value in (right, up))
        return QPointF(area.center().x() + x * area.width() / 2, area.center().y() - y * area.height() / 2)

    def sizeHint(self) -> QSize:
        return QSize(264, 264)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self._area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("accent" if self.hasFocus() else "border_strong"), 1))
        painter.setBrush(theme().colour("canvas"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QPen(theme().colour("border"), 1))
        painter.drawLine(self.point(-REACH, 0), self.point(REACH, 0))
        painter.drawLine(self.point(0, -REACH), self.point(0, REACH))
        painter.setPen(QPen(theme().colour("panel"), 2))
        painter.setBrush(theme().colour("accent"))
        painter.drawEllipse(self.point(self._right, self._up), DOT_PX, DOT_PX)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = True
            self._tell(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._tell(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self._dragged = False
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(self._right + KEY_STEP * step[0], self._up + KEY_STEP * step[1])

    def _tell(self, point: QPointF) -> None:
        area = self._area()
        right = 2 * (point.x() - area.center().x()) / area.width()
        up = 2 * (area.center().y() - point.y()) / area.height()
        self.moved.emit(*(min(max(value, -1.0), 1.0) * REACH for value in (right, up)))

    def _area(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
