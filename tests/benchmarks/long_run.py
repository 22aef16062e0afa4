"""The window late in a long run, training: how long its thread does not answer, how memory grows, how it pauses.

A run of `dcgan-28` is given 1,000,000 logged rows and 2,000 grids, opened, and trained on while the playhead is moved
and the curves are panned as a user would. Run from the checkout:
`.venv/bin/python -m tests.benchmarks.long_run [MINUTES]`.
"""

import ctypes
import gc
import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import psutil
from PySide6.QtCore import QObject, QTimer, Slot

from studio.app import Studio
from studio.core.checkpoint_file import read_checkpoint, write_checkpoint
from studio.core.history import REAL_SLICED_WASSERSTEIN, SLICED_WASSERSTEIN
from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder, record_event
from studio.core.run_status import Phase
from tests.benchmarks.report import Figure, report
from tests.benchmarks.ui_stalls import Pulse
from tests.benchmarks.window import open_studio, start, wait, work

MINUTES = 5.0
ROWS = 1_000_000
GRIDS = 2_000
MALLINFO = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
SCORES = (SLICED_WASSERSTEIN, REAL_SLICED_WASSERSTEIN)
SCORED_EVERY = 500  # rows between them
PAUSES = 10
ACT_MS = 250
SETTLING_S = 2.0
LOOKS = 10  # at the memory


def main() -> int:
    """Prepare, load, measure."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with open_studio() as studio:
        path = _made_long(studio)
        pulse = Pulse()
        begun = time.perf_counter()
        studio.open_run(path)
        opening = (time.perf_counter() - begun) * 1000
        work(1.0)  # the page is laid out and drawn for the first time
        pulse.start()
        wait(lambda: not studio.train_page.is_reading)
        loading, seconds = pulse.stop(), time.perf_counter() - begun
        studio.run.resume(path)
        wait(lambda: studio.train_page.status.phase == Phase.TRAINING and not studio.train_page.is_reading)
        work(5.0)
        user = User(studio)
        first = studio.train_page.status.step
        memory = Memory(studio)
        with TemporaryFile() as gaps:  # in memory they would be 25 MB an hour
            for _ in range(LOOKS):
                pulse.start()
                work(minutes * 60 / LOOKS)
                pulse.stop().tofile(gaps)
                memory.look()
            gaps.seek(0)
            training = np.fromfile(gaps)
        steps = studio.train_page.status.step - first
        user.stop()
        pauses = [_pause_ms(studio) for _ in range(PAUSES)]
    figures = [
        Figure(f"reading {ROWS:,} rows and {GRIDS:,} grids", seconds, "s"),
        Figure("the click that opens it", opening, "ms"),
        Figure("longest stall while they are read", float(loading.max()), "ms", most=50),
        Figure("99th percentile while training", float(np.percentile(training, 99)), "ms", most=16),
        Figure("longest stall while training", float(training.max()), "ms", most=50),
        Figure("steps trained meanwhile", steps, "steps"),
        Figure(f"memory, in the second half ({memory.course} MB)", memory.growth, "MB an hour", most=20),
        Figure("from click on Pause to paused, longest", max(pauses), "ms", most=200),
        Figure("from click on Pause to paused, median", float(np.median(pauses)), "ms"),
    ]
    return report("long_run", figures)


class User(QObject):
    """Moves the playhead, returns to the latest, pans the curves, four times a second."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._page = studio.train_page
        self._random = np.random.default_rng(0)
        self._acts = 0
        self._timer = QTimer(self, interval=ACT_MS)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    def stop(self) -> None:
        """Let the hands rest."""
        self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        self._acts += 1
        plot = self._page.curves.plots[0]
        match self._acts % 8:
            case 0:
                self._page.time.timeline.follow_latest()
                self._page.curves.fit()
            case 1 | 2 | 3:
                self._page.time.timeline.choose(int(self._random.integers(ROWS)))
            case _:
                low, high = plot.x_range
                width = max((high - low) * 0.9, 1000.0)
                view = plot.picture.getPlotItem().getViewBox()  # pyright: ignore[reportOptionalMemberAccess]
                view.setXRange(low + 0.05 * width, low + 1.05 * width, padding=0)
                view.sigRangeChangedManually.emit([True, False])


