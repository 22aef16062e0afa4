"""Training as the window asks for it: start, pause, stop, on the training thread; what happens comes as signals."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.commands import ChangeSettings, Command, Control, Pause, Resume, SampleNow, SaveNow, Stop, TakeSnapshot
from studio.core.events import Ending, Event, Preparing
from studio.core.recipe import Recipe
from studio.ui.threads.training_thread import Job, TrainingThread


class Trainer(QObject):
    """Trains one run at a time. `happened` carries lists of events, `job_ended` follows a run's ending."""

    happened = Signal(list)
    job_ended = Signal()
    tensorflow_ready = Signal(dict)
    tensorflow_failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = TrainingThread()
        self._thread.happened.connect(self._on_happened)
        self._thread.tensorflow_ready.connect(self.tensorflow_ready)
        self._thread.tensorflow_failed.connect(self.tensorflow_failed)
        self._thread.finished.connect(self.ended)
        self._control: Control | None = None

    @property
    def is_training(self) -> bool:
        """Whether a run is under way, paused included."""
        return self._control is not None

    def warm_up(self) -> None:
        """Start the thread, which begins with importing TensorFlow."""
        if not self._thread.isRunning():
            self._thread.start()

    def start(self, source: str, recipe: Recipe, out: Path, device: str) -> None:
        """Train a new run."""
        self._begin(lambda control: _new_run(source, recipe, out, device, control))

    def continue_run(
        self, path: Path, device: str, *, changes: Mapping[str, Any], pictures_as_they_were: bool = False
    ) -> None:
        """Train an existing run on, with other settings where they may change in it."""
        self._begin(lambda control: _continued_run(path, device, dict(changes), pictures_as_they_were, control))

    def send(self, command: Command) -> None:
        """Pass a command to the run under way; nothing happens without one."""
        if self._control is not None:
            self._control.send(command)

    @Slot()
    def pause(self) -> None:
        """Stand still after the present call."""
        self.send(Pause())

    @Slot()
    def resume(self) -> None:
        """Go on."""
        self.send(Resume())

    @Slot()
    def stop(self) -> None:
        """Save and end the run."""
        self.send(Stop())

    @Slot()
    def save(self) -> None:
        """Save a checkpoint."""
        self.send(SaveNow())

    @Slot()
    def sample(self) -> None:
        """Draw the grid."""
        self.send(SampleNow())

    @Slot(bool)
    def take_snapshot(self, raw: bool) -> None:  # noqa: FBT001  a slot
        """Ask for the generator as it is: its averaged weights, or the raw ones."""
        self.send(TakeSnapshot(raw))

    def change(self, changes: Mapping[str, Any]) -> None:
        """Change settings that take effect now."""
        self.send(ChangeSettings(dict(changes)))

    def shut_down(self) -> None:
        """Ask the run to save and stop and the thread to end; `ended` follows."""
        self._thread.shut_down()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.wait()

    @property
    def is_running(self) -> bool:
        """Whether the thread runs."""
        return self._thread.isRunning()

    def _begin(self, job: Job) -> None:
        """Say so at once: the thread cannot before it has TensorFlow, and a second click would begin a second run."""
        self.warm_up()
        self._control = self._thread.start_job(job)
        self.happened.emit([Preparing("Loading TensorFlow")])

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        ended = any(isinstance(event, Ending) for event in events)
        if ended:
            self._control = None
        self.happened.emit(events)
        if ended:
            self.job_ended.emit()


def _new_run(source: str, recipe: Recipe, out: Path, device: str, control: Control) -> Iterator[Event]:
    from studio.engine.jobs import new_run  # TensorFlow: imported in the training thread only
    from studio.export.snapshot_graph import snapshot_graph

    return new_run(source, recipe, out, control, device=device, make_graph=snapshot_graph)


def _continued_run(
    path: Path,
    device: str,
    changes: Mapping[str, Any],
    as_it_was: bool,  # noqa: FBT001  passed on
    control: Control,
) -> Iterator[Event]:
    from studio.engine.jobs import continue_run  # TensorFlow: imported in the training thread only
    from studio.export.snapshot_graph import snapshot_graph

    return continue_run(path, control, changes=changes, device=device, as_it_was=as_it_was, make_graph=snapshot_graph)
