"""What the window remembers: choices made with its widgets are found again by a window built from the same file."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSlider, QToolButton

from studio.core.events import RunOpened, SampleDrawn
from studio.core.recipe import Recipe
from studio.core.recipe_book import DEFAULT_RECIPE, built_in_recipes
from studio.ui.desks.curves_desk import CurvesDesk
from studio.ui.desks.gallery_desk import GalleryDesk
from studio.ui.desks.setup_desk import SetupDesk
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.preferences import Preferences


class Start:
    """The Train page as one start of the program builds it."""

    def __init__(self, file):
        self.preferences = Preferences(file)
        self.page = TrainPage({"plain": Recipe()}, Recipe())
        self.desks = (CurvesDesk(self.page, self.preferences), GalleryDesk(self.page, self.preferences))

    def find(self, kind, name):
        return self.page.findChild(kind, name)

    def layouts(self):
        """The menus of the grid's layout: {title: {text: action}}."""
        menus = (action.menu() for action in self.find(QToolButton, "gallery_layout").menu().actions())
        return {menu.title(): {action.text(): action for action in menu.actions()} for menu in menus}

    def laid_out(self):
        """What is checked in these menus."""
        return {
            title: [text for text, a in actions.items() if a.isChecked()] for title, actions in self.layouts().items()
        }


@pytest.fixture
def start(qtbot, tmp_path):
    started = []

    def begin():
        if started:
            started[-1].preferences.write()
        started.append(Start(tmp_path / "window.ini"))
        return started[-1]

    yield begin
    for made in started:
        for thing in (made.page, *made.desks):
            thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_how_curves_are_drawn_is_found_again(start):
    first = start()
    axis = first.find(QComboBox, "curves_axis")
    axis.setCurrentIndex(axis.findText("Time"))
    first.find(QCheckBox, "curves_log").setChecked(True)
    first.find(QSlider, "curves_smoothing_slider").setValue(900)
    next(a for a in first.find(QToolButton, "curves_groups").menu().actions() if a.text() == "Logit").trigger()

    second = start()
    assert second.find(QComboBox, "curves_axis").currentText() == "Time"
    assert second.find(QCheckBox, "curves_log").isChecked()
    assert second.find(QSlider, "curves_smoothing_slider").value() == 900
    assert [plot.group.name for plot in second.page.curves.plots] == ["loss", "score", "logit"]


def test_how_the_grid_is_laid_out_is_found_again(start):
    first = start()
    for title, text in (
        ("Zoom", "300 %"),
        ("Pictures a row", "6"),
        ("Space between", "8 pixels"),
        ("Background", "Grey"),
    ):
        first.layouts()[title][text].trigger()
    first.find(QComboBox, "gallery_weights").setCurrentIndex(1)

    second = start()
    assert second.laid_out() == {
        "Zoom": ["300 %"],
        "Pictures a row": ["6"],
        "Space between": ["8 pixels"],
        "Background": ["Grey"],
    }
    assert second.page.gallery.controls.is_raw


def test_choices_that_make_no_sense_are_the_standard_ones_each_for_itself(start, tmp_path):
    (tmp_path / "window.ini").write_text(
        "[curves]\naxis=parsecs\nlogarithmic=true\nsmoothing=nan\nshown=\n"
        "[gallery]\nbackground=@ByteArray(\\x1)\ncolumns=1, 2\ngap=4\nraw=perhaps\nzoom=900\n"
    )
    odd = start()
    assert odd.find(QComboBox, "curves_axis").currentText() == "Steps"
    assert odd.find(QCheckBox, "curves_log").isChecked()
    assert odd.find(QSlider, "curves_smoothing_slider").value() == 606
    assert [plot.group.name for plot in odd.page.curves.plots] == ["loss", "score"]
    assert odd.laid_out() == {
        "Zoom": ["As large as fits"],
        "Pictures a row": ["As drawn"],
        "Space between": ["4 pixels"],
        "Background": ["Of the window"],
    }
    assert not odd.page.gallery.controls.is_raw


def test_a_file_that_is_no_settings_at_all_is_passed_over(start, tmp_path):
    (tmp_path / "window.ini").write_bytes(bytes(range(256)))
    odd = start()
    assert odd.find(QComboBox, "curves_axis").currentText() == "Steps"
    assert odd.laid_out()["Zoom"] == ["As large as fits"]


def test_a_run_shows_the_averaged_generator_until_there_is_a_checkpoint_of_the_raw_one(start, qtbot, linear_run):
    start().find(QComboBox, "gallery_weights").setCurrentIndex(1)
    page, wanted = start().page, []
    page.raw_wanted.disconnect()
    page.raw_wanted.connect(wanted.append)
    with qtbot.waitSignal(page.read):
        page.show_events([RunOpened(linear_run().path)])
    page.show_events([drawn(5)])
    assert not page.gallery.grid.image.isNull()
    assert page.gallery.controls.caption.text() == "Step 5, averaged"
    assert wanted == []
    with qtbot.waitSignal(page.read):
        page.show_events([RunOpened(linear_run(10, name="saved").path)])
    page.show_events([drawn(15)])
    assert wanted == [15]


def drawn(step):
    return SampleDrawn(step, Path(), np.zeros((8, 8, 1), np.uint8), 1, 1)


class SetUp:
    """The set-up panel as one start of the program builds it."""

    def __init__(self, file):
        recipes = built_in_recipes()
        self.preferences = Preferences(file)
        self.panel = SetupPanel(recipes, recipes[DEFAULT_RECIPE])
        self.desk = SetupDesk(self.panel, self.preferences)

    def fold(self):
        return self.panel.findChild(QToolButton, "fold_button")


@pytest.fixture
def set_up(qtbot, tmp_path):
    def begin():
        made = SetUp(tmp_path / "window.ini")
        qtbot.addWidget(made.panel)
        return made

    return begin


def test_pictures_recipe_and_fold_are_found_again(set_up, tmp_path):
    first = set_up()
    assert (first.panel.source, first.panel.recipe.name) == ("demo:digits", DEFAULT_RECIPE)
    first.panel.set_source(str(tmp_path))
    first.panel.choose_recipe("mlp-784")
    first.panel.change_settings({"training.batch_size": 33})
    first.fold().click()
    first.preferences.write()

    second = set_up()
    assert (second.panel.source, second.desk.lost) == (str(tmp_path), "")
    assert second.panel.recipe == first.panel.recipe
    assert second.panel.findChild(QComboBox, "recipe").currentText() == "mlp-784"
    assert second.fold().isChecked()


def test_pictures_that_are_gone_are_named_and_a_demo_takes_their_place(set_up, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    first = set_up()
    first.panel.set_source(str(gone))
    first.desk.remember()
    first.preferences.write()
    gone.rmdir()

    second = set_up()
    assert (second.panel.source, second.desk.lost) == ("demo:digits", str(gone))


def test_a_recipe_that_cannot_be_read_is_the_standard_one(set_up, tmp_path):
    (tmp_path / "window.ini").write_text("[setup]\nrecipe={}}\nsource=demo:blossoms\nadvanced=perhaps\n")
    odd = set_up()
    assert (odd.panel.source, odd.panel.recipe.name) == ("demo:blossoms", DEFAULT_RECIPE)
    assert not odd.fold().isChecked()
