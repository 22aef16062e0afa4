"""One cell of the grid through time: the same latent at every step that has a grid, to be played or scrubbed."""

from bisect import bisect_right

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSlider, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.ui.icons import icon
from studio.ui.panels.gallery import GalleryView, GridLook
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type

STRIP = 9
PLAY_MS = 66


class CellDialog(QDialog):
    """Reads the grids in the background. `explore_wanted`, `nearest_wanted` and `time_lapse_wanted` carry the cell."""

    explore_wanted = Signal(int)
    nearest_wanted = Signal(int)
    time_lapse_wanted = Signal(int)

    def __init__(self, run: RunFolder, cell: int, seed: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell_dialog")
        self.setWindowTitle(self.tr("One latent through time"))
        self._run, self._cell = run, cell
        self._steps: list[int] = []
        self._pictures = np.zeros((0, 1, 1, 1), np.uint8)
        self._large, self._strip = GalleryView(), GalleryView()
        self._title, self._caption, self._bar = QLabel(), QLabel(), QProgressBar()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._play = QPushButton(icon("play"), self.tr("Play"))
        self._timer = QTimer(self, interval=PLAY_MS)
        self._timer.timeout.connect(self._on_tick)
        self._title.setText(self.tr("Cell %1, seed %2").replace("%1", str(cell + 1)).replace("%2", str(seed)))
        self._prepare()
        self._lay_out()
        self._task: Task | None = run_in_background(self._read)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_read)
        self._task.failed.connect(self._on_failed)

    def _read(self, progress: Progress) -> tuple[list[int], np.ndarray]:
        from studio.explore.time_lapse import cell_through_time

        return cell_through_time(self._run, self._cell, progress)

    def _prepare(self) -> None:
        set_type(self._title, Type.TITLE)
        set_role(self._caption, "muted")
        self._large.setObjectName("cell_large")
        self._large.setAccessibleName(self.tr("The picture at the chosen step"))
        self._large.setMinimumSize(300, 300)
        self._large.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strip.setObjectName("cell_strip")
        self._strip.setAccessibleName(self.tr("The picture at steps spread over the run"))
        self._strip.setFixedHeight(76)
        self._strip.set_look(GridLook(gap=4))
        self._strip.cell_chosen.connect(self._on_strip_chosen)
        self._slider.setObjectName("cell_slider")
        self._slider.setAccessibleName(self.tr("Step"))
        self._slider.valueChanged.connect(self._on_slid)
        self._play.setObjectName("cell_play")
        self._play.setCheckable(True)
        self._play.toggled.connect(self._on_play_toggled)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        row.addWidget(self._caption)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(self._title)
        layout.addWidget(self._large, 1)
        layout.addWidget(self._strip)
        layout.addWidget(self._bar)
        layout.addLayout(row)
        layout.addLayout(self._buttons())
        self.resize(560, 600)
        self._show_ready(ready=False)

    def _buttons(self) -> QHBoxLayout:
        named = (
            ("cell_explore", "explore", self.tr("Explore"), self.explore_wanted),
            ("cell_nearest", "search", self.tr("Nearest training pictures"), self.nearest_wanted),
            ("cell_time_lapse", "export", self.tr("Time-lapse…"), self.time_lapse_wanted),
        )
        row = QHBoxLayout()
        for name, picture, text, signal in named:
            button = QPushButton(icon(picture), text)
            button.setObjectName(name)
            button.clicked.connect(lambda _=False, s=signal: s.emit(self._cell))
            row.addWidget(button)
        row.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("cell_close")
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    def _show_ready(self, *, ready: bool) -> None:
        self._bar.setVisible(not ready)
        for widget in (self._play, self._slider):
            widget.setEnabled(ready)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_read(self, read: tuple[list[int], np.ndarray]) -> None:
        self._task = None
        self._steps, self._pictures = read
        chosen = self._strip_places()
        self._strip.show_pixels(np.concatenate(list(self._pictures[chosen]), axis=1), 1, len(chosen))
        self._slider.setRange(0, len(self._steps) - 1)
        self._slider.setValue(len(self._steps) - 1)
        self._on_slid(self._slider.value())
        self._show_ready(ready=True)

    def _strip_places(self) -> list[int]:
        count = min(STRIP, len(self._steps))
        return np.linspace(0, len(self._steps) - 1, count).round().astype(int).tolist()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._task = None
        self._bar.hide()
        self._large.clear(str(error))

    @Slot(int)
    def _on_slid(self, place: int) -> None:
        if self._steps:
            self._large.show_pixels(self._pictures[place], 1, 1)
            self._caption.setText(self.tr("Step %1").replace("%1", f"{self._steps[place]:,}"))
            self._strip.set_current(bisect_right(self._strip_places(), place) - 1)

    @Slot(int)
    def _on_strip_chosen(self, cell: int) -> None:
        self._slider.setValue(self._strip_places()[cell])

    @Slot(bool)
    def _on_play_toggled(self, playing: bool) -> None:  # noqa: FBT001  Qt's signature
        self._play.setText(self.tr("Pause") if playing else self.tr("Play"))
        self._play.setIcon(icon("pause" if playing else "play"))
        if playing and self._slider.value() == self._slider.maximum():
            self._slider.setValue(0)
        self._timer.start() if playing else self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        self._slider.setValue(self._slider.value() + 1)
        if self._slider.value() == self._slider.maximum():
            self._play.setChecked(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what is being read."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)
