"""The Explore page: from opening a run to what is kept of it."""

import dataclasses

import numpy as np
import onnx
import pytest
from onnx import helper
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QSlider,
    QSpinBox,
    QTabBar,
    QTabWidget,
    QWidget,
)

from studio.core.codes import Codes
from studio.core.latents import latent
from studio.core.notes import rename
from studio.core.run_folder import RunFolder
from studio.explore.directions import read_directions
from studio.explore.favourites import Favourite, read_favourites, write_favourites
from studio.explore.marks import read_mark
from studio.explore.place import Place
from tests.ui.exploring import child, drop, of_file, press, wait_for_picture

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the off-screen platform alone


def test_it_begins_empty_and_offers_two_ways(explore_page, qtbot):
    assert child(explore_page, QWidget, "explore_empty").isVisible()
    with qtbot.waitSignal(explore_page.start_wanted):
        press(explore_page, "explore_empty_start")


def test_a_run_opens_at_seed_0(explored, qtbot, linear_snapshot):
    assert not child(explored, QWidget, "explore_empty").isVisible()
    assert child(explored, QSpinBox, "explore_seed").value() == 0
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))


def test_a_slider_moves_the_picture(explored, qtbot, linear_snapshot):
    child(explored, QDoubleSpinBox, "explore_coordinates_2_number").setValue(1.5)
    values = latent(0, 6)
    values[2] = 1.5
    wait_for_picture(explored, qtbot, linear_snapshot, values)
    child(explored, QSlider, "explore_coordinates_2_slider").setValue(0)
    values[2] = -3.0
    wait_for_picture(explored, qtbot, linear_snapshot, values)


def test_seed_truncation_and_undo(explored, qtbot, linear_snapshot):
    child(explored, QSpinBox, "explore_seed").setValue(7)
    child(explored, QDoubleSpinBox, "explore_truncation_number").setValue(0.5)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(7, 6) * np.float32(0.5))
    press(explored, "explore_undo")
    press(explored, "explore_undo")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))
    assert child(explored, QSpinBox, "explore_seed").value() == 0
    press(explored, "explore_redo")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(7, 6))


def test_locked_sliders_stay_when_randomising(explored):
    press(explored, "explore_coordinates_0_lock")
    before = [child(explored, QDoubleSpinBox, f"explore_coordinates_{i}_number").value() for i in range(6)]
    press(explored, "explore_random")
    after = [child(explored, QDoubleSpinBox, f"explore_coordinates_{i}_number").value() for i in range(6)]
    assert after[0] == before[0]
    assert after[1:] != before[1:]


def test_resetting_a_slider_and_the_whole_picture(explored, qtbot, linear_snapshot):
    for i in range(3):
        child(explored, QDoubleSpinBox, f"explore_coordinates_{i}_number").setValue(2.0)
    press(explored, "explore_coordinates_0_reset")
    values = latent(0, 6)
    values[1:3] = 2.0
    wait_for_picture(explored, qtbot, linear_snapshot, values)
    press(explored, "explore_reset")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))


def test_between_two_seeds(explored, qtbot, linear_snapshot):
    child(explored, QSpinBox, "explore_between_start").setValue(4)
    child(explored, QSpinBox, "explore_between_end").setValue(9)
    child(explored, QDoubleSpinBox, "explore_between_part_number").setValue(1.0)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(9, 6))
    child(explored, QDoubleSpinBox, "explore_between_part_number").setValue(0.0)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(4, 6))


def test_playing_moves_by_itself_and_stops(explored, qtbot):
    slider = child(explored, QSlider, "explore_between_part_slider")
    press(explored, "explore_between_play")
    qtbot.waitUntil(lambda: slider.value() > 40)
    press(explored, "explore_between_play")
    assert child(explored, QAbstractButton, "explore_undo").isEnabled()


def test_a_variation_is_gone_to(explored, qtbot):
    grid = child(explored, QWidget, "explore_variations")
    before = child(explored, QWidget, "explore_picture").image
    qtbot.waitUntil(lambda: grid.ready)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(0).center())
    qtbot.waitUntil(lambda: child(explored, QWidget, "explore_picture").image != before)


def test_variations_are_chosen_with_keys(explored, qtbot):
    grid = child(explored, QWidget, "explore_variations")
    qtbot.waitUntil(lambda: grid.ready)
    with qtbot.waitSignal(grid.chosen) as told:
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return):
            qtbot.keyClick(grid, key)
    assert told.args == [0]


