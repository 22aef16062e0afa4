"""The training pictures nearest to the picture that is explored, and a gauge of copying."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.core.snapshot import GeneratorSnapshot
from studio.data.image_set import ImageSet
from studio.data.run_pictures import pictures_of_run
from studio.explore.neighbours import Copying, Neighbours
from studio.ui.icons import icon
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, Work, run_in_background
from studio.ui.tokens import Spacing, Type

COUNT = 5
PICTURE_PX = 96
SETTLE_MS = 80
GAUGED = 2_000


class NearestDialog(QDialog):
    """Stays beside the explorer and follows its picture; reads the run's pictures in the background."""

    def __init__(self, run: RunFolder, snapshot: GeneratorSnapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nearest_dialog")
        self.setWindowTitle(self.tr("Nearest training pictures"))
        self._run, self._snapshot = run, snapshot
        self._images: ImageSet | None = None
        self._neighbours: Neighbours | None = None
        self._pixels: np.ndarray | None = None
        self._task: Task | None = None
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._compare)
        self._pictures = [QLabel() for _ in range(1 + COUNT)]
        self._captions = [QLabel() for _ in range(1 + COUNT)]
        self._gauge, self._bar = QLabel(), QProgressBar()
        self._measure = QPushButton(icon("search"), self.tr("Measure copying"))
        self._close = QPushButton(self.tr("Close"))
        self._lay_out()
        self._begin(self._prepare, self._on_prepared)

    def show_picture(self, pixels: np.ndarray) -> None:
        """Compare another picture, uint8 (height, width, channels), when it has stood still for a moment."""
        self._pixels = pixels
        self._settle.start()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Spacing.SMALL)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.VLine)
        for number, (picture, caption) in enumerate(zip(self._pictures, self._captions, strict=True)):
            picture.setFixedSize(PICTURE_PX, PICTURE_PX)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            set_role(caption, "muted")
            set_type(caption, Type.CAPTION)
            column = number + (number > 0)
            grid.addWidget(picture, 0, column)
            grid.addWidget(caption, 1, column, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(rule, 0, 1)
        self._captions[0].setText(self.tr("generated"))
        self._gauge.setObjectName("nearest_gauge")
        self._gauge.setWordWrap(True)
        self._gauge.setText(self.tr("Distances are root mean square differences of pixels, 0 to 1."))
        set_role(self._gauge, "muted")
        self._measure.setObjectName("nearest_measure")
        self._measure.setToolTip(self.tr("Compare {0} generated pictures with all training pictures").format(GAUGED))
        self._measure.clicked.connect(self._on_measure)
        self._close.setObjectName("nearest_close")
        self._close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._measure)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addLayout(grid)
        layout.addWidget(self._gauge)
        layout.addWidget(self._bar)
        layout.addLayout(buttons)

    def _prepare(self, progress: Progress) -> tuple[ImageSet, Neighbours]:
        images = pictures_of_run(self._run, self._run.read_record(), progress)
        return images, Neighbours(images.images, progress)

    def _gauged(self, progress: Progress) -> Copying:
        from studio.explore.session import GeneratorSession  # loads ONNX Runtime
        from studio.explore.sheets import seed_pictures

        session = GeneratorSession(self._snapshot)
        pictures = seed_pictures(session, first_seed=0, count=GAUGED, truncation=1.0, classes=None, progress=progress)
        return self._prepared().copying(pictures, progress)

    def _prepared(self) -> Neighbours:
        if self._neighbours is None:
            raise StudioError("The training pictures are not read yet.")
        return self._neighbours

    def _begin(self, work: Work, finished: Callable[[Any], None]) -> None:
        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(finished)
        self._task.failed.connect(self._on_failed)
        self._show_busy()

    def _show_busy(self) -> None:
        self._bar.setVisible(self._task is not None)
        self._measure.setEnabled(self._task is None and self._neighbours is not None)

    @Slot()
    def _compare(self) -> None:
        if self._images is None or self._pixels is None:
            return
        self._show(0, self._pixels)
        for place, neighbour in enumerate(self._prepared().nearest(self._pixels, COUNT), 1):
            self._show(place, np.asarray(self._images.images[neighbour.number]))
            self._captions[place].setText(f"{neighbour.distance:.3f}")
            names = self._images.names
            self._pictures[place].setToolTip(names[neighbour.number] if names else str(neighbour.number))

    def _show(self, place: int, pixels: np.ndarray) -> None:
        self._pictures[place].setPixmap(fitted_pixmap(to_qimage(pixels), PICTURE_PX, self.devicePixelRatioF()))

    @Slot()
    def _on_measure(self) -> None:
        self._begin(self._gauged, self._on_gauged)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setToolTip(what)

    @Slot(object)
    def _on_prepared(self, prepared: tuple[ImageSet, Neighbours]) -> None:
        self._task = None
        self._images, self._neighbours = prepared
        self._show_busy()
        self._compare()

    @Slot(object)
    def _on_gauged(self, found: Copying) -> None:
        self._task = None
        told = self.tr(
            "{0} of {1} generated pictures are copies: nearer to a training picture than half of what is usual. "
            "Usual between two training pictures: {2}. Between a generated and the nearest training picture: {3}."
        )
        share = f"{100 * found.copied:.1f} %"
        self._gauge.setText(told.format(share, f"{found.pictures:,}", f"{found.typical:.3f}", f"{found.median:.3f}"))
        self._show_busy()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._task = None
        self._gauge.setText(str(error))
        set_role(self._gauge, "bad")
        self._show_busy()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what is being computed."""
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)
