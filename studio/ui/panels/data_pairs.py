"""Pictures side by side: as they are, with what will be cropped away shaded, and as training will see them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.sections.data import DataSettings
from studio.data.preview import Sample, kept_part
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Type

LEAST_PX = 124
MOST_PX = 220
NAME_PX = 24
GAP_PX = Spacing.WIDE
SHADE_ALPHA = 190


class PairGrid(QWidget):
    """Draws pairs in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_pairs")
        self.setAccessibleName(self.tr("Pictures as they are, and as training will see them"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pairs: list[tuple[str, QImage, QImage]] = []
        self._settings = DataSettings()
        theme().changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many pairs are shown."""
        return len(self._pairs)

    def result_size(self, number: int) -> tuple[int, int]:
        """Return width and height of a picture as training will see it."""
        result = self._pairs[number][2]
        return result.width(), result.height()

    def show_pairs(self, originals: Sequence[Sample], results: Sequence[Sample], settings: DataSettings) -> None:
        """Show pictures as they are and as `settings` made them."""
        self._settings = settings
        self._pairs = [
            (one.name, to_qimage(one.pixels), to_qimage(other.pixels))
            for one, other in zip(originals, results, strict=False)
        ]
        self.setAccessibleDescription(", ".join(name for name, *_ in self._pairs))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._pairs) // self._columns(width))
        return rows * (self._side(width) + NAME_PX + Spacing.SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns, side = self._columns(self.width()), self._side(self.width())
        ratio = self.devicePixelRatioF()
        for number, (name, original, result) in enumerate(self._pairs):
            left = number % columns * (2 * side + Spacing.SMALL + GAP_PX)
            top = number // columns * (side + NAME_PX + Spacing.SMALL)
            first = QRectF(left, top, side, side)
            place = self._draw(painter, first, original, smooth=True)
            self._shade(painter, place, original)
            self._draw(painter, first.translated(side + Spacing.SMALL, 0), result, smooth=result.width() > side * ratio)
            self._draw_name(painter, QRectF(left, top + side, 2 * side + Spacing.SMALL, NAME_PX), name)
        painter.end()

    def _columns(self, width: int) -> int:
        return max(1, (width + GAP_PX) // (2 * LEAST_PX + Spacing.SMALL + GAP_PX))

    def _side(self, width: int) -> int:
        """The side of a picture's box, so that the pairs fill the width."""
        columns = self._columns(width)
        return min(MOST_PX, ((width + GAP_PX) // columns - GAP_PX - Spacing.SMALL) // 2)

    def _draw(self, painter: QPainter, box: QRectF, image: QImage, *, smooth: bool) -> QRectF:
        """Draw a picture in its box, as large as fits; return where it is."""
        size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(box.center())
        painter.fillRect(box, theme().colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(place, image)
        return place

    def _shade(self, painter: QPainter, place: QRectF, original: QImage) -> None:
        wide, high = kept_part(original.width(), original.height(), self._settings)
        shade = QColor(theme().colour("canvas"))
        shade.setAlpha(SHADE_ALPHA)
        across, down = place.width() * (1 - wide) / 2, place.height() * (1 - high) / 2
        if across > 1:
            painter.fillRect(QRectF(place.left(), place.top(), across, place.height()), shade)
            painter.fillRect(QRectF(place.right() - across, place.top(), across, place.height()), shade)
        if down > 1:
            painter.fillRect(QRectF(place.left(), place.top(), place.width(), down), shade)
            painter.fillRect(QRectF(place.left(), place.bottom() - down, place.width(), down), shade)

    def _draw_name(self, painter: QPainter, place: QRectF, name: str) -> None:
        painter.setFont(theme().font(Type.CAPTION))
        painter.setPen(theme().colour("muted"))
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
