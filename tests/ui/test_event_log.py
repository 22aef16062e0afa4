"""The log of the Train page tells of the run that is shown, its past included, and of no other."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from studio.core.events import CheckpointSaved, RunOpened, SettingsChanged
from studio.core.journal import Journal
from studio.core.recipe import Recipe
from studio.core.run_events import read_status
from studio.core.run_folder import Lineage, record_event
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.event_log import MOST_LINES, EventLog, Line

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def page(qtbot):
    made = TrainPage({"plain": Recipe()}, Recipe())
    qtbot.addWidget(made)
    return made


def opened(page, qtbot, run):
    page.open_folder(run.path, read_status(run))
    qtbot.waitUntil(lambda: not page.is_reading)
    return page.inspector.log.toPlainText()


def test_a_run_that_is_opened_tells_its_past_in_words_and_with_its_times(page, qtbot, linear_run):
    run = linear_run(10)
    with Journal(run.events_file) as events:
        events.append({**record_event("stopped", 400), "time": "2020-02-03T12:00:00+00:00"})
        events.append(record_event("settings", 16, changes={"optimizer.generator_learning_rate": 0.0005}))
    told = opened(page, qtbot, run)
    assert "2020-02-03" in told
    assert "Stopped at step 400" in told
    assert "Changed from step 16: Generator learning rate: 0.0005" in told
    assert [mark.text for mark in page.time.timeline.marks if mark.step == 16] == ["Generator learning rate: 0.0005"]
    run = linear_run(10, name="other")
    assert "400" not in opened(page, qtbot, run)
    page.clear()
    assert page.inspector.log.toPlainText() == ""


def test_a_branch_tells_the_name_of_its_parent_and_what_it_is(page, qtbot, linear_run):
    linear_run(5, name="old")
    run = linear_run(5)
    run.write_record(run.read_record().model_copy(update={"branched_from": Lineage(run="old", step=5)}))
    with Journal(run.events_file) as events, Journal(run.metrics_file) as metrics:
        events.append(record_event("branched", 5, run="old"))
        metrics.append({"step": 5, "images": 40, "seconds": 1.0})
    assert "Branched from “old” at step 5." in opened(page, qtbot, run)
    assert page.findChild(QLabel, "state_badge").text() == "New branch"


def test_what_happens_while_the_past_is_read_is_told_once(page, qtbot, linear_run):
    run = linear_run(10)
    with Journal(run.events_file) as events:
        events.append(record_event("checkpoint", 10))
    live = [RunOpened(run.path), CheckpointSaved(10, run.path), SettingsChanged(10, {"training.seed": 1}, 20)]
    page.show_events(live)
    qtbot.waitUntil(lambda: not page.is_reading)
    told = page.inspector.log.toPlainText()
    assert told.count("Saved step 10.") == 1
    assert told.count("Seed: 1") == 1
    assert "Run folder" in told


def test_a_long_log_keeps_the_newest_lines(qtbot):
    log = EventLog()
    qtbot.addWidget(log)
    now = datetime.now()
    log.show_lines(Line(now - timedelta(days=1), f"line {number}", "text") for number in range(MOST_LINES + 10))
    assert log.blockCount() == MOST_LINES
    assert log.toPlainText().splitlines()[0].endswith("line 10")


def test_the_star_stands_where_one_can_go_back_to(page, qtbot, linear_run):
    run = linear_run(20, 30)
    with Journal(run.events_file) as events:
        for step, distance in ((10, 1.0), (20, 3.0), (30, 4.0)):
            events.append(record_event("scored", step, distance=distance, floor=0.5, levels=[distance], pictures=8))
    opened(page, qtbot, run)
    assert page.time.timeline.best == 20
