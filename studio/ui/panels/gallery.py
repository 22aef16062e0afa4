"""The fixed-latent grid: drawn sharp, at whole-number zoom, each cell to be clicked."""

from dataclasses import dataclass
from math import ceil
from typing import Annotated

import numpy as np
from pydantic import Field
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from studio.ui.panels.explore_picture import to_qimage
from studio.ui.theme import theme
from studio.ui.tokens import Spacing


@dataclass(frozen=True, slots=True)
class GridLook:
    """How a grid is laid out: pixels between cells, cells a row (0: as drawn), zoom (0: as large as fits).

    `background` is a colour #rrggbb, or empty for that of the theme.
    """

    gap: Annotated[int, Field(ge=0, le=16)] = 2
    columns: Annotated[int, Field(ge=0, le=16)] = 0
    zoom: Annotated[int, Field(ge=0, le=8)] = 0
    background: Annotated[str, Field(pattern="^(#[0-9a-f]{6})?$")] = ""


class GalleryView(QWidget):
    """Shows one grid of rows x columns cells; `cell_chosen` carries the index of a cell that was clicked or entered.

    It is enlarged by whole numbers, to stay sharp, unless it `fills` the room it has. Arrow keys move among the cells.
    `menu_wanted` carries a cell and a place on the screen, `dragged_out` one that a drag begins on.
    """

    cell_chosen = Signal(int)
    dragged_out = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self._fills = fills
        self.setAccessibleName(self.tr("Sample grid"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image = QImage()
        self._rows, self._columns = 1, 1
        self._look = GridLook()
        self._current = 0
        self._pressed: QPoint | None = None
        self._hint = ""

    @property
    def image(self) -> QImage:
        """The grid that is shown; null before the first."""
        return self._image

    @property
    def zoom(self) -> float:
        """By how much its pixels are enlarged now."""
        return self._cell_size().width() / self.devicePixelRatioF() / max(self._source(0).width(), 1)

    @property
    def cells(self) -> int:
        """How many cells the grid has."""
        return self._rows * self._columns

    def set_look(self, look: GridLook) -> None:
        """Lay the cells out in another way."""
        self._look = look
        self._update_size()

    def set_current(self, index: int) -> None:
        """Let keys go on from a cell, which is framed while they do."""
        self._current = min(max(index, 0), self.cells - 1)
        self.update()

    def show_pixels(self, pixels: np.ndarray, rows: int, columns: int) -> None:
        """Show uint8 (rows * height, columns * width, channels)."""
        self.show_image(to_qimage(pixels), rows, columns)

    def show_image(self, image: QImage, rows: int, columns: int) -> None:
        """Show a grid."""
        self._image, self._rows, self._columns = image, max(rows, 1), max(columns, 1)
        self._current = min(self._current, self.cells - 1)
        self._update_size()

    def clear(self, hint: str) -> None:
        """Show no grid, but a sentence that says when there will be one."""
        self._hint = hint
        self._image = QImage()
        self._update_size()

    def cell_rect(self, index: int) -> QRectF:
        """Where a cell is drawn: whole screen pixels, all alike, centred."""
        size, columns, ratio = self._cell_size(), self._shown_columns(), self.devicePixelRatioF()
        across, down = size.width() + self._gap(), size.height() + self._gap()
        total = self._total_size()
        left, top = round(self.width() * ratio - total.width()) // 2, round(self.height() * ratio - total.height()) // 2
        row, column = divmod(index, columns)
        place = QRectF(left + column * across, top + row * down, size.width(), size.height())
        return QRectF(place.topLeft() / ratio, place.size() / ratio)

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._background())
        painter.drawRoundedRect(self.rect(), 8, 8)
        if self._image.isNull():
            painter.setPen(theme().colour("muted"))
            inner = self.rect().adjusted(Spacing.WIDE, 0, -Spacing.WIDE, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        else:
            self._paint_cells(painter)
        painter.end()

    def picture(self) -> QImage:
        """The grid as it is laid out, without a margin, all of its pixels enlarged by one whole number."""
        width, height = self._image.width() // self._columns, self._image.height() // self._rows
        scale, gap, columns = max(self._cell_size().width() // width, 1), self._gap(), self._shown_columns()
        across, down = width * scale + gap, height * scale + gap
        made = QImage(columns * across - gap, -(-self.cells // columns) * down - gap, QImage.Format.Format_RGB32)
        made.fill(self._background())
        painter = QPainter(made)
        for index in range(self.cells):
            row, column = divmod(index, columns)
            target = QRectF(column * across, row * down, width * scale, height * scale)
            painter.drawImage(target, self._image, self._source(index))
        painter.end()
        return made

    def cell_pixmap(self, index: int) -> QPixmap:
        """A cell as it is drawn."""
        return self.grab(self.cell_rect(index).toAlignedRect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        index = self._cell_at(self._pressed)
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if index is not None and distance >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged_out.emit(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index, pressed = self._cell_at(event.position().toPoint()), self._pressed
        self._pressed = None
        if index is not None and pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = index
            self.update()
            self.cell_chosen.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self._cell_at(event.pos()) if mouse else self._current
        if index is not None and not self._image.isNull():
            self._current = index
            place = event.globalPos() if mouse else self.mapToGlobal(self.cell_rect(index).center().toPoint())
            self.menu_wanted.emit(index, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._shown_columns()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        if event.key() in moves:
            self._current = min(max(self._current + moves[Qt.Key(event.key())], 0), self.cells - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not self._image.isNull():
            self.cell_chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _paint_cells(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        scales = self._cell_size().width() % self._source(0).width() != 0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scales)
        for index in range(self.cells):
            painter.drawImage(self.cell_rect(index), self._image, self._source(index))
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(self._current).adjusted(-1, -1, 1, 1))

    def _background(self) -> QColor:
        return QColor(self._look.background) if self._look.background else theme().colour("canvas")

    def _source(self, index: int) -> QRectF:
        """Where a cell is in the grid."""
        width, height = self._image.width() // self._columns, self._image.height() // self._rows
        row, column = divmod(index, self._columns)
        return QRectF(column * width, row * height, width, height)

    def _cell_at(self, place: QPoint) -> int | None:
        if self._image.isNull():
            return None
        return next((i for i in range(self.cells) if self.cell_rect(i).contains(place.toPointF())), None)

    def _shown_columns(self) -> int:
        return min(self._look.columns or self._columns, self.cells)

    def _gap(self) -> int:
        return round(self._look.gap * self.devicePixelRatioF())

    def _cell_size(self) -> QSize:
        """How large a cell is drawn, in screen pixels; as large as fits, enlarged by whole ones unless it fills."""
        width, height = self._image.width() // self._columns, self._image.height() // self._rows
        if not width or not height:
            return QSize()
        ratio = self.devicePixelRatioF()
        if self._look.zoom:
            return QSize(width, height) * max(round(self._look.zoom * ratio), 1)
        columns, gap = self._shown_columns(), self._gap()
        rows = -(-self.cells // columns)
        room = ((self.width() - 2 * Spacing.MEDIUM) * ratio, (self.height() - 2 * Spacing.MEDIUM) * ratio)
        scale = min(
            (room[0] - gap * (columns - 1)) / (width * columns),
            (room[1] - gap * (rows - 1)) / (height * rows),
        )
        scale = int(scale) if scale >= 1 and not self._fills else max(scale, 0.05)
        return QSize(int(width * scale), int(height * scale))

    def _total_size(self) -> QSize:
        """How large the whole grid is drawn, in screen pixels."""
        size, columns, gap = self._cell_size(), self._shown_columns(), self._gap()
        rows = -(-self.cells // columns)
        return QSize(columns * (size.width() + gap) - gap, rows * (size.height() + gap) - gap)

    def _update_size(self) -> None:
        """With a zoom the grid asks for all its room; the scroll area around it gives it."""
        if self._look.zoom and not self._image.isNull():
            total, ratio = self._total_size(), self.devicePixelRatioF()
            margin = 2 * Spacing.MEDIUM
            self.setMinimumSize(ceil(total.width() / ratio) + margin, ceil(total.height() / ratio) + margin)
        else:
            self.setMinimumSize(0, 0)
        self.update()
