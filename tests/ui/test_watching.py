"""A run that another process trains, followed in the window: real processes, real pictures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton

from studio.app import Studio
from studio.core.run_folder import RunFolder, is_run
from studio.core.run_status import Phase
from studio.ui.panels.gallery import GalleryView
from studio.ui.preferences import Preferences
from studio.ui.threads.trainer import Trainer

LONG_MS = 120_000
TINY = ("--recipe", "mlp-128", "--set", "networks.width=8", "--set", "training.batch_size=16", "--steps", "1000000")


@pytest.fixture
def studio(qtbot, tmp_path, home, monkeypatch):
    monkeypatch.setattr(Trainer, "warm_up", lambda self: None)  # nothing is trained in this process
    made = Studio(Preferences(tmp_path / "window.ini"))
    made.window.show()
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible(), timeout=LONG_MS)
    for thing in (made.window, made):
        thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def process(tmp_path, home):
    """A command line that trains until it is told to stop."""
    words = ["train", "demo:digits", *TINY, "--out", str(tmp_path / "run")]
    started = subprocess.Popen(
        [sys.executable, "-m", "studio", *words],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "GAN_STUDIO_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield started
    started.kill()
    started.wait()


def button(studio, name):
    return studio.window.findChild(QPushButton, name)


@pytest.mark.slow
def test_another_process_is_followed_to_its_end(studio, process, qtbot, tmp_path):
    run = RunFolder(tmp_path / "run")
    qtbot.waitUntil(lambda: is_run(run.path) and bool(run.sample_steps()), timeout=LONG_MS)
    studio.open_run(run.path)
    page = studio.train_page
    qtbot.waitUntil(lambda: page.setup.is_held and page.status.phase == Phase.TRAINING, timeout=LONG_MS)
    assert page.status.target_step == 1_000_000
    assert not button(studio, "primary").isEnabled()
    assert str(process.pid) in button(studio, "primary").toolTip()
    assert not button(studio, "stop").isEnabled()
    assert button(studio, "banner_action").text() == "Stop watching"
    studio.training.act()
    assert not studio.training.is_training

    step = page.status.step
    qtbot.waitUntil(lambda: page.status.step > step and page.status.pictures_per_second > 0, timeout=LONG_MS)
    assert not studio.window.findChild(GalleryView).image.isNull()

    process.terminate()
    qtbot.waitUntil(lambda: page.status.phase == Phase.STOPPED, timeout=LONG_MS)
    assert button(studio, "primary").isEnabled()
    assert button(studio, "banner_action").text() == "Resume training"
    assert page.status.step == run.checkpoint_steps()[-1]


@pytest.mark.slow
def test_a_process_that_is_killed_is_told(studio, process, qtbot, tmp_path):
    run = RunFolder(tmp_path / "run")
    qtbot.waitUntil(lambda: is_run(run.path) and bool(run.sample_steps()), timeout=LONG_MS)
    studio.open_run(run.path)
    qtbot.waitUntil(lambda: studio.train_page.setup.is_held, timeout=LONG_MS)
    process.kill()
    process.wait()
    qtbot.waitUntil(lambda: studio.train_page.status.phase == Phase.STOPPED, timeout=LONG_MS)
    assert "ended without saving" in studio.train_page.inspector.log.toPlainText()
    assert not studio.train_page.setup.is_held
