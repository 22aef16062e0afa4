"""The line under Start: what it shows of a forecast, and Start where the recipe has problems."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from studio.core.recipe_book import load_recipe
from studio.engine.preflight import Forecast
from studio.ui.panels.forecast_line import ForecastLine
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.words import rough_duration

FOUND = Forecast(100, 24, 50.0, 720.0, 1_300_000_000, 8_000_000_000, 10_000_000, 40_000_000, 256)


@pytest.fixture
def line(qtbot):
    made = ForecastLine()
    qtbot.addWidget(made)
    return made


def test_a_forecast_is_one_sentence(line):
    line.show_forecast(FOUND)
    text = line.findChild(QLabel, "forecast").text()
    assert text == "About 12 minutes, 1.3 GB of memory, 40 MB of checkpoints; largest batch about 256."


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "2 seconds"), (75, "75 seconds"), (720, "12 minutes"), (64_231, "18 hours"), (1_000_000, "12 days")],
)
def test_how_long_is_told_in_words_that_no_clock_shows(seconds, told):
    assert rough_duration(seconds) == told


def test_the_button_asks_to_measure_and_then_to_cancel(line, qtbot):
    button = line.findChild(QAbstractButton, "measure")
    with qtbot.waitSignal(line.measure_wanted):
        button.click()
    line.show_progress(0, 0, "Compiling")
    assert button.text() == "Cancel"
    with qtbot.waitSignal(line.cancel_wanted):
        button.click()


def test_start_is_off_with_the_reason_while_the_recipe_has_a_problem(qtbot):
    recipe = load_recipe("mlp-128")
    setup = SetupPanel({recipe.name: recipe}, recipe)
    qtbot.addWidget(setup)
    start, measure = (setup.findChild(QAbstractButton, name) for name in ("primary", "measure"))
    assert start.isEnabled()
    setup.change_settings({"networks.generator_normalisation": "spectral"})
    assert not start.isEnabled()
    assert not measure.isEnabled()
    assert "spectral" in start.toolTip()
    setup.change_settings({"networks.generator_normalisation": "none"})
    assert start.isEnabled()
