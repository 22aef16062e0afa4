"""A grid of pictures that is as quick with fifty thousand as with fifty: only those in view are drawn."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QWidget

from studio.data.image_set import ImageSet
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.tokens import Spacing

SIDE_PX = 72
_Index = QModelIndex | QPersistentModelIndex


class PictureModel(QAbstractListModel):
    """The pictures of an `ImageSet` as icons, with their file and class as tool tip."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set: ImageSet | None = None

    def show_set(self, images: ImageSet | None) -> None:
        """Show other pictures."""
        self.beginResetModel()
        self._set = images
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if self._set is None or parent.isValid() else len(self._set)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._set is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return QIcon(_pixmap(self._set.images[index.row()]))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._caption(self._set, index.row())
        return None

    def _caption(self, images: ImageSet, row: int) -> str:
        name = images.names[row] if images.names else self.tr("Picture %1").replace("%1", f"{row + 1:,}")
        if images.labels is None:
            return name
        return f"{name}\n{images.class_names[int(images.labels[row])]}"


class PictureList(QListView):
    """Shows a `PictureModel` as a grid that scrolls."""

    def __init__(self, model: PictureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictures")
        self.setAccessibleName(self.tr("Pictures as training sees them"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(500)
        self.setIconSize(QSize(SIDE_PX, SIDE_PX))
        self.setGridSize(QSize(SIDE_PX + Spacing.SMALL, SIDE_PX + Spacing.SMALL))
        self.setModel(model)


def _pixmap(pixels: np.ndarray) -> QPixmap:
    image = to_qimage(pixels)
    smooth = image.width() > SIDE_PX
    mode = Qt.TransformationMode.SmoothTransformation if smooth else Qt.TransformationMode.FastTransformation
    return QPixmap.fromImage(image.scaled(SIDE_PX, SIDE_PX, Qt.AspectRatioMode.KeepAspectRatio, mode))
