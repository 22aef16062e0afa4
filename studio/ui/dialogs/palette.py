"""The command palette: actions, settings, recipes and runs, found by a few letters and chosen with Enter."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.actions import Offer
from studio.ui.palette_search import best_matches
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing, Type

WIDTH_PX, HEIGHT_PX, ROW_PX, ICON_PX = 600, 420, 36, 18
OFFER_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    """The offers that match what was typed."""

    def __init__(self, offers: Sequence[Offer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self.set_offers(offers)

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Search among these from now on; what is possible stands before what is not."""
        self._all = sorted(offers, key=lambda offer: not offer.is_possible)
        self.search(self._query)

    def search(self, query: str) -> None:
        """Show what matches, the best first."""
        self._query = query
        self.beginResetModel()
        self._shown = best_matches(query, self._all, lambda offer: f"{offer.title} {offer.section}")
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        offer = self._shown[index.row()]
        if role == OFFER_ROLE:
            return offer
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (offer.title, offer.section, offer.note, offer.obstacle) if part)
        return None


class Palette(QDialog):
    """Closes when something is chosen, on Escape, and on a click elsewhere."""

    def __init__(self, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Command palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = parent
        self._model = OfferModel(offers, self)
        self._field = QLineEdit()
        self._field.setObjectName("palette_field")
        self._field.setAccessibleName(self.tr("What do you want to do?"))
        self._field.setPlaceholderText(self.tr("Search actions, settings, recipes and runs"))
        self._field.textChanged.connect(self._on_text_changed)
        self._field.installEventFilter(self)
        self._list = QListView()
        self._list.setObjectName("palette_list")
        self._list.setAccessibleName(self.tr("What was found"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(_OfferDelegate(self))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._on_clicked)
        set_role(self._list, "plain")
        set_role(self, "palette")
        column = QVBoxLayout(self)
        column.setContentsMargins(Spacing.SMALL, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        column.setSpacing(Spacing.SMALL)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        self._nothing = QLabel(self.tr("Nothing matches."), self._list)
        self._nothing.setObjectName("palette_nothing")
        set_role(self._nothing, "muted")
        self._nothing.move(Spacing.MEDIUM, Spacing.SMALL)
        self._select_first()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.move(parent.mapToGlobal(QPoint((parent.width() - WIDTH_PX) // 2, parent.height() // 8)))
        self._field.setFocus()

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these from now on; what was selected stays so where it still is."""
        row = self._list.currentIndex().row()
        self._model.set_offers(offers)
        self._nothing.setVisible(self._model.rowCount() == 0)
        self._list.setCurrentIndex(self._model.index(min(max(row, 0), self._model.rowCount() - 1)))

    def _select_first(self) -> None:
        self._nothing.setVisible(self._model.rowCount() == 0)
        self._list.setCurrentIndex(self._model.index(0))

    def _step(self, by: int) -> None:
        row = min(max(self._list.currentIndex().row() + by, 0), max(self._model.rowCount() - 1, 0))
        self._list.setCurrentIndex(self._model.index(row))

    def _choose(self, index: QModelIndex) -> None:
        offer = index.data(OFFER_ROLE)
        if isinstance(offer, Offer) and offer.is_possible:
            QTimer.singleShot(0, self._window, offer.do)  # after the palette is gone
            self.accept()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._model.search(text)
        self._select_first()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex())
            return True
        return super().eventFilter(watched, event)


class _OfferDelegate(QStyledItemDelegate):
    """Draws icon, title and section on the left, the note or the obstacle on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(WIDTH_PX - 2 * Spacing.LARGE, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offer: Offer = index.data(OFFER_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme().colour
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours("selection"))
            painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(Spacing.SMALL, 0, -Spacing.SMALL, 0)
        offer.icon.paint(painter, inner.left(), rect.center().y() - ICON_PX // 2, ICON_PX, ICON_PX)
        inner.setLeft(inner.left() + ICON_PX + Spacing.MEDIUM)
        painter.setPen(colours("text" if offer.is_possible else "disabled"))
        _write(painter, inner, offer.title, Type.BODY)
        painter.setPen(colours("muted" if offer.is_possible else "disabled"))
        _write(painter, inner, offer.section, Type.CAPTION)
        right = offer.note if offer.is_possible else offer.obstacle
        _write(painter, inner, right, Type.CAPTION, Qt.AlignmentFlag.AlignRight)
        painter.restore()


def _write(
    painter: QPainter, room: QRect, text: str, step: Type, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """Write as much of a text as there is room for, and take the room that it needs away from the left."""
    painter.setFont(theme().font(step))
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, text)
    room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(text) + Spacing.MEDIUM)
