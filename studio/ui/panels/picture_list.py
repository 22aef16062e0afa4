"""A grid of pictures that is as quick with fifty thousand as with fifty: only those in view are loaded and drawn."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.data.pictures import Pictures
from studio.data.thumbnails import SIDE_PX
from studio.ui.icons import icon_pixmap
from studio.ui.panels.data_thumbnails import Loaded, ThumbnailLoader
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing

CELL_PX = SIDE_PX + Spacing.SMALL
BROKEN_PX, BROKEN_RATIO = 32, 2.0
KEPT = 2000  # pixmaps, about 40 MB of the usual shapes
EDGE_PX = 3  # around a picture, coloured where it is selected
LEFT_OUT_OPACITY = 0.25
_Index = QModelIndex | QPersistentModelIndex


class PictureModel(QAbstractTableModel):
    """Pictures in rows of so many columns; those in view come from a `ThumbnailLoader` when they are ready."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: Pictures | None = None
        self._columns = 1
        self._left_out: frozenset[str] = frozenset()
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._loader = ThumbnailLoader(self)
        self._loader.loaded.connect(self._on_loaded)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return 0 if self._pictures is None else len(self._pictures)

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Show other pictures."""
        self.beginResetModel()
        self._pictures = pictures
        self._kept.clear()
        self._loader.show_pictures(pictures)
        self.endResetModel()

    def set_columns(self, columns: int) -> None:
        """Lay the pictures out anew."""
        if columns != self._columns:
            self.beginResetModel()
            self._columns = columns
            self.endResetModel()

    def set_left_out(self, names: frozenset[str]) -> None:
        """Dim these."""
        self._left_out = names
        if self.count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self._columns - 1))

    def want(self, first: int, last: int) -> None:
        """Load the thumbnails of these pictures next, and forget what was wanted before."""
        missing = [number for number in range(first, min(last + 1, self.count)) if number not in self._kept]
        self._loader.want(missing)

    def number_of(self, index: _Index) -> int:
        """Return the picture of a cell, -1 where there is none."""
        number = index.row() * self._columns + index.column()
        return number if index.isValid() and number < self.count else -1

    def index_of(self, number: int) -> QModelIndex:
        """Return the cell of a picture."""
        return self.index(number // self._columns, number % self._columns)

    def pixmap(self, number: int) -> QPixmap | None:
        """Return a picture that is loaded."""
        return self._kept.get(number)

    def is_left_out(self, number: int) -> bool:
        """Whether a picture is to be dimmed."""
        return bool(self._left_out) and self._pictures is not None and self._pictures.captions[number] in self._left_out

    def shutdown(self) -> None:
        """Load nothing more."""
        self._loader.shutdown()

    @Slot(list)
    def _on_loaded(self, loaded: Loaded) -> None:
        for number, image in loaded:
            broken = image.isNull()
            self._kept[number] = (
                icon_pixmap("warning", "warning", BROKEN_PX, BROKEN_RATIO) if broken else QPixmap.fromImage(image)
            )
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        numbers = [number for number, _ in loaded]
        if numbers:
            first, last = self.index_of(min(numbers)), self.index_of(max(numbers))
            row = self.index(last.row(), self._columns - 1)
            self.dataChanged.emit(first.siblingAtColumn(0), row, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else -(-self.count // self._columns)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else self._columns

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) if self.number_of(index) >= 0 else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = self.number_of(index)
        if number < 0 or self._pictures is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self.pixmap(number)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._pictures.captions[number]
        return None


class PictureList(QTableView):
    """Shows a `PictureModel` as a grid that scrolls; `picture_chosen` carries the number of the current one."""

    picture_chosen = Signal(int)
    delete_pressed = Signal()

    def __init__(self, model: PictureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("pictures")
        self.setAccessibleName(self.tr("Pictures"))
        set_role(self, "plain")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setDefaultSectionSize(CELL_PX)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(_Cell(model, self))
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(CELL_PX // 2)
        self.verticalScrollBar().valueChanged.connect(self._want_visible)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        model.modelReset.connect(self._want_visible)

    def current(self) -> int:
        """Return the number of the current picture, -1 when there is none."""
        return self._model.number_of(self.currentIndex())

    def selected(self) -> list[int]:
        """Return the numbers of the selected pictures."""
        numbers = (self._model.number_of(index) for index in self.selectionModel().selectedIndexes())
        return sorted(number for number in numbers if number >= 0)

    def show_picture(self, number: int) -> None:
        """Make a picture the current one and scroll to it."""
        self.setCurrentIndex(self._model.index_of(number))

    @Slot(int, int)
    def _on_range_changed(self, first: int, last: int) -> None:
        self.verticalScrollBar().setEnabled(last > first)  # it keeps its place, but has no handle

    @Slot()
    def _want_visible(self) -> None:
        """Ask for what is in view, and for a page below it."""
        columns = self._model.columnCount()
        height = self.viewport().height()
        first = max(0, self.verticalScrollBar().value() // CELL_PX) * columns
        self._model.want(first, first + (2 * height // CELL_PX + 2) * columns - 1)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        number = self._model.number_of(current)
        if number >= 0:
            self.picture_chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        columns = max(1, self.viewport().width() // CELL_PX)
        if columns != self._model.columnCount():
            number = self.current()
            self._model.set_columns(columns)
            if number >= 0:
                self.show_picture(number)
        self.horizontalHeader().setDefaultSectionSize(max(1, self.viewport().width() // columns))
        super().resizeEvent(event)
        self._want_visible()


class _Cell(QStyledItemDelegate):
    """Draws a picture in the middle of its cell, small ones enlarged by whole numbers.

    A page has a hundred cells, and every call into Qt may wait for the threads that load: so there are few of them.
    """

    def __init__(self, model: PictureModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._enlarges = parent.devicePixelRatioF() > 1.0  # copies of larger pictures, which are no larger than this

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        number = self._model.number_of(index)
        if number < 0:
            return  # beyond the last picture
        rect = option.rect
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(left, top, width, height, theme().colour("accent"))
        left, top, width, height = left + EDGE_PX, top + EDGE_PX, width - 2 * EDGE_PX, height - 2 * EDGE_PX
        pixmap = self._model.pixmap(number)
        if pixmap is None:  # still being read
            painter.fillRect(left, top, width, height, theme().colour("raised"))
            return
        columns, rows = pixmap.width(), pixmap.height()
        factor = max(1, min(width // columns, height // rows))
        if pixmap.devicePixelRatio() != 1.0:  # what stands for a picture that cannot be read
            columns, rows, factor = BROKEN_PX, BROKEN_PX, 1
        columns, rows = columns * factor, rows * factor
        if self._enlarges:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, max(columns, rows) == SIDE_PX)
        place = (left + (width - columns) // 2, top + (height - rows) // 2, columns, rows)
        if self._model.is_left_out(number):
            painter.setOpacity(LEFT_OUT_OPACITY)
            painter.drawPixmap(*place, pixmap)
            painter.setOpacity(1.0)
        else:
            painter.drawPixmap(*place, pixmap)
