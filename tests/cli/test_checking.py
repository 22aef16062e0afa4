"""The verb `check`: what it finds, what mends it, and that the mended recipe trains."""

import json
import shlex

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def messy(tmp_path, draw_pictures):
    folder = draw_pictures(tmp_path / "messy", 30)
    (folder / "copy.png").write_bytes((folder / "003.png").read_bytes())
    (folder / "empty.png").write_bytes(b"")
    Image.new("L", (40, 40), 90).save(folder / "flat, or 'blank'.png")
    return str(folder)


def test_check_tells_every_finding_with_the_set_that_mends_it(gan_studio, messy):
    answer = gan_studio("check", messy)
    assert answer.exit_code == 0
    assert "empty.png: it is empty" in answer.stdout
    assert "003.png = copy.png" in answer.stdout
    assert "--set data.duplicates=drop_exact" in answer.stdout
    (line,) = [line for line in answer.stdout.splitlines() if "almost nothing" in line]
    assert "flat, or 'blank'.png" in answer.stdout
    words = shlex.split(line[line.index("--set") :])
    told = gan_studio("check", messy, *words, "--json").document
    assert "almost uniform" not in {finding["kind"] for finding in told["findings"]}


def test_the_mended_recipe_is_one_that_trains(gan_studio, messy, tmp_path):
    mended = tmp_path / "mended.json"
    assert gan_studio("check", messy, "--mend", str(mended)).exit_code == 0
    told = gan_studio("check", messy, "--recipe", str(mended), "--json").document
    assert told["pictures"] == 30
    assert {finding["severity"] for finding in told["findings"]} <= {"note", "warning"}
    out = tmp_path / "run"
    options = ("--set", "networks.width=8", "--set", "training.batch_size=8", "--steps", "2")
    answer = gan_studio("train", messy, "--recipe", str(mended), *options, "--out", str(out))
    assert answer.exit_code == 0, answer.stderr
    assert json.loads((out / "run.json").read_text())["pictures"] == 30


def test_the_suggested_words_train(gan_studio, tmp_path, draw_pictures):
    folder = str(draw_pictures(tmp_path / "few", 10))
    told = gan_studio("check", folder)
    (line,) = [line for line in told.stdout.splitlines() if "is suggested" in line]
    words = shlex.split(line[line.index("--recipe") : line.index(" is suggested")])
    assert "training.batch_size=8" in words
    assert gan_studio("check", folder, "--json").document["suggestion"]["changes"]["training.batch_size"] == 8
    small = ("--set", "networks.width=8", "--steps", "1")
    answer = gan_studio("train", folder, *words, *small, "--out", str(tmp_path / "run"))
    assert answer.exit_code == 0, answer.stderr


def test_the_report_is_written_beside_the_answer(gan_studio, messy, tmp_path):
    for name in ("report.html", "report.json"):
        assert gan_studio("check", messy, "--report", str(tmp_path / name)).exit_code == 0
        assert "almost nothing" in (tmp_path / name).read_text("utf-8")
    answer = gan_studio("check", messy, "--report", str(tmp_path / "report.doc"))
    assert answer.exit_code == 1
    assert ".html" in answer.stderr


def test_pictures_that_cannot_be_trained_on_exit_with_1_and_are_still_described(gan_studio, tmp_path, draw_pictures):
    folder = draw_pictures(tmp_path / "few", 2)
    (folder / "empty.png").write_bytes(b"")
    answer = gan_studio("check", str(folder), "--json")
    assert answer.exit_code == 1
    assert answer.document["trainable"] is False
    assert answer.document["error"]["headline"].startswith("There are 2 pictures")
    assert {finding["kind"] for finding in answer.document["findings"]} >= {"too few pictures", "unreadable"}


def test_a_good_set_says_so(gan_studio, tmp_path):
    generator = np.random.default_rng(0)
    for number in range(100):
        pixels = generator.integers(0, 255, (32, 32), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    answer = gan_studio("check", str(tmp_path))
    assert answer.exit_code == 0
    assert "Findings" in answer.stdout
    assert "none" in answer.stdout
