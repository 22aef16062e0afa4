"""The Explore page, empty and on a run, for the tests of its parts."""

import pytest
from PySide6.QtWidgets import QWidget

from studio.ui.pages.explore_page import ExplorePage
from tests.ui.exploring import child


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
