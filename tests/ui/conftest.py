"""A home for a window, and the Explore page, empty and on a run, for the tests of its parts."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from studio.core.library import cache_folder
from studio.core.recipe_book import DEFAULT_RECIPE, load_recipe
from studio.data.sources import open_images
from studio.ui.pages.explore_page import ExplorePage
from tests.ui.exploring import child


@pytest.fixture(scope="session")
def drawn() -> Path:
    """The drawn pictures of `demo:digits`, which take some seconds."""
    open_images("demo:digits", load_recipe(DEFAULT_RECIPE).data)
    return cache_folder() / "demo"


@pytest.fixture
def home(drawn, tmp_path, monkeypatch) -> Path:
    """A home of its own that has them."""
    made = tmp_path / "home"
    shutil.copytree(drawn, made / "cache" / "demo")
    monkeypatch.setenv("GAN_STUDIO_HOME", str(made))
    return made


@pytest.fixture
def explore_page(qtbot):
    made = ExplorePage()
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.shutdown()


@pytest.fixture
def explored(explore_page, linear_run, qtbot):
    """The page on a run whose weights are those of `linear_snapshot`."""
    explore_page.open_run(linear_run(0).path)
    qtbot.waitUntil(lambda: not child(explore_page, QWidget, "explore_picture").image.isNull())
    return explore_page
