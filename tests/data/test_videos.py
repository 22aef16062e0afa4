"""A video's frames become pictures at the rate that is asked for."""

import shutil
import subprocess

import numpy as np
import pytest

from studio.core.errors import CancelledError, StudioError
from studio.core.sections.data import DataSettings
from studio.data.sources import open_images

COLOUR = DataSettings(width=16, height=16, colour="colour", frames_per_second=5)

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here")


def film(path, *sources, options=()):
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    subprocess.run(["ffmpeg", "-v", "error", *inputs, *options, str(path)], check=True)
    return str(path)


@pytest.fixture
def red_then_blue(tmp_path):
    """One second of red, one of blue, ten frames a second."""
    colours = ("color=red:size=64x48:rate=10:duration=1", "color=blue:size=64x48:rate=10:duration=1")
    return film(tmp_path / "film.mkv", *colours, options=("-filter_complex", "concat=n=2", "-c:v", "ffv1"))


@needs_ffmpeg
def test_frames_come_at_the_rate_of_the_settings(red_then_blue):
    images = open_images(red_then_blue, COLOUR)
    assert images.images.shape == (10, 16, 16, 3)
    colours = images.images[:, 8, 8].astype(int)
    np.testing.assert_allclose(colours[:5], [[254, 0, 0]] * 5, atol=3)
    np.testing.assert_allclose(colours[5:], [[0, 0, 254]] * 5, atol=3)
    assert len(open_images(red_then_blue, COLOUR.model_copy(update={"frames_per_second": 10}))) == 20


@needs_ffmpeg
def test_turned_and_stretched_pixels_are_set_right(tmp_path):
    sides = "color=white:size=40x40:rate=5:duration=1,pad=80:40:0:0:black"
    wide = film(tmp_path / "wide.mp4", f"{sides},setsar=2", options=("-pix_fmt", "yuv420p"))
    settings = DataSettings(width=16, height=16, fit="pad", background="#808080", frames_per_second=5)
    picture = open_images(wide, settings).images[0, :, :, 0]
    assert (picture[:5] == 128).all()  # 160x40 as it is shown: padded above and below
    assert picture[8, 4] > 240
    assert picture[8, 12] < 15


@needs_ffmpeg
def test_what_is_no_video_is_told(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"no video")
    with pytest.raises(StudioError, match="cannot be read"):
        open_images(str(tmp_path / "film.mp4"), COLOUR)


@needs_ffmpeg
def test_sound_alone_is_no_video(tmp_path):
    sound = film(tmp_path / "sound.mp4", "sine=duration=1")
    with pytest.raises(StudioError, match="cannot be read"):
        open_images(sound, COLOUR)


@needs_ffmpeg
def test_reading_can_be_cancelled(red_then_blue):
    class Impatient:
        def __init__(self):
            self.done = 0

        def report(self, done, total, what):
            self.done = done

        def cancelled(self):
            return self.done > 0

    with pytest.raises(CancelledError):
        open_images(red_then_blue, COLOUR, Impatient())


def test_without_ffmpeg_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "film.mp4").write_bytes(b"x")
    with pytest.raises(StudioError, match="Videos need ff"):
        open_images(str(tmp_path / "film.mp4"), COLOUR)
