"""Scores as the journal keeps them: which count, which is best, and what becomes of its checkpoint."""

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.history import SLICED_WASSERSTEIN
from studio.core.journal import Journal
from studio.core.library import library_stamp, summarise
from studio.core.notes import rename
from studio.core.progress import Quiet
from studio.core.run_contents import read_rows
from studio.core.run_folder import record_event
from studio.core.run_lock import acquire, release
from studio.core.scores import Score, best_checkpoint, best_step, read_scores, scores_of, unscored_steps
from studio.core.thinning import to_drop


def line(step, distance=10.0):
    return record_event("scored", step, distance=distance, floor=2.0, levels=[distance], pictures=64)


def test_scores_come_back_as_they_were_written():
    assert scores_of([line(20, 9.0), line(10, 12.0)]) == {
        10: Score(12.0, 2.0, (12.0,), 64),
        20: Score(9.0, 2.0, (9.0,), 64),
    }


def test_lines_that_are_damaged_or_of_other_kinds_are_passed_over():
    damaged = {"event": "scored", "step": 30, "distance": "?"}
    assert list(scores_of([{"event": "sample", "step": 10}, damaged, {"event": "scored"}, line(40)])) == [40]


def test_what_was_scored_after_the_step_a_run_went_on_from_is_lost():
    entries = [line(10), line(20, 3.0), record_event("resumed", 10), line(30)]
    assert list(scores_of(entries)) == [10, 30]


def test_the_lowest_distance_is_best_and_the_earliest_of_equals():
    assert best_step(scores_of([line(10, 5.0), line(20, 4.0), line(30, 4.0)])) == 20
    assert best_step({}) is None


def test_the_best_checkpoint_is_one_that_is_there(linear_run):
    run = linear_run(10, 30)
    with pytest.raises(StudioError, match="has a score"):
        best_checkpoint(run)
    with Journal(run.events_file) as events:
        for entry in (line(10, 8.0), line(20, 1.0), line(30, 9.0)):
            events.append(entry)
    assert best_checkpoint(run) == 10


def test_the_list_of_runs_shows_the_best_score_and_no_progress_that_scoring_makes(linear_run):
    run = linear_run(10, 30)
    assert summarise(run).best is None
    with Journal(run.events_file) as events:
        for entry in (record_event("finished", 30, seconds=4.0), line(30, 7.0), line(10, 8.0)):
            events.append(entry)
    found = summarise(run)
    assert found.best == read_scores(run)[30]
    assert (found.step, found.seconds) == (30, 4.0)


def test_checkpoints_without_a_score_are_named(linear_run):
    run = linear_run(10, 20, 30)
    with Journal(run.events_file) as events:
        events.append(line(20))
    assert unscored_steps(run) == [10, 30]


def test_the_stamp_of_the_library_differs_with_everything_the_list_shows(linear_run, tmp_path):
    stamps = [library_stamp(tmp_path)]
    run = linear_run(10)
    changes = (
        lambda: record_score(run),
        lambda: rename(run, "roses"),
        lambda: acquire(run.lock_file),
        lambda: release(run.lock_file),
        lambda: run.record_file.unlink(),
    )
    for change in (lambda: None, *changes):
        change()
        stamps.append(library_stamp(tmp_path))
    assert len(set(stamps)) == len(stamps) - 2  # with the lock given back, and with the run gone, it is as before
    assert library_stamp(tmp_path / "none") == stamps[0]


def record_score(run):
    with Journal(run.events_file) as events:
        events.append(line(10))


def test_thinning_keeps_the_best():
    for best in range(1, 100, 7):
        kept = set(range(100)) - set(to_drop(range(100), 5, best))
        assert {0, 99, best} <= kept
        assert len(kept) == 5
    assert to_drop([1, 2, 3], 2, best=2) == []


def test_scores_are_read_into_the_rows_of_their_steps(linear_run):
    run = linear_run()
    with Journal(run.metrics_file) as metrics, Journal(run.events_file) as events:
        for row in ({"step": 10, "loss": 1.0}, {"step": 20, "loss": 2.0}):
            metrics.append(row)
        for entry in (line(20, 6.0), line(15), line(40)):
            events.append(entry)
    history = read_rows(run, Quiet())
    np.testing.assert_array_equal(history.column(SLICED_WASSERSTEIN), [np.nan, 6.0])
    np.testing.assert_array_equal(history.column("loss"), [1.0, 2.0])