def test_dragging_the_picture_is_one_step(explored, qtbot, linear_snapshot):
    picture = child(explored, QWidget, "explore_picture")
    middle = picture.rect().center()
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=middle)
    for i in range(1, 6):
        qtbot.mouseMove(picture, middle + QPoint(10 * i, -7 * i))
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=middle + QPoint(50, -35))
    assert child(explored, QAbstractButton, "explore_undo").isEnabled()
    press(explored, "explore_undo")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))
    assert not child(explored, QAbstractButton, "explore_undo").isEnabled()


def test_hold_compare_and_swap(explored, qtbot, linear_snapshot):
    press(explored, "explore_hold")
    child(explored, QSpinBox, "explore_seed").setValue(3)
    compare = child(explored, QAbstractButton, "explore_compare")
    qtbot.mousePress(compare, Qt.MouseButton.LeftButton)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))
    qtbot.mouseRelease(compare, Qt.MouseButton.LeftButton)
    wait_for_picture(explored, qtbot, linear_snapshot, latent(3, 6))
    press(explored, "explore_swap")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(0, 6))
    press(explored, "explore_swap")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(3, 6))


def test_a_saved_picture_opens_back(explored, qtbot, linear_snapshot, tmp_path, monkeypatch):
    child(explored, QDoubleSpinBox, "explore_coordinates_1_number").setValue(1.25)
    values = latent(0, 6)
    values[1] = 1.25
    wait_for_picture(explored, qtbot, linear_snapshot, values)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "found.png"), ""))
    press(explored, "explore_save")
    mark = read_mark(tmp_path / "found.png")
    assert (mark.run, mark.step, mark.seed) == ("run", 0, None)
    press(explored, "explore_random")
    drop(explored, of_file(tmp_path / "found.png"))
    wait_for_picture(explored, qtbot, linear_snapshot, values)


def test_dropping_something_else_is_a_sentence(explored, qtbot, tmp_path):
    (tmp_path / "cat.png").write_bytes(b"meow")
    drop(explored, of_file(tmp_path / "cat.png"))
    status = child(explored, QLabel, "find_status")
    qtbot.waitUntil(lambda: "cat.png" in status.text())
    with qtbot.waitSignal(explored.failed):
        drop(explored, of_file(tmp_path / "novel.txt"))


def test_copying_puts_the_picture_on_the_clipboard(explored):
    press(explored, "explore_copy")
    assert QGuiApplication.clipboard().image().size() == child(explored, QWidget, "explore_picture").image.size()


def test_checkpoints_are_chosen(explore_page, linear_run, qtbot):
    explore_page.open_run(linear_run(10, 20).path)
    box = child(explore_page, QComboBox, "explore_checkpoint")
    qtbot.waitUntil(lambda: box.count() == 3)
    before = child(explore_page, QWidget, "explore_picture").image
    box.activated.emit(box.findData(10))
    qtbot.waitUntil(lambda: child(explore_page, QWidget, "explore_picture").image != before)
    qtbot.waitUntil(lambda: box.currentData() == 10)


def test_raw_weights_are_shown_and_the_latent_stays(explored, qtbot, linear_snapshot):
    child(explored, QSpinBox, "explore_seed").setValue(5)
    box = child(explored, QComboBox, "explore_weights")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    raw = {name: -value for name, value in linear_snapshot.weights.items()}
    wait_for_picture(explored, qtbot, dataclasses.replace(linear_snapshot, weights=raw), latent(5, 6))


def test_new_weights_keep_the_latent(explored, qtbot, linear_snapshot):
    child(explored, QSpinBox, "explore_seed").setValue(5)
    weights = {name: -value for name, value in linear_snapshot.weights.items()}
    newer = dataclasses.replace(linear_snapshot, weights=weights, step=200, name="run")
    explored.show_snapshot(newer)
    wait_for_picture(explored, qtbot, newer, latent(5, 6))
    assert child(explored, QSpinBox, "explore_seed").value() == 5


def test_following_asks_for_weights_only_while_shown(explore_page, qtbot, linear_snapshot):
    with qtbot.waitSignal(explore_page.snapshot_wanted):
        explore_page.set_training(True)
    explore_page.hide()
    with qtbot.assertNotEmitted(explore_page.snapshot_wanted):
        explore_page._on_follow_tick()


def test_following_asks_for_the_weights_that_are_chosen(explore_page, qtbot):
    box = child(explore_page, QComboBox, "explore_weights")
    with qtbot.waitSignal(explore_page.snapshot_wanted) as asked:
        explore_page.set_training(True)
    assert asked.args == [False]
    box.setCurrentIndex(1)
    with qtbot.waitSignal(explore_page.snapshot_wanted) as asked:
        box.activated.emit(1)
    assert asked.args == [True]


