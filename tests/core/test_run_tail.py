import json
import os
import socket

import numpy as np
import pytest

from studio.core.events import (
    CheckpointSaved,
    Finished,
    Preparing,
    SampleDrawn,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.journal import Journal, JournalTail, read_last
from studio.core.library import RunState, summarise
from studio.core.run_events import read_status
from studio.core.run_folder import record_event
from studio.core.run_status import Phase
from studio.core.run_tail import RunTail

OTHER = json.dumps({"pid": os.getpid(), "host": "elsewhere", "started": 0.0})
STARTED = {"target_step": 50, "device": "CPU", "steps_per_epoch": 5, "batch_size": 8}


def read_nothing(path):
    raise OSError


def write(run, *entries, rows=()):
    with Journal(run.events_file) as events, Journal(run.metrics_file) as metrics:
        for entry in entries:
            events.append(entry)
        for row in rows:
            metrics.append(row)


def row(step):
    return {"step": step, "epoch": step / 5, "images": step * 8, "seconds": step / 10, "generator_loss": 1.5}


def test_a_journal_is_read_on_from_its_last_whole_line(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": 2')
    tail = JournalTail(path)
    assert tail.poll() == []
    with path.open("ab") as file:
        file.write(b'}\nnot json\n{"a": 3}\n{"a"')
    assert tail.poll() == [{"a": 2}, {"a": 3}]
    assert tail.poll() == []
    assert read_last(path) == {"a": 3}
    assert read_last(tmp_path / "none") is None


def test_numbers_come_after_their_start_and_before_the_ending(linear_run):
    run = linear_run()
    tail = RunTail(run, read_nothing)
    assert tail.poll() == []
    write(
        run,
        record_event("started", 0, **STARTED),
        record_event("checkpoint", 20),
        record_event("finished", 20),
        rows=(row(10), row(20)),
    )
    told = tail.poll()
    assert [type(event) for event in told] == [Started, StepsDone, StepsDone, CheckpointSaved, Finished]
    assert told[2].metrics == {"generator_loss": 1.5}
    assert (told[2].images, told[2].epoch) == (160, 4.0)
    assert tail.poll() == []


def test_grids_come_with_their_pixels(linear_run):
    run = linear_run()
    pixels = np.zeros((4, 4, 1), np.uint8)
    tail = RunTail(run, lambda path: pixels)
    write(run, record_event("sample", 5, rows=2, columns=2))
    (drawn,) = tail.poll()
    assert isinstance(drawn, SampleDrawn)
    assert (drawn.step, drawn.path, drawn.rows, drawn.columns) == (5, run.sample_file(5), 2, 2)
    assert drawn.pixels is pixels


def test_a_process_that_takes_the_run_is_named_and_one_that_dies_is_told(linear_run):
    run = linear_run(10)
    tail = RunTail(run, read_nothing)
    tail.poll()
    run.lock_file.write_text(OTHER)
    assert [type(event) for event in tail.poll()] == [Preparing]
    assert tail.owner.host == "elsewhere"
    run.lock_file.write_text(OTHER.replace("elsewhere", socket.gethostname()).replace(str(os.getpid()), "4194304"))
    warned, stopped = tail.poll()
    assert isinstance(warned, Warned)
    assert "step 10" in warned.hint
    assert stopped == Stopped(10)
    assert tail.owner is None


def test_a_process_that_adds_scores_is_not_taken_for_one_that_trains(linear_run):
    run = linear_run(10)
    write(run, record_event("started", 0, **STARTED), record_event("finished", 10))
    tail = RunTail(run, read_nothing)
    tail.poll()
    run.lock_file.write_text(json.dumps({**json.loads(OTHER), "work": "scoring"}))
    write(run, record_event("scored", 10, distance=9.0, floor=2.0, levels=[9.0], pictures=64))
    (scored,) = tail.poll()
    assert scored.score.distance == 9.0
    assert tail.owner is None
    assert read_status(run).phase == Phase.FINISHED
    assert summarise(run).state == RunState.FINISHED
    run.lock_file.unlink()
    assert tail.poll() == []


@pytest.mark.parametrize(
    ("kinds", "held", "phase"),
    [
        ((), True, Phase.PREPARING),
        (("started",), True, Phase.TRAINING),
        (("started", "paused"), True, Phase.PAUSED),
        (("started", "paused", "continued"), True, Phase.TRAINING),
        (("started", "stopped"), False, Phase.STOPPED),
        (("started",), False, Phase.STOPPED),
        (("started", "failed"), False, Phase.FAILED),
        (("started", "finished"), False, Phase.FINISHED),
    ],
)
def test_where_a_run_stands_by_its_folder(linear_run, kinds, held, phase):
    run = linear_run()
    write(run, *(record_event(kind, 0, **STARTED) for kind in kinds), rows=(row(10),) if kinds else ())
    if held:
        run.lock_file.write_text(OTHER)
    status = read_status(run)
    assert status.phase == phase
    if kinds:
        assert (status.step, status.target_step, status.images, status.started.batch_size) == (10, 50, 80, 8)


def test_a_run_paused_before_a_step_told_its_numbers_stands_at_that_step(linear_run):
    run = linear_run()
    write(run, record_event("started", 0, **STARTED), record_event("paused", 11), rows=(row(10),))
    run.lock_file.write_text(OTHER)
    assert read_status(run).step == 11
