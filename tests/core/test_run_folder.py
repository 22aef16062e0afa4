"""The run folder: records, journals, locks, checkpoints and history on disk."""

import json
import os

import numpy as np
import pytest

from studio.core.checkpoint_file import CheckpointHeader, read_checkpoint, read_header, write_checkpoint
from studio.core.errors import StudioError
from studio.core.files import replacing, write_atomically
from studio.core.history import read_history
from studio.core.journal import Journal, read_journal
from studio.core.library import RunState, list_runs, new_run_path, summarise
from studio.core.recipe import Recipe
from studio.core.run_folder import RunRecord, create_run, now, open_run, record_event
from studio.core.run_lock import Owner, acquire, current_owner, release

HEADER = CheckpointHeader(step=5, seconds=1.5, recipe_fingerprint="r", data_fingerprint="d", versions={"python": "3"})


def record(name="run"):
    return RunRecord(name=name, created=now(), recipe=Recipe(), source="demo:digits", data_fingerprint="f", pictures=9)


def test_record_survives_the_disk(tmp_path):
    run = create_run(tmp_path / "a", record())
    again, read = open_run(tmp_path / "a")
    assert again == run
    assert read.recipe == Recipe()


def test_existing_folder_is_never_overwritten(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StudioError, match="exists already"):
        create_run(tmp_path, record())
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "told"), [(None, "no run.json"), ("{", "damaged"), ('{"format_version": 99}', "newer")]
)
def test_what_is_not_a_run_is_refused(tmp_path, content, told):
    if content:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(StudioError, match=told):
        open_run(tmp_path)


def test_a_file_name_that_is_no_unicode_comes_back_from_a_journal(tmp_path):
    with Journal(tmp_path / "events.jsonl") as journal:
        journal.append({"path": "caf\udce9.png"})
    assert list(read_journal(tmp_path / "events.jsonl")) == [{"path": "caf\udce9.png"}]


def test_journal_passes_over_a_torn_last_line_and_mends_it(tmp_path):
    path = tmp_path / "metrics.jsonl"
    path.write_text('{"step": 1}\n{"step": 2}\n{"st')
    assert [e["step"] for e in read_journal(path)] == [1, 2]
    with Journal(path) as journal:
        journal.append({"step": 3})
    assert [e["step"] for e in read_journal(path)] == [1, 2, 3]


def test_history_of_a_run_that_went_back_to_a_checkpoint(tmp_path):
    run = create_run(tmp_path / "a", record())
    with Journal(run.metrics_file) as journal:
        for step, loss in ((1, 1.0), (2, 2.0), (3, 3.0), (2, 20.0)):
            journal.append({"step": step, "generator_loss": loss})
        journal.append({"step": 4, "other": 7})
    history = read_history(run)
    assert history.column("step").tolist() == [1, 2, 4]
    np.testing.assert_array_equal(history.column("generator_loss"), [1.0, 20.0, np.nan])
    np.testing.assert_array_equal(history.column("other"), [np.nan, np.nan, 7])


def test_history_grows(tmp_path):
    run = create_run(tmp_path / "a", record())
    with Journal(run.metrics_file) as journal:
        for step in range(3000):
            journal.append({"step": step, "x": step * 2})
    assert read_history(run).column("x")[-1] == 5998


def test_lock_names_its_owner_and_a_dead_owner_does_not_count(tmp_path):
    path = tmp_path / "run.lock"
    acquire(path)
    with pytest.raises(StudioError, match=str(os.getpid())):
        acquire(path)
    owner = current_owner(path)
    path.write_text(json.dumps({"pid": owner.pid, "host": owner.host, "started": owner.started - 1000}))
    assert current_owner(path) is None
    acquire(path)
    release(path)
    assert current_owner(path) is None


def test_whoever_takes_the_lock_removes_what_a_killed_process_left(tmp_path):
    run = create_run(tmp_path / "a", record())
    left = run.checkpoints / ".000005.safetensors.99.part"
    left.write_bytes(b"half")
    acquire(run.lock_file)
    assert not left.exists()
    assert run.record_file.exists()


def test_lock_of_another_machine_counts():
    assert Owner(1, "elsewhere", 0.0).alive


