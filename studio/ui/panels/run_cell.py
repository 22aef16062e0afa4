"""How a run looks in its table: its latest grid, its name, and below it where it comes from and its tags."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.core.library import RunSummary
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Type

THUMBNAIL_PX = 56
ROW_PX = THUMBNAIL_PX + 12
_Index = QModelIndex | QPersistentModelIndex


class RunCell(QStyledItemDelegate):
    """Draws the first column; `role` is where its model keeps the summary."""

    def __init__(self, role: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._role = role

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(260, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        run: RunSummary = index.data(self._role)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selection"))
        top = rect.top() + (rect.height() - THUMBNAIL_PX) // 2
        painter.drawPixmap(rect.left() + Spacing.SMALL, top, _thumbnail(run, painter.device().devicePixelRatio()))
        text = _text_rect(rect)
        subtitle = self.subtitle(run)
        upper, lower = _halves(text) if subtitle else (text, QRect())
        self._write(painter, upper, run.name, Type.STRONG, "text")
        self._write(painter, lower, subtitle, Type.CAPTION, "muted")
        painter.restore()

    def subtitle(self, run: RunSummary) -> str:
        """Return the line below the name: what the run was branched from, and its tags."""
        origin = run.record.branched_from
        text = self.tr("from %1 at %2").replace("%2", f"{origin.step:,}").replace("%1", run.origin) if origin else ""
        return "   ".join(part for part in (text, *(f"#{tag}" for tag in run.tags)) if part)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        text = _text_rect(rect)
        height = editor.sizeHint().height()
        editor.setGeometry(QRect(text.left() - Spacing.SMALL, text.center().y() - height // 2, text.width(), height))

    def _write(self, painter: QPainter, rect: QRect, text: str, step: Type, role: str) -> None:
        painter.setFont(theme().font(step))
        painter.setPen(theme().colour(role))
        line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)


def _thumbnail(run: RunSummary, ratio: float) -> QPixmap:
    """Return the corner of a run's latest grid for a screen of `ratio` pixels to a logical one, or an empty square."""
    if run.preview is None or not run.preview.exists():
        return _empty(theme().colour("raised").name())
    return _square(str(run.preview), run.preview.stat().st_mtime_ns, ratio)


def _text_rect(rect: QRect) -> QRect:
    return rect.adjusted(Spacing.SMALL + THUMBNAIL_PX + Spacing.MEDIUM, 0, -Spacing.SMALL, 0)


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    height, middle = 20, rect.center().y()
    left, width = rect.left(), rect.width()
    return QRect(left, middle - height, width, height), QRect(left, middle + 1, width, height)


@lru_cache(maxsize=4)
def _empty(colour: str) -> QPixmap:
    pixmap = QPixmap(THUMBNAIL_PX, THUMBNAIL_PX)
    pixmap.fill(colour)
    return pixmap


@lru_cache(maxsize=512)
def _square(path: str, _changed_ns: int, ratio: float) -> QPixmap:
    image = QImage(path)
    side = min(image.width(), image.height(), THUMBNAIL_PX * 2)
    return fitted_pixmap(image.copy(0, 0, side, side), THUMBNAIL_PX, ratio)
