"""Will it fit, and how long: a dry run in a process of its own, since running out of memory may end a process."""

import math
import multiprocessing
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import NoReturn

import psutil

from studio.core.checks import refuse_problems
from studio.core.errors import StudioError
from studio.core.progress import Progress, Quiet, check
from studio.core.recipe import Recipe
from studio.engine.fitting import attempt_apart, largest_fitting, silence, too_large
from studio.engine.free_memory import SAFE_SHARE, bound_to, free_memory

POLL_S = 0.05
LARGEST_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will cost, as measured. Sizes are in bytes; `seconds` are those from Start to the last step.

    `peak_memory` is that of the whole training process; `largest_batch` is an estimate from the memory that two batch
    sizes took, None where that tells nothing (a graphics card, a batch of one).
    """

    steps: int
    pictures: int
    pictures_per_second: float
    seconds: float
    peak_memory: int
    free_memory: int
    checkpoint_bytes: int
    disk_bytes: int
    largest_batch: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """The pictures are there, and of so many classes."""

    classes: int


@dataclass(frozen=True, slots=True)
class Tried:
    """Some steps were made with that batch size."""

    batch_size: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the dry run cost: seconds of compiling, of one grid and of one checkpoint, whose size is in bytes."""

    pictures: int
    target_step: int
    grids: int
    pictures_per_second: float
    compile_s: float
    grid_s: float
    checkpoint_s: float
    checkpoint_bytes: int
    on_processor: bool


@dataclass(frozen=True, slots=True)
class _Report:
    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True)
class _Trouble:
    headline: str
    detail: str
    hint: str


class _EndedError(Exception):
    """The dry run is over without an answer, for want of memory; `classes` as far as they are known."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes


def forecast(source: str, recipe: Recipe, device: str = "auto", progress: Progress | None = None) -> Forecast:
    """Train a little on the pictures of `source` and foretell the run; nothing is kept.

    Raises `StudioError` when the recipe or the pictures cannot be used, or the memory does not suffice, and
    `CancelledError`.
    """
    progress = progress or Quiet()
    refuse_problems(recipe)
    free = free_memory()
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, source, recipe, device), daemon=True)
    progress.report(0, 0, "Loading TensorFlow")
    process.start()
    sender.close()
    try:
        return _listen(receiver, psutil.Process(process.pid), recipe, free, progress)
    except _EndedError as ended:
        _refuse_batch(recipe, ended.classes, device, progress)
    finally:
        process.kill()
        process.join()
        receiver.close()


def _listen(receiver: Connection, process: psutil.Process, recipe: Recipe, free: int, progress: Progress) -> Forecast:
    """Hear the dry run out, watching how much memory it takes."""
    peak, peaks, classes = 0, dict[int, int](), 0
    while True:
        check(progress)
        with suppress(psutil.Error):
            peak = max(peak, process.memory_info().rss)
        if not receiver.poll(POLL_S):
            continue
        try:
            message = receiver.recv()
        except EOFError as error:  # the system ended the process
            raise _EndedError(classes) from error
        match message:
            case _Report(done, total, what):
                progress.report(done, total, what)
            case _Trouble(headline, detail, hint):
                raise StudioError(headline, detail, hint)
            case Opened(there):
                classes = there
            case Tried(size):
                peaks[size] = peak
            case Measured():
                return _forecast(recipe, message, peaks, free)


def _forecast(recipe: Recipe, measured: Measured, peaks: dict[int, int], free: int) -> Forecast:
    training, checkpoints = recipe.training, recipe.checkpoints
    images = measured.target_step * training.batch_size * training.discriminator_steps
    trained = images / measured.pictures_per_second
    saved = int(trained // checkpoints.interval) + 1
    seconds = measured.compile_s + trained + measured.grids * measured.grid_s + saved * measured.checkpoint_s
    largest = largest_batch(peaks, free, measured.pictures) if measured.on_processor else None
    return Forecast(
        steps=measured.target_step,
        pictures=measured.pictures,
        pictures_per_second=measured.pictures_per_second,
        seconds=seconds,
        peak_memory=max(peaks.values()),
        free_memory=free,
        checkpoint_bytes=measured.checkpoint_bytes,
        disk_bytes=measured.checkpoint_bytes * min(saved, checkpoints.keep),
        largest_batch=largest,
    )


def largest_batch(peaks: Mapping[int, int], free: int, pictures: int) -> int | None:
    """Return the largest power of two that fits into `free` bytes, from the `peaks` in bytes of two batch sizes.

    At least the larger size tried, at most the number of pictures; None when only one size was tried.
    """
    if len(peaks) < 2:
        return None
    small, tried = sorted(peaks)
    each = max((peaks[tried] - peaks[small]) / (tried - small), 1.0)
    room = (SAFE_SHARE * free - peaks[tried]) / each
    most = min(tried + max(room, 0.0), LARGEST_BATCH, pictures)
    return max(tried, 2 ** int(math.log2(most)))


def _refuse_batch(recipe: Recipe, classes: int, device: str, progress: Progress) -> NoReturn:
    """Find out what would have fitted, and raise the `StudioError` that offers it."""
    search = largest_fitting(recipe, lambda smaller: attempt_apart(smaller, classes, device))
    with closing(search):
        while True:
            check(progress)
            try:
                progress.report(0, 0, next(search))
            except StopIteration as end:
                raise too_large(recipe, end.value) from None


@dataclass(frozen=True, slots=True)
class _Sender:
    """The progress of the dry run; its process is ended from outside, so it is never cancelled."""

    pipe: Connection

    def report(self, done: int, total: int, what: str) -> None:
        self.pipe.send(_Report(done, total, what))

    def cancelled(self) -> bool:
        return False


def _work(pipe: Connection, source: str, recipe: Recipe, device: str) -> None:
    """The process: measures, and sends what it found or why it could not."""
    silence()
    from studio.engine.failures import failure
    from studio.engine.memory import is_out_of_memory
    from studio.engine.trial import measure

    try:
        bound_to(free_memory())
        pipe.send(measure(source, recipe, device, _Sender(pipe), pipe.send))
    except Exception as error:  # noqa: BLE001  the edge of the process
        if is_out_of_memory(error):
            return  # as if the system had ended it
        failed = failure(error, 0)
        pipe.send(_Trouble(failed.headline, failed.detail, failed.hint))
