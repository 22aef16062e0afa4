"""The verbs that look: check, devices, report, runs, verify."""

import shlex
import zipfile

from studio.core.command_line import run_command
from studio.core.library import RunState
from studio.core.notes import rename, set_tags
from studio.core.run_folder import RunFolder


def test_check_tells_what_training_would_find(gan_studio):
    answer = gan_studio("check", "demo:digits")
    assert answer.exit_code == 0
    assert "28x28 grey" in answer.stdout


def test_check_counts_the_pictures_of_each_class(gan_studio, draw_pictures, tmp_path):
    draw_pictures(tmp_path / "rose", 3)
    draw_pictures(tmp_path / "tulip", 5)
    told = gan_studio("check", str(tmp_path), "--json").document
    assert told["pictures"] == 8
    assert told["classes"] == {"rose": 3, "tulip": 5}


def test_check_of_nothing_exits_with_1(gan_studio, tmp_path):
    answer = gan_studio("check", str(tmp_path), "--json")
    assert answer.exit_code == 1
    assert answer.document["error"]["headline"]


def test_devices_name_the_processor(gan_studio):
    assert "cpu" in [device["name"] for device in gan_studio("devices", "--json").document]
    assert "CPU" in gan_studio("devices").stdout


def test_runs_lists_a_folder_of_runs(gan_studio, run):
    listed = gan_studio("runs", str(run.path.parent), "--json").document
    assert [(r["run"], r["state"], r["step"]) for r in listed] == [(str(run.path), RunState.FINISHED, 20)]
    assert "digits" in gan_studio("runs", str(run.path.parent)).stdout


def test_runs_of_a_folder_that_is_not_there(gan_studio, tmp_path):
    answer = gan_studio("runs", str(tmp_path / "nowhere"))
    assert answer.exit_code == 1
    assert "There is no folder" in answer.stderr


def test_verify_proves_that_a_run_can_be_continued(gan_studio, run):
    answer = gan_studio("verify", str(run.path), "--steps", "3", "--json")
    assert answer.exit_code == 0
    told = answer.document
    assert (told["sound"], told["identical"], told["step"], told["steps"]) == (True, True, 20, 3)


def test_verify_tells_of_a_damaged_newest_checkpoint(gan_studio, run):
    run.checkpoint_file(30).write_bytes(b"torn")
    answer = gan_studio("verify", str(run.path), "--steps", "1")
    assert answer.exit_code == 1
    assert "000030.safetensors" in answer.stdout


def test_runs_tells_names_tags_and_origin_and_finds_by_them(gan_studio, run):
    rename(run, "My digits")
    set_tags(run, "best")
    told = gan_studio("runs", str(run.path.parent), "--filter", "my #best", "--json").document
    assert [(r["name"], r["tags"], r["branched_from"]) for r in told] == [("My digits", ["best"], None)]
    shown = gan_studio("runs", str(run.path.parent)).stdout
    assert "digits (My digits)" in shown
    assert "#best" in shown
    assert gan_studio("runs", str(run.path.parent), "--filter", "#worst", "--json").document == []
    assert "matches '#worst'" in gan_studio("runs", str(run.path.parent), "--filter", "#worst").stdout


def test_report_packs_a_run_without_pictures_and_never_overwrites(gan_studio, run, tmp_path):
    out = tmp_path / "report.zip"
    answer = gan_studio("report", str(run.path), "--out", str(out), "--story", "It broke.")
    assert answer.exit_code == 0
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files["what happened.txt"] == "It broke.\n"
    assert not any(name.endswith((".png", ".safetensors")) for name in files)
    assert str(tmp_path) not in "".join(files.values())
    again = gan_studio("report", "--out", str(out))
    assert again.exit_code == 1
    assert "exists already" in again.stderr


def test_the_command_of_a_run_makes_the_same_run(gan_studio, run, tmp_path):
    *_, command = run_command(run).partition("gan-studio ")
    answer = gan_studio(*shlex.split(command), "--out", str(tmp_path / "again"), "--json")
    assert answer.exit_code == 0, answer.stderr
    assert RunFolder(tmp_path / "again").read_record().recipe.fingerprint() == run.read_record().recipe.fingerprint()
    assert RunFolder(tmp_path / "again").metrics_file.exists()
