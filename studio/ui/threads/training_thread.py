"""The thread that trains: imports TensorFlow once, then runs one job after the other and tells what happens."""

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QThread, Signal

from studio.core.commands import Control, Stop
from studio.core.events import Ending, Event, Failed, Preparing, StepsDone
from studio.core.quiet import quiet_tensorflow
from studio.ui.threads.tensorflow_import import import_tensorflow

UPDATE_INTERVAL_S = 0.2
NICENESS = 10
STACK_BYTES = 16 * 2**20  # macOS gives threads 512 KiB, less than one matrix product of NumPy's BLAS needs

Job = Callable[[Control], Iterator[Event]]
"""Starts training: called in the thread, so it may import what needs TensorFlow."""


class TrainingThread(QThread):
    """Serves one job at a time.

    `happened` carries a list of events, at most five times a second: a burst of `StepsDone` arrives together, all
    else at once. `tensorflow_ready` carries the devices there are: {name: label}.

    Every job ends in exactly one ending; what it fails to say, this thread says for it.
    """

    tensorflow_ready = Signal(dict)
    tensorflow_failed = Signal(object)
    happened = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training")
        self.setStackSize(STACK_BYTES)
        self._jobs: queue.SimpleQueue[tuple[Job, Control] | None] = queue.SimpleQueue()
        self._control: Control | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether a job is under way or waiting."""
        return self._busy

    def start_job(self, job: Job) -> Control:
        """Run `job` as soon as TensorFlow is there; returns the line to it."""
        self._busy = True
        self._control = Control()
        self._jobs.put((job, self._control))
        return self._control

    def shut_down(self) -> None:
        """Ask the job to save and stop, and the thread to end; `finished` is emitted when it has."""
        if self._control is not None:
            self._control.send(Stop())
        self._jobs.put(None)

    def run(self) -> None:
        try:
            _give_way()
            with quiet_tensorflow(level="3"):
                import_tensorflow()
                devices = _devices()
            self.tensorflow_ready.emit(devices)
        except Exception as error:  # noqa: BLE001  the edge of the thread
            self.tensorflow_failed.emit(_import_failure(error))
        while (item := self._jobs.get()) is not None:
            self._run_job(*item)

    def _run_job(self, job: Job, control: Control) -> None:
        bundle = _Bundle(self.happened.emit)
        ended = False
        try:
            bundle.add(Preparing("Loading TensorFlow"))
            for event in job(control):
                ended = ended or isinstance(event, Ending)
                if isinstance(event, Ending):
                    self._busy = False
                bundle.add(event)
            if not ended:
                raise RuntimeError("the job ended without a word")
        except Exception as error:  # noqa: BLE001  the edge of the thread: Qt would only print it
            if not ended:
                self._busy = False
                bundle.add(_failure(error))
        self._busy = False
        bundle.flush()


class _Bundle:
    """Holds `StepsDone` back until the last update is a fifth of a second ago."""

    def __init__(self, emit: Callable[[list[Any]], None]) -> None:
        self._emit = emit
        self._events: list[Event] = []
        self._emitted = 0.0

    def add(self, event: Event) -> None:
        self._events.append(event)
        if not isinstance(event, StepsDone) or time.monotonic() - self._emitted >= UPDATE_INTERVAL_S:
            self.flush()

    def flush(self) -> None:
        if self._events:
            self._emitted = time.monotonic()
            self._emit(self._events)
            self._events = []


def _give_way() -> None:
    """Let the window and the explorer go first where all want the processor: TensorFlow's threads inherit this.

    A program that was started nicer than that stays as nice: only root may become less so, and nobody asked for it.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):  # a politeness: training goes on without
            os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))


def _devices() -> dict[str, str]:
    from studio.engine.devices import list_devices  # TensorFlow: imported in this thread only

    return {device.name: device.label for device in list_devices()}


def _failure(error: Exception) -> Failed:
    text = "".join(traceback.format_exception(error))
    return Failed(0, "Training ended by an error in the program.", f"{type(error).__name__}: {error}.", "", text)


def _import_failure(error: Exception) -> Failed:
    return Failed(
        0,
        "TensorFlow could not be loaded.",
        f"{type(error).__name__}: {error}.",
        "Install GAN Studio again: python3 packaging/bootstrap.py run.",
    )