class Memory:
    """Bytes that are allocated while the run is paused: a step in flight holds more, now a little and now much."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._looks: list[tuple[float, float]] = []  # hours, MB

    def look(self) -> None:
        """Pause, let what is on its way come to rest, measure, go on."""
        self._studio.training.act()
        wait(lambda: self._studio.train_page.status.phase == Phase.PAUSED)
        work(SETTLING_S)
        gc.collect()
        self._looks.append((time.perf_counter() / 3600, memory_in_use() / 2**20))
        self._studio.training.act()
        wait(lambda: self._studio.train_page.status.phase == Phase.TRAINING)

    @property
    def course(self) -> str:
        """What every look found."""
        return ", ".join(f"{size:.1f}" for _, size in self._looks)

    @property
    def growth(self) -> float:
        """MB an hour: every rise from look to look in the second half; what is given back in between hides none."""
        hours, size = np.array(self._looks[len(self._looks) // 2 :]).T
        return float(np.maximum(np.diff(size), 0.0).sum() / (hours[-1] - hours[0]))


class _Mallinfo(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = [(name, ctypes.c_size_t) for name in MALLINFO.split()]


def memory_in_use() -> int:
    """Bytes that are allocated.

    Resident memory would tell less: it creeps up while an allocator touches what it has long had, and falls by hundreds
    of megabytes when the system reclaims pages that were not looked at.
    """
    if sys.platform != "linux":
        return psutil.Process().memory_info().rss
    mallinfo = ctypes.CDLL(None).mallinfo2
    mallinfo.restype = _Mallinfo
    found = mallinfo()
    return found.uordblks + found.hblkhd


def _made_long(studio: Studio) -> Path:
    """Train for a moment, then give the run the past of a long one."""
    endless = {"training.length": 10_000_000, "training.length_unit": "steps", "checkpoints.interval": 60}
    start(studio, load_recipe("dcgan-28").changed(endless))
    studio.training.stop()
    wait(lambda: studio.train_page.status.phase == Phase.STOPPED)
    run = RunFolder(studio.train_page.status.folder or Path())
    studio.train_page.clear()
    newest = run.checkpoint_steps()[-1]
    header, tensors = read_checkpoint(run.checkpoint_file(newest))
    write_checkpoint(run.checkpoint_file(ROWS), replace(header, step=ROWS), tensors)
    row: dict[str, float] = {}
    for line in run.metrics_file.read_text("utf-8").splitlines():
        row |= json.loads(line)  # some numbers are not in every row
    with run.metrics_file.open("w", encoding="utf-8") as file:
        file.writelines(_rows(row))
    drawn = run.sample_file(run.sample_steps()[-1]).read_bytes()
    shape = {name: studio.train_page.setup.recipe.value(f"sampling.{name}") for name in ("rows", "columns")}
    with run.events_file.open("a", encoding="utf-8") as file:
        for step in range(0, ROWS, ROWS // GRIDS):
            run.sample_file(step).write_bytes(drawn)
            file.write(json.dumps(record_event("sample", step, **shape)) + "\n")
    shutil.rmtree(run.tensorboard, ignore_errors=True)
    return run.path


def _rows(row: dict[str, float]) -> Iterator[str]:
    noise = np.random.default_rng(0).normal(1.0, 0.2, ROWS)
    for step in range(1, ROWS + 1):
        scale = float(noise[step - 1])
        changed = {name: value * scale for name, value in row.items()}
        if step % SCORED_EVERY == 0:
            changed |= dict.fromkeys(SCORES, 30.0 * scale)
        yield json.dumps({**changed, "step": step, "images": step * 64, "seconds": step * 0.01}) + "\n"


def _pause_ms(studio: Studio) -> float:
    begun = time.perf_counter()
    studio.training.act()
    while studio.train_page.status.phase != Phase.PAUSED:
        work(0.002)
    took = (time.perf_counter() - begun) * 1000
    step = studio.train_page.status.step
    studio.training.act()
    wait(lambda: studio.train_page.status.step > step)
    return took


if __name__ == "__main__":
    sys.exit(main())
