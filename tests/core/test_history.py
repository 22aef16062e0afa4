import numpy as np
import pytest

from studio.core.errors import CancelledError
from studio.core.history import History
from studio.core.history_table import table_of, write_csv
from studio.core.journal import Journal
from studio.core.progress import Quiet
from studio.core.run_contents import branches_of, last_target, read_contents
from studio.core.run_folder import Lineage, record_event


def rows(*steps):
    return [{"step": step, "loss": step / 2, "note": "text", "flag": True} for step in steps]


def same(a, b):
    assert a.names == b.names
    for name in a.names:
        np.testing.assert_array_equal(a.column(name), b.column(name))


@pytest.mark.parametrize("steps", [range(1, 5000), [1, 2, 5, 3, 4], [7, 7, 8]])
def test_many_rows_at_once_are_what_one_by_one_are(steps):
    at_once = History()
    at_once.extend(rows(*steps))
    same(at_once, History(rows(*steps)))


def test_columns_that_come_later_have_gaps_before_and_after():
    history = History(rows(1))
    history.extend([{"step": 2, "late": 5.0}, {"step": 3}])
    np.testing.assert_array_equal(history.column("late"), [np.nan, 5.0, np.nan])
    np.testing.assert_array_equal(history.column("loss"), [0.5, np.nan, np.nan])


def test_an_earlier_step_replaces_what_came_after_it_and_that_is_told():
    history = History(rows(1, 2, 3))
    assert history.rewrites == 0
    history.append({"step": 2, "loss": 9.0})
    assert history.column("loss").tolist() == [0.5, 9.0]
    assert history.rewrites == 1


def test_numbers_that_are_found_out_later_go_into_the_row_of_their_step():
    history = History(rows(1, 2, 3))
    history.amend(2, {"score": 7.0})
    np.testing.assert_array_equal(history.column("score"), [np.nan, 7.0, np.nan])
    assert history.rewrites == 1
    history.amend(2, {"score": 7.0})
    history.amend(5, {"score": 1.0})
    assert history.rewrites == 1
    history.append({"step": 4, "score": 6.0})
    np.testing.assert_array_equal(history.column("score"), [np.nan, 7.0, np.nan, 6.0])


def test_a_table_has_a_line_of_names_and_empty_fields_for_gaps(tmp_path):
    history = History([{"step": 1, "loss": 0.25}, {"step": 2}])
    write_csv(tmp_path / "run.csv", *table_of(history))
    assert (tmp_path / "run.csv").read_text("utf-8") == "step,loss\n1,0.25\n2,\n"


def test_a_cancelled_table_is_not_written(tmp_path):
    class Impatient(Quiet):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        write_csv(tmp_path / "run.csv", *table_of(History(rows(1))), Impatient())
    assert list(tmp_path.iterdir()) == []


def test_the_contents_of_a_run_are_read_at_once(linear_run):
    run = linear_run(100)
    run.sample_file(50).write_bytes(b"grid")
    with Journal(run.metrics_file) as metrics, Journal(run.events_file) as events:
        for step in range(1, 101):
            metrics.append({"step": step})
        metrics.append({"no": "step"})
        events.append(record_event("started", 0, target_step=400))
        events.append(record_event("paused", 10))
    child = linear_run(name="child")
    child.write_record(child.read_record().model_copy(update={"branched_from": Lineage(run="run", step=60)}))
    contents = read_contents(run, Quiet())
    assert len(contents.history) == 100
    assert (contents.grids, contents.checkpoints) == ([50], [100])
    assert last_target(contents.entries) == 400
    assert [(branch.step, branch.name) for branch in contents.branches] == [(60, "child")]
    assert branches_of(child) == []
