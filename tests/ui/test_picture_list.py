"""The grid of pictures: only what is in view is loaded, broken files are marked, and it can be walked by keys."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from studio.data.decoding import UnreadableError
from studio.data.pictures import Pictures
from studio.ui.panels.picture_list import PictureList, PictureModel

COUNT = 50_000


class Shelf:
    """Counts which pictures were asked for, and in which threads."""

    def __init__(self):
        self.asked, self.threads = set(), set()

    def thumbnail(self, row):
        self.asked.add(row)
        self.threads.add(threading.get_ident())
        if row == 3:
            raise UnreadableError("it is not a picture")
        return np.full((4, 6, 3), row % 256, np.uint8)

    def pictures(self):
        return Pictures([f"{row}.png" for row in range(COUNT)], self.thumbnail)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def grid(qtbot):
    model = PictureModel()
    made = PictureList(model)
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    yield made
    model.shutdown()


def pixmap(grid, number):
    return grid.model().index_of(number).data(Qt.ItemDataRole.DecorationRole)


def test_only_what_is_in_view_is_loaded_and_not_in_the_windows_thread(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    qtbot.waitUntil(lambda: pixmap(grid, 0) is not None)
    assert pixmap(grid, 0).size().toTuple() == (6, 4)
    assert max(shelf.asked) < 200
    assert threading.get_ident() not in shelf.threads


def test_scrolling_loads_what_comes_into_view(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() > 0)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: pixmap(grid, COUNT - 1) is not None)
    assert len(shelf.asked) < 400


def test_a_broken_file_is_marked(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    qtbot.waitUntil(lambda: pixmap(grid, 3) is not None)
    assert pixmap(grid, 3).size().toTuple() != (6, 4)
    assert grid.model().index_of(3).data(Qt.ItemDataRole.ToolTipRole) == "3.png"


def test_a_narrower_window_has_fewer_columns_and_keeps_the_current_picture(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    grid.show_picture(40)
    wide = grid.model().columnCount()
    grid.resize(300, 400)
    qtbot.waitUntil(lambda: grid.model().columnCount() < wide)
    assert grid.current() == 40


def test_keys_walk_the_grid(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    grid.show_picture(0)
    with qtbot.waitSignal(grid.picture_chosen) as chosen:
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert chosen.args == [grid.model().columnCount()]


def test_other_pictures_replace_what_is_still_being_loaded(grid, shelf, qtbot):
    grid.model().show_pictures(shelf.pictures())
    grid.model().show_pictures(Pictures(["a"], lambda row: np.zeros((9, 9, 1), np.uint8)))
    qtbot.waitUntil(lambda: pixmap(grid, 0) is not None)
    assert pixmap(grid, 0).size().toTuple() == (9, 9)
    assert grid.model().count == 1
