"""Takes a picture of every page and state of the window in both looks, and puts them on contact sheets.

`python tests/gallery.py FOLDER [--seconds 20] [--scales 1 1.5 2]`. The pictures are for looking at; some of them are
the README's (`resources/screenshots`).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QPushButton,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from studio.app import DATA, EXPLORE, RUNS, TRAIN, Studio
from studio.core.health.diagnosis import Condition, Diagnosis
from studio.core.health.rules import Case
from studio.core.health.signals import Signals
from studio.core.health.words import describe
from studio.core.history import REAL_SLICED_WASSERSTEIN, SLICED_WASSERSTEIN
from studio.core.notes import set_tags
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder
from studio.core.run_status import Phase
from studio.ui.panels.explore_picture import PictureView
from studio.ui.panels.run_table import SUMMARY_ROLE, RunTable
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode
from studio.ui.widgets.fold import Fold

SIZES = {"": (1440, 900), "-small": (1100, 700)}
MODES = (Mode.DARK, Mode.LIGHT)
THUMBNAIL, LABEL, GAP = 560, 22, 10


class Photographer:
    """Takes pictures of the window and of its dialogs in both looks."""

    def __init__(self, studio: Studio, folder: Path) -> None:
        self._studio = studio
        self._folder = folder

    def take(self, name: str) -> None:
        """Save the window in every look and size."""
        for mode in MODES:
            apply_theme(mode)
            for suffix, size in SIZES.items():
                self._studio.window.resize(*size)
                settle(0.4)
                self._save(self._studio.window, f"{name}-{mode}{suffix}")

    def take_dialog(self, name: str, ask: Callable[[], object], seconds: float = 0.6) -> None:
        """Open a dialog, save it in every look, and close it."""
        ask()
        settle(seconds)
        dialog = [d for d in self._studio.window.findChildren(QDialog) if d.isVisible()][-1]
        for mode in MODES:
            apply_theme(mode)
            settle(0.2)
            self._save(dialog, f"dialog-{name}-{mode}")
        dialog.close()
        settle(0.1)

    def wait(self, done: Callable[[], bool], seconds: float = 600.0) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + seconds
        while not done():
            settle(0.05)
            if time.monotonic() > end:
                raise TimeoutError

    def _save(self, widget: QWidget, name: str) -> None:
        widget.grab().save(str(self._folder / f"{name}.png"))


def settle(seconds: float) -> None:
    """Let the window work for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def tour(studio: Studio, photographer: Photographer, seconds: float, pictures: str) -> None:
    """Go through every page: empty, working, and with runs."""
    studio.window.show()
    studio.open_argument("demo:digits")
    photographer.take("train-empty")
    for index, name in ((DATA, "data-empty"), (EXPLORE, "explore-empty"), (RUNS, "runs-empty")):
        studio.window.show_page(index)
        photographer.take(name)
    tour_of_data(studio, photographer, pictures)
    tour_of_training(studio, photographer, seconds)
    tour_of_runs(studio, photographer)


def tour_of_data(studio: Studio, photographer: Photographer, pictures: str) -> None:
    """Open a source, and let the doctor look at it."""
    opened: list[object] = []
    studio.data_page.source_examined.connect(lambda *things: opened.append(things))
    studio.window.show_page(DATA)
    studio.data_page.open_source(pictures)
    photographer.wait(lambda: bool(opened))
    settle(4)
    photographer.take("data")
    take_tabs(photographer, studio.data_page.findChild(QTabWidget, "data_tabs"), "data", seconds=2)


def tour_of_training(studio: Studio, photographer: Photographer, seconds: float) -> None:
    """Train, pause, explore, stop."""
    page = studio.train_page
    studio.window.show_page(TRAIN)
    studio.training.act()
    photographer.wait(lambda: page.status.seconds > seconds)
    photographer.take("train-running")
    studio.training.act()
    photographer.wait(lambda: page.status.phase == Phase.PAUSED)
    photographer.take("train-paused")
    page.findChild(Fold).set_open(True)
    photographer.take("train-advanced")
    page.findChild(Fold).set_open(False)
    page.findChild(QToolButton, "gallery_real").click()
    page.show_diagnosis(worsened(page.recipe))
    page.findChild(QPushButton, "coach_badge").click()
    settle(2)
    photographer.take("train-trouble")
    page.findChild(QPushButton, "coach_badge").click()
    photographer.take_dialog("branch", lambda: studio.branching.branch(page.status.step))
    photographer.take_dialog("roll-back", lambda: studio.branching.roll_back(page.status.step))
    photographer.take_dialog("cell", lambda: page.gallery.cell_chosen.emit(2), 2)
    photographer.take_dialog("nearest", lambda: page.gallery.nearest_wanted.emit(2), 4)
    tour_of_explore(studio, photographer)
    studio.window.show_page(TRAIN)
    studio.training.stop()
    photographer.wait(lambda: page.status.phase == Phase.STOPPED)
    photographer.take("train-stopped")


def worsened(recipe: Recipe) -> Diagnosis:
    """Return what the coach says when scores have got worse."""
    signals = Signals(100)
    for step, distance in ((200, 30.0), (400, 60.0)):
        signals.observe({"step": step, SLICED_WASSERSTEIN: distance, REAL_SLICED_WASSERSTEIN: 17.3})
    return describe(Condition.WORSENED, Case(recipe, 6000), signals, 200)


