import json
import signal

import numpy as np
import pytest

from studio.core.checkpoint_file import read_header
from studio.core.journal import read_journal
from studio.core.run_folder import open_run

TINY = ("--recipe", "mlp-128", "--set", "networks.width=8", "--set", "training.batch_size=16")


@pytest.fixture
def digits_run(gan_studio, tmp_path):
    """A run of 20 steps on the built-in digits."""
    answer = gan_studio("train", "demo:digits", *TINY, "--steps", "20", "--seed", "3", "--out", str(tmp_path / "run"))
    assert answer.exit_code == 0, answer.stderr
    return tmp_path / "run"


def test_train_makes_a_run_and_says_where(gan_studio, tmp_path):
    out = tmp_path / "run"
    answer = gan_studio("train", "demo:digits", *TINY, "--steps", "20", "--seed", "3", "--out", str(out))
    assert answer.exit_code == 0
    assert str(out) in answer.stdout
    assert "20 of 20" in answer.stdout
    assert "Loading TensorFlow" in answer.stderr
    run, record = open_run(out)
    assert run.checkpoint_steps() == [20]
    assert record.recipe.training.seed == 3
    assert (record.recipe.value("training.length"), record.recipe.value("training.length_unit")) == (20, "steps")
    assert not run.lock_file.exists()


def test_train_answers_json_with_the_facts_of_the_run(gan_studio, tmp_path):
    out = tmp_path / "run"
    told = gan_studio("train", "demo:digits", *TINY, "--steps", "20", "--out", str(out), "--json").document
    assert told["run"] == str(out)
    assert told["state"] == "finished"
    assert (told["step"], told["target_step"]) == (20, 20)
    assert told["images"] == 320
    assert np.isfinite(told["metrics"]["generator_loss"])
    assert told["checkpoint"] == str(out / "checkpoints" / "000020.safetensors")
    assert told["sample"] == str(out / "samples" / "000020.png")


def test_without_out_a_new_run_goes_to_the_library(gan_studio, home):
    first = gan_studio("train", "demo:digits", *TINY, "--steps", "2", "--json").document
    second = gan_studio("train", "demo:digits", *TINY, "--steps", "2", "--json").document
    assert first["run"] != second["run"]
    listed = gan_studio("runs", "--json").document
    assert {run["run"] for run in listed} >= {first["run"], second["run"]}
    assert all(str(home / "runs") in run["run"] for run in listed)


def test_resume_goes_on_to_a_new_target(gan_studio, digits_run):
    answer = gan_studio("resume", str(digits_run), "--steps", "30", "--json")
    assert answer.exit_code == 0
    assert answer.document["step"] == 30
    assert open_run(digits_run)[0].checkpoint_steps() == [20, 30]


def test_resume_of_a_finished_run_has_nothing_to_do(gan_studio, digits_run):
    answer = gan_studio("resume", str(digits_run), "--json")
    assert answer.exit_code == 0
    assert (answer.document["state"], answer.document["step"]) == ("finished", 20)


def test_resume_refuses_a_run_whose_pictures_changed(gan_studio, digits_run):
    record_file = open_run(digits_run)[0].record_file
    record = json.loads(record_file.read_text("utf-8"))
    record["data_fingerprint"] = "0" * 64
    record_file.write_text(json.dumps(record), "utf-8")
    answer = gan_studio("resume", str(digits_run), "--steps", "30")
    assert answer.exit_code == 1
    assert "The pictures are not the ones" in answer.stderr


def test_a_torn_last_log_line_is_cut_and_the_run_goes_on(gan_studio, digits_run):
    run, _ = open_run(digits_run)
    for file in (run.metrics_file, run.events_file):
        with file.open("ab") as log:
            log.write(b'{"step": 2')
    assert gan_studio("resume", str(digits_run), "--steps", "30").exit_code == 0
    for file in (run.metrics_file, run.events_file):
        lines = file.read_bytes().splitlines()
        assert all(json.loads(line) for line in lines)
    assert [row["step"] for row in read_journal(run.metrics_file)][-1] == 30


def test_a_corrupted_checkpoint_falls_back_to_the_one_before_and_says_so(gan_studio, digits_run):
    gan_studio("resume", str(digits_run), "--steps", "30")
    run, _ = open_run(digits_run)
    newest = run.checkpoint_file(30)
    content = bytearray(newest.read_bytes())
    content[-5] ^= 0xFF
    newest.write_bytes(content)
    answer = gan_studio("resume", str(digits_run), "--steps", "40", "--json")
    assert answer.exit_code == 0
    assert "000030.safetensors cannot be used" in answer.stderr
    assert "Continuing from step 20" in answer.stderr
    assert answer.document["warnings"][0]["headline"] == "The checkpoint 000030.safetensors cannot be used."
    assert read_header(run.checkpoint_file(40)).step == 40


def test_a_run_that_another_process_writes_is_left_alone(gan_studio, digits_run, start, read_until):
    writer = start("resume", str(digits_run), "--steps", "1000000")
    read_until(writer, "epoch")
    answer = gan_studio("resume", str(digits_run), "--steps", "30")
    assert answer.exit_code == 1
    assert f"Process {writer.pid}" in answer.stderr
    writer.send_signal(signal.SIGTERM)
    _, stderr = writer.communicate(timeout=60)
    assert writer.returncode == 130
    assert "Stopping and saving" in stderr
