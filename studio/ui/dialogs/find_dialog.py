"""Finding a user's own picture in a generator's latents: the search is watched, and its result explored."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.run_folder import RunFolder
from studio.data.decoding import UnreadableError, decode
from studio.ui.icons import icon
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, Work, run_in_background
from studio.ui.threads.tensorflow_import import import_tensorflow
from studio.ui.tokens import Spacing, Type

PICTURE_PX = 192


class _Watcher(QObject):
    """Carries what the search finds from its thread to the dialog's."""

    target_read = Signal(object)
    improved = Signal(object, float)


class FindDialog(QDialog):
    """Searches with the newest checkpoint of a run; `found` tells latent and class shares that shall be explored."""

    found = Signal(object, object)

    def __init__(self, run: RunFolder, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_dialog")
        self.setWindowTitle(self.tr("Find a picture"))
        self._run, self._file = run, file
        self._best: tuple[np.ndarray, np.ndarray] | None = None
        self._target, self._nearest = QLabel(), QLabel()
        self._status, self._bar = QLabel(self.tr("Loading the generator…")), QProgressBar()
        self._status.setObjectName("find_status")
        self._use = QPushButton(icon("explore", "on_accent"), self.tr("Explore it"))
        self._close = QPushButton(self.tr("Cancel"))
        self._lay_out()
        self._watcher = _Watcher()
        self._watcher.target_read.connect(self._on_target_read)
        self._watcher.improved.connect(self._on_improved)
        self._task: Task | None = run_in_background(self._work())
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)

    def _work(self) -> Work:
        """Return the search as work for another thread, free of this widget."""
        run, file, watcher = self._run, self._file, self._watcher

        def work(progress: Progress) -> tuple[np.ndarray, np.ndarray] | None:
            wanted = _read(file, run)
            watcher.target_read.emit(wanted)
            import_tensorflow()
            from studio.engine.checkpoint import load_generator
            from studio.engine.projection import find_latent

            best = None
            for search in find_latent(load_generator(run), wanted):
                check(progress)
                progress.report(search.step, search.steps, "Searching")
                watcher.improved.emit(search.picture, search.distance)
                best = search.latent, search.classes
            return best

        return work

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Spacing.LARGE)
        for column, (picture, text) in enumerate(
            ((self._target, self.tr("your picture")), (self._nearest, self.tr("the nearest so far")))
        ):
            picture.setFixedSize(PICTURE_PX, PICTURE_PX)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            caption = QLabel(text)
            set_role(caption, "muted")
            set_type(caption, Type.CAPTION)
            grid.addWidget(picture, 0, column)
            grid.addWidget(caption, 1, column, Qt.AlignmentFlag.AlignHCenter)
        self._status.setWordWrap(True)
        set_role(self._use, "primary")
        self._use.setObjectName("find_use")
        self._use.setEnabled(False)
        self._use.clicked.connect(self._on_use)
        self._close.setObjectName("find_close")
        self._close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addLayout(grid)
        layout.addWidget(self._bar)
        layout.addWidget(self._status)
        layout.addLayout(buttons)

    def _show(self, label: QLabel, pixels: np.ndarray) -> None:
        label.setPixmap(fitted_pixmap(to_qimage(pixels), PICTURE_PX, self.devicePixelRatioF()))

    @Slot(object)
    def _on_target_read(self, pixels: np.ndarray) -> None:
        self._show(self._target, pixels)

    @Slot(object, float)
    def _on_improved(self, pixels: np.ndarray, distance: float) -> None:
        self._show(self._nearest, pixels)
        told = self.tr("Searching: it comes within {0} (root mean square of pixels, 0 to 1).")
        self._status.setText(told.format(f"{distance:.3f}"))

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_finished(self, best: tuple[np.ndarray, np.ndarray] | None) -> None:
        self._task, self._best = None, best
        self._bar.hide()
        self._status.setText(self._status.text().replace(self.tr("Searching: it comes"), self.tr("It comes")))
        self._use.setEnabled(best is not None)
        self._close.setText(self.tr("Close"))

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._task = None
        self._bar.hide()
        self._status.setText(str(error))
        set_role(self._status, "bad")
        self._close.setText(self.tr("Close"))

    @Slot()
    def _on_use(self) -> None:
        if self._best is not None:
            self.found.emit(*self._best)
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the search up."""
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)


def _read(file: Path, run: RunFolder) -> np.ndarray:
    """Read a picture as the run's training pictures were read."""
    try:
        return decode(file, run.read_record().recipe.data)
    except UnreadableError as error:
        raise StudioError(f"{file.name} cannot be searched for.", f"The file cannot be used: {error}.") from error
