"""The prepared sets are listed with their place and size, and cleared on demand."""

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path / "home"))


def test_sets_are_listed_and_cleared(gan_studio, draw_pictures, tmp_path):
    folder = draw_pictures(tmp_path / "pictures", 6)
    assert gan_studio("check", str(folder)).exit_code == 0
    listed = gan_studio("prepared", "--json").document
    (entry,) = listed["sets"]
    assert (entry["source"], entry["pictures"], entry["runs"]) == (str(folder), 6, [])
    assert entry["folder"].startswith(listed["folder"])
    assert entry["bytes"] > 6 * 28 * 28
    assert str(folder) in gan_studio("prepared").stdout
    cleared = gan_studio("prepared", "--clear", "--json").document
    assert (cleared["freed"], cleared["sets"]) == (entry["bytes"], [])
    assert len(list(folder.iterdir())) == 6


def test_the_set_of_a_run_stays_until_everything_is_cleared(gan_studio, draw_pictures, tiny, tmp_path):
    folder = draw_pictures(tmp_path / "pictures", 20)
    run = tmp_path / "run"
    assert gan_studio("train", str(folder), *tiny, "--steps", "2", "--out", str(run)).exit_code == 0
    (entry,) = gan_studio("prepared", "--clear", "--json").document["sets"]
    assert entry["runs"] == [str(run)]
    for file in folder.iterdir():
        file.unlink()
    assert gan_studio("resume", str(run), "--steps", "4").exit_code == 1
    assert gan_studio("resume", str(run), "--steps", "4", "--data", "as-it-was").exit_code == 0
    assert gan_studio("prepared", "--clear-all", "--json").document["sets"] == []
    answer = gan_studio("resume", str(run), "--steps", "6", "--data", "as-it-was")
    assert (answer.exit_code, "no longer kept" in answer.stderr) == (1, True)
