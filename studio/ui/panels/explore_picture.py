"""The large picture: shown as large as fits, dragged to move through the latents, wiped over to compare."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme

_FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}


def to_qimage(pixels: np.ndarray) -> QImage:
    """Return uint8 (height, width, 1, 3 or 4) as an image with memory of its own."""
    pixels = np.ascontiguousarray(pixels)
    height, width, channels = pixels.shape
    return QImage(pixels.data, width, height, width * channels, _FORMATS[channels]).copy()


GRIP_PX = 10


class PictureView(QWidget):
    """Shows one picture; `dragged` tells by which parts of its size it was dragged to the right and up.

    While it is wiped, the held picture covers it up to a line that is dragged as well.
    """

    dragged = Signal(float, float)
    drag_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_picture")
        self.setAccessibleName(self.tr("Generated picture"))
        self.setToolTip(self.tr("Drag to move through the latents"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._image = QImage()
        self._smooth = False
        self._last: QPointF | None = None
        self._held = QImage()
        self._wiped = False
        self._line = 0.5  # of the picture's width
        self._line_dragged = False

    @property
    def image(self) -> QImage:
        """The picture that is shown."""
        return self._image

    def set_pixels(self, pixels: np.ndarray) -> None:
        """Show uint8 (height, width, channels), at once: `update` would wait for an idle moment."""
        self._image = to_qimage(pixels)
        self.repaint()

    def set_smooth(self, smooth: bool) -> None:  # noqa: FBT001  a slot
        """Blend pixels when enlarged, or show them as squares."""
        self._smooth = smooth
        self.update()

    def set_held(self, pixels: np.ndarray) -> None:
        """Compare with uint8 (height, width, channels)."""
        self._held = to_qimage(pixels)
        self.update()

    def set_wiped(self, wiped: bool) -> None:  # noqa: FBT001  a slot
        """Show the held picture to the left of a line that can be dragged, or not at all."""
        self._wiped = wiped
        self.setMouseTracking(wiped)
        self.update()

    def line(self) -> float:
        """Where the line between the held and the present picture is, in the widget's coordinates."""
        target = self.target()
        return target.left() + self._line * target.width()

    def target(self) -> QRectF:
        """Where the picture is drawn, in the widget's coordinates; a square is whole screen pixels where it can be."""
        if self._image.isNull():
            return QRectF()
        ratio = self.devicePixelRatioF()
        scale = min(self.width() / self._image.width(), self.height() / self._image.height()) * ratio
        scale = int(scale) if scale >= 2 and not self._smooth else scale
        width, height = self._image.width() * scale / ratio, self._image.height() * scale / ratio
        return QRectF(round((self.width() - width) / 2), round((self.height() - height) / 2), width, height)

    def sizeHint(self) -> QSize:
        return QSize(512, 512)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth or self._shrinks())
        painter.drawImage(self.target(), self._image)
        if self._wipes():
            self._paint_held(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        if self._is_on_line(event.position()):
            self._line_dragged = True
            return
        self._last = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._line_dragged:
            target = self.target()
            self._line = min(max((event.position().x() - target.left()) / target.width(), 0.0), 1.0)
            self.update()
            return
        if self._last is None:
            on_line = self._is_on_line(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if on_line else Qt.CursorShape.OpenHandCursor)
            return
        moved, size = event.position() - self._last, self.target().size()
        self._last = event.position()
        self.dragged.emit(moved.x() / size.width(), -moved.y() / size.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._line_dragged = False
        if self._last is not None:
            self._last = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.drag_ended.emit()

    def _wipes(self) -> bool:
        return self._wiped and not self._held.isNull() and not self._image.isNull()

    def _is_on_line(self, point: QPointF) -> bool:
        return self._wipes() and abs(point.x() - self.line()) <= GRIP_PX

    def _paint_held(self, painter: QPainter) -> None:
        target, x = self.target(), self.line()
        painter.save()
        painter.setClipRect(QRectF(target.left(), target.top(), x - target.left(), target.height()))
        painter.drawImage(target, self._held)
        painter.restore()
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawLine(QPointF(x, target.top()), QPointF(x, target.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme().colour("accent"))
        painter.drawEllipse(QPointF(x, target.center().y()), GRIP_PX / 2, GRIP_PX / 2)

    def _shrinks(self) -> bool:
        return self.target().width() * self.devicePixelRatioF() < self._image.width()
