"""Rendering a time-lapse of a run's grids: how many frames, how fast, to which file."""

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
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
from studio.core.run_folder import RunFolder
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmSpinBox

FILTERS = "MP4 (*.mp4);;WebP (*.webp);;GIF (*.gif)"


class TimeLapseDialog(QDialog):
    """Renders in the background; stays open to show the result, and cancels when it is closed meanwhile."""

    def __init__(self, run: RunFolder, cell: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("time_lapse_dialog")
        self.setWindowTitle(self.tr("Time-lapse"))
        self.setMinimumWidth(400)
        self._run, self._cell = run, cell
        self._grids = len(run.sample_steps())
        self._task: Task | None = None
        self._path = Path()
        self._frames = _number("time_lapse_frames", self.tr("Frames"), 2, max(2, self._grids), min(300, self._grids))
        self._rate = _number("time_lapse_rate", self.tr("Frames a second"), 1, 60, 15)
        self._length, self._bar, self._result = QLabel(), QProgressBar(), QLabel()
        self._show = QPushButton(icon("play"), self.tr("Show it"))
        self._close, self._render = QPushButton(), QPushButton(icon("export", "on_accent"), self.tr("Render…"))
        self._lay_out()
        self._update()

    def start(self, path: Path) -> None:
        """Begin to render to `path`; its ending is the format."""
        run, cell, frames, rate = self._run, self._cell, self._frames.value(), float(self._rate.value())

        def work(progress: Progress) -> int:
            from studio.explore.time_lapse import render_time_lapse

            return render_time_lapse(run, path, cell=cell, frames=frames, frames_per_second=rate, progress=progress)

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
        whole = self.tr("Time-lapse of the grid")
        title = QLabel(whole if self._cell is None else self.tr("Time-lapse of cell {0}").format(self._cell + 1))
        set_type(title, Type.TITLE)
        set_role(self._length, "muted")
        self._result.setObjectName("time_lapse_result")
        self._result.setWordWrap(True)
        set_role(self._render, "primary")
        self._render.setDefault(True)
        for widget in (self._bar, self._result, self._show):
            widget.hide()
        for number in (self._frames, self._rate):
            number.valueChanged.connect(self._update)
        form = QFormLayout()
        form.setHorizontalSpacing(Spacing.LARGE)
        for field in (self._frames, self._rate):
            form.addRow(field.accessibleName(), field)
        form.addRow("", self._length)
        buttons = QHBoxLayout()
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        for button, name, action in (
            (self._show, "time_lapse_show", self._on_show),
            (self._close, "time_lapse_close", self._on_close),
            (self._render, "time_lapse_render", self._on_render),
        ):
            button.setObjectName(name)
            button.clicked.connect(action)
        buttons.addWidget(self._close)
        buttons.addWidget(self._render)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._result)
        layout.addStretch(1)
        layout.addLayout(buttons)

    @Slot()
    def _update(self) -> None:
        busy = self._task is not None
        seconds = f"{self._frames.value() / self._rate.value():.1f}"
        self._length.setText(self.tr("{0} seconds, of {1} grids").format(seconds, f"{self._grids:,}"))
        for widget in (self._frames, self._rate):
            widget.setEnabled(not busy)
        self._render.setEnabled(not busy and self._grids > 1)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._bar.setVisible(busy)

    @Slot()
    def _on_render(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Render to"), f"{self._run.path.name}.mp4", FILTERS)
        if name:
            self.start(Path(name))

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_finished(self, _: object) -> None:
        self._end(self.tr("✓ {0}").format(self._path.name), "")
        self._show.show()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._end(str(error), "bad")

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled; nothing was written."), "muted")

    def _end(self, text: str, role: str) -> None:
        self._task = None
        self._result.setText(text)
        set_role(self._result, role)
        self._result.show()
        self._update()

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


def _number(name: str, label: str, least: int, most: int, value: int) -> CalmSpinBox:
    box = CalmSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setRange(least, most)
    box.setValue(value)
    return box
