"""The desk of the Train page: its buttons ask the trainer, and what happens there is shown on the page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from studio.core.branching import recipe_now
from studio.core.errors import StudioError
from studio.core.events import Event, Failed, Finished, RunOpened, SnapshotTaken, Stopped, Warned
from studio.core.lengths import steps_per_epoch, target_step
from studio.core.library import RunSummary, new_run_path
from studio.core.recipe import Recipe, find_setting
from studio.core.run_events import read_status
from studio.core.run_status import Phase
from studio.core.settings import Effect
from studio.ui.dialogs.questions import tell_failure
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.status_line import StatusLine
from studio.ui.threads.trainer import Trainer
from studio.ui.undo import RecipeChange

MORE_EPOCHS = 10


class TrainingDesk(QObject):
    """Trains from the page. `run_opened` carries a folder; `run_ended` follows every ending.

    `run_closed` tells that the page shows no run any more, `change_refused` why a setting is as it was.
    """

    run_opened = Signal(object)
    run_closed = Signal()
    run_ended = Signal()
    change_refused = Signal(str)
    snapshot_taken = Signal(object)

    def __init__(self, page: TrainPage, line: StatusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trainer = Trainer(self)
        self.undo = QUndoStack(self)
        self._opened: Recipe | None = None
        self._page, self._line = page, line
        page.setup.primary_wanted.connect(self.act)
        page.setup.stop_wanted.connect(self.stop)
        page.setup.more_wanted.connect(self.train_more)
        page.setup.settings_edited.connect(self._on_settings_edited)
        page.setup.recipe_edited.connect(self._on_recipe_edited)
        page.inspector.coach.change_wanted.connect(page.setup.change_settings)
        page.setup.source_changed.connect(self._show_resumable)
        self.trainer.happened.connect(self._on_happened)
        self.trainer.tensorflow_ready.connect(self._on_devices_found)
        self.trainer.tensorflow_failed.connect(self._on_tensorflow_failed)

    @property
    def is_training(self) -> bool:
        """Whether a run is under way, paused included."""
        return self.trainer.is_training

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is shown."""
        return self._page.status.folder

    @Slot()
    def act(self) -> None:
        """Start, pause or resume, as the phase allows; a run that another process trains is left alone."""
        if self._page.setup.is_held:
            return
        self._page.setup.commit()
        match self._page.status.phase:
            case Phase.TRAINING:
                self.trainer.pause()
            case Phase.PAUSED:
                self.trainer.resume()
            case Phase.PREPARING | Phase.STOPPING:
                pass
            case _:
                self._begin()

    @Slot()
    def stop(self) -> None:
        """Save and end the run, and say at once that it will."""
        if self.is_training:
            self._page.show_stopping()
            self.trainer.stop()

    @Slot()
    def new_run(self) -> None:
        """Put the run that is shown aside, so that the next one starts from scratch."""
        if not self.is_training:
            self._close_run()
            self._show_status()

    def set_up_anew(self, changes: Mapping[str, Any]) -> None:
        """Put the run that is shown aside, and change settings for the next one."""
        self.new_run()
        self._page.setup.change_settings(changes)

    def train(self, source: str, recipe: Recipe, device: str) -> None:
        """Train a new run from these, if the recipe has no problem; nothing happens while one is training."""
        setup = self._page.setup
        if self.is_training:
            return
        setup.set_source(source)
        setup.set_recipe(recipe)
        setup.set_device(device)
        if setup.problems:
            setup.show_problem()
        else:
            self._start()

    @Slot()
    def train_more(self) -> None:
        """Let the run go on for ten more epochs, whether it is training, stopped or finished."""
        run, status = self._page.run, self._page.status
        if run is None or status.phase in (Phase.PREPARING, Phase.STOPPING) or self._page.setup.is_held:
            return
        try:
            record = run.read_record()
        except StudioError as error:
            tell_failure(self._page, error.headline, error.detail, error.hint)
            return
        epochs = MORE_EPOCHS * steps_per_epoch(record.recipe, record.pictures)
        target = max(status.target_step, status.step) + epochs
        changes = {"training.length": target, "training.length_unit": "steps"}
        self._page.setup.change_settings(changes)
        if not self.is_training:
            self.trainer.continue_run(run.path, self._page.setup.device, changes=self._late_changes() | changes)

    def show_run(self, summary: RunSummary) -> None:
        """Show a run that is not training here."""
        self._page.setup.set_source(summary.record.source)
        self._page.setup.set_device(summary.record.device)
        self._opened = recipe_now(summary.folder)
        self._page.setup.set_recipe(self._opened)
        self.undo.clear()
        self._page.open_folder(summary.folder.path, read_status(summary.folder))
        self._show_status()

    @property
    def shows_run_as_it_is(self) -> bool:
        """Whether a run is shown and the form says nothing else; while one trains here, its edits are the run's."""
        run, opened, setup = self._page.run, self._opened, self._page.setup
        if run is None or opened is None:
            return False
        is_as_opened = setup.source == run.read_record().source and not opened.differences(setup.recipe)
        return self.is_training or is_as_opened

    def continue_run(self, path: Path, *, pictures_as_they_were: bool = False) -> None:
        """Train the run that is shown on, if it must be without looking at what became of its pictures."""
        device = self._page.setup.device
        self.trainer.continue_run(
            path, device, changes=self._late_changes(), pictures_as_they_were=pictures_as_they_were
        )

    @property
    def _resumable(self) -> bool:
        """Whether the run that is shown can go on with the settings as edited, and has something left to do."""
        setup, opened, run = self._page.setup, self._opened, self._page.run
        if opened is None or run is None or self._page.status.is_open:
            return False
        try:
            record = run.read_record()
        except StudioError:  # its folder is gone
            return False
        changed = opened.differences(setup.recipe)
        if setup.source != record.source or any(find_setting(key).effect == Effect.NEW_RUN for key in changed):
            return False
        return self._page.status.step < target_step(setup.recipe, record.pictures)

    def _late_changes(self) -> dict[str, Any]:
        """What was edited since the run was opened, and may change in it."""
        opened = self._opened or self._page.setup.recipe
        return {key: new for key, (_, new) in opened.differences(self._page.setup.recipe).items()}

    def _begin(self) -> None:
        if self._page.setup.problems:
            self._page.setup.show_problem()
        elif self._resumable:
            self._go_on()
        else:
            self._start()

    def _go_on(self) -> None:
        if self._page.run is not None:
            self.continue_run(self._page.run.path)

    def _start(self) -> None:
        setup = self._page.setup
        self._close_run()
        name = setup.source.removeprefix("demo:") if setup.source.startswith("demo:") else Path(setup.source).name
        self.trainer.start(setup.source, setup.recipe, new_run_path(name), setup.device)

    def _close_run(self) -> None:
        self._page.clear()
        self.run_closed.emit()

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        self._page.show_events(events)
        self._show_status()
        for event in events:
            match event:
                case RunOpened(folder):
                    self._opened = self._page.setup.recipe
                    self.undo.clear()
                    self.run_opened.emit(folder)
                case SnapshotTaken(snapshot):
                    self.snapshot_taken.emit(snapshot)
                case Warned() if event.kept:
                    self._take_back(event)
                case Failed():
                    self._tell(event)
                    self.run_ended.emit()
                case Finished() | Stopped():
                    self._opened = self._page.setup.recipe
                    self.run_ended.emit()
                case _:
                    pass

    def _take_back(self, refusal: Warned) -> None:
        """Show the settings that were to change as they still are, as if nobody had edited them."""
        self._page.setup.set_recipe(self._page.setup.recipe.changed(refusal.kept))
        edit = self.undo.command(self.undo.index() - 1)
        if isinstance(edit, RecipeChange):
            edit.take_back(refusal.kept)
            if edit.isObsolete():
                self.undo.undo()  # which only takes it off
        self.change_refused.emit(f"{refusal.headline} {refusal.detail} {refusal.hint}")

    def _tell(self, failed: Failed) -> None:
        """Tell why a run failed, and offer the settings that would cure it for the next one."""
        cure = None
        if failed.changes:
            wanted = ", ".join(f"{find_setting(key).label}: {value}" for key, value in failed.changes.items())
            cure = (wanted, lambda: self.set_up_anew(failed.changes))
        tell_failure(self._page, failed.headline, failed.detail, failed.hint, failed.traceback, cure)

    @Slot(dict)
    def _on_settings_edited(self, changes: dict) -> None:
        if not self.is_training:
            self._show_resumable()
        elif changes:
            self.trainer.change(changes)

    @Slot(object, object)
    def _on_recipe_edited(self, before: Recipe, after: Recipe) -> None:
        self.undo.push(RecipeChange(before, after, self._page.setup.show_edit))

    @Slot()
    def _show_resumable(self) -> None:
        self._page.setup.set_resumable(self._resumable)

    @Slot(dict)
    def _on_devices_found(self, devices: dict[str, str]) -> None:
        best = next(iter(devices.values()))
        self._page.setup.set_devices({"auto": self.tr("Best: %1").replace("%1", best), **devices})

    @Slot(object)
    def _on_tensorflow_failed(self, failed: Failed) -> None:
        tell_failure(self._page, failed.headline, failed.detail, failed.hint)

    def _show_status(self) -> None:
        self._show_resumable()
        self._line.show_status(self._page.status)
