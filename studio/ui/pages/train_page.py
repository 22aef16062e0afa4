"""The page Train: set-up on the left, pictures and curves in the middle, the inspector on the right, time below."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.core.events import (
    CheckpointSaved,
    Diagnosed,
    Event,
    RunOpened,
    SampleDrawn,
    Scored,
    Started,
    StepsDone,
)
from studio.core.health.diagnosis import TOO_EARLY, Diagnosis
from studio.core.health.remedies import remedies_for
from studio.core.history import History
from studio.core.notes import name_of
from studio.core.recipe import Recipe
from studio.core.run_contents import RunContents, last_target, read_contents
from studio.core.run_folder import RunFolder
from studio.core.run_status import RunStatus
from studio.core.scores import Score, best_step, scores_of
from studio.ui.marks import mark_of, mark_of_branch, mark_of_entry
from studio.ui.panels.curves import CurvesPanel
from studio.ui.panels.event_log import Line
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.panels.gallery_panel import GalleryPanel
from studio.ui.panels.inspector import Inspector
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.panels.timeline import Mark
from studio.ui.panels.timeline_bar import TimelineBar
from studio.ui.panels.train_actions import TrainActions
from studio.ui.past import log_lines
from studio.ui.threads.background import Task, run_in_background
from studio.ui.threads.grid_cache import GridCache
from studio.ui.tokens import Spacing
from studio.ui.words import best_score, sentence

REDRAW_INTERVAL_MS = 800
NARROW_PX = 620


class TrainPage(QWidget):
    """Shows the events of a run as they happen, or a run that is opened from its folder.

    `raw_wanted` asks for the grid of a step as the generator in training draws it; `read` carries the `RunContents`
    of the run that is shown, `named` the name it is shown by, empty where none is.
    """

    raw_wanted = Signal(int)
    named = Signal(str)
    read = Signal(object)

    def __init__(self, recipes: dict[str, Recipe], recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train_page")
        self.setAccessibleName(self.tr("Train"))
        self.setup = SetupPanel(recipes, recipe)
        self.inspector = Inspector()
        self.gallery, self.curves, self.time = GalleryPanel(), CurvesPanel(), TimelineBar()
        self.status = RunStatus()
        self._timeline = self.time.timeline
        self._history = History()
        self._run: RunFolder | None = None
        self._shapes: dict[int, tuple[int, int]] = {}
        self._scores: dict[int, Score] = {}
        self._diagnosis = TOO_EARLY
        self._grids = GridCache(self)
        self._reading: Task | None = None
        self._late_rows: list[dict] = []
        self._late_lines: list[Line] = []
        self._redraw = QTimer(self, interval=REDRAW_INTERVAL_MS, singleShot=True)
        self._redraw.timeout.connect(self._on_redraw)
        self._lay_out()
        self._actions = TrainActions(self, self.gallery, self.curves, self._timeline)
        self.setup.recipe_changed.connect(self._show_diagnosis)
        self.gallery.controls.raw_toggled.connect(self._on_raw_toggled)
        self._grids.decoded.connect(self._on_decoded)
        self._grids.missing.connect(self._timeline.remove_grid)
        self._timeline.step_chosen.connect(self._on_step_chosen)
        self._timeline.latest_chosen.connect(self._on_latest_chosen)
        self.curves.step_chosen.connect(self._timeline.choose)
        self.clear()

    @property
    def run(self) -> RunFolder | None:
        """The run that is shown."""
        return self._run

    @property
    def recipe(self) -> Recipe:
        """The recipe of the run that is shown, as it was recorded; that of the form where none is."""
        return self._run.read_record().recipe if self._run is not None else self.setup.recipe

    @property
    def shown_step(self) -> int:
        """The step of the grid that is shown: that of the playhead, or the newest."""
        newest = self._timeline.grids[-1] if self._timeline.grids else 0
        return newest if self._timeline.chosen is None else self._timeline.chosen

    @property
    def is_reading(self) -> bool:
        """Whether a run's past is still being read."""
        return self._reading is not None

    @Slot()
    def clear(self) -> None:
        """Show no run."""
        self._stop_reading()
        self.status = RunStatus()
        self._history, self._run, self._shapes, self._scores = History(), None, {}, {}
        self._grids.open(None)
        self.setup.set_pictures(0)
        self._timeline.clear()
        self.inspector.log.show_lines([])
        self.show_name()
        self.show_diagnosis(TOO_EARLY)
        self.curves.show_history(self._history)
        self.curves.set_cursor(None)
        self.curves.fit()
        self.gallery.clear(
            self.tr(
                "Pictures appear here as soon as training begins: always the same ones, so that you see them change."
            )
        )
        self._show_status()

    def show_events(self, events: list[Event]) -> None:
        """Take in what happened, in order."""
        for event in events:
            if isinstance(event, RunOpened):
                self._open(RunFolder(event.folder))
            self.status = self.status.after(event)
            self._take(event)
        self._show_status()

    def open_folder(self, path: Path, status: RunStatus) -> None:
        """Show a run that is not training here; its past is read in the background."""
        self.clear()
        self.status = status
        self._open(RunFolder(path))
        self._show_status()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Show what the coach says of the run as it stands."""
        self._diagnosis = diagnosis
        self._show_diagnosis()

    @Slot()
    def _show_diagnosis(self) -> None:
        """Show remedies that start from the settings as they are now, to whoever trains the run."""
        recipe, watched = self.setup.recipe, self.setup.is_held
        remedies = () if watched else remedies_for(self._diagnosis.condition, recipe)
        self.inspector.coach.show_diagnosis(replace(self._diagnosis, remedies=remedies), self._history)

    @Slot()
    def show_name(self) -> None:
        """Show the name that the run has now."""
        name = name_of(self._run) if self._run is not None else ""
        self.inspector.show_name(name)
        self.inspector.coach.setVisible(self._run is not None)
        self.named.emit(name)

    def show_stopping(self) -> None:
        """Say at once that the run will stop."""
        self.status = self.status.stopping()
        self._show_status()

    def _open(self, run: RunFolder) -> None:
        self._stop_reading()
        if self._run is None or self._run.path != run.path:
            self._timeline.clear()
            self._shapes = {}
        self._run, self._scores = run, {}
        self.show_name()
        self._grids.open(run)
        self.setup.set_pictures(run.read_record().pictures)
        self._reading = run_in_background(lambda progress: read_contents(run, progress))
        self._reading.progressed.connect(self._on_reading)
        self._reading.finished.connect(self._on_read)
        self._reading.failed.connect(self._on_read_failed)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading, self._late_rows, self._late_lines = None, [], []

    def _take(self, event: Event) -> None:
        match event:
            case StepsDone():
                self._take_row(event)
            case Started():
                self.show_diagnosis(TOO_EARLY)
                self._timeline.set_epoch(event.steps_per_epoch)
            case SampleDrawn():
                self._take_grid(event)
            case Scored():
                self._take_scores({event.step: event.score})
            case CheckpointSaved():
                self._show_checkpoints()
            case Diagnosed():
                self.show_diagnosis(event.diagnosis)
        self._add_mark(mark_of(event))
        told = sentence(event)
        if told is not None:
            line = self.inspector.log.add(*told)
            if self.is_reading:
                self._late_lines.append(line)

    def _take_row(self, event: StepsDone) -> None:
        facts = {"step": event.step, "images": event.images, "seconds": event.seconds, "epoch": event.epoch}
        row = {**facts, "pictures_per_second": event.pictures_per_second, **event.metrics}
        self._late_rows.append(row) if self.is_reading else self._history.append(row)

    def _take_grid(self, event: SampleDrawn) -> None:
        self._shapes[event.step] = (event.rows, event.columns)
        self._grids.keep(event.step, to_qimage(event.pixels))
        self._timeline.add_grid(event.step)
        if self._timeline.chosen is None:
            self._show_grid(event.step)

    def _take_scores(self, scores: Mapping[int, Score]) -> None:
        self._scores.update(scores)
        for step, score in scores.items():
            self._history.amend(step, score.metrics)
        self._show_best()

    def _show_best(self) -> None:
        """Put the star at the best score that there is a checkpoint of, for one goes back to it."""
        saved = {step: self._scores[step] for step in self._timeline.checkpoints if step in self._scores}
        best = best_step(saved)
        if best is not None:
            self._timeline.set_best(best, best_score(saved[best]))

    def _take_entry(self, entry: dict, run: RunFolder) -> None:
        if entry.get("event") == "sample":
            self._shapes[int(entry["step"])] = (int(entry["rows"]), int(entry["columns"]))
        else:
            self._add_mark(mark_of_entry(entry, run))

    def _add_mark(self, mark: Mark | None) -> None:
        if mark is not None:
            self._timeline.add_mark(mark)

    def _show_status(self) -> None:
        self.setup.set_phase(self.status.phase)
        trains_here = self.status.is_open and not self.setup.is_held
        self.gallery.controls.set_state(has_run=self._run is not None, trains_here=trains_here)
        if self.status.target_step:
            self._timeline.set_extent(self.status.step, self.status.target_step)
        self._show_moment()
        if not self._redraw.isActive():
            self._redraw.start()

    def _show_moment(self) -> None:
        """Let the inspector tell of the step at the playhead."""
        status, step = self.status, self._timeline.chosen
        rows = self._history.column("step")
        if step is not None and len(rows):
            row = min(int(rows.searchsorted(step)), len(rows) - 1)
            numbers = {name: float(self._history.column(name)[row]) for name in ("epoch", "seconds", "images")}
            status = replace(status, **{k: v for k, v in numbers.items() if v == v} | {"step": step})
            status = replace(status, images=int(status.images))
        self.inspector.show_status(status, self.status.eta_s)
        self._actions.show_state(has_run=self._run is not None, has_curves=len(self._history) > 0)
        can_branch = self._run is not None and self._timeline.has_checkpoints
        self.time.show_state(can_branch=can_branch, unscorable=self.unscorable)

    @property
    def unscorable(self) -> str:
        """Why no checkpoint of the run that is shown can be scored now; empty where one can."""
        if not self._timeline.has_checkpoints:
            return self.tr("There is no checkpoint to score yet.")
        if self.status.is_open:
            return self.tr("A run that is training scores itself; stop it to score its earlier checkpoints.")
        scored = all(step in self._scores for step in self._timeline.checkpoints)
        return self.tr("Every checkpoint has a score.") if scored else ""

    def _show_checkpoints(self) -> None:
        if self._run is not None:
            self._timeline.set_checkpoints(self._run.checkpoint_steps())
            self._show_best()

    def _show_grid(self, step: int) -> None:
        """Show a grid at once where it is decoded, else as soon as it is; the one before stays until then.

        The raw generator is only known at checkpoints: before the first, the averaged one is shown, and said to be.
        """
        if self.gallery.controls.is_raw and self._timeline.has_checkpoints:
            self.raw_wanted.emit(step)
            return
        image = self._grids.image(step)
        if image is not None:
            rows, columns = self._shapes.get(step, (1, 1))
            caption = self.tr("Step %1, averaged") if self.gallery.controls.is_raw else self.tr("Step %1")
            self.gallery.show_image(image, rows, columns, caption.replace("%1", f"{step:,}"))
        self._grids.want(step, self._timeline.grids)

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("train_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(Spacing.MEDIUM)
        self.splitter.addWidget(self.gallery)
        self.splitter.addWidget(self.curves)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([420, 340])
        middle = QVBoxLayout()
        middle.setSpacing(Spacing.SMALL)
        middle.addWidget(self.splitter, 1)
        middle.addWidget(self.time)
        row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.SMALL)
        row.setSpacing(Spacing.LARGE)
        row.addWidget(self.setup)
        row.addLayout(middle, 1)
        row.addWidget(self.inspector)

    @Slot()
    def _on_redraw(self) -> None:
        self.curves.show_history(self._history)

    @Slot(int, int, str)
    def _on_reading(self, done: int, _: int, what: str) -> None:
        self.inspector.show_work(f"{what}… {done:,}")

    @Slot(object)
    def _on_read(self, contents: RunContents) -> None:
        if contents.run is not self._run:
            return  # another run is shown by now
        late, late_lines = self._late_rows, self._late_lines
        self._reading, self._late_rows, self._late_lines = None, [], []
        self.inspector.log.show_lines(log_lines(contents, late_lines))
        self._history = contents.history
        for row in late:
            self._history.append(row)
        for entry in contents.entries:
            self._take_entry(entry, contents.run)
        self._take_scores(scores_of(contents.entries) | self._scores)
        for branch in contents.branches:
            self._timeline.add_mark(mark_of_branch(branch))
        self._timeline.set_grids({*contents.grids, *self._timeline.grids})
        self._timeline.set_epoch(contents.steps_per_epoch)
        self._show_checkpoints()
        present = max(self.status.step, int(self._history.column("step")[-1]) if len(self._history) else 0)
        self._timeline.set_extent(present, max(last_target(contents.entries), self.status.target_step, present))
        if self._timeline.chosen is None and self._timeline.grids:
            self._show_grid(self._timeline.grids[-1])
        self.curves.show_history(self._history)
        self.curves.fit()
        self._show_moment()
        self.read.emit(contents)

    @Slot(object)
    def _on_read_failed(self, error: object) -> None:
        self._reading = None
        self.inspector.log.add(str(error), "bad")

    @Slot()
    def _on_raw_toggled(self) -> None:
        self._show_grid(self.shown_step)

    @Slot(int)
    def _on_decoded(self, step: int) -> None:
        if step == self.shown_step:
            self._show_grid(step)

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        self._show_grid(step)
        self.curves.set_cursor(step)
        self._show_moment()

    @Slot()
    def _on_latest_chosen(self) -> None:
        if self._timeline.grids:
            self._show_grid(self._timeline.grids[-1])
        self.curves.set_cursor(None)
        self._show_moment()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put pictures and curves above each other where there is no room beside each other."""
        super().resizeEvent(event)
        narrow = self.splitter.width() < NARROW_PX
        self.splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
