"""The grid along two directions, the pad, the wipe, and pictures that are dragged from one part to another."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QDrag
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QSlider,
    QSpinBox,
    QTabBar,
    QTabWidget,
    QWidget,
)

from studio.core.latents import latent
from studio.explore.favourites import read_favourites
from studio.explore.place import Place
from studio.explore.session import GeneratorSession
from studio.ui.dialogs.range_dialog import RangeDialog
from studio.ui.dialogs.seed_groups_dialog import SeedGroupsDialog
from studio.ui.dialogs.sheet_dialog import SheetDialog
from studio.ui.dialogs.walk_dialog import WalkDialog
from studio.ui.panels.explore_mime import FORMAT, carry
from studio.ui.panels.explore_pad import Pad
from studio.ui.panels.explore_picture import PictureView, to_qimage
from studio.ui.panels.explore_variations import VariationsGrid
from tests.ui.exploring import child, drop, of_file, press, wait_for_picture

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone


def of_place(place):
    mime = QMimeData()
    carry(mime, [place.mark("run", 0)])
    return mime


def test_a_picture_along_two_chosen_directions_is_gone_to(explored, qtbot, linear_snapshot):
    child(explored, QTabBar, "explore_around_tabs").setCurrentIndex(1)
    for name, coordinate in (("explore_axis_right", 3), ("explore_axis_up", 5)):
        box = child(explored, QComboBox, name)
        box.setCurrentIndex(box.findText(f"Coordinate {coordinate}"))
        box.activated.emit(box.currentIndex())
    child(explored, QDoubleSpinBox, "explore_stride_number").setValue(0.5)
    values = latent(0, 6)
    values[[2, 4]] += 0.5
    grid = explored.findChild(VariationsGrid)
    expected = to_qimage(GeneratorSession(linear_snapshot).generate(values[None])[0])
    qtbot.waitUntil(lambda: grid.ready and grid.image(2) == expected)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(2).center())  # top right
    wait_for_picture(explored, qtbot, linear_snapshot, values)


def test_the_pad_moves_over_two_directions_in_one_step_of_undo(explored, qtbot, linear_snapshot):
    child(explored, QTabBar, "explore_around_tabs").setCurrentIndex(2)
    pad = explored.findChild(Pad)
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.point(0.0, 0.0).toPoint())
    qtbot.mouseMove(pad, pad.point(1.0, 1.0).toPoint())
    target = pad.point(-1.5, 3.0).toPoint()
    qtbot.mouseMove(pad, target)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=target)
    first, second = (child(explored, QDoubleSpinBox, f"explore_coordinates_{i}_number") for i in (0, 1))
    assert (first.value(), second.value()) == pytest.approx((-1.5, 3.0), abs=0.05)
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert first.value() == pytest.approx(-1.4, abs=0.05)
    for _ in range(2):
        press(explored, "explore_undo")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))


def test_the_wipe_shows_the_held_picture_left_of_a_line_that_is_dragged(explored, qtbot):
    wipe = child(explored, QAbstractButton, "explore_wipe")
    assert not wipe.isEnabled()
    picture = explored.findChild(PictureView)
    before = picture.grab().toImage()
    press(explored, "explore_hold")
    child(explored, QSpinBox, "explore_seed").setValue(3)
    qtbot.waitUntil(lambda: picture.grab().toImage() != before)
    after = picture.grab().toImage()
    wipe.click()
    start = QPoint(round(picture.line()), picture.height() // 2)
    end = QPoint(round(picture.target().left() + 0.25 * picture.target().width()), start.y())
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(picture, end)
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=end)
    y = round(picture.target().top()) + 5
    left, right = (QPoint(end.x() + by, y) for by in (-20, 20))
    qtbot.waitUntil(lambda: picture.grab().toImage().pixel(left) == before.pixel(left))
    assert picture.grab().toImage().pixel(right) == after.pixel(right)
    assert child(explored, QSpinBox, "explore_seed").value() == 3  # the latent was not dragged


def test_pictures_are_dropped_on_the_walk_and_among_the_favourites(explored, tmp_path):
    walk, favourites = (child(explored, QWidget, f"explore_{name}_panel") for name in ("walk", "favourites"))
    for seed in (4, 5):
        drop(walk, of_place(Place.from_seed(seed, 6)))
    keyframes = child(explored, QListWidget, "explore_keyframes")
    assert [keyframes.item(row).toolTip() for row in range(2)] == ["seed 4", "seed 5"]
    drop(favourites, keyframes.mimeData([keyframes.item(1)]))
    assert [f.mark.seed for f in read_favourites(tmp_path / "run")] == [5]


def test_a_saved_frame_is_dropped_on_the_walk_and_a_stranger_is_a_sentence(explored, qtbot, tmp_path):
    walk = child(explored, QWidget, "explore_walk_panel")
    (tmp_path / "cat.png").write_bytes(b"meow")
    with qtbot.waitSignal(explored.failed):
        drop(walk, of_file(tmp_path / "cat.png"))
    assert child(explored, QListWidget, "explore_keyframes").count() == 0


def test_a_variation_is_dragged_out_with_its_latent(explored, qtbot, monkeypatch):
    carried = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: carried.append(QMimeData.data(drag.mimeData(), FORMAT).data()))
    grid = explored.findChild(VariationsGrid)
    qtbot.waitUntil(lambda: grid.ready)
    start = grid.cell(0).center()
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(grid, start + QPoint(30, 30))
    qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 30))
    assert b'"latent"' in carried[0]
    assert not child(explored, QAbstractButton, "explore_undo").isEnabled()


def test_seeds_become_keyframes(explored, qtbot, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("7,8", True))
    press(explored, "explore_add_seeds")
    assert child(explored, QListWidget, "explore_keyframes").count() == 2
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("7,x", True))
    with qtbot.waitSignal(explored.failed):
        press(explored, "explore_add_seeds")


def test_the_walk_of_the_window_has_the_bytes_of_the_command_line(explored, qtbot, tmp_path, gan_studio_walk):
    child(explored, QSpinBox, "explore_seed").setValue(9)  # truncation and classes are the keyframes' own
    for seed in (1, 2, 3):
        drop(child(explored, QWidget, "explore_walk_panel"), of_place(Place.from_seed(seed, 6)))
    press(explored, "explore_render_walk")
    dialog = explored.findChild(WalkDialog)
    dialog.start(tmp_path / "window.webp")
    result = child(dialog, QLabel, "walk_result")
    qtbot.waitUntil(result.isVisible, timeout=30_000)
    dialog.close()
    gan_studio_walk(tmp_path / "run", tmp_path / "twin.webp", "1,2,3")
    assert (tmp_path / "window.webp").read_bytes() == (tmp_path / "twin.webp").read_bytes()


@pytest.fixture
def gan_studio_walk():
    """Run the verb `walk` in this process."""
    from studio.cli.application import main

    def walk(run, out, seeds):
        with pytest.raises(SystemExit) as end:
            main(["walk", str(run), "--seeds", seeds, "--out", str(out)])
        assert end.value.code == 0

    return walk


def test_a_range_of_one_s_own_stays_with_its_slider(explored, qtbot):
    slider = child(explored, QSlider, "explore_coordinates_1_slider")
    slider.parent().findChild(QAction, "explore_coordinates_1_range").trigger()
    dialog = explored.findChild(RangeDialog)
    for name, value in (("range_minimum", 0.0), ("range_maximum", 10.0), ("range_step", 0.5)):
        child(dialog, QDoubleSpinBox, name).setValue(value)
    child(dialog, QDialogButtonBox, "range_buttons").accepted.emit()
    slider.setValue(slider.maximum())
    number = child(explored, QDoubleSpinBox, "explore_coordinates_1_number")
    assert number.value() == pytest.approx(10.0)
    number.stepBy(-1)
    assert number.value() == pytest.approx(9.5)
    search = child(explored, QLineEdit, "explore_coordinates_search")
    search.setText("2")
    first = child(explored, QSlider, "explore_coordinates_0_slider")
    assert first.value() == pytest.approx(0.95 * first.maximum())


def test_both_ends_of_a_direction_are_shown(explored, qtbot):
    explored.findChild(QTabWidget, "explore_tabs").setCurrentIndex(1)
    ends = [child(explored, QLabel, f"explore_directions_0_{end}") for end in ("before", "after")]
    qtbot.waitUntil(lambda: all(end.isVisible() for end in ends), timeout=30_000)
    first, second = (end.pixmap().toImage() for end in ends)
    assert first != second


def test_a_direction_is_learned_from_written_seeds(explored, qtbot):
    explored.findChild(QTabWidget, "explore_tabs").setCurrentIndex(1)
    press(explored, "explore_mark_seeds")
    dialog = explored.findChild(SeedGroupsDialog)
    child(dialog, QLineEdit, "seeds_having").setText("1,2,x")
    child(dialog, QDialogButtonBox, "seeds_buttons").accepted.emit()
    assert "not a list of seeds" in child(dialog, QLabel, "seeds_problem").text()
    child(dialog, QLineEdit, "seeds_having").setText("1,2")
    child(dialog, QLineEdit, "seeds_lacking").setText("3")
    child(dialog, QDialogButtonBox, "seeds_buttons").accepted.emit()
    assert child(explored, QAbstractButton, "explore_mark_having").text() == "Has it (2)"
    box = child(explored, QComboBox, "explore_learning")
    box.setCurrentIndex(box.findText("Means"))
    child(explored, QLineEdit, "explore_learned_name").setText("slant")
    press(explored, "explore_learn")
    assert child(explored, QComboBox, "explore_axis_right").findText("slant") == 0


def test_a_latent_is_shown_now_or_when_its_run_is_opened(explored, qtbot, linear_snapshot, linear_run):
    none, values = np.zeros(0, np.float32), np.linspace(-1, 1, 6, dtype=np.float32)
    other = linear_run(0, name="other").path
    explored.show_latent(other, values, none)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))
    explored.open_run(other)
    wait_for_picture(explored, qtbot, linear_snapshot, values)
    explored.show_latent(other, -values, none)
    wait_for_picture(explored, qtbot, linear_snapshot, -values)


def test_a_sheet_is_saved(explored, qtbot, tmp_path, linear_snapshot):
    press(explored, "explore_sheet")
    dialog = explored.findChild(SheetDialog)
    child(dialog, QSpinBox, "sheet_count").setValue(9)
    assert child(dialog, QSpinBox, "sheet_columns").value() == 3
    dialog.start(tmp_path / "sheet.png")
    qtbot.waitUntil(child(dialog, QLabel, "sheet_result").isVisible)
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.size == (24, 24)
    dialog.close()
