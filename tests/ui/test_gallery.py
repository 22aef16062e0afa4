"""The sample grid: cells where they are drawn, by mouse and by keys, laid out as one likes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from studio.core.run_folder import RunFolder
from studio.ui.panels.gallery import GalleryView, GridLook
from studio.ui.threads.grid_cache import GridCache


@pytest.fixture
def view(qtbot):
    made = GalleryView()
    qtbot.addWidget(made)
    made.resize(424, 324)
    made.show()
    made.show_pixels(np.zeros((2 * 10, 3 * 10, 1), np.uint8), 2, 3)
    return made


def test_cells_are_enlarged_by_whole_pixels_and_do_not_overlap(view):
    rects = [view.cell_rect(index) for index in range(6)]
    assert {(rect.width() % 10, rect.height()) for rect in rects} == {(0, rects[0].height())}
    assert all(view.rect().contains(rect.toAlignedRect()) for rect in rects)
    assert not any(a.intersects(b) for a in rects for b in rects if a != b)


def test_on_a_fine_screen_cells_are_enlarged_by_its_own_pixels(qtbot):
    class OnFineScreen(GalleryView):
        def devicePixelRatioF(self):
            return 1.5

    view = OnFineScreen()
    qtbot.addWidget(view)
    view.resize(424, 324)
    view.show_pixels(np.zeros((2 * 10, 3 * 10, 1), np.uint8), 2, 3)
    edges = [edge * 1.5 for index in range(6) for edge in view.cell_rect(index).getRect()]
    assert edges == pytest.approx(np.round(edges))
    assert edges[2] == pytest.approx(190)  # 12 logical pixels for each would be 180
    view.set_look(GridLook(zoom=2))
    assert view.cell_rect(0).width() == 20


def test_a_click_and_the_keys_choose_a_cell(qtbot, view):
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_rect(4).center().toPoint())
    assert chosen.args == [4]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [1]


def test_a_drag_begins_on_a_cell_and_chooses_none(qtbot, view):
    chosen, dragged = [], []
    view.cell_chosen.connect(chosen.append)
    view.dragged_out.connect(dragged.append)
    start = view.cell_rect(4).center().toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(40, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert (chosen, dragged) == ([], [4])
    assert view.cell_pixmap(4).size() == view.cell_rect(4).toAlignedRect().size()


def test_the_layout_follows_the_look(view):
    view.set_look(GridLook(columns=2, gap=8))
    first, second, third = (view.cell_rect(index) for index in range(3))
    assert second.left() - first.right() == 8
    assert (third.left(), third.top() > first.bottom()) == (first.left(), True)
    view.set_look(GridLook(zoom=20))
    assert view.cell_rect(0).width() == 200
    assert view.minimumWidth() > 600


def test_a_background_of_ones_own_is_painted(view):
    view.set_look(GridLook(background="#ff0000"))
    assert view.grab().toImage().pixelColor(6, 160).name() == "#ff0000"


def test_the_picture_of_the_grid_is_what_is_shown_without_a_margin(view):
    pixels = np.repeat(np.repeat(np.arange(6, dtype=np.uint8).reshape(2, 3), 10, 0), 10, 1)[..., None] * 40
    view.show_pixels(pixels, 2, 3)
    view.set_look(GridLook(columns=2, gap=4, zoom=3, background="#ff0000"))
    picture = view.picture()
    assert (picture.width(), picture.height()) == (2 * 30 + 4, 3 * 30 + 2 * 4)
    assert [picture.pixelColor(34 * column + 29, 34 * row).red() for row in range(3) for column in range(2)] == [
        0,
        40,
        80,
        120,
        160,
        200,
    ]
    assert picture.pixelColor(31, 0).name() == "#ff0000"
    view.set_look(GridLook(gap=0))
    view.resize(20, 20)
    assert (view.picture().width(), view.picture().height()) == (30, 20)  # shown smaller, but saved whole


def test_grids_are_decoded_with_their_neighbours_and_those_that_are_gone_are_named(qtbot, linear_run):
    run = linear_run()
    steps = list(range(0, 100, 10))
    view = GalleryView()
    qtbot.addWidget(view)
    view.show_pixels(np.full((8, 8, 1), 200, np.uint8), 1, 1)
    for step in steps[:-1]:
        view.image.save(str(run.sample_file(step)))
    cache = GridCache()
    cache.open(RunFolder(run.path))
    assert cache.image(40) is None
    with qtbot.waitSignals([cache.decoded, cache.missing]) as _:
        cache.want(40, steps)
    qtbot.waitUntil(lambda: all(cache.image(step) is not None for step in steps[:-1]))
