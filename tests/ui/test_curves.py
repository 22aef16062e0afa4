"""The curves: which are drawn, zoomed, compared, read and saved."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QToolButton

from studio.core.errors import StudioError
from studio.core.history import History
from studio.core.journal import Journal, JournalTail
from studio.ui.panels.curves import CurvesPanel
from studio.ui.panels.decade_axis import DecadeAxis
from studio.ui.panels.progress_axis import ProgressAxis
from studio.ui.theme import apply_theme
from studio.ui.threads.overlay_follower import OverlayFollower
from studio.ui.tokens import Mode


def history_of(steps, **columns):
    made = History()
    made.extend(
        [{"step": i + 1, "images": 10 * (i + 1), **{k: v(i) for k, v in columns.items()}} for i in range(steps)]
    )
    return made


@pytest.fixture
def panel(qtbot):
    made = CurvesPanel()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


@pytest.fixture
def history():
    return history_of(500, generator_loss=lambda i: i / 100, discriminator_loss=lambda i: -1.0, sharpness=lambda i: i)


def points(plot):
    """The x and y of the first curve as the plot has them, before smoothing."""
    x, y = plot.picture.getPlotItem().listDataItems()[0].getData()
    return ([], []) if x is None else (x, y)


def settled(qtbot, done):
    qtbot.waitUntil(done, timeout=5000)


def test_losses_and_scores_are_shown_first_and_reach_from_the_first_step_to_the_last(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    assert [plot.group.name for plot in panel.plots] == ["loss", "score"]
    x, y = points(panel.plots[0])
    assert (x[0], x[-1]) == (1, 500)
    assert y[-1] == pytest.approx(4.99)


def test_scores_have_a_plot_as_soon_as_there_are_any_with_a_point_each_and_the_floor_dashed(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    assert "swd" not in [plot.group.name for plot in panel.plots]
    for step, distance in ((600, 40.0), (700, 30.0)):
        history.append({"step": step, "sliced_wasserstein": distance, "real_sliced_wasserstein": 20.0})
        history.append({"step": step + 1, "generator_loss": 1.0})
    panel.show_history(history)
    settled(qtbot, lambda: "swd" in [plot.group.name for plot in panel.plots])
    plot = next(plot for plot in panel.plots if plot.group.name == "swd")
    items = plot.picture.getPlotItem().listDataItems()
    settled(qtbot, lambda: any(len(x) for x, _ in (item.getData() for item in items)))
    scores, floor = (item for item in items if item.name())
    dots = next(item for item in items if isinstance(item, pg.ScatterPlotItem))
    for item in (scores, dots):
        assert 10 ** item.getData()[1] == pytest.approx([40.0, 30.0])
    assert 10 ** floor.getData()[1] == pytest.approx([20.0, 20.0])
    assert floor.opts["pen"].style() == Qt.PenStyle.DashLine
    assert "30" in plot.picture.accessibleDescription()


def test_rows_that_are_added_are_drawn(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    history.append({"step": 1000, "generator_loss": 7.0})
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 1000)
    assert points(panel.plots[0])[1][-1] == 7.0


def test_rows_that_replace_others_are_drawn_instead(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    history.append({"step": 250, "generator_loss": 99.0})
    panel.show_history(history)
    settled(qtbot, lambda: points(panel.plots[0])[1][-1:] == [99.0])
    assert points(panel.plots[0])[0][-1] == 250


def test_any_number_of_a_run_has_a_plot_that_can_be_chosen(qtbot, panel, history):
    panel.show_history(history)
    menu = panel.findChild(QToolButton, "curves_groups").menu()
    settled(qtbot, lambda: "Sharpness" in [action.text() for action in menu.actions()])
    sharpness = next(action for action in menu.actions() if action.text() == "Sharpness")
    with qtbot.waitSignal(panel.groups_chosen):
        sharpness.trigger()
    assert panel.plots[-1].group.name == "sharpness"
    settled(qtbot, lambda: len(points(panel.plots[-1])[0]) > 0)


def test_plots_share_their_x_axis_and_another_axis_can_be_chosen(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[1].x_range[1] > 500)
    assert panel.plots[0].x_range == pytest.approx(panel.plots[1].x_range)
    panel.findChild(QComboBox, "curves_axis").setCurrentIndex(1)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 5000)
    assert points(panel.plots[0])[0][-1] == 5000


def test_zoomed_in_the_view_stays_while_rows_arrive_until_everything_is_asked_for(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    view = panel.plots[0].picture.getPlotItem().getViewBox()
    view.setXRange(100, 120, padding=0)
    view.sigRangeChangedManually.emit([True, False])
    history.append({"step": 900, "generator_loss": 1.0})
    panel.show_history(history)
    settled(qtbot, lambda: len(points(panel.plots[0])[0]) < 40)
    assert panel.plots[0].x_range == pytest.approx((100, 120))
    qtbot.mouseClick(panel.findChild(QToolButton, "curves_fit"), Qt.MouseButton.LeftButton)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 900)


def test_a_logarithmic_axis_leaves_out_what_is_not_positive(qtbot, panel):
    panel.show_history(history_of(50, generator_loss=lambda i: i - 10.0, discriminator_loss=lambda i: 1.0))
    panel.findChild(QCheckBox, "curves_log").setChecked(True)
    settled(qtbot, lambda: len(points(panel.plots[0])[1]) == 39)


def test_a_click_chooses_the_step_and_the_mouse_reads_the_numbers(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    plot = panel.plots[0]
    place = plot.picture.getPlotItem().getViewBox().mapViewToScene(QPointF(250, 0)).toPoint()
    with qtbot.waitSignal(panel.step_chosen) as chosen:
        qtbot.mouseClick(plot.picture.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert abs(chosen.args[0] - 250) < 5
    reading = panel.findChild(QLabel, "curves_reading")
    height = reading.sizeHint().height()
    panel.plots[1].hovered.emit(250.0)
    settled(qtbot, lambda: plot.values == ["2.49", "-1"])
    assert reading.text() == "Step 250 · 2,500 pictures"
    plot.hovered.emit(float("nan"))
    settled(qtbot, lambda: plot.values == ["4.99", "-1"])
    panel.set_cursor(100)
    settled(qtbot, lambda: plot.values == ["0.99", "-1"])
    panel.set_cursor(None)
    panel.show_history(History())
    settled(qtbot, lambda: plot.values == ["–", "–"])
    assert reading.text().strip() == ""
    assert reading.sizeHint().height() == height


def test_other_runs_are_drawn_dashed_and_taken_away_again(qtbot, panel, history):
    panel.show_history(history)
    panel.add_overlay("/runs/b", "other", history_of(800, generator_loss=lambda i: 2.0))
    panel.add_overlay("/runs/b", "other", history_of(800, generator_loss=lambda i: 2.0))
    assert panel.overlays == {"/runs/b": "other"}
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 800)
    chip = panel.findChild(QPushButton, "curves_overlay_0")
    assert "other" in chip.text()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.overlays == {}
    settled(qtbot, lambda: panel.plots[0].x_range[1] < 600)


def test_other_runs_of_the_same_name_are_two(qtbot, panel, history):
    panel.show_history(history)
    for path in ("/runs/b", "/runs/c"):
        panel.add_overlay(path, "digits", history_of(10, generator_loss=lambda i: 2.0))
    qtbot.mouseClick(panel.findChild(QPushButton, "curves_overlay_0"), Qt.MouseButton.LeftButton)
    assert panel.overlays == {"/runs/c": "digits"}


def test_runs_to_compare_with_are_asked_for_when_the_menu_opens(qtbot, panel):
    panel.choices_wanted.connect(lambda: panel.set_choices([("/runs/a", "a")]))
    menu = panel.findChild(QToolButton, "curves_compare").menu()
    menu.aboutToShow.emit()
    with qtbot.waitSignal(panel.overlay_wanted) as wanted:
        menu.actions()[0].trigger()
    assert wanted.args == ["/runs/a"]


def test_any_number_of_other_runs_are_told_apart(qtbot, panel, history):
    panel.show_history(history)
    for number in range(9):
        panel.add_overlay(f"/runs/{number}", f"run {number}", history_of(10, generator_loss=lambda i: 1.0))
    settled(qtbot, lambda: len(panel.plots[0].picture.getPlotItem().listDataItems()) == 2 * (2 + 9))
    pens = [item.opts["pen"] for item in panel.plots[0].picture.getPlotItem().listDataItems()[4::2]]
    assert len({(pen.style(), pen.width()) for pen in pens}) == 9
    assert panel.width() == 700


def test_of_many_runs_any_can_be_found(panel):
    panel.set_choices([(str(number), f"run {number:02}") for number in range(60)])
    menu = panel.findChild(QToolButton, "curves_compare").menu()

    def seen():
        return [action.text() for action in menu.actions() if action.isVisible() and action.isCheckable()]

    assert len(seen()) < 20
    menu.findChild(QLineEdit, "curves_find_run").setText("N 5")
    assert seen() == [f"run {number}" for number in range(50, 60)]


def test_what_is_logged_by_another_run_is_drawn(qtbot, panel, history):
    panel.show_history(history)
    panel.add_overlay("/runs/b", "other", history_of(800, generator_loss=lambda i: 2.0))
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 800)
    panel.extend_overlay("/runs/b", [{"step": 1000, "generator_loss": 2.0}])
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 1000)


def test_a_journal_is_followed(qtbot, tmp_path):
    follower = OverlayFollower(interval_ms=5)
    with Journal(tmp_path / "metrics.jsonl") as journal:
        journal.append({"step": 1})
        follower.follow("other", JournalTail(tmp_path / "metrics.jsonl"))
        with qtbot.waitSignal(follower.grown) as grown:
            journal.append({"step": 2})
    assert grown.args == ["other", [{"step": 2}]]
    follower.leave("other")


def test_settings_are_drawn_as_they_were_set(qtbot, panel):
    rates = history_of(60, generator_learning_rate=lambda i: 2e-4 if i < 30 else 1e-4)
    panel.set_groups(["learning_rate"])
    panel.show_history(rates)
    items = panel.plots[0].picture.getPlotItem().listDataItems()
    settled(qtbot, lambda: any(item.xData is not None and len(item.xData) == 60 for item in items))
    drawn = next(item for item in items if item.xData is not None and len(item.xData))
    assert set(drawn.getData()[1]) == {2e-4, 1e-4}


def test_before_there_are_numbers_words_stand_where_the_axes_will_be(qtbot, panel, history):
    panel.show_history(History())
    plot = panel.plots[0]
    height, words = plot.height(), plot.findChild(QLabel)
    assert words.isVisible()
    assert plot.picture.getPlotItem().getAxis("left").opacity() == 0
    panel.show_history(history)
    settled(qtbot, lambda: not words.isVisible())
    assert plot.picture.getPlotItem().getAxis("left").opacity() == 1
    assert plot.height() == height


def test_keys_zoom_and_move_a_plot_and_show_all_again(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[1].x_range[1] > 500)
    first, second = panel.plots
    whole = first.x_range
    qtbot.keyClick(first.picture, Qt.Key.Key_Plus)
    settled(qtbot, lambda: second.x_range == pytest.approx(first.x_range))
    assert first.x_range[1] - first.x_range[0] == pytest.approx(0.75 * (whole[1] - whole[0]))
    middle = sum(first.x_range) / 2
    qtbot.keyClick(first.picture, Qt.Key.Key_Right)
    assert sum(first.x_range) / 2 > middle
    qtbot.keyClick(first.picture, Qt.Key.Key_Minus)
    qtbot.keyClick(first.picture, Qt.Key.Key_Home)
    settled(qtbot, lambda: second.x_range == pytest.approx(whole) and first.x_range == pytest.approx(whole))


def test_two_plots_are_whole_however_small_the_panel_is(qtbot, panel, history):
    panel.show_history(history)
    panel.resize(400, 1)
    scroll = panel.findChild(QScrollArea)
    settled(qtbot, lambda: panel.height() < 300)
    assert scroll.viewport().height() >= panel.plots[1].geometry().bottom()


def test_axes_say_numbers_as_people_write_them():
    steps, rates = ProgressAxis(), DecadeAxis()
    steps.setRange(0, 4000)
    assert steps.tickStrings([0, 500, 2000], 1, 500) == ["0", "500", "2,000"]
    steps.setRange(0, 60_000)
    assert steps.tickStrings([0, 20_000], 1, 20_000) == ["0", "20k"]
    steps.setRange(0, 3e6)
    assert steps.tickStrings([0, 500_000, 2e6], 1, 500_000) == ["0", "0.5M", "2M"]
    steps.show_axis("seconds")
    steps.setRange(0, 300)
    assert [spacing for spacing, _ in steps.tickSpacing(0, 300, 400)] == [60]
    assert steps.tickStrings([0, 90], 1, 30) == ["0:00", "1:30"]
    steps.setRange(0, 8000)
    assert steps.tickStrings([0, 5400], 1, 1800) == ["0:00:00", "1:30:00"]
    assert rates.tickStrings([0, 1e-4, 2e-4], 1, 1e-4) == ["0", "0.0001", "0.0002"]
    assert rates.tickStrings([1e-5, 2e6], 1, 1e6) == ["1e-5", "2,000,000"]
    assert (rates.autoSIPrefix, steps.autoSIPrefix) == (False, False)


def test_figures_are_written_as_png_and_svg(qtbot, panel, history, tmp_path):
    panel.show_history(history)
    panel.add_overlay("/runs/b", "the other run", history_of(100, generator_loss=lambda i: 2.0))
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    panel.save_figure(tmp_path / "curves.png", "this run", light=False)
    image = QImage(str(tmp_path / "curves.png"))
    assert image.width() == 2 * panel.plots[0].picture.width()
    panel.set_cursor(100)
    panel.save_figure(tmp_path / "again.png", "this run", light=False)
    assert QImage(str(tmp_path / "again.png")) == image  # without the playhead
    panel.save_figure(tmp_path / "curves.svg", "this run", light=True)
    text = (tmp_path / "curves.svg").read_text("utf-8")
    assert text.count("<path") + text.count("<polyline") > 10
    assert all(words in text for words in ("Steps", "this run", "the other run", "Discriminator", "4.99"))
    with pytest.raises(StudioError, match="not written as"):
        panel.save_figure(tmp_path / "curves.bmp", "this run", light=False)


def test_a_figure_for_print_is_light_and_the_window_stays_dark(qtbot, panel, history, tmp_path):
    apply_theme(Mode.DARK)
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    panel.save_figure(tmp_path / "light.png", "this run", light=True)
    panel.save_figure(tmp_path / "dark.png", "this run", light=False)
    corners = [QImage(str(tmp_path / name)).pixelColor(0, 0).lightness() for name in ("light.png", "dark.png")]
    apply_theme(Mode.LIGHT)
    assert corners[0] > 250
    assert corners[1] < 60


def test_the_numbers_of_an_axis_stand_at_their_values_and_none_covers_another(qtbot, panel, history):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    panel.grab()
    axis = panel.plots[0].picture.getPlotItem().getAxis("bottom")
    area, (low, high) = axis.mapRectFromParent(axis.geometry()), axis.range
    boxes, texts = zip(*axis.picture.numbers, strict=True)
    values = np.array([float(text.replace(",", "")) for text in texts])
    expected = area.left() + (values - low) / (high - low) * area.width()
    assert [box.center().x() for box in boxes] == pytest.approx(expected, abs=0.5)
    assert len(boxes) >= 3
    assert all(area.contains(box) for box in boxes)
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_ticks_of_two_levels_are_never_drawn_twice():
    (_, wide), (_, narrow) = ProgressAxis().tickValues(0.0, 10.0, 300)
    assert wide == [0, 2, 4, 6, 8, 10]
    assert narrow == [1, 3, 5, 7, 9]
