"""The fixed-latent grid: drawn sharp, at whole-number zoom, with the step it belongs to."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.panels.explore_picture import to_qimage
from studio.ui.theme import theme
from studio.ui.tokens import Spacing

GAP_PX = 2


class GalleryView(QWidget):
    """Shows one grid of rows x columns cells; `cell_chosen` carries the index of a clicked cell."""

    cell_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName(self.tr("Sample grid"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image = QImage()
        self._rows, self._columns = 1, 1
        self._hint = ""

    @property
    def image(self) -> QImage:
        """The grid that is shown; null before the first."""
        return self._image

    def show_pixels(self, pixels: np.ndarray, rows: int, columns: int) -> None:
        """Show uint8 (rows * height, columns * width, channels)."""
        self._show(to_qimage(pixels), rows, columns)

    def show_file(self, path: Path, rows: int, columns: int) -> bool:
        """Show a saved grid; False when it cannot be read, and then nothing changes."""
        image = QImage(str(path))
        if image.isNull():
            return False
        self._show(image, rows, columns)
        return True

    def clear(self, hint: str) -> None:
        """Show no grid, but a sentence that says when there will be one."""
        self._hint = hint
        self._image = QImage()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("canvas"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        if self._image.isNull():
            painter.setPen(theme().colour("muted"))
            inner = self.rect().adjusted(Spacing.WIDE, 0, -Spacing.WIDE, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        else:
            self._paint_cells(painter)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for index in range(self._rows * self._columns):
            if self._cell(index).contains(event.position().toPoint()):
                self.cell_chosen.emit(index)
                return

    def _show(self, image: QImage, rows: int, columns: int) -> None:
        self._image, self._rows, self._columns = image, max(rows, 1), max(columns, 1)
        self.update()

    def _paint_cells(self, painter: QPainter) -> None:
        width, height = self._image.width() // self._columns, self._image.height() // self._rows
        smooth = self._cell(0).width() < width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        for index in range(self._rows * self._columns):
            row, column = divmod(index, self._columns)
            painter.drawImage(self._cell(index), self._image, QRect(column * width, row * height, width, height))

    def _cell(self, index: int) -> QRect:
        """Where a cell is drawn: whole pixels, all alike, centred."""
        row, column = divmod(index, self._columns)
        cell_width, cell_height = self._image.width() // self._columns, self._image.height() // self._rows
        if not cell_width or not cell_height:
            return QRect()
        room = (self.width() - 2 * Spacing.MEDIUM, self.height() - 2 * Spacing.MEDIUM)
        scale = min(
            (room[0] - GAP_PX * (self._columns - 1)) / (cell_width * self._columns),
            (room[1] - GAP_PX * (self._rows - 1)) / (cell_height * self._rows),
        )
        scale = int(scale) if scale >= 1 else max(scale, 0.05)
        size = QSize(int(cell_width * scale), int(cell_height * scale))
        total = QSize(
            size.width() * self._columns + GAP_PX * (self._columns - 1),
            size.height() * self._rows + GAP_PX * (self._rows - 1),
        )
        origin = QPoint((self.width() - total.width()) // 2, (self.height() - total.height()) // 2)
        return QRect(origin + QPoint(column * (size.width() + GAP_PX), row * (size.height() + GAP_PX)), size)