def test_another_run_that_is_explored_is_not_swapped_for_the_one_in_training(explored, qtbot, tmp_path):
    with qtbot.assertNotEmitted(explored.snapshot_wanted):
        explored.set_training(True, tmp_path / "another")
        explored._on_follow_tick()
    assert not child(explored, QAbstractButton, "explore_follow").isChecked()


def test_following_a_run_that_another_process_writes(explore_page, linear_run, qtbot, monkeypatch):
    run = linear_run(10)
    explore_page.open_run(run.path)
    qtbot.waitUntil(lambda: not child(explore_page, QWidget, "explore_picture").image.isNull())
    run.checkpoint_file(30).write_bytes(run.checkpoint_file(10).read_bytes())
    press(explore_page, "explore_follow")
    qtbot.waitUntil(lambda: child(explore_page, QComboBox, "explore_checkpoint").count() == 3)


def test_classes_have_sliders_of_their_own(explore_page, qtbot, linear_snapshot):
    graph = with_classes(linear_snapshot.graph)
    conditional = dataclasses.replace(linear_snapshot, graph=graph, class_names=("cat", "dog"))
    explore_page.show_snapshot(conditional)
    qtbot.waitUntil(lambda: not child(explore_page, QWidget, "explore_picture").image.isNull())
    values = [child(explore_page, QDoubleSpinBox, f"explore_classes_{i}_number").value() for i in range(2)]
    assert values == [1.0, 0.0]
    before = child(explore_page, QWidget, "explore_picture").image
    child(explore_page, QDoubleSpinBox, "explore_classes_1_number").setValue(0.5)
    qtbot.waitUntil(lambda: child(explore_page, QWidget, "explore_picture").image != before)


def test_structured_codes_are_picked_and_slid(explore_page, qtbot, linear_snapshot):
    explore_page.show_snapshot(dataclasses.replace(linear_snapshot, codes=Codes(3, 2)))
    qtbot.waitUntil(lambda: not child(explore_page, QWidget, "explore_picture").image.isNull())
    box = child(explore_page, QComboBox, "explore_category")
    assert (box.count(), box.currentIndex()) == (3, int(np.argmax(latent(0, 6)[1:4])))
    box.setCurrentIndex((box.currentIndex() + 1) % 3)
    box.activated.emit(box.currentIndex())
    child(explore_page, QDoubleSpinBox, "explore_codes_1_number").setValue(0.5)
    values = Codes(3, 2).with_value(Codes(3, 2).with_category(latent(0, 6), box.currentIndex()), 1, 0.5)
    wait_for_picture(explore_page, qtbot, linear_snapshot, values)
    assert child(explore_page, QDoubleSpinBox, "explore_codes_1_number").value() == pytest.approx(0.5, abs=0.01)


def with_classes(graph: bytes) -> bytes:
    """Let the sum of two class shares, the second one tripled, scale the linear generator's product."""
    model = onnx.ModelProto.FromString(graph)
    model.graph.input.append(helper.make_tensor_value_info("classes", onnx.TensorProto.FLOAT, ["n", 2]))
    model.graph.initializer.append(helper.make_tensor("factors", onnx.TensorProto.FLOAT, [2, 1], [1.0, 3.0]))
    model.graph.node[1].input[0] = "scaled"
    model.graph.node.insert(1, helper.make_node("Mul", ["product", "factor"], ["scaled"]))
    model.graph.node.insert(0, helper.make_node("MatMul", ["classes", "factors"], ["factor"]))
    return model.SerializeToString()


def test_every_widget_has_a_name_and_an_accessible_name(explored):
    for kind in (QAbstractButton, QSlider, QSpinBox, QDoubleSpinBox, QComboBox):
        for widget in explored.findChildren(kind):
            if isinstance(widget.parent(), QTabBar | QLineEdit):
                continue  # Qt's own
            assert widget.objectName(), widget
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget.objectName()


def test_favourites_are_kept_with_the_run_and_recalled(explored, qtbot, linear_snapshot, tmp_path):
    child(explored, QSpinBox, "explore_seed").setValue(6)
    press(explored, "explore_star")
    press(explored, "explore_random")
    strip = child(explored, QListWidget, "explore_favourites")
    assert [f.mark.seed for f in read_favourites(tmp_path / "run")] == [6]
    strip.itemClicked.emit(strip.item(0))
    wait_for_picture(explored, qtbot, linear_snapshot, latent(6, 6))
    strip.setCurrentRow(0)
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert read_favourites(tmp_path / "run") == []


