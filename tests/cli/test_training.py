import json
import os
import socket

import numpy as np

from studio.core.checkpoint_file import read_header
from studio.core.journal import read_journal
from studio.core.library import library_folder
from studio.core.run_lock import acquire


def test_train_makes_a_run_and_tells_its_facts(trained):
    run, answer = trained
    assert answer.exit_code == 0
    told = answer.document
    assert told["run"] == str(run.path)
    assert (told["state"], told["step"], told["target_step"], told["images"]) == ("finished", 20, 20, 320)
    assert np.isfinite(told["metrics"]["generator_loss"])
    assert told["checkpoint"] == str(run.checkpoint_file(20))
    assert told["sample"] == str(run.sample_file(20))
    assert run.graph_file.exists()
    assert not run.lock_file.exists()


def test_train_takes_recipe_options_over(trained):
    recipe = trained[0].read_record().recipe
    keys = ("training.seed", "training.length", "training.length_unit", "networks.width")
    assert [recipe.value(key) for key in keys] == [3, 20, "steps", 8]


def test_train_speaks_to_people_of_progress_on_stderr_and_of_the_result_on_stdout(gan_studio, tiny, tmp_path):
    out = tmp_path / "run"
    answer = gan_studio("train", "demo:digits", *tiny, "--steps", "5", "--out", str(out))
    assert answer.exit_code == 0
    assert "Loading TensorFlow" in answer.stderr
    assert "Training" in answer.stderr
    assert "5 of 5" in answer.stdout
    assert str(out) in answer.stdout


def test_without_out_a_new_run_goes_to_the_library(gan_studio, tiny):
    told = gan_studio("train", "demo:digits", *tiny, "--steps", "2", "--json").document
    assert told["run"].startswith(str(library_folder()))
    assert told["run"] in [run["run"] for run in gan_studio("runs", "--json").document]


def test_a_run_knows_where_its_pictures_are_wherever_it_is_resumed(
    gan_studio, tiny, draw_pictures, tmp_path, monkeypatch
):
    draw_pictures(tmp_path / "pictures", 16)
    monkeypatch.chdir(tmp_path)
    assert gan_studio("train", "pictures", *tiny, "--steps", "2", "--out", "run").exit_code == 0
    monkeypatch.chdir("/")
    assert gan_studio("resume", str(tmp_path / "run"), "--steps", "4").exit_code == 0


def test_resume_goes_on_to_a_new_target(gan_studio, run):
    answer = gan_studio("resume", str(run.path), "--steps", "30", "--json")
    assert answer.exit_code == 0
    assert answer.document["step"] == 30
    assert run.checkpoint_steps() == [20, 30]


def test_resume_of_a_finished_run_has_nothing_to_do(gan_studio, run):
    answer = gan_studio("resume", str(run.path), "--json")
    assert answer.exit_code == 0
    assert (answer.document["state"], answer.document["step"]) == ("finished", 20)


def test_resume_refuses_a_target_that_is_behind(gan_studio, run):
    answer = gan_studio("resume", str(run.path), "--steps", "10")
    assert answer.exit_code == 1
    assert "The run is at step 20 already." in answer.stderr


def test_resume_refuses_a_run_whose_pictures_changed(gan_studio, run):
    record = json.loads(run.record_file.read_text("utf-8"))
    run.record_file.write_text(json.dumps({**record, "data_fingerprint": "0" * 64}), "utf-8")
    answer = gan_studio("resume", str(run.path), "--steps", "30")
    assert answer.exit_code == 1
    assert "The pictures are not the ones this run was trained on." in answer.stderr


def test_a_torn_last_log_line_is_cut_and_the_run_goes_on(gan_studio, run):
    for file in (run.metrics_file, run.events_file):
        with file.open("ab") as log:
            log.write(b'{"step": 2')
    assert gan_studio("resume", str(run.path), "--steps", "30").exit_code == 0
    for file in (run.metrics_file, run.events_file):
        assert all(json.loads(line) for line in file.read_bytes().splitlines())
    assert [row["step"] for row in read_journal(run.metrics_file)][-1] == 30


def test_a_corrupted_checkpoint_falls_back_to_the_one_before_and_says_so(gan_studio, run):
    gan_studio("resume", str(run.path), "--steps", "30")
    newest = run.checkpoint_file(30)
    content = bytearray(newest.read_bytes())
    content[-5] ^= 0xFF
    newest.write_bytes(content)
    answer = gan_studio("resume", str(run.path), "--steps", "40", "--json")
    assert answer.exit_code == 0
    assert "000030.safetensors cannot be used" in answer.stderr
    assert "Continuing from step 20" in answer.stderr
    assert answer.document["warnings"][0]["headline"] == "The checkpoint 000030.safetensors cannot be used."
    assert read_header(run.checkpoint_file(40)).step == 40


def test_a_run_without_one_whole_checkpoint_is_refused(gan_studio, run):
    run.checkpoint_file(20).write_bytes(b"torn")
    answer = gan_studio("resume", str(run.path), "--steps", "30")
    assert answer.exit_code == 1
    assert "No checkpoint of this run can be used." in answer.stderr


def test_a_run_that_is_being_written_is_left_alone(gan_studio, run):
    acquire(run.lock_file)
    answer = gan_studio("resume", str(run.path), "--steps", "30")
    assert answer.exit_code == 1
    assert f"Process {os.getpid()}" in answer.stderr
    assert run.lock_file.exists()


def test_a_lock_left_by_a_dead_process_is_no_obstacle(gan_studio, run):
    run.lock_file.write_text('{"pid": 4194304, "host": "' + socket.gethostname() + '", "started": 1.0}', "utf-8")
    assert gan_studio("resume", str(run.path), "--steps", "30").exit_code == 0
    assert not run.lock_file.exists()


def test_resume_takes_settings_that_an_existing_run_allows(gan_studio, run):
    words = ("resume", str(run.path), "--steps", "25", "--set")
    assert gan_studio(*words, "optimizer.generator_learning_rate=0.25", "--json").document["step"] == 25
    *_, last = read_journal(run.metrics_file)
    assert last["generator_learning_rate"] == 0.25
    refused = gan_studio(*words, "training.seed=4")
    assert refused.exit_code == 1
    assert "training.seed" in refused.stderr
