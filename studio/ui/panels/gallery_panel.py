"""The pictures of a run: its fixed-latent grid, real pictures beside it, and what can be done with a cell."""

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.gallery import GalleryView, GridLook
from studio.ui.panels.gallery_controls import ZOOMS, GalleryControls
from studio.ui.tokens import Spacing


class GalleryPanel(QWidget):
    """`cell_chosen` asks to see a cell through time; the other signals carry a cell too."""

    cell_chosen = Signal(int)
    cell_dragged_out = Signal(int)
    explore_wanted = Signal(int)
    nearest_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls = GalleryControls()
        self.grid, self._real = GalleryView(), GalleryView()
        self._real.setObjectName("gallery_real_grid")
        self._real.setAccessibleName(self.tr("Real pictures"))
        self._real.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._real.hide()
        self.controls.look_changed.connect(self.set_look)
        self.grid.cell_chosen.connect(self.cell_chosen)
        self.grid.dragged_out.connect(self.cell_dragged_out)
        self.grid.menu_wanted.connect(self._on_menu_wanted)
        inner = QWidget()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(Spacing.SMALL)
        self._pair.addWidget(self.grid, 1)
        self._pair.addWidget(self._real, 1)
        scroll = QScrollArea()
        scroll.setObjectName("gallery_scroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.SMALL)
        column.addWidget(self.controls)
        column.addWidget(scroll, 1)

    @Slot(object)
    def set_look(self, look: GridLook) -> None:
        """Lay the grids out in another way."""
        self.controls.set_look(look)
        for view in (self.grid, self._real):
            view.set_look(look)

    @Slot()
    def enlarge(self) -> None:
        """Enlarge the grid to the next whole zoom."""
        self.controls.choose("zoom", next((zoom for zoom in ZOOMS if zoom > self.grid.zoom), ZOOMS[-1]))

    @Slot()
    def shrink(self) -> None:
        """Shrink the grid to the next whole zoom."""
        self.controls.choose("zoom", next((zoom for zoom in reversed(ZOOMS) if zoom < self.grid.zoom), ZOOMS[0]))

    @Slot()
    def fit(self) -> None:
        """Let the grid be as large as fits."""
        self.controls.choose("zoom", 0)

    def clear(self, hint: str) -> None:
        """Show no pictures, but a sentence that says when there will be some."""
        self.grid.clear(hint)
        self.hide_real()
        self.controls.caption.clear()

    def show_image(self, image: QImage, rows: int, columns: int, caption: str) -> None:
        """Show a grid."""
        self.grid.show_image(image, rows, columns)
        self.controls.caption.setText(caption)

    def show_real(self, pixels: np.ndarray, rows: int, columns: int) -> None:
        """Show a grid of real pictures beside, uint8 (rows * height, columns * width, channels)."""
        self._real.show_pixels(pixels, rows, columns)
        self._real.show()
        self.controls.set_real(True)

    def hide_real(self) -> None:
        """Show generated pictures alone."""
        self._real.hide()
        self.controls.set_real(False)

    @Slot(int, QPoint)
    def _on_menu_wanted(self, cell: int, place: QPoint) -> None:
        menu = QMenu(self)
        named = (
            ("clock", self.tr("See it through time…"), self.cell_chosen),
            ("explore", self.tr("Explore its latent"), self.explore_wanted),
            ("search", self.tr("Nearest training pictures…"), self.nearest_wanted),
        )
        for picture, text, signal in named:
            menu.addAction(icon(picture), text).triggered.connect(lambda _=False, s=signal: s.emit(cell))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put real and generated pictures above each other where that leaves them more room."""
        super().resizeEvent(event)
        wide = self.width() > self.height()
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