def test_favourites_come_back_with_the_run(explore_page, linear_run, qtbot):
    run = linear_run(0)
    write_favourites(run.path, [Favourite(mark=Place.from_seed(i, 6).mark("run", 0)) for i in (3, 4)])
    explore_page.open_run(run.path)
    strip = child(explore_page, QListWidget, "explore_favourites")
    qtbot.waitUntil(lambda: strip.count() == 2)
    qtbot.waitUntil(lambda: strip.item(1).icon().pixmap(8, 8).toImage().pixelColor(4, 4).alpha() == 255)
    assert strip.item(0).toolTip() == "seed 3"


def test_runs_of_one_name_keep_their_own_favourites(explore_page, linear_run, qtbot):
    runs = [linear_run(0, name=name) for name in ("one", "other")]
    for run in runs:
        rename(run, "twins")
    explore_page.open_run(runs[0].path)
    qtbot.waitUntil(lambda: not child(explore_page, QWidget, "explore_picture").image.isNull())
    child(explore_page, QSpinBox, "explore_seed").setValue(6)
    explore_page.open_run(runs[1].path)
    qtbot.waitUntil(lambda: child(explore_page, QSpinBox, "explore_seed").value() == 0)
    press(explore_page, "explore_star")
    assert [len(read_favourites(run.path)) for run in runs] == [0, 1]


def test_a_renamed_run_stays_where_it_was(explored, qtbot, tmp_path, linear_snapshot):
    child(explored, QSpinBox, "explore_seed").setValue(6)
    rename(RunFolder(tmp_path / "run"), "another name")
    explored.open_run(tmp_path / "run")
    qtbot.waitUntil(lambda: any(label.text() == "another name" for label in explored.findChildren(QLabel)))
    assert child(explored, QSpinBox, "explore_seed").value() == 6
    wait_for_picture(explored, qtbot, linear_snapshot, latent(6, 6))


def test_a_damaged_list_of_favourites_is_told_and_left_alone(explore_page, linear_run, qtbot):
    run = linear_run(0)
    (run.path / "favourites.json").write_text("{torn")
    with qtbot.waitSignal(explore_page.failed):
        explore_page.open_run(run.path)
    press(explore_page, "explore_star")
    assert (run.path / "favourites.json").read_text() == "{torn"


def test_a_walk_plays_through_its_keyframes(explored, qtbot, linear_snapshot):
    assert not child(explored, QAbstractButton, "explore_render_walk").isEnabled()
    for seed in (1, 2):
        child(explored, QSpinBox, "explore_seed").setValue(seed)
        press(explored, "explore_add_keyframe")
    before = child(explored, QWidget, "explore_picture").image
    press(explored, "explore_play_walk")
    qtbot.waitUntil(lambda: child(explored, QWidget, "explore_picture").image != before)
    press(explored, "explore_play_walk")
    wait_for_picture(explored, qtbot, linear_snapshot, latent(2, 6))


def test_principal_directions_are_found_when_their_tab_is_shown(explored, qtbot):
    explored.findChild(QTabWidget, "explore_tabs").setCurrentIndex(1)
    number = child(explored, QDoubleSpinBox, "explore_directions_0_number")
    qtbot.waitUntil(number.isVisible)
    before = child(explored, QWidget, "explore_picture").image
    number.setValue(3.0)
    qtbot.waitUntil(lambda: child(explored, QWidget, "explore_picture").image != before)
    assert number.value() == pytest.approx(3.0)
    press(explored, "explore_undo")
    assert number.value() != pytest.approx(3.0)


def test_a_direction_is_learned_named_and_kept(explored, qtbot, tmp_path):
    explored.findChild(QTabWidget, "explore_tabs").setCurrentIndex(1)
    qtbot.waitUntil(child(explored, QDoubleSpinBox, "explore_directions_0_number").isVisible)
    assert not child(explored, QAbstractButton, "explore_learn").isEnabled()
    for seed, mark in ((1, "having"), (2, "having"), (3, "lacking")):
        child(explored, QSpinBox, "explore_seed").setValue(seed)
        press(explored, f"explore_mark_{mark}")
    child(explored, QLineEdit, "explore_learned_name").setText("slant")
    press(explored, "explore_learn")
    (direction,) = read_directions(tmp_path / "run", 6)
    assert direction.name == "slant"
    assert child(explored, QSlider, "explore_directions_0_slider").accessibleName() == "slant"
