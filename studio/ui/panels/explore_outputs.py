"""What leads away from the present picture: saving, copying, sheets, walks, the nearest and a user's own picture."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.marks import save_png
from studio.explore.pictures import to_image
from studio.explore.place import Place
from studio.ui.dialogs.find_dialog import FindDialog
from studio.ui.dialogs.nearest_dialog import NearestDialog
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.dialogs.sheet_dialog import SheetDialog
from studio.ui.dialogs.walk_dialog import WalkDialog
from studio.ui.panels.explore_picture import to_qimage

PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"


class Outputs(QObject):
    """Opens the dialogs about one generator over the widget it is given; `found` tells what a search has found."""

    found = Signal(object, object)
    failed = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._snapshot: GeneratorSnapshot | None = None
        self._run: RunFolder | None = None
        self._shown: tuple[Place, np.ndarray] | None = None
        self._nearest: NearestDialog | None = None

    def explore(self, snapshot: GeneratorSnapshot, run: RunFolder | None) -> None:
        """Speak about this generator from now on; `run` is the one it belongs to, where that is known."""
        if run != self._run:
            self.close()
        self._snapshot, self._run = snapshot, run

    def set_shown(self, place: Place, pixels: np.ndarray) -> None:
        """Speak about this picture from now on, uint8 (height, width, channels)."""
        self._shown = place, pixels
        if self._nearest is not None:
            self._nearest.show_picture(pixels)

    def close(self) -> None:
        """Close what stands beside the explorer."""
        if self._nearest is not None:
            self._nearest.destroyed.disconnect(self._on_nearest_gone)
            self._nearest.close()
            self._nearest = None

    def render(self, places: Sequence[Place]) -> None:
        """Ask how a walk through these places shall be rendered."""
        if self._snapshot is not None:
            WalkDialog(self._snapshot, places, self._over).open()

    def find(self, file: Path) -> None:
        """Search for a user's picture; `failed` tells when there is no run to search with."""
        if self._run is None:
            headline = self.tr("A picture can be searched for in a run only.")
            self.failed.emit(StudioError(headline, "", self.tr("Open the run this generator was exported from.")))
            return
        dialog = FindDialog(self._run, file, self._over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.found.connect(self.found)
        dialog.show()

    @Slot()
    def ask_for_picture(self) -> None:
        """Let a file be chosen, and search for it."""
        name, _ = QFileDialog.getOpenFileName(
            self._over, self.tr("Find a picture"), "", self.tr("Pictures") + f" ({PICTURES})"
        )
        if name:
            self.find(Path(name))

    @Slot()
    def show_nearest(self) -> None:
        """Show the nearest training pictures beside the explorer."""
        if self._run is None or self._snapshot is None or self._shown is None:
            return
        self.close()
        self._nearest = NearestDialog(self._run, self._snapshot, self._over)
        self._nearest.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._nearest.destroyed.connect(self._on_nearest_gone)
        self._nearest.show_picture(self._shown[1])
        self._nearest.show()

    @Slot()
    def save_sheet(self) -> None:
        """Ask for a sheet of many seeds."""
        if self._snapshot is not None and self._shown is not None:
            SheetDialog(self._snapshot, self._shown[0], self._over).open()

    @Slot()
    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._shown is not None:
            QGuiApplication.clipboard().setImage(to_qimage(self._shown[1]))

    @Slot()
    def save(self) -> None:
        """Ask where to, and save the picture with its mark."""
        if self._shown is None or self._snapshot is None:
            return
        place, pixels = self._shown
        seed = "" if place.seed is None else f" seed {place.seed}"
        proposed = f"{self._snapshot.name} step {self._snapshot.step}{seed}.png"
        path = ask_where_to_save(self._over, self.tr("Save the picture"), proposed, {".png": "PNG"})
        if path is None:
            return
        try:
            mark = place.mark(self._snapshot.name, self._snapshot.step)
            save_png(path, to_image(pixels), mark)
        except StudioError as error:
            self.failed.emit(error)

    @Slot()
    def _on_nearest_gone(self) -> None:
        self._nearest = None
