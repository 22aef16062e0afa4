"""A real window for benchmarks: `offscreen` unless a display is there, in a home of its own."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from studio.app import Studio
from studio.core.recipe import Recipe
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode

SOURCE = "demo:digits"


@contextmanager
def open_studio() -> Iterator[Studio]:
    """Show the window; on leaving, the run is stopped, saved and joined as when a user closes it."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["GAN_STUDIO_HOME"] = home
        apply_theme(Mode.LIGHT)
        studio = Studio(Preferences(Path(home) / "window.ini"))
        studio.window.show()
        application.processEvents()
        yield studio
        studio.training.stop()
        wait(lambda: not studio.training.is_training)
        studio.window.close()
        wait(lambda: not studio.window.isVisible())


def start(studio: Studio, recipe: Recipe) -> None:
    """Press Start and wait for the tenth step."""
    studio.use_source(SOURCE)
    studio.train_page.setup.set_recipe(recipe)
    studio.training.act()
    wait(lambda: studio.train_page.status.step > 10)


def work(seconds: float) -> None:
    """Let the window work for some seconds."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    while not done():
        work(0.02)
