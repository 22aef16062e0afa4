"""The Data page driven as a user drives it: open, look, mend, undo, preview, cancel."""

import shutil

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QMenu, QPushButton, QSpinBox, QTabWidget

from studio.core.errors import CancelledError
from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.ui.pages.data_page import DataPage
from studio.ui.panels.data_findings import FindingsPanel
from studio.ui.panels.data_pairs import PairGrid
from studio.ui.panels.picture_list import PictureList
from studio.ui.theme import apply_theme
from studio.ui.threads import data_reader
from studio.ui.tokens import Mode

SMALL = {"data.width": 16, "data.height": 16, "data.colour": "colour"}
GOOD, BROKEN, COPIES = 24, 2, 3
LONG_MS = 30_000


class Host:
    """What the window does for the page: it owns the recipe."""

    def __init__(self, page, recipe):
        self.page, self.recipe, self.asked = page, recipe, []
        page.changes_wanted.connect(self.change)

    def change(self, changes):
        self.asked.append(changes)
        self.recipe = self.recipe.changed(changes)
        self.page.set_recipe(self.recipe)


@pytest.fixture
def folder(tmp_path):
    """Twenty-four good pictures of two shapes, two broken files, three copies."""
    made = tmp_path / "my pictures"
    made.mkdir()
    for number in range(GOOD):
        random = np.random.default_rng(number)
        size = (60, 40) if number % 2 else (40, 40)
        coarse = random.integers(0, 256, (4, 6, 3), np.uint8)
        Image.fromarray(coarse).resize(size).save(made / f"{number:02d}.png")
    for number in range(BROKEN):
        (made / f"broken {number}.png").write_text("no picture")
    for number in range(COPIES):
        shutil.copy(made / f"{number:02d}.png", made / f"copy {number}.png")
    return made


@pytest.fixture
def page(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path / "home"))
    apply_theme(Mode.LIGHT)
    recipe = Recipe().changed(SMALL)
    made = DataPage(recipe)
    made.resize(1100, 700)
    qtbot.addWidget(made)
    made.show()
    made.host = Host(made, recipe)
    yield made
    made.shutdown()


@pytest.fixture
def opened(page, folder, qtbot):
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS):
        page.open_source(str(folder))
    return page


def press(page, name, qtbot):
    button = page.findChild(QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press_and_wait(page, name, qtbot):
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS) as examined:
        press(page, name, qtbot)
    return examined.args[1]


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def grid(page):
    return page.findChild(PictureList)


def test_a_folder_is_shown_and_examined(opened, qtbot):
    assert grid(opened).model().count == GOOD + BROKEN + COPIES
    said = words(opened.findChild(FindingsPanel))
    assert "2 files cannot be read" in said
    assert "broken 0.png, broken 1.png" in said
    assert f"{GOOD + COPIES} pictures" in words(opened)


def test_a_fix_changes_the_recipe_and_can_be_undone(opened, folder, qtbot):
    before = sorted(path.read_bytes() for path in folder.iterdir())
    examination = press_and_wait(opened, "fix_unreadable", qtbot)
    assert opened.host.recipe.data.exclude == ("broken 0.png", "broken 1.png")
    assert all("cannot be read" not in finding.headline for finding in examination.findings)
    assert not any(button.isVisible() for button in opened.findChildren(QPushButton, "fix_unreadable"))
    assert sorted(path.read_bytes() for path in folder.iterdir()) == before
    examination = press_and_wait(opened, "undo_fix_0", qtbot)
    assert opened.host.recipe.data.exclude == ()
    assert any("cannot be read" in finding.headline for finding in examination.findings)


def test_fixes_are_undone_in_any_order(opened, qtbot):
    press_and_wait(opened, "fix_unreadable", qtbot)
    press_and_wait(opened, "fix_exact_duplicates", qtbot)
    assert opened.host.recipe.data.duplicates == "drop_exact"
    press_and_wait(opened, "undo_fix_0", qtbot)
    assert opened.host.recipe.data.exclude == ()
    assert opened.host.recipe.data.duplicates == "drop_exact"
    press_and_wait(opened, "undo_fix_0", qtbot)
    assert opened.host.recipe == Recipe().changed(SMALL)


