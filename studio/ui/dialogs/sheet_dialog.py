"""Saving a sheet of the pictures of consecutive seeds, with or without the seeds printed."""

import math
from pathlib import Path

import numpy as np
from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.place import Place
from studio.ui.icons import icon
from studio.ui.panels.explore_seed import LARGEST_SEED
from studio.ui.theme import set_role
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmSpinBox

MOST_PICTURES = 10_000


class SheetDialog(QDialog):
    """Draws in the background with the truncation and the classes of the place it is given."""

    def __init__(self, snapshot: GeneratorSnapshot, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle(self.tr("Save a sheet"))
        self._snapshot, self._place = snapshot, place
        self._task: Task | None = None
        self._path = Path()
        self._first = _number("sheet_first", self.tr("First seed"), 0, LARGEST_SEED, place.seed or 0)
        self._count = _number("sheet_count", self.tr("Pictures"), 1, MOST_PICTURES, 64)
        self._columns = _number("sheet_columns", self.tr("In a row"), 1, 100, 8)
        self._printed = QCheckBox(self.tr("Print each seed under its picture"))
        self._printed.setObjectName("sheet_printed")
        self._in_turn = QCheckBox(self.tr("Draw the classes one after the other"))
        self._in_turn.setObjectName("sheet_in_turn")
        self._in_turn.setVisible(bool(snapshot.class_names))
        self._bar, self._result = QProgressBar(), QLabel()
        self._result.setObjectName("sheet_result")
        self._show = QPushButton(icon("picture"), self.tr("Show it"))
        self._close, self._save = QPushButton(), QPushButton(icon("save", "on_accent"), self.tr("Save…"))
        self._lay_out()
        self._count.valueChanged.connect(self._on_count)
        self._update()

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

        self._path = path
        self._result.hide()
        self._show.hide()
        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._update()

    def _lay_out(self) -> None:
        self._result.setWordWrap(True)
        set_role(self._save, "primary")
        self._save.setDefault(True)
        for button, name, action in (
            (self._show, "sheet_show", self._on_show),
            (self._close, "sheet_close", self._on_close),
            (self._save, "sheet_save", self._on_save),
        ):
            button.setObjectName(name)
            button.clicked.connect(action)
        for widget in (self._bar, self._result, self._show):
            widget.hide()
        form = QFormLayout()
        form.setHorizontalSpacing(Spacing.LARGE)
        for field in (self._first, self._count, self._columns):
            form.addRow(field.accessibleName(), field)
        form.addRow("", self._printed)
        form.addRow("", self._in_turn)
        buttons = QHBoxLayout()
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._result)
        layout.addLayout(buttons)

    def _update(self) -> None:
        busy = self._task is not None
        for widget in (self._first, self._count, self._columns, self._printed, self._in_turn, self._save):
            widget.setEnabled(not busy)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._bar.setVisible(busy)

    def _end(self, text: str, role: str) -> None:
        self._task = None
        self._result.setText(text)
        set_role(self._result, role)
        self._result.show()
        self._update()

    @Slot(int)
    def _on_count(self, count: int) -> None:
        self._columns.setValue(math.ceil(math.sqrt(count)))

    @Slot()
    def _on_save(self) -> None:
        proposed = f"{self._snapshot.name} step {self._snapshot.step} sheet.png"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the sheet"), proposed, self.tr("PNG (*.png)"))
        if name:
            self.start(Path(name).with_suffix(".png"))

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_finished(self, _nothing: object) -> None:
        self._end(self.tr("✓ {0}").format(self._path.name), "")
        self._show.show()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._end(str(error), "bad")

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled; nothing was written."), "muted")

    @Slot()
    def _on_show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    @Slot()
    def _on_close(self) -> None:
        if self._task is None:
            self.reject()
        else:
            self._task.cancel()

    def reject(self) -> None:
        """Close; work under way is cancelled and leaves nothing."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window is the same as Cancel and Close."""
        self.reject()
        event.accept()


def _number(name: str, label: str, minimum: int, maximum: int, value: int) -> CalmSpinBox:
    box = CalmSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setRange(minimum, maximum)
    box.setValue(value)
    return box