def test_checkpoint_survives_the_disk(tmp_path):
    path = tmp_path / "000005.safetensors"
    tensors = {"b": np.arange(6, dtype=np.float32).reshape(2, 3), "a/x": np.zeros((), np.int64)}
    write_checkpoint(path, HEADER, tensors)
    header, read = read_checkpoint(path)
    assert (header.step, header.versions) == (5, {"python": "3"})
    assert read_header(path) == header
    np.testing.assert_array_equal(read["b"], tensors["b"])
    assert list(read_checkpoint(path, "a/")[1]) == ["a/x"]
    (tmp_path / "plain").touch()
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("damage", ["flip", "cut", "text"])
def test_damaged_checkpoint_is_refused(tmp_path, damage):
    path = tmp_path / "000005.safetensors"
    write_checkpoint(path, HEADER, {"a": np.ones(100, np.float32)})
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[-5] ^= 1
    path.write_bytes(b"no tensors" if damage == "text" else content[:-50] if damage == "cut" else content)
    with pytest.raises(StudioError, match="damaged"):
        read_checkpoint(path)


def test_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def fail_half_way():
        with replacing(path) as file:
            file.write(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(StudioError, match="No space"):
        fail_half_way()
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_library_lists_runs_with_their_state(tmp_path):
    for name, events in {
        "finished": ["started", "checkpoint", "finished"],
        "interrupted": ["started", "checkpoint"],
        "new": [],
    }.items():
        run = create_run(tmp_path / name, record(name))
        with Journal(run.events_file) as journal:
            for step, kind in enumerate(events):
                journal.append(record_event(kind, step))
    (tmp_path / "not a run").mkdir()
    states = {s.record.name: s.state for s in list_runs(tmp_path)}
    assert states == {"finished": RunState.FINISHED, "interrupted": RunState.INTERRUPTED, "new": RunState.NEW}


def test_a_resume_that_fails_at_once_does_not_hide_what_was_trained(tmp_path):
    run = create_run(tmp_path / "a", record())
    with Journal(run.events_file) as journal:
        journal.append(record_event("stopped", 50, seconds=12.5))
        journal.append(record_event("failed", 0, seconds=0.0, headline="The pictures are gone."))
    told = summarise(run)
    assert (told.state, told.step, told.seconds) == (RunState.FAILED, 50, 12.5)


def test_run_with_a_living_owner_is_training(tmp_path):
    run = create_run(tmp_path / "a", record())
    acquire(run.lock_file)
    assert summarise(run).state == RunState.TRAINING


@pytest.mark.parametrize(
    ("events", "held", "orphaned"),
    [
        (["started", "paused", "checkpoint"], RunState.PAUSED, RunState.INTERRUPTED),
        (["started", "paused", "continued"], RunState.TRAINING, RunState.INTERRUPTED),
        (["started", "paused", "stopped"], RunState.TRAINING, RunState.STOPPED),
    ],
)
def test_a_run_is_paused_as_long_as_somebody_holds_it(tmp_path, events, held, orphaned):
    run = create_run(tmp_path / "a", record())
    with Journal(run.events_file) as journal:
        for kind in events:
            journal.append(record_event(kind, 7))
    assert summarise(run).state == orphaned
    acquire(run.lock_file)
    told = summarise(run)
    assert (told.state, told.is_held) == (held, True)


def test_new_run_paths_are_free_and_safe(tmp_path):
    first = new_run_path("../my: pictures", tmp_path)
    assert first.parent == tmp_path
    first.mkdir()
    assert new_run_path("../my: pictures", tmp_path) != first


def test_a_branch_of_a_branch_counts_on(tmp_path):
    today = f"{now().astimezone():%Y-%m-%d}"
    for name in ("train", "train 2"):
        (tmp_path / f"{today} {name}").mkdir()
    assert new_run_path("2026-01-01 train 2", tmp_path).name == f"{today} train 3"
    assert new_run_path("2026-01-01 train", tmp_path).name == f"{today} train 3"
    (tmp_path / f"{today} set 2").mkdir()
    assert new_run_path("set 2", tmp_path).name == f"{today} set 2 2"  # the number is the data's