def tour_of_explore(studio: Studio, photographer: Photographer) -> None:
    """Explore the run in training, in all ways."""
    page = studio.explore_page
    studio.exploring.explore_shown_run()
    photographer.wait(lambda: not page.findChild(PictureView).image.isNull())
    settle(1)
    photographer.take("explore")
    for name in ("explore_star", "explore_add_keyframe", "explore_random", "explore_add_keyframe", "explore_hold"):
        page.findChild(QAbstractButton, name).click()
        settle(0.5)
    page.findChild(QAbstractButton, "explore_random").click()
    page.findChild(QAbstractButton, "explore_wipe").click()
    take_tabs(photographer, page.findChild(QTabWidget, "explore_tabs"), "explore", seconds=1)
    take_tabs(photographer, page.findChild(QTabBar, "explore_around_tabs"), "explore-around", seconds=1)
    photographer.take_dialog("walk", page.findChild(QAbstractButton, "explore_render_walk").click)
    photographer.take_dialog("sheet", page.findChild(QAbstractButton, "explore_sheet").click)


def take_tabs(photographer: Photographer, tabs: QTabBar | QTabWidget, name: str, *, seconds: float) -> None:
    """Take a picture of every tab behind the first, and go back to that."""
    for index in range(1, tabs.count()):
        tabs.setCurrentIndex(index)
        settle(seconds)
        photographer.take(f"{name}-{tabs.tabText(index).split()[-1].lower()}")
    tabs.setCurrentIndex(0)


def tour_of_runs(studio: Studio, photographer: Photographer) -> None:
    """Train a second run, queue a third, and look at the library and the dialogs."""
    page = studio.train_page
    set_tags(RunFolder(page.status.folder), "best, for the show")
    studio.training.new_run()
    page.setup.set_recipe(page.setup.recipe.changed({"training.seed": 7, "networks.width": 64}))
    studio.training.act()
    photographer.wait(lambda: page.status.phase == Phase.TRAINING and page.status.seconds > 3)
    studio.training.stop()
    photographer.wait(lambda: page.status.phase == Phase.STOPPED)
    studio.queue.add()
    studio.window.show_page(RUNS)
    table = studio.runs_page.findChild(RunTable)
    photographer.wait(lambda: table.model().rowCount() == 2)
    paths = [table.model().index(row, 0).data(SUMMARY_ROLE).folder.path for row in range(2)]
    table.select(paths[:1])
    photographer.take("runs")
    photographer.take_dialog("compare", lambda: studio.runs_page.compare_wanted.emit(paths), 2)
    photographer.take_dialog("report", lambda: studio.runs_page.report_wanted.emit(paths[0]))
    photographer.take_dialog("palette", studio.palette.show_palette)
    photographer.take_dialog("shortcuts", studio.desk.show_shortcuts)
    photographer.take_dialog("preferences", studio.desk.show_preferences)
    photographer.take_dialog("export", studio._on_export)


def contact_sheets(folder: Path) -> None:
    """Put all pictures of a folder on one sheet a look."""
    for mode in MODES:
        files = sorted(f for f in folder.glob(f"*-{mode}*.png") if not f.name.startswith("sheet"))
        if not files:
            continue
        columns, cell = 4, (THUMBNAIL + GAP, round(THUMBNAIL * 0.63) + LABEL + GAP)
        rows = -(-len(files) // columns)
        sheet = Image.new("RGB", (columns * cell[0] + GAP, rows * cell[1] + GAP), "#777777")
        draw = ImageDraw.Draw(sheet)
        for index, file in enumerate(files):
            left, top = GAP + index % columns * cell[0], GAP + index // columns * cell[1]
            with Image.open(file) as picture:
                small = picture.convert("RGB")
            small.thumbnail((THUMBNAIL, cell[1] - LABEL - GAP))
            draw.text((left, top), file.stem, fill="white", font_size=14)
            sheet.paste(small, (left, top + LABEL))
        sheet.save(folder / f"sheet-{mode}.png")


def photograph(folder: Path, seconds: float, pictures: str) -> int:
    """Take all pictures in this process, at the scale it was started with."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["GAN_STUDIO_HOME"] = home
        studio = Studio(Preferences(Path(home) / "window.ini"))
        tour(studio, Photographer(studio, folder), seconds, pictures)
        application.lastWindowClosed.connect(application.quit)
        QTimer.singleShot(0, studio.window, studio.window.close)
        code = application.exec()
    contact_sheets(folder)
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to train before the picture")
    parser.add_argument("--pictures", default="demo:blossoms", help="the source that the Data page shows")
    parser.add_argument("--scales", type=float, nargs="*", default=[], help="such as 1 1.5 2: one folder for each")
    options = parser.parse_args()
    words = ["--seconds", str(options.seconds), "--pictures", options.pictures]
    for scale in options.scales:
        command = [sys.executable, __file__, str(options.folder / f"{scale:g}"), *words]
        subprocess.run(command, env={**os.environ, "QT_SCALE_FACTOR": str(scale)}, check=True)
    return 0 if options.scales else photograph(options.folder, options.seconds, options.pictures)


if __name__ == "__main__":
    sys.exit(main())
