"""A strip of small pictures that are chosen, rearranged by dragging, and removed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from studio.explore.marks import PictureMark
from studio.ui.panels.explore_mime import carry
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing

PICTURE_PX = 56
_MARK = Qt.ItemDataRole.UserRole + 1


class PictureStrip(QListWidget):
    """Items have a number of the owner's choosing; `arranged` tells that their order or count is another one."""

    chosen = Signal(int)
    arranged = Signal()
    menu_wanted = Signal(int, QPoint)

    def __init__(self, name: str, label: str, *, wraps: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        set_role(self, "plain")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        self.setSpacing(2)
        self.setMovement(QListView.Movement.Snap)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setWrapping(wraps)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        if not wraps:
            self.setFlow(QListView.Flow.LeftToRight)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setFixedHeight(PICTURE_PX + Spacing.LARGE)
        self.itemClicked.connect(self._on_clicked)
        self.customContextMenuRequested.connect(self._on_menu)

    def numbers(self) -> list[int]:
        """The items' numbers, in the order they stand in."""
        return [self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())]

    def add(self, number: int, tip: str, mark: PictureMark) -> None:
        """Append an item, which carries its mark along when it is dragged elsewhere; its picture follows."""
        blank = QPixmap(PICTURE_PX, PICTURE_PX)
        blank.fill(Qt.GlobalColor.transparent)
        item = QListWidgetItem(QIcon(blank), "")
        item.setData(Qt.ItemDataRole.UserRole, number)
        item.setData(_MARK, mark)
        item.setSizeHint(QSize(PICTURE_PX + Spacing.TINY, PICTURE_PX + Spacing.TINY))
        self.addItem(item)
        self.set_tip(number, tip)

    def set_tip(self, number: int, tip: str) -> None:
        """Say what an item is."""
        item = self.item(self.numbers().index(number))
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, tip)

    def set_pictures(self, numbers: list[int], pictures: np.ndarray) -> None:
        """Show uint8 (n, height, width, channels) at these numbers; those that are gone are passed over."""
        rows = {number: row for row, number in enumerate(self.numbers())}
        for number, pixels in zip(numbers, pictures, strict=True):
            if number in rows:
                pixmap = fitted_pixmap(to_qimage(pixels), PICTURE_PX, self.devicePixelRatioF())
                self.item(rows[number]).setIcon(QIcon(pixmap))

    def remove(self, number: int) -> None:
        """Take an item out."""
        self.takeItem(self.numbers().index(number))
        self.arranged.emit()

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    @Slot(QPoint)
    def _on_menu(self, point: QPoint) -> None:
        item = self.itemAt(point)
        if item is not None:
            self.menu_wanted.emit(item.data(Qt.ItemDataRole.UserRole), self.viewport().mapToGlobal(point))

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        mime = super().mimeData(items)
        carry(mime, [item.data(_MARK) for item in items])
        return mime

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(item.data(Qt.ItemDataRole.UserRole))
        elif item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(item)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.arranged.emit()
