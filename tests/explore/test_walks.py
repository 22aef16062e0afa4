import dataclasses
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import CancelledError, StudioError
from studio.core.latents import latents
from studio.explore.interpolation import Walk, walk_latents
from studio.explore.marks import read_mark
from studio.explore.mp4 import write_mp4
from studio.explore.pictures import comfortable_scale
from studio.explore.session import GeneratorSession
from studio.explore.walks import render_walk

with_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
WALK = Walk(latents(1, 3, 6), 20)


class CancelAfter:
    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, done: int, total: int, what: str) -> None:
        self.left -= 1

    def cancelled(self) -> bool:
        return self.left <= 0


@pytest.fixture
def session(linear_snapshot):
    return GeneratorSession(linear_snapshot)


@pytest.mark.parametrize("ending", ["webp", "gif"])
def test_animations_have_all_frames_and_run_for_ever(session, tmp_path, ending):
    path = tmp_path / f"walk.{ending}"
    render_walk(session, WALK, path, frames_per_second=25, scale=4)
    with Image.open(path) as image:
        assert (image.n_frames, image.size, image.info["loop"]) == (20, (32, 32), 0)
        image.seek(3)
        image.load()
        assert image.info["duration"] == 40


def test_the_first_frame_is_the_first_keyframe(session, tmp_path):
    render_walk(session, WALK, tmp_path / "frames", scale=1)
    with Image.open(tmp_path / "frames" / "00000.png") as image:
        np.testing.assert_array_equal(np.asarray(image), session.generate(WALK.keyframes[:1])[0, :, :, 0])


def test_a_folder_of_frames_carries_every_latent(session, tmp_path):
    render_walk(session, WALK, tmp_path / "frames")
    files = sorted((tmp_path / "frames").iterdir())
    assert len(files) == 20
    np.testing.assert_array_equal(read_mark(files[7]).latent_array(), walk_latents(WALK)[7])


def test_a_frame_tells_its_truncation_and_classes(tmp_path, linear_snapshot):
    way = dataclasses.replace(WALK, truncations=np.array([1.0, 0.5, 0.5], np.float32))
    render_walk(GeneratorSession(linear_snapshot), way, tmp_path / "frames")
    assert read_mark(tmp_path / "frames" / "00010.png").truncation == 0.5


@with_ffmpeg
def test_mp4_plays_everywhere(session, tmp_path):
    path = tmp_path / "walk.mp4"
    render_walk(session, WALK, path, frames_per_second=10, scale=3)
    frame = subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"],
        capture_output=True,
        check=True,
    ).stdout
    assert len(frame) == 20 * 24 * 24
    assert [p.name for p in tmp_path.iterdir()] == ["walk.mp4"]


@with_ffmpeg
def test_odd_sizes_are_padded(tmp_path):
    write_mp4(iter([Image.new("RGB", (9, 7), "red")] * 3), tmp_path / "odd.mp4", 10)
    assert (tmp_path / "odd.mp4").stat().st_size > 500


@pytest.mark.parametrize("name", ["walk.webp", "walk.gif", pytest.param("walk.mp4", marks=with_ffmpeg)])
def test_the_same_walk_gives_the_same_bytes(session, tmp_path, name):
    for folder in ("a", "b"):
        render_walk(session, WALK, tmp_path / folder / name)
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("name", ["walk.webp", "walk.gif", "frames", pytest.param("walk.mp4", marks=with_ffmpeg)])
def test_cancelling_leaves_nothing_behind(session, tmp_path, name):
    with pytest.raises(CancelledError):
        render_walk(session, WALK, tmp_path / name, progress=CancelAfter(2))
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_walk_stays_when_a_new_one_is_cancelled(session, tmp_path):
    render_walk(session, WALK, tmp_path / "walk.webp")
    before = (tmp_path / "walk.webp").read_bytes()
    with pytest.raises(CancelledError):
        render_walk(session, WALK, tmp_path / "walk.webp", progress=CancelAfter(2))
    assert (tmp_path / "walk.webp").read_bytes() == before


def test_without_ffmpeg_mp4_is_refused_with_a_way_out(session, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StudioError, match=r"Install ffmpeg, or choose \.webp"):
        render_walk(session, WALK, tmp_path / "walk.mp4")


def test_impossible_walks_are_refused(session, tmp_path):
    with pytest.raises(StudioError, match=r"not written as \.avi"):
        render_walk(session, WALK, tmp_path / "walk.avi")
    with pytest.raises(StudioError, match="cannot be rendered"):
        render_walk(session, Walk(WALK.keyframes, 1), tmp_path / "walk.webp")
    with pytest.raises(StudioError, match="cannot be rendered"):
        render_walk(session, WALK, tmp_path / "walk.webp", frames_per_second=float("nan"))
    with pytest.raises(StudioError, match="too large"):
        render_walk(session, Walk(WALK.keyframes, 20_000), tmp_path / "walk.webp", scale=20)
    (tmp_path / "frames").mkdir()
    with pytest.raises(StudioError, match="exists already"):
        render_walk(session, WALK, tmp_path / "frames")


def test_small_pictures_are_enlarged():
    assert [comfortable_scale((side, side, 3)) for side in (8, 28, 64, 256, 1024)] == [32, 9, 4, 1, 1]
