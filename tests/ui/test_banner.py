"""The note over the pages: where it lies, what it offers, and how long it stays."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton

from studio.ui.main_window import MainWindow
from studio.ui.preferences import Preferences
from studio.ui.widgets import banner


@pytest.fixture
def window(qtbot, tmp_path):
    made = MainWindow(Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(made)
    for name in ("one", "two"):
        made.add_page(QLabel(name), name, name, "train")
    made.show()
    return made


@pytest.mark.parametrize("words", [3, 80])
def test_nothing_moves_when_it_comes_and_it_stays_inside(window, words):
    page = next(label for label in window.findChildren(QLabel) if label.text() == "one")
    before = page.mapTo(window, QPoint()), page.size()
    window.banner.offer("word " * words, "Do it", lambda: None, ("Do that", lambda: None))
    assert window.banner.isVisible()
    assert (page.mapTo(window, QPoint()), page.size()) == before
    for size in ((1120, 680), (1440, 900)):
        window.resize(*size)
        note = window.banner
        assert note.parentWidget().rect().contains(note.geometry())
        text = note.findChild(QLabel)
        assert text.height() >= text.heightForWidth(text.width())


def test_what_only_confirms_goes_by_itself(window, qtbot, monkeypatch):
    monkeypatch.setattr(banner, "CONFIRMED_MS", 1)
    window.banner.confirm("It is on the clipboard.")
    qtbot.waitUntil(lambda: not window.banner.isVisible())


def test_what_only_confirms_belongs_to_its_page_and_what_asks_does_not(window):
    window.banner.confirm("It is on the clipboard.")
    window.show_page(1)
    assert not window.banner.isVisible()
    window.banner.confirm("It is on the clipboard.")
    window.banner.offer("Your last run was this.", "Open it", lambda: None)
    window.show_page(0)
    assert window.banner.isVisible()


def test_the_second_of_two_offers_is_its_own(window):
    done = []
    offer = window.banner.offer
    offer(
        "Two runs wait.", "Start the next", lambda: done.append("start"), ("Open the last", lambda: done.append("open"))
    )
    window.banner.findChild(QPushButton, "banner_other_action").click()
    assert done == ["open"]
    assert not window.banner.isVisible()
    offer("Your last run was this.", "Open it", lambda: done.append("it"))
    assert not window.banner.findChild(QPushButton, "banner_other_action").isVisible()
