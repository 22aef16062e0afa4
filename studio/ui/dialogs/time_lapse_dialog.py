"""Rendering a time-lapse of a run's grids: how many frames, how fast, to which file."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from studio.core.notes import name_of
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.ui.dialogs.saving import ask_where_to_save, film_kinds
from studio.ui.dialogs.writing_dialog import WritingDialog
from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.widgets.fields import number


class TimeLapseDialog(WritingDialog):
    """Renders the whole grid, or one `cell` of it counted from 0."""

    def __init__(self, run: RunFolder, cell: int | None, parent: QWidget | None = None) -> None:
        render = QPushButton(icon("export", "on_accent"), "")
        super().__init__("time_lapse", render, parent)
        self.setWindowTitle(self.tr("Time-lapse"))
        self.setMinimumWidth(400)
        render.setText(self.tr("Render…"))
        render.setObjectName("time_lapse_render")
        self._run, self._cell = run, cell
        self._grids = len(run.sample_steps())
        self._frames = number("time_lapse_frames", self.tr("Frames"), 2, max(2, self._grids), min(300, self._grids))
        self._rate = number("time_lapse_rate", self.tr("Frames a second"), 1, 60, 15)
        self._length = QLabel()
        set_role(self._length, "muted")
        for field in (self._frames, self._rate):
            field.valueChanged.connect(self._show_length)
        whole = self.tr("Time-lapse of the grid")
        heading = whole if cell is None else self.tr("Time-lapse of cell {0}").format(cell + 1)
        self.lay_out((self._frames, self._rate), (self._length,), heading)
        self._show_length()

    @property
    def is_ready(self) -> bool:
        """Whether there are two grids at least."""
        return self._grids > 1

    def choose(self) -> Path | None:
        """Ask for a film, proposing a format that can be made here."""
        kinds = film_kinds()
        return ask_where_to_save(self, self.tr("Render to"), f"{name_of(self._run)}{next(iter(kinds))}", kinds)

    def start(self, path: Path) -> None:
        """Begin to render to `path`; its ending is the format."""
        run, cell, frames, rate = self._run, self._cell, self._frames.value(), float(self._rate.value())

        def work(progress: Progress) -> int:
            from studio.explore.time_lapse import render_time_lapse

            return render_time_lapse(run, path, cell=cell, frames=frames, frames_per_second=rate, progress=progress)

        self.write(path, work)

    @Slot()
    def _show_length(self) -> None:
        seconds = f"{self._frames.value() / self._rate.value():.1f}"
        self._length.setText(self.tr("{0} seconds, of {1} grids").format(seconds, f"{self._grids:,}"))
