"""Saving a sheet of the pictures of consecutive seeds, with or without the seeds printed."""

import math
from pathlib import Path

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from studio.core.progress import Progress
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.place import Place
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.dialogs.writing_dialog import WritingDialog
from studio.ui.icons import icon
from studio.ui.panels.explore_seed import LARGEST_SEED
from studio.ui.widgets.fields import number

MOST_PICTURES = 10_000


class SheetDialog(WritingDialog):
    """Draws with the truncation and the classes of the place it is given."""

    def __init__(self, snapshot: GeneratorSnapshot, place: Place, parent: QWidget | None = None) -> None:
        save = QPushButton(icon("save", "on_accent"), "")
        super().__init__("sheet", save, parent)
        self.setWindowTitle(self.tr("Save a sheet"))
        save.setText(self.tr("Save…"))
        save.setObjectName("sheet_save")
        self._snapshot, self._place = snapshot, place
        self._first = number("sheet_first", self.tr("First seed"), 0, LARGEST_SEED, place.seed or 0)
        self._count = number("sheet_count", self.tr("Pictures"), 1, MOST_PICTURES, 64)
        self._columns = number("sheet_columns", self.tr("In a row"), 1, 100, 8)
        self._printed = QCheckBox(self.tr("Print each seed under its picture"))
        self._printed.setObjectName("sheet_printed")
        self._in_turn = QCheckBox(self.tr("Draw the classes one after the other"))
        self._in_turn.setObjectName("sheet_in_turn")
        self.lay_out((self._first, self._count, self._columns), (self._printed, self._in_turn))
        self._in_turn.setVisible(bool(snapshot.class_names))
        self._count.valueChanged.connect(self._on_count)

    def choose(self) -> Path | None:
        """Ask for a PNG."""
        proposed = f"{self._snapshot.name} step {self._snapshot.step} sheet.png"
        return ask_where_to_save(self, self.tr("Save the sheet"), proposed, {".png": "PNG"})

    def start(self, path: Path) -> None:
        """Begin to draw to `path`, a PNG."""
        snapshot, place, printed = self._snapshot, self._place, self._printed.isChecked()
        first, count, columns = self._first.value(), self._count.value(), self._columns.value()
        classes: np.ndarray | None = None if self._in_turn.isChecked() or not snapshot.class_names else place.classes

        def work(progress: Progress) -> None:
            from studio.explore.session import GeneratorSession  # loads ONNX Runtime
            from studio.explore.sheets import save_sheet

            save_sheet(
                GeneratorSession(snapshot),
                path,
                first_seed=first,
                count=count,
                columns=columns,
                truncation=place.truncation,
                classes=classes,
                seeds_printed=printed,
                progress=progress,
            )

        self.write(path, work)

    @Slot(int)
    def _on_count(self, count: int) -> None:
        self._columns.setValue(math.ceil(math.sqrt(count)))
