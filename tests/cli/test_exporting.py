from pathlib import Path

import pytest

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras 3.15 saving, NumPy 2
)


def test_export_writes_files_that_draw_what_the_run_draws(gan_studio, run, tmp_path):
    answer = gan_studio("export", str(run.path), "--to", "keras,onnx", "--out", str(tmp_path / "out"), "--json")
    assert answer.exit_code == 0
    files = answer.document["files"]
    assert [file["format"] for file in files] == ["keras", "onnx"]
    assert all(Path(file["path"]).stat().st_size == file["size"] for file in files)
    assert all(file["max_difference"] <= 1e-4 for file in files)


def test_export_goes_into_the_run_without_out(gan_studio, run):
    answer = gan_studio("export", str(run.path), "--to", "onnx")
    assert answer.exit_code == 0
    (file,) = run.exports.iterdir()
    assert str(file) in answer.stdout


def test_one_format_that_fails_leaves_the_others(gan_studio, run, tmp_path):
    out = tmp_path / "out"
    blocked = out / "digits-000020.keras"
    blocked.mkdir(parents=True)
    answer = gan_studio("export", str(run.path), "--to", "keras,onnx", "--out", str(out), "--json")
    assert answer.exit_code == 1
    assert [file["format"] for file in answer.document["files"]] == ["onnx"]
    assert [failure["format"] for failure in answer.document["failures"]] == ["keras"]
    assert "Error: Keras: " in answer.stderr


@pytest.mark.parametrize(("formats", "sentence"), [("kreas", "There is no format called 'kreas'."), (",", "No format")])
def test_unknown_formats_are_refused_before_anything_is_loaded(gan_studio, run, formats, sentence):
    answer = gan_studio("export", str(run.path), "--to", formats)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert "Loading TensorFlow" not in answer.stderr
    assert "savedmodel" in answer.stderr


def test_a_checkpoint_that_is_not_there(gan_studio, run):
    answer = gan_studio("export", str(run.path), "--at", "7")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.stderr
