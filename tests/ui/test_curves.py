"""The curves: which are drawn, zoomed, compared, read and saved."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QToolButton

from studio.core.errors import StudioError
from studio.core.history import History
from studio.ui.panels.curve_figure import save_figure
from studio.ui.panels.curves import CurvesPanel


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
    x, y = plot.picture.getPlotItem().listDataItems()[0].getOriginalDataset()
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
    assert "swd" not in [plot.group.name for plot in panel.plots]
    for step, distance in ((600, 40.0), (700, 30.0)):
        history.append({"step": step, "sliced_wasserstein": distance, "real_sliced_wasserstein": 20.0})
        history.append({"step": step + 1, "generator_loss": 1.0})
    panel.show_history(history)
    plot = next(plot for plot in panel.plots if plot.group.name == "swd")
    items = plot.picture.getPlotItem().listDataItems()
    settled(qtbot, lambda: any(len(item.getOriginalDataset()[0]) for item in items if item.xData is not None))
    scores, floor = (item for item in items if item.xData is not None and len(item.xData) and item.name())
    assert list(scores.yData) == [40.0, 30.0]
    assert scores.opts["symbol"] == "o"
    assert list(floor.yData) == pytest.approx([20.0, 20.0])
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
    plot.hovered.emit(250.0)
    assert "Step 250 · Loss 2.49 / -1" in panel.findChild(QLabel, "curves_reading").text()


def test_other_runs_are_drawn_dashed_and_taken_away_again(qtbot, panel, history):
    panel.show_history(history)
    panel.add_overlay("other", history_of(800, generator_loss=lambda i: 2.0))
    panel.add_overlay("other", history_of(800, generator_loss=lambda i: 2.0))
    assert panel.overlays == ["other"]
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 800)
    chip = panel.findChild(QPushButton, "curves_overlay_0")
    assert "other" in chip.text()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.overlays == []
    settled(qtbot, lambda: panel.plots[0].x_range[1] < 600)


def test_runs_to_compare_with_are_asked_for_when_the_menu_opens(qtbot, panel):
    panel.choices_wanted.connect(lambda: panel.set_choices([("/runs/a", "a")]))
    menu = panel.findChild(QToolButton, "curves_compare").menu()
    menu.aboutToShow.emit()
    with qtbot.waitSignal(panel.overlay_wanted) as wanted:
        menu.actions()[0].trigger()
    assert wanted.args == ["/runs/a"]


def test_figures_are_written_as_png_and_svg(qtbot, panel, history, tmp_path):
    panel.show_history(history)
    settled(qtbot, lambda: panel.plots[0].x_range[1] > 500)
    save_figure(tmp_path / "curves.png", panel.plots)
    image = QImage(str(tmp_path / "curves.png"))
    assert image.width() == 2 * panel.plots[0].picture.width()
    save_figure(tmp_path / "curves.svg", panel.plots)
    text = (tmp_path / "curves.svg").read_text("utf-8")
    assert text.count("<path") + text.count("<polyline") > 10
    with pytest.raises(StudioError, match="not written as"):
        save_figure(tmp_path / "curves.bmp", panel.plots)
