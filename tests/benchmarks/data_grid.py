"""How long the window does not answer while a grid of 50,000 pictures is scrolled, at first sight and a second time.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.data_grid [PICTURES]`.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from studio.core.progress import Quiet
from studio.data.folders import FolderSource
from studio.data.pictures import pictures_of_files
from studio.data.thumbnails import Thumbnails
from studio.ui.panels.picture_list import PictureList, PictureModel
from tests.benchmarks.report import Figure, report
from tests.benchmarks.ui_stalls import Pulse
from tests.benchmarks.window import wait, work

PICTURES = 50_000
A_FOLDER = 1000
SIDE_PX = 128
KINDS = 50
FRAME_MS = 16
SECONDS = 8.0
PIXELS_A_FRAME = 900


class Effort(Pulse):
    """Keeps besides how much the window's own thread has worked between two ticks: other programs do not count."""

    def __init__(self) -> None:
        super().__init__()
        self._worked = 0.0
        self.longest_s = 0.0

    def start(self) -> None:
        """Begin, or begin anew; the longest effort is of all times."""
        self._worked = time.thread_time()
        super().start()

    @Slot()
    def _on_tick(self) -> None:
        super()._on_tick()
        worked = time.thread_time()
        self.longest_s = max(self.longest_s, worked - self._worked)
        self._worked = worked


class Scroller(QObject):
    """Turns the grid's scroll bar a step a frame, as a thumb that is dragged does."""

    def __init__(self, grid: PictureList) -> None:
        super().__init__()
        self._bar = grid.verticalScrollBar()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._on_frame)

    def start(self) -> None:
        """Go to the top and scroll down."""
        self._bar.setValue(0)
        self._timer.start()

    def stop(self) -> None:
        """Stay."""
        self._timer.stop()

    @Slot()
    def _on_frame(self) -> None:
        self._bar.setValue((self._bar.value() + PIXELS_A_FRAME) % max(1, self._bar.maximum()))


def make_files(folder: Path, count: int) -> None:
    """Write JPEG files of a few kinds, each with its own name."""
    random = np.random.default_rng(0)
    kinds = []
    for kind in range(KINDS):
        coarse = random.integers(0, 256, (8, 8, 3), np.uint8)
        path = folder / f"kind-{kind}.jpg"
        Image.fromarray(coarse).resize((SIDE_PX, SIDE_PX)).save(path, quality=95)
        kinds.append(path.read_bytes())
        path.unlink()
    for start in range(0, count, A_FOLDER):
        part = folder / f"{start:06d}"
        part.mkdir()
        for number in range(start, min(start + A_FOLDER, count)):
            (part / f"{number:06d}.jpg").write_bytes(kinds[number % KINDS])


def rounds(grid: PictureList, pulse: Effort) -> Iterator[np.ndarray]:
    """Scroll twice and yield the gaps in milliseconds."""
    scroller = Scroller(grid)
    for _ in range(2):
        scroller.start()
        pulse.start()
        work(SECONDS)
        scroller.stop()
        yield pulse.stop()
        work(0.5)


def main() -> int:
    """Measure showing, scrolling and resizing."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    application = QApplication([])
    model, pulse = PictureModel(), Effort()
    grid = PictureList(model)
    grid.resize(1000, 760)
    grid.show()
    work(0.5)
    with tempfile.TemporaryDirectory() as folder:
        make_files(Path(folder), count)
        names = [item.name for item in FolderSource(Path(folder)).items(Quiet())]
        thumbnails = Thumbnails(Path(folder) / ".store")
        pulse.start()
        model.show_pictures(pictures_of_files(Path(folder), names, thumbnails))
        wait(lambda: model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is not None)
        opening = pulse.stop()
        first, second = rounds(grid, pulse)
        pulse.start()
        for width in range(1000, 600, -20):
            grid.resize(width, 760)
            work(0.03)
        resizing = pulse.stop()
        model.shutdown()
        thumbnails.close()
        work(0.3)
    grid.close()
    application.quit()
    figures = [
        Figure("pictures", len(names), "files", least=count),
        Figure("longest stall as the grid opens", float(opening.max()), "ms", most=50),
        Figure("longest stall of scrolling for the first time", float(first.max()), "ms", most=50),
        Figure("longest stall of scrolling again", float(second.max()), "ms", most=50),
        Figure("99th percentile of scrolling", float(np.percentile(np.r_[first, second], 99)), "ms"),
        Figure("longest stall of resizing", float(resizing.max()), "ms", most=50),
        Figure("longest work of the window's thread", pulse.longest_s * 1000, "ms", most=50),
    ]
    return report("data_grid", figures)


if __name__ == "__main__":
    sys.exit(main())
