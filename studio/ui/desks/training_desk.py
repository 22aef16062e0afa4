"""The desk of the Train page: its buttons ask the trainer, and what happens there is shown on the page."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.checks import find_problems
from studio.core.events import Event, Failed, Finished, RunOpened, SnapshotTaken, Stopped
from studio.core.library import RunState, RunSummary, new_run_path
from studio.core.run_status import Phase, RunStatus
from studio.ui.dialogs.questions import tell_failure
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.status_line import StatusLine
from studio.ui.threads.trainer import Trainer


class TrainingDesk(QObject):
    """Trains from the page. `run_opened` carries a folder; `run_ended` follows every ending."""

    run_opened = Signal(object)
    run_ended = Signal()
    snapshot_taken = Signal(object)

    def __init__(self, page: TrainPage, line: StatusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trainer = Trainer(self)
        self._page, self._line = page, line
        page.setup.primary_wanted.connect(self.act)
        page.setup.stop_wanted.connect(self.stop)
        page.setup.settings_edited.connect(self._on_settings_edited)
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
        """Start, pause or resume, as the phase allows."""
        match self._page.status.phase:
            case Phase.TRAINING:
                self.trainer.pause()
            case Phase.PAUSED:
                self.trainer.resume()
            case Phase.PREPARING | Phase.STOPPING:
                pass
            case _:
                self._start()

    @Slot()
    def stop(self) -> None:
        """Save and end the run, and say at once that it will."""
        if self.is_training:
            self._page.show_stopping()
            self.trainer.stop()

    def show_run(self, summary: RunSummary) -> None:
        """Show a run that is not training here."""
        self._page.setup.set_source(summary.record.source)
        self._page.setup.set_recipe(summary.record.recipe)
        self._page.open_folder(summary.folder.path, _status_of(summary))
        self._show_status()

    def continue_run(self, path: Path) -> None:
        """Train the run that is shown on."""
        self.trainer.continue_run(path)

    def _start(self) -> None:
        setup = self._page.setup
        problems = find_problems(setup.recipe)
        if problems:
            tell_failure(self._page, problems[0].headline, "", problems[0].hint)
            return
        self._page.clear()
        name = setup.source.removeprefix("demo:") if setup.source.startswith("demo:") else Path(setup.source).name
        self.trainer.start(setup.source, setup.recipe, new_run_path(name), setup.device)

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        self._page.show_events(events)
        self._show_status()
        for event in events:
            match event:
                case RunOpened(folder):
                    self.run_opened.emit(folder)
                case SnapshotTaken(snapshot):
                    self.snapshot_taken.emit(snapshot)
                case Failed():
                    tell_failure(self._page, event.headline, event.detail, event.hint, event.traceback)
                    self.run_ended.emit()
                case Finished() | Stopped():
                    self.run_ended.emit()
                case _:
                    pass

    @Slot(dict)
    def _on_settings_edited(self, changes: dict) -> None:
        if self.is_training:
            self.trainer.change(changes)

    @Slot(dict)
    def _on_devices_found(self, devices: dict[str, str]) -> None:
        best = next(iter(devices.values()))
        self._page.setup.set_devices({"auto": self.tr("Best: %1").replace("%1", best), **devices})

    @Slot(object)
    def _on_tensorflow_failed(self, failed: Failed) -> None:
        tell_failure(self._page, failed.headline, failed.detail, failed.hint)

    def _show_status(self) -> None:
        self._line.show_status(self._page.status)


def _status_of(summary: RunSummary) -> RunStatus:
    phases = {RunState.FINISHED: Phase.FINISHED, RunState.FAILED: Phase.FAILED}
    return RunStatus(
        phase=phases.get(summary.state, Phase.STOPPED),
        folder=summary.folder.path,
        step=summary.step,
        target_step=summary.step,
        seconds=summary.seconds,
    )
