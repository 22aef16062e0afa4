"""The timeline: choosing steps by mouse and keys, what stands on it, and where."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QToolButton

from studio.ui.panels.timeline import Mark, MarkKind, Timeline
from studio.ui.panels.timeline_bar import TimelineBar
from studio.ui.panels.timeline_drawing import BAR_PX, STARS_END_PX, Scale
from studio.ui.theme import theme


@pytest.fixture
def timeline(qtbot):
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(528, made.sizeHint().height())  # 500 pixels between the margins
    made.set_extent(1000, 1000)
    made.set_grids(range(0, 1001, 100))
    made.show()
    return made


def test_a_click_chooses_the_nearest_grid_and_the_end_follows_the_latest(qtbot, timeline):
    with qtbot.waitSignal(timeline.step_chosen) as chosen:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(14 + 120, 30))
    assert chosen.args == [200]
    with qtbot.waitSignal(timeline.latest_chosen):
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(14 + 499, 30))
    assert timeline.chosen is None


def test_keys_move_from_grid_to_grid(qtbot, timeline):
    timeline.choose(500)
    for key, step in (
        (Qt.Key.Key_Left, 400),
        (Qt.Key.Key_Right, 500),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, None),
    ):
        qtbot.keyClick(timeline, key)
        assert timeline.chosen == step
    timeline.choose(300)
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.chosen is None


def test_grids_may_come_in_any_order_and_go_again(timeline):
    for step in (1100, 50, 50):
        timeline.add_grid(step)
    assert timeline.grids == [0, 50, *range(100, 1101, 100)]
    timeline.choose(50)
    timeline.remove_grid(50)
    assert timeline.grids == list(range(0, 1101, 100))
    assert timeline.chosen in (0, 100)


def test_checkpoints_that_were_deleted_go_and_other_marks_stay(timeline):
    timeline.add_mark(Mark(300, MarkKind.WARNING, "careful"))
    timeline.add_mark(Mark(300, MarkKind.WARNING, "careful"))
    timeline.set_checkpoints([100, 200])
    timeline.set_checkpoints([200, 400])
    assert [(mark.step, mark.kind) for mark in timeline.marks] == [
        (200, MarkKind.CHECKPOINT),
        (300, MarkKind.WARNING),
        (400, MarkKind.CHECKPOINT),
    ]


def test_the_star_at_the_best_score_is_reached_by_click_key_and_button(qtbot, timeline):
    timeline.choose_best()
    assert timeline.chosen is None
    timeline.set_best(400, "best score")
    assert Mark(400, MarkKind.BEST, "best score") in timeline.marks
    for go in (
        lambda: qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(14 + 206, 10)),
        lambda: qtbot.keyClick(timeline, Qt.Key.Key_B),
    ):
        timeline.follow_latest()
        go()
        assert timeline.chosen == 400
    timeline.clear()
    assert timeline.best is None


def test_a_warning_is_seen_beside_the_star_of_the_same_step(timeline):
    x = timeline.width() // 2

    def drawn():
        return timeline.grab(QRect(x - 9, 0, 18, STARS_END_PX)).toImage()

    timeline.set_extent(1000, 1000)
    timeline.set_best(500, "best score")
    star = drawn()
    timeline.add_mark(Mark(500, MarkKind.WARNING, "careful"))
    both = drawn()
    timeline.clear()
    timeline.set_extent(1000, 1000)
    timeline.add_mark(Mark(500, MarkKind.WARNING, "careful"))
    rows = range(STARS_END_PX)

    def coloured(image, role):
        return {y for y in rows for dx in range(18) if image.pixelColor(dx, y) == theme().colour(role)}

    assert coloured(both, "warning") == coloured(drawn(), "warning") != set()
    assert coloured(both, "good") == coloured(star, "good") != set()


def test_the_bar_leads_to_the_best_score_once_there_is_one(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    button = bar.findChild(QToolButton, "best")
    assert not button.isEnabled()
    bar.timeline.set_extent(1000, 1000)
    bar.timeline.set_grids([0, 500, 1000])
    bar.timeline.set_best(500, "best score")
    bar.show_state(can_branch=False, unscorable="")
    button.click()
    assert bar.timeline.chosen == 500


def test_a_hundred_thousand_grids_are_chosen_among_and_drawn(qtbot, timeline):
    timeline.set_extent(100_000, 100_000)
    timeline.set_grids(range(100_001))
    timeline.choose(77_777)
    assert timeline.chosen == 77_777
    assert not timeline.grab().isNull()


@pytest.mark.parametrize(("present", "target"), [(0, 1000), (10, 1000), (500, 1000), (1000, 1000)])
def test_every_step_can_be_reached_where_it_stands(present, target):
    scale = Scale(2000, present, target)
    for step in (0, present // 2, present, target):
        assert abs(scale.step(scale.x(step)) - step) <= 1
    assert scale.x(0) < scale.x(target)


def test_the_past_has_the_greater_part_however_far_the_target_is():
    assert Scale(1028, 10, 1_000_000).x(10) == pytest.approx(14 + 700)
    assert Scale(1028, 900, 1000).x(900) == pytest.approx(14 + 900)


def test_ticks_keep_their_distance():
    places = Scale(528, 0, 100_000).places(range(100_001), 3)
    assert len(places) <= 500 / 3 + 2


def test_the_bar_asks_for_a_branch_at_the_playhead_once_there_is_a_checkpoint(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    bar.timeline.set_extent(1000, 1000)
    bar.timeline.set_grids([0, 500, 1000])
    bar.timeline.choose(500)
    with qtbot.assertNotEmitted(bar.branch_wanted):
        bar.branch_here()
    bar.show_state(can_branch=True, unscorable="")
    with qtbot.waitSignal(bar.branch_wanted) as branch, qtbot.waitSignal(bar.roll_back_wanted) as back:
        bar.branch_here()
        bar.roll_back_here()
    assert (branch.args, back.args) == ([500], [500])


def test_the_bar_asks_for_scores_or_says_why_there_can_be_none(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    button = bar.findChild(QToolButton, "score")
    bar.show_state(can_branch=True, unscorable="Every checkpoint has a score.")
    assert (button.isEnabled(), button.toolTip()) == (False, "Every checkpoint has a score.")
    bar.show_state(can_branch=True, unscorable="")
    with qtbot.waitSignal(bar.score_wanted):
        button.click()


def test_the_buttons_of_the_bar_are_level_with_the_line_of_the_timeline(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    bar.show()
    middles = {button.geometry().top() + button.height() / 2 for button in bar.findChildren(QToolButton)}
    assert {abs(middle - bar.timeline.geometry().top() - BAR_PX) <= 0.5 for middle in middles} == {True}
