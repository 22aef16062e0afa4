"""Bad input, each told as one sentence on stderr with exit code 1, and nothing left behind."""

import os
import struct
import zlib

import pytest

TINY = ("--recipe", "mlp-128", "--set", "networks.width=8", "--set", "training.batch_size=4", "--steps", "4")


@pytest.fixture
def refused(gan_studio, tmp_path):
    """Train with these words, expect a refusal, and return its sentence."""

    def call(*words: str) -> str:
        out = tmp_path / "refused run"
        answer = gan_studio("train", *words, "--out", str(out))
        told = [line for line in answer.stderr.splitlines() if line.startswith("Error: ")]
        assert answer.exit_code == 1
        assert answer.stdout == ""
        assert "Traceback" not in answer.stderr
        assert "made a mistake" not in answer.stderr
        assert len(told) == 1
        assert told[0].endswith((".", "?"))
        assert not out.exists()
        return told[0]

    return call


@pytest.mark.parametrize(
    ("assignment", "sentence"),
    [
        (
            "optimizer.generator_learning_rate=0",
            "Generator learning rate (optimizer.generator_learning_rate) cannot be",
        ),
        ("optimizer.generator_learning_rate=-0.1", "cannot be -0.1: it must be more than 0, at most 1."),
        ("optimizer.generator_learning_rate=nan", "cannot be nan"),
        ("optimizer.discriminator_learning_rate=inf", "cannot be inf"),
        ("training.batch_size=0", "must be at least 1"),
        ("training.batch_size=many", "cannot be many"),
        ("training.bach_size=3", "Did you mean training.batch_size"),
        ("batch size", "is not of the form key=value"),
        ("networks.architecture=vae", "cannot be vae"),
        ("data.width=7", "at least 8"),
    ],
)
def test_settings_out_of_range_and_unknown_ones(refused, assignment, sentence):
    assert sentence in refused("demo:digits", *TINY, "--set", assignment)


def test_an_unknown_recipe(refused):
    assert "Did you mean dcgan-64?" in refused("demo:digits", "--recipe", "dcgan64")


def test_a_recipe_file_that_is_no_recipe(refused, tmp_path):
    file = tmp_path / "broken.json"
    file.write_text("{", "utf-8")
    assert "broken.json" in refused("demo:digits", "--recipe", str(file))


def test_a_recipe_file_with_an_unknown_key(refused, tmp_path):
    file = tmp_path / "typo.json"
    file.write_text('{"training": {"bach_size": 3}}', "utf-8")
    assert "Did you mean training.batch_size?" in refused("demo:digits", "--recipe", str(file))


def test_steps_must_be_positive(refused):
    assert "at least 1" in refused("demo:digits", "--steps", "0")


def test_a_missing_folder(refused, tmp_path):
    assert "There is no folder" in refused(str(tmp_path / "nowhere"), *TINY)


def test_an_unknown_demo(refused):
    assert "demo:digts" in refused("demo:digts", *TINY)


def test_an_empty_folder(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "empty" in refused(str(tmp_path / "empty"), *TINY)


def test_a_folder_that_may_not_be_read(refused, tmp_path, draw_pictures):
    folder = draw_pictures(tmp_path / "secret", 8)
    folder.chmod(0)
    if os.access(folder, os.R_OK):
        folder.chmod(0o700)
        pytest.skip("this user may read everything")
    try:
        assert "secret" in refused(str(folder), *TINY)
    finally:
        folder.chmod(0o700)


def test_a_file_in_place_of_a_folder(refused, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("no pictures here", "utf-8")
    assert "notes.txt" in refused(str(file), *TINY)


def test_three_pictures_and_a_batch_of_four(refused, tmp_path, draw_pictures):
    sentence = refused(str(draw_pictures(tmp_path / "three", 3)), *TINY)
    assert "3" in sentence


def test_a_batch_larger_than_the_data(refused, tmp_path, draw_pictures):
    folder = draw_pictures(tmp_path / "few", 10)
    sentence = refused(str(folder), *TINY, "--set", "training.batch_size=64")
    assert "64" in sentence
    assert "10" in sentence


def test_a_folder_of_nothing_but_broken_pictures(refused, tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "text.png").write_text("this is no picture", "utf-8")
    (folder / "nothing.jpg").write_bytes(b"")
    assert "broken" in refused(str(folder), *TINY)


def test_an_unknown_device(refused):
    assert "gpu:7" in refused("demo:digits", *TINY, "--device", "gpu:7")


def test_an_out_path_that_holds_something_is_left_alone(gan_studio, tmp_path):
    (tmp_path / "mine.txt").write_text("precious", "utf-8")
    answer = gan_studio("train", "demo:digits", *TINY, "--out", str(tmp_path))
    assert answer.exit_code == 1
    assert "exists already" in answer.stderr
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_an_out_path_in_a_place_that_cannot_be_made(gan_studio, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    answer = gan_studio("train", "demo:digits", *TINY, "--out", str(tmp_path / "file" / "run"))
    assert answer.exit_code == 1
    assert "Traceback" not in answer.stderr


def test_resume_of_what_is_no_run(gan_studio, tmp_path):
    assert "no run" in gan_studio("resume", str(tmp_path / "nowhere")).stderr
    answer = gan_studio("resume", str(tmp_path))
    assert answer.exit_code == 1
    assert "is not a run" in answer.stderr


def test_broken_pictures_among_good_ones_are_named_and_skipped(gan_studio, tmp_path, draw_pictures):
    folder = draw_pictures(tmp_path / "mixed", 12)
    whole = (folder / "000.png").read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    (folder / "nothing.png").write_bytes(b"")
    (folder / "text.png").write_text("this is no picture", "utf-8")
    (folder / "bomb.png").write_bytes(_bomb())
    answer = gan_studio("check", str(folder), "--json")
    assert answer.exit_code == 0
    assert answer.document["pictures"] == 12
    skipped = {entry["path"]: entry["reason"] for entry in answer.document["skipped"]}
    assert set(skipped) == {"truncated.png", "nothing.png", "text.png", "bomb.png"}
    assert all(skipped.values())


def test_errors_as_json_are_one_document(gan_studio, tmp_path):
    answer = gan_studio("train", str(tmp_path / "nowhere"), *TINY, "--json")
    assert answer.exit_code == 1
    assert set(answer.document["error"]) == {"headline", "detail", "hint"}


def test_debug_shows_where_an_error_came_from(gan_studio):
    answer = gan_studio("recipes", "nonsense", "--debug")
    assert answer.exit_code == 1
    assert "Traceback" in answer.stderr
    assert answer.stderr.splitlines()[-1].startswith("Error: There is no recipe called 'nonsense'.")


def _bomb() -> bytes:
    """A few bytes that claim to be a picture of 60,000 x 60,000 pixels."""
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(bytes(1000)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
