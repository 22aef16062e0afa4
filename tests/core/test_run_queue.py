import pytest

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.run_queue import QueuedRun, RunQueue


def queued(*sources):
    return [QueuedRun(source=source, recipe=Recipe()) for source in sources]


def test_a_queue_is_served_in_order_and_survives(tmp_path):
    queue = RunQueue(tmp_path / "queue.json")
    assert queue.runs == ()
    runs = queued("a", "b", "c")
    for run in runs:
        queue.add(run)
    again = RunQueue(tmp_path / "queue.json")
    assert again.runs == tuple(runs)
    again.remove(runs[0].identity)
    assert queue.runs == tuple(runs[1:])


def test_runs_are_moved_and_taken_out(tmp_path):
    queue = RunQueue(tmp_path / "queue.json")
    runs = queued("a", "b", "c")
    for run in runs:
        queue.add(run)

    def order():
        return "".join(run.source for run in queue.runs)

    queue.move(runs[2].identity, -1)
    assert order() == "acb"
    queue.move(runs[0].identity, -1)
    assert order() == "acb"
    queue.move(runs[0].identity, 5)
    assert order() == "cba"
    queue.remove(runs[1].identity)
    queue.remove("nobody")
    assert order() == "ca"


def test_a_damaged_queue_says_so_and_is_left_alone(tmp_path):
    path = tmp_path / "queue.json"
    path.write_text("[{")
    queue = RunQueue(path)
    with pytest.raises(StudioError, match=r"queue\.json is damaged"):
        queue.add(queued("a")[0])
    assert path.read_text() == "[{"
