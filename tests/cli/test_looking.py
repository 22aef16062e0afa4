"""The verbs that look: check, devices, runs, verify."""

from studio.core.library import RunState


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