def test_what_a_recipe_leaves_out_already_can_be_taken_in_again(page, folder, qtbot):
    page.host.change({"data.exclude": ("00.png",), "data.minimum_side": 20})
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS):
        page.follow(str(folder))
    assert page.host.recipe.data.exclude == ("00.png",)
    press_and_wait(page, "undo_fix_1", qtbot)
    assert page.host.recipe.data.minimum_side == 1
    press_and_wait(page, "undo_fix_0", qtbot)
    assert page.host.recipe.data.exclude == ()


def test_the_files_of_a_finding_are_shown_and_their_names_copied(opened, qtbot):
    press(opened, "show_exact_duplicates", qtbot)
    assert grid(opened).model().count == 2 * COPIES
    press(opened, "data_copy_names", qtbot)
    assert QGuiApplication.clipboard().text().splitlines()[:2] == ["00.png", "copy 0.png"]
    press(opened, "data_show_all", qtbot)
    assert grid(opened).model().count == GOOD + BROKEN + COPIES


def test_a_picture_is_left_out_by_hand_and_taken_in_again(opened, qtbot):
    grid(opened).show_picture(0)
    with qtbot.waitSignal(opened.source_examined, timeout=LONG_MS) as examined:
        qtbot.keyClick(grid(opened), Qt.Key.Key_Delete)
    assert opened.host.recipe.data.exclude == ("00.png",)
    assert len(examined.args[1].pictures) == GOOD + COPIES - 1
    press_and_wait(opened, "data_toggle_picture", qtbot)
    assert opened.host.recipe.data.exclude == ()


def test_the_preview_follows_the_settings(opened, qtbot):
    pairs = opened.findChild(PairGrid)
    opened.findChild(QTabWidget).setCurrentIndex(1)
    qtbot.waitUntil(lambda: pairs.count > 0, timeout=LONG_MS)
    assert pairs.result_size(0) == (16, 16)
    opened.findChild(QSpinBox, "data_width").setValue(24)
    qtbot.waitUntil(lambda: pairs.count > 0 and pairs.result_size(0) == (24, 16), timeout=LONG_MS)
    assert opened.host.recipe.data.width == 24
    fit = opened.findChild(QComboBox, "data_fit")
    fit.setCurrentIndex(fit.findData("pad"))
    assert opened.host.recipe.data.fit == "pad"


def test_an_array_is_shown_and_previewed(page, tmp_path, qtbot):
    np.save(tmp_path / "array.npy", np.random.default_rng(0).integers(0, 256, (30, 20, 24, 3), np.uint8))
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS):
        page.open_source(str(tmp_path / "array.npy"))
    assert grid(page).model().count == 30
    page.findChild(QTabWidget).setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.findChild(PairGrid).count > 0, timeout=LONG_MS)
    assert page.findChild(PairGrid).result_size(0) == (16, 16)


def test_an_archive_is_opened_like_a_folder(page, folder, tmp_path, qtbot):
    archive = shutil.make_archive(str(tmp_path / "set"), "zip", folder)
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS) as examined:
        page.open_source(archive)
    assert len(examined.args[1].pictures) == GOOD + COPIES
    press_and_wait(page, "fix_unreadable", qtbot)
    assert page.host.recipe.data.exclude == ("broken 0.png", "broken 1.png")


def test_a_refused_change_leaves_the_settings_as_they_were(page, folder, qtbot):
    page.changes_wanted.disconnect(page.host.change)
    width = page.findChild(QSpinBox, "data_width")
    width.setValue(32)
    assert width.value() == 16


