"""Pictures per class as bars with names and counts; beyond some classes, the rest in one bar."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.panels.data_histogram import HEAD_PX, draw_head
from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Type

ROW_PX = 22
MOST_ROWS = 12
NAME_PX = 110
COUNT_PX = 60


class ClassBars(QWidget):
    """Shows {class: pictures} in the order it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, int, bool]] = []
        self._summary = ""
        self.setAccessibleName(self.tr("Pictures per class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show other classes."""
        items = list(counts.items())
        shown = items if len(items) <= MOST_ROWS else items[: MOST_ROWS - 1]
        rest = items[len(shown) :]
        self._rows = [(name, count, True) for name, count in shown]
        if rest:
            label = self.tr("%1 more classes").replace("%1", f"{len(rest):,}")
            self._rows.append((label, sum(count for _, count in rest), False))
        self._summary = self.tr("%1 classes").replace("%1", f"{len(items):,}")
        self.setAccessibleDescription(", ".join(f"{name}: {count:,}" for name, count, _ in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, HEAD_PX + ROW_PX * len(self._rows) + Spacing.SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_head(painter, self.width(), self.tr("Pictures per class"), self._summary)
        painter.setFont(theme().font(Type.NUMBER))
        room = self.width() - NAME_PX - COUNT_PX - 2 * Spacing.SMALL
        most = max((count for _, count, is_class in self._rows if is_class), default=1) or 1
        for row, (name, count, is_class) in enumerate(self._rows):
            top = HEAD_PX + row * ROW_PX
            elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_PX)
            painter.setPen(theme().colour("text" if is_class else "muted"))
            painter.drawText(QRectF(0, top, NAME_PX, ROW_PX), _LEFT, elided)
            if is_class:
                bar = QRectF(NAME_PX + Spacing.SMALL, top + 4, max(2.0, room * count / most), ROW_PX - 8)
                painter.fillRect(bar, theme().colour("accent"))
            painter.setPen(theme().colour("muted"))
            painter.drawText(QRectF(self.width() - COUNT_PX, top, COUNT_PX, ROW_PX), _RIGHT, f"{count:,}")
        painter.end()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
