"""Following a training loop from the command line: events become a moving bar, then one outcome."""

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from studio.cli.display import Display
from studio.core import history
from studio.core.commands import Control, Stop
from studio.core.errors import StudioError
from studio.core.events import (
    CheckpointSaved,
    Diagnosed,
    Ending,
    Event,
    Failed,
    Finished,
    Preparing,
    RunOpened,
    SampleDrawn,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.health.diagnosis import Diagnosis


class Follower:
    """Listens to one training loop and remembers what its outcome is made of."""

    def __init__(self, display: Display, control: Control) -> None:
        self.folder: Path | None = None
        self.started: Started | None = None
        self.newest: StepsDone | None = None
        self.checkpoint: Path | None = None
        self.sample: Path | None = None
        self.warnings: list[Warned] = []
        self.diagnosis: Diagnosis | None = None
        self.ending: Ending | None = None
        self._display = display
        self._control = control
        self._saved = self._scored = ""
        self._stop_told = False

    def follow(self, events: Iterable[Event]) -> None:
        """Listen to the end."""
        for event in events:
            self._tell_stop()
            self._hear(event)

    def _hear(self, event: Event) -> None:
        match event:
            case Preparing(what, done, total):
                self._display.report(done, total, what)
            case RunOpened(folder):
                self.folder = folder
            case Started():
                self.started = event
                self._display.report(event.step, event.target_step, "Training", f"on {event.device}")
            case StepsDone():
                self._show_steps(event)
            case SampleDrawn(path=path):
                self.sample = path
            case CheckpointSaved(step, path):
                self.checkpoint, self._saved = path, f"saved at {step:,}"
            case Warned():
                self.warnings.append(event)
                self._display.say(_sentences(event))
            case Diagnosed():
                self._tell_diagnosis(event)
            case Finished() | Stopped() | Failed():
                self.ending = event

    def _show_steps(self, event: StepsDone) -> None:
        self.newest = event
        if history.SLICED_WASSERSTEIN in event.metrics:
            self._scored = f"SWD {event.metrics[history.SLICED_WASSERSTEIN]:.1f} at {event.step:,}"
        total = self.started.target_step if self.started else 0
        rate = event.pictures_per_second
        parts = (
            f"{rate:,.0f} pictures/s" if rate else "",
            *_losses(event),
            f"epoch {event.epoch:,.1f}",
            self._scored,
            self._saved,
        )
        self._display.report(event.step, total, "Training", ", ".join(part for part in parts if part))

    def _tell_diagnosis(self, event: Diagnosed) -> None:
        """Say a trouble when it is found, and when it is over."""
        before, self.diagnosis = self.diagnosis, event.diagnosis
        diagnosis = event.diagnosis
        if diagnosis.condition.is_trouble:
            help_ = "; ".join(remedy.label for remedy in diagnosis.remedies)
            told = StudioError(diagnosis.headline, diagnosis.detail, f"What may help: {help_}." if help_ else "")
            self._display.say(f"Step {event.step:,}: {told}")
        elif before and before.condition.is_trouble:
            self._display.say(f"Step {event.step:,}: {diagnosis.headline}")

    def _tell_stop(self) -> None:
        if self._control.stop_asked and not self._stop_told:
            self._stop_told = True
            self._display.say("Stopping and saving a checkpoint. Press Ctrl-C again to end without.")


@contextmanager
def stopping_on_interrupt(control: Control) -> Iterator[None]:
    """Turn the first Ctrl-C (or a request to terminate) into `Stop`; the second one interrupts at once."""

    def stop(number: int, _frame: FrameType | None) -> None:
        if control.stop_asked:
            signal.signal(number, signal.SIG_DFL)
            raise KeyboardInterrupt
        control.send(Stop())

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _losses(event: StepsDone) -> list[str]:
    named = {"generator": history.GENERATOR_LOSS, "discriminator": history.DISCRIMINATOR_LOSS}
    return [f"{word} {event.metrics[name]:.3f}" for word, name in named.items() if name in event.metrics]


def _sentences(warned: Warned) -> str:
    return str(StudioError(warned.headline, warned.detail, warned.hint))
