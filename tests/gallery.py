"""Takes a picture of every page and state of the window: `python tests/gallery.py FOLDER [--seconds 20]`.

The pictures are for looking at; some of them are the README's (`resources/screenshots`).
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from studio.app import DATA, EXPLORE, RUNS, TRAIN, Studio
from studio.core.run_status import Phase
from studio.ui.panels.explore_picture import PictureView
from studio.ui.panels.picture_list import PictureList
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode
from studio.ui.widgets.fold import Fold

SIZES = {"": (1440, 900), "-small": (1120, 700)}


class Photographer:
    """Brings the window into a state and takes its picture in both looks."""

    def __init__(self, studio: Studio, folder: Path) -> None:
        self._studio = studio
        self._folder = folder

    def take(self, name: str) -> None:
        """Save the window in light and dark and in every size."""
        for mode in (Mode.DARK, Mode.LIGHT):
            apply_theme(mode)
            for suffix, size in SIZES.items():
                self._studio.window.resize(*size)
                settle(0.4)
                self._studio.window.grab().save(str(self._folder / f"{name}-{mode}{suffix}.png"))

    def wait(self, done: Callable[[], bool], seconds: float = 60.0) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + seconds
        while not done():
            settle(0.05)
            if time.monotonic() > end:
                raise TimeoutError


def settle(seconds: float) -> None:
    """Let the window work for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def tour(studio: Studio, photographer: Photographer, seconds: float, pictures: str) -> None:
    """Go through every page: empty, working, and with a run."""
    studio.window.show()
    studio.open_argument("demo:digits")
    page, take, wait = studio.train_page, photographer.take, photographer.wait
    take("train-empty")
    for index, name in ((DATA, "data-empty"), (EXPLORE, "explore-empty"), (RUNS, "runs-empty")):
        studio.window.show_page(index)
        take(name)
    studio.window.show_page(DATA)
    studio.data_page.open_source(pictures)
    wait(lambda: studio.data_page.findChild(PictureList).model().rowCount() > 0)
    take("data")
    studio.window.show_page(TRAIN)
    studio.training.act()
    wait(lambda: page.status.seconds > seconds, 600)
    take("train-running")
    studio.training.act()
    wait(lambda: page.status.phase == Phase.PAUSED)
    take("train-paused")
    page.findChild(Fold).set_open(True)
    take("train-advanced")
    page.findChild(Fold).set_open(False)
    studio._on_explore()
    wait(lambda: not studio.explore_page.findChild(PictureView).image.isNull())
    settle(1)
    take("explore")
    studio.window.show_page(TRAIN)
    studio.training.stop()
    wait(lambda: page.status.phase == Phase.STOPPED)
    take("train-stopped")
    studio.window.show_page(RUNS)
    settle(1)
    take("runs")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to train before the picture")
    parser.add_argument("--pictures", default="demo:blossoms", help="the source that the Data page shows")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["GAN_STUDIO_HOME"] = home
        studio = Studio(Preferences(Path(home) / "window.ini"))
        tour(studio, Photographer(studio, options.folder), options.seconds, options.pictures)
        application.lastWindowClosed.connect(application.quit)
        QTimer.singleShot(0, studio.window, studio.window.close)
        return application.exec()


if __name__ == "__main__":
    sys.exit(main())