def test_a_source_that_is_not_there_says_so_and_leads_back(page, tmp_path, qtbot):
    page.open_source(str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: "no folder" in words(page), timeout=LONG_MS)
    reasons = page.findChildren(QLabel, "reason")
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in reasons))
    press(page, "working_cancel", qtbot)
    assert page.findChild(QPushButton, "data_choose").isVisible()


def test_reading_can_be_cancelled_and_the_pictures_stay_in_sight(page, folder, qtbot, monkeypatch):
    def endless(source, settings, progress):
        while not progress.cancelled():
            progress.report(1, 1000, "Reading the pictures")
        raise CancelledError

    monkeypatch.setattr(data_reader, "prepare", endless)
    page.open_source(str(folder))
    cancel = page.findChild(QPushButton, "progress_cancel")
    qtbot.waitUntil(cancel.isVisible, timeout=LONG_MS)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not cancel.isVisible(), timeout=LONG_MS)
    assert grid(page).model().count == GOOD + BROKEN + COPIES


def test_new_files_are_seen_on_looking_again(opened, folder, qtbot):
    shutil.copy(folder / "05.png", folder / "new.png")
    examination = press_and_wait(opened, "data_refresh", qtbot)
    assert len(examination.pictures) == GOOD + COPIES + 1
    assert grid(opened).model().count == GOOD + BROKEN + COPIES + 1


def test_another_source_forgets_what_was_left_out_of_the_first(opened, tmp_path, folder, qtbot):
    press_and_wait(opened, "fix_unreadable", qtbot)
    other = shutil.copytree(folder, tmp_path / "other")
    with qtbot.waitSignal(opened.source_examined, timeout=LONG_MS):
        opened.open_source(str(other))
    assert opened.host.recipe.data.exclude == ()


def test_a_source_chosen_elsewhere_is_shown_once_the_page_is_seen(page, folder, qtbot):
    page.hide()
    page.follow(str(folder))
    assert grid(page).model().count == 0
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS):
        page.show()


@pytest.mark.parametrize(("name", "wanted"), [("set.zip", True), ("film.mp4", True), ("notes.txt", False)])
def test_what_can_hold_pictures_may_be_dropped(page, tmp_path, qtbot, name, wanted):
    (tmp_path / name).write_bytes(b"")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted() == wanted
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))
    if wanted:
        qtbot.waitUntil(lambda: page.findChild(QPushButton, "working_cancel").text() == "Back", timeout=LONG_MS)


def test_the_menu_offers_demos_classic_sets_and_recents(page, folder, qtbot):
    page.set_recents([str(folder)])
    menu = page.findChild(QMenu, "data_sources")
    menu.aboutToShow.emit()
    actions = {action.data(): action for action in menu.findChildren(QAction) if action.data()}
    assert {"demo:digits", "keras:mnist", str(folder)} <= set(actions)
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS) as examined:
        actions[str(folder)].trigger()
    assert examined.args[0] == str(folder)


def test_a_recipe_is_suggested_until_it_is_chosen(opened, qtbot):
    use = opened.findChild(QPushButton, "data_use_recipe")
    assert use.isVisible()
    with qtbot.waitSignal(opened.recipe_wanted) as wanted:
        press(opened, "data_use_recipe", qtbot)
    (suggestion,) = wanted.args
    assert suggestion.recipe == "small-collection"
    opened.set_recipe(load_recipe("small-collection").changed(suggestion.changes))
    assert not use.isVisible()


def test_the_suggestion_follows_the_devices_that_are_found(page, tmp_path, qtbot):
    coarse = np.random.default_rng(0).integers(0, 256, (1000, 3, 3, 3), np.uint8)
    np.save(tmp_path / "many.npy", coarse.repeat(33, 1).repeat(33, 2))
    with qtbot.waitSignal(page.source_examined, timeout=LONG_MS):
        page.open_source(str(tmp_path / "many.npy"))
    told = page.findChild(QFrame, "data_suggestion").findChild(QLabel)
    assert "faces-64" in told.text()
    page.set_gpu(True)
    assert "best-quality" in told.text()
