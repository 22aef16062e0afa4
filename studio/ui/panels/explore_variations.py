"""A small grid of pictures around the present one; a click goes there, and each can be dragged out."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from studio.ui.panels.explore_picture import to_qimage
from studio.ui.theme import theme
from studio.ui.tokens import Spacing

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class VariationsGrid(QWidget):
    """`side` x `side` pictures; `chosen` tells the number of the one that was clicked, or chosen with keys.

    `dragged_out` tells the number of one that a drag begins on.
    """

    chosen = Signal(int)
    dragged_out = Signal(int)

    def __init__(self, side: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_variations")
        self.setAccessibleName(self.tr("Variations of the picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.side = side
        self._images: list[QImage] = []
        self._hovered = -1
        self._pressed: QPoint | None = None
        self._current = self.count // 2

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return self.side**2

    @property
    def ready(self) -> bool:
        """Whether there are pictures to choose from."""
        return bool(self._images)

    def set_pictures(self, pictures: np.ndarray) -> None:
        """Show uint8 (count, height, width, channels), at once: `update` would wait for an idle moment."""
        self._images = [to_qimage(pixels) for pixels in pictures]
        self.repaint()

    def image(self, number: int) -> QImage:
        """One of the pictures."""
        return self._images[number]

    def cell(self, number: int) -> QRect:
        """Where a picture is drawn."""
        pitch = (min(self.width(), self.height()) + Spacing.TINY) // self.side
        left = (self.width() - pitch * self.side + Spacing.TINY) // 2
        corner = QPoint(left + number % self.side * pitch, number // self.side * pitch)
        return QRect(corner, QSize(pitch - Spacing.TINY, pitch - Spacing.TINY))

    def sizeHint(self) -> QSize:
        return QSize(264, 264)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme()
        ratio = self.devicePixelRatioF()
        for number, image in enumerate(self._images):
            cell = self.cell(number)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > cell.width() * ratio)
            painter.drawImage(cell, image)
            marked = number == self._hovered or (self.hasFocus() and number == self._current)
            if marked or number == self.count // 2:
                painter.setPen(QPen(colours.colour("accent" if marked else "border_strong"), 2))
                painter.drawRect(cell.adjusted(1, 1, -1, -1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._hover(self._at(point))
        if self._pressed is None:
            return
        number = self._at(self._pressed)
        if number >= 0 and (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged_out.emit(number)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        if self._pressed is not None and number >= 0 and number == self._at(self._pressed):
            self.chosen.emit(number)
        self._pressed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._images:
            self.chosen.emit(self._current)
        elif (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            column = min(max(self._current % self.side + step[0], 0), self.side - 1)
            row = min(max(self._current // self.side + step[1], 0), self.side - 1)
            self._current = row * self.side + column
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _at(self, point: QPoint) -> int:
        return next((i for i in range(len(self._images)) if self.cell(i).contains(point)), -1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()
