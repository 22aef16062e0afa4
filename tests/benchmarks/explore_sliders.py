"""From a moved slider to new pixels on the screen, idle and while a run trains in the same process.

    python -m tests.benchmarks.explore_sliders [--recipe dcgan-64] [--moves 150]

Milliseconds at the 95th percentile for one picture and for the grid of variations, for opening a run up to its first
picture, and the longest stall of the window's thread while new weights come in.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QTabBar, QWidget

from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.snapshots import open_snapshot
from studio.ui.pages.explore_page import ExplorePage
from studio.ui.panels.explore_around import Around
from studio.ui.threads.garbage import GarbageCollector
from studio.ui.threads.trainer import Trainer
from tests.benchmarks.report import Figure, report


class Painted(QObject):
    """Counts how often a widget was painted, and lets wait for the next time."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        self.loop = QEventLoop()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
            self.loop.quit()
        return False

    def wait(self, timeout_ms: int = 5_000) -> None:
        QTimer.singleShot(timeout_ms, self.loop.quit)
        self.loop.exec()


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def timed(moves: int, act: Callable[[int], None], painted: Painted) -> np.ndarray:
    """Act, wait until the widget is painted, and rest a moment, many times over; return the milliseconds."""
    seconds = []
    for number in range(moves):
        start = time.perf_counter()
        act(number)
        painted.wait()
        seconds.append(time.perf_counter() - start)
        wait(60)
    return 1000 * np.array(seconds)


@contextmanager
def trained(recipe: str, folder: Path, garbage: GarbageCollector) -> Iterator[None]:
    """Train as the window does; the run has a checkpoint when this begins, and trains on meanwhile."""
    wanted = load_recipe(recipe).changed(
        {"training.length": 10**6, "training.length_unit": "steps", "checkpoints.interval": 5}
    )
    source = "demo:digits" if wanted.data.shape[2] == 1 else "demo:blossoms"
    trainer, run = Trainer(), RunFolder(folder)
    trainer.tensorflow_ready.connect(garbage.freeze)
    trainer.start(source, wanted, folder, "cpu")
    while not (any(run.checkpoint_steps()) and run.graph_file.is_file()):
        wait(100)
    yield
    trainer.shut_down()
    while trainer.is_running:
        wait(100)
    trainer.join()


def measure(run: Path, moves: int, *, training: bool) -> list[Figure]:
    """Drive the page on a run."""
    page = ExplorePage()
    page.resize(1280, 820)
    page.show()
    picture = page.findChild(QWidget, "explore_picture")
    painted = Painted(picture)
    start = time.perf_counter()
    page.open_run(run)
    while picture.image.isNull():
        painted.wait(50)
    opening = 1000 * (time.perf_counter() - start)
    slider = page.findChild(QSlider, "explore_coordinates_0_slider")
    one = timed(moves, lambda i: slider.setValue(100 + 7 * i % 800), painted)
    others = page.findChild(QAbstractButton, "explore_other_variations")
    grid = timed(moves // 3, lambda _: others.click(), Painted(page.findChild(QWidget, "explore_variations")))
    stall = 1000 * swap_stall(page, run)
    page.shutdown()
    when = "while training" if training else "idle"
    return [
        Figure(f"one picture, {when}", float(np.percentile(one, 95)), "ms", most=33 if training else 16),
        Figure(f"one picture, {when}, median", float(np.median(one)), "ms"),
        Figure(f"3x3 grid, {when}", float(np.percentile(grid, 95)), "ms", most=80 if training else 33),
        Figure(f"3x3 grid, {when}, median", float(np.median(grid)), "ms"),
        Figure(f"stall at new weights, {when}", stall, "ms", most=33),
        Figure(f"run to first picture, {when}", opening, "ms", most=None if training else 1000),
    ]


def measure_large(moves: int) -> list[Figure]:
    """Drive the page on a StyleGAN2 of 256x256 pixels, 16 channels at full size and at most 128, idle."""
    from studio.engine.networks.registry import build_generator  # the training thread is the first to import TensorFlow
    from studio.export.snapshot_graph import snapshot_graph, weight_name

    sizes = {"data.width": 256, "data.height": 256, "networks.width": 16, "networks.largest_width": 128}
    recipe = load_recipe("dcgan-64").changed({"networks.architecture": "stylegan2", **sizes})
    generator = build_generator(recipe)
    weights = {weight_name(i): np.asarray(w) for i, w in enumerate(generator.weights)}
    page = ExplorePage()
    page.resize(1280, 820)
    page.show()
    picture = page.findChild(QWidget, "explore_picture")
    page.show_snapshot(
        GeneratorSnapshot(
            snapshot_graph(generator), weights, 0, recipe.networks.latent_size, recipe.data.shape, "stylegan2"
        )
    )
    painted = Painted(picture)
    while picture.image.isNull():
        painted.wait(50)
    slider = page.findChild(QSlider, "explore_coordinates_0_slider")
    page.findChild(QTabBar, "explore_around_tabs").setCurrentIndex(Around.PAD)  # no grid between two moves
    one = timed(moves, lambda i: slider.setValue(100 + 7 * i % 800), painted)
    page.shutdown()
    return [
        Figure("one picture of 256x256, idle", float(np.percentile(one, 95)), "ms", most=60),
        Figure("one picture of 256x256, idle, median", float(np.median(one)), "ms"),
    ]


def swap_stall(page: ExplorePage, run: Path) -> float:
    """The longest time between two ticks of the window's thread while weights are swapped in ten times."""
    snapshot = open_snapshot(run)
    ticks = [time.perf_counter()]
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    for _ in range(10):
        page.show_snapshot(snapshot)
        wait(200)
    timer.stop()
    return float(np.diff(ticks).max())


def main() -> int:
    """Measure while a run trains, then on that run at rest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipe", default="dcgan-64")
    parser.add_argument("--moves", type=int, default=150)
    options = parser.parse_args()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    garbage = GarbageCollector(application)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        with trained(options.recipe, run, garbage):
            figures = measure(run, options.moves, training=True)
        figures += measure(run, options.moves, training=False)
    figures += measure_large(options.moves // 2)
    garbage.stop()
    return report("explore_sliders", figures)


if __name__ == "__main__":
    sys.exit(main())
