"""The page Train: set-up on the left, pictures and curves in the middle, the inspector on the right, time below."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from studio.core.events import (
    CheckpointSaved,
    Event,
    Paused,
    RunOpened,
    SampleDrawn,
    SettingsChanged,
    StepsDone,
    Warned,
)
from studio.core.history import History, read_history
from studio.core.journal import read_journal
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder
from studio.core.run_status import RunStatus
from studio.ui.icons import icon
from studio.ui.panels.curves import CurvesPanel
from studio.ui.panels.gallery import GalleryView
from studio.ui.panels.inspector import Inspector
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.panels.timeline import Mark, MarkKind, Timeline
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.words import sentence

REDRAW_INTERVAL_MS = 800
NARROW_PX = 620


class TrainPage(QWidget):
    """Shows the events of a run as they happen, or a run that is opened from its folder."""

    cell_chosen = Signal(int)

    def __init__(self, recipes: dict[str, Recipe], recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train_page")
        self.setup = SetupPanel(recipes, recipe)
        self.inspector = Inspector()
        self.status = RunStatus()
        self._history = History()
        self._run: RunFolder | None = None
        self._grids: dict[int, tuple[int, int]] = {}
        self._gallery, self._curves, self._timeline = GalleryView(), CurvesPanel(), Timeline()
        self._caption = QLabel()
        set_role(self._caption, "muted")
        self._redraw = QTimer(self, interval=REDRAW_INTERVAL_MS, singleShot=True)
        self._redraw.timeout.connect(self._on_redraw)
        self._lay_out()
        self._gallery.cell_chosen.connect(self.cell_chosen)
        self._timeline.step_chosen.connect(self._on_step_chosen)
        self._timeline.latest_chosen.connect(self._on_latest_chosen)
        self._curves.step_chosen.connect(self._timeline.choose)
        self.clear()

    def clear(self) -> None:
        """Show no run."""
        self.status = RunStatus()
        self._history, self._run, self._grids = History(), None, {}
        self._timeline.clear()
        self._curves.show_history(self._history)
        self._curves.set_cursor(None)
        self._gallery.clear(
            self.tr("The same latents are drawn again and again here, so that you can watch them become pictures.")
        )
        self._show_status()

    def show_events(self, events: list[Event]) -> None:
        """Take in what happened, in order."""
        for event in events:
            if isinstance(event, RunOpened):
                self._open_folder(RunFolder(event.folder))
            self.status = self.status.after(event)
            self._take(event)
        self._show_status()

    def open_folder(self, path: Path, status: RunStatus) -> None:
        """Show a run that is not training here."""
        self.clear()
        self._open_folder(RunFolder(path))
        self.status = status
        self._show_status()

    def show_stopping(self) -> None:
        """Say at once that the run will stop."""
        self.status = self.status.stopping()
        self._show_status()

    def _open_folder(self, run: RunFolder) -> None:
        """Read what the run's folder already tells; for a new run that is nothing."""
        if self._run is not None and self._run.path != run.path:
            self._timeline.clear()
            self._grids = {}
        self._run = run
        self._history = read_history(run)
        target = 0
        for entry in read_journal(run.events_file):
            target = int(entry.get("target_step", target))
            self._take_entry(entry)
        for step in run.sample_steps():
            self._timeline.add_grid(step)
        present = int(self._history.column("step")[-1]) if len(self._history) else 0
        self._timeline.set_extent(present, max(target, present))
        self._show_latest()
        self._curves.show_history(self._history)
        self._curves.fit()

    def _take_entry(self, entry: dict) -> None:
        step, kind = int(entry.get("step", 0)), entry.get("event")
        if kind == "sample":
            self._grids[step] = (int(entry["rows"]), int(entry["columns"]))
        marks = {"checkpoint": MarkKind.CHECKPOINT, "paused": MarkKind.PAUSE, "warning": MarkKind.WARNING}
        if kind in marks:
            self._timeline.add_mark(Mark(step, marks[kind], str(entry.get("headline", kind))))

    def _take(self, event: Event) -> None:
        match event:
            case StepsDone():
                facts = {"images": event.images, "seconds": event.seconds, "epoch": event.epoch}
                rate = {"pictures_per_second": event.pictures_per_second}
                self._history.append({"step": event.step, **facts, **rate, **event.metrics})
            case SampleDrawn():
                self._grids[event.step] = (event.rows, event.columns)
                self._timeline.add_grid(event.step)
                if self._timeline.chosen is None:
                    self._gallery.show_pixels(event.pixels, event.rows, event.columns)
                    self._caption_for(event.step)
            case CheckpointSaved():
                self._timeline.add_mark(Mark(event.step, MarkKind.CHECKPOINT, self.tr("checkpoint")))
            case Paused():
                self._timeline.add_mark(Mark(event.step, MarkKind.PAUSE, self.tr("paused")))
            case SettingsChanged():
                self._timeline.add_mark(Mark(event.step, MarkKind.SETTINGS, ", ".join(event.changes)))
            case Warned():
                self._timeline.add_mark(Mark(event.step, MarkKind.WARNING, event.headline))
        told = sentence(event)
        if told is not None:
            self.inspector.log.add(*told)

    def _show_status(self) -> None:
        self.setup.set_phase(self.status.phase)
        self.inspector.show_status(self.status)
        if self.status.target_step:
            self._timeline.set_extent(self.status.step, self.status.target_step)
        self._latest.setEnabled(self._timeline.chosen is not None)
        if not self._redraw.isActive():
            self._redraw.start()

    def _show_latest(self) -> None:
        steps = self._run.sample_steps() if self._run else []
        if steps:
            self._show_grid(steps[-1])

    def _show_grid(self, step: int) -> None:
        rows, columns = self._grids.get(step, (1, 1))
        if self._run is not None and self._gallery.show_file(self._run.sample_file(step), rows, columns):
            self._caption_for(step)

    def _caption_for(self, step: int) -> None:
        self._caption.setText(self.tr("Step %1").replace("%1", f"{step:,}"))

    def _lay_out(self) -> None:
        self._latest = QPushButton(icon("latest"), self.tr("Latest"))
        self._latest.setObjectName("latest")
        self._latest.setAccessibleName(self.tr("Follow the latest grid"))
        self._latest.clicked.connect(self._timeline.follow_latest)
        pictures = QWidget()
        column = QVBoxLayout(pictures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.TINY)
        column.addWidget(self._gallery, 1)
        column.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignHCenter)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(Spacing.MEDIUM)
        self.splitter.addWidget(pictures)
        self.splitter.addWidget(self._curves)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([420, 340])
        below = QHBoxLayout()
        below.setSpacing(Spacing.SMALL)
        below.addWidget(self._timeline, 1)
        below.addWidget(self._latest)
        middle = QVBoxLayout()
        middle.setSpacing(Spacing.SMALL)
        middle.addWidget(self.splitter, 1)
        middle.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.SMALL)
        row.setSpacing(Spacing.LARGE)
        row.addWidget(self.setup)
        row.addLayout(middle, 1)
        row.addWidget(self.inspector)

    @Slot()
    def _on_redraw(self) -> None:
        self._curves.show_history(self._history)

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        self._show_grid(step)
        self._curves.set_cursor(step)
        self._latest.setEnabled(True)

    @Slot()
    def _on_latest_chosen(self) -> None:
        self._show_latest()
        self._curves.set_cursor(None)
        self._latest.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put pictures and curves above each other where there is no room beside each other."""
        super().resizeEvent(event)
        narrow = self.splitter.width() < NARROW_PX
        self.splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
