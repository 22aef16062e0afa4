import numpy as np
import pytest
from PIL import Image

from studio.core.errors import CancelledError, StudioError
from studio.core.latents import latent, latents
from studio.core.pixels import grid
from studio.explore.marks import read_mark
from studio.explore.session import GeneratorSession
from studio.explore.sheets import save_sheet


class CancelAtOnce:
    def report(self, done: int, total: int, what: str) -> None: ...

    def cancelled(self) -> bool:
        return True


@pytest.fixture
def session(linear_snapshot):
    return GeneratorSession(linear_snapshot)


def test_a_sheet_shows_the_seeds_in_order(session, tmp_path):
    save_sheet(session, tmp_path / "sheet.png", first_seed=5, count=7, columns=4)
    with Image.open(tmp_path / "sheet.png") as image:
        pixels = np.asarray(image)
    np.testing.assert_array_equal(pixels, grid(session.generate(latents(5, 7, 6)), 4)[:, :, 0])


def test_the_same_seeds_give_the_same_bytes(session, tmp_path):
    for name in ("a.png", "b.png"):
        save_sheet(session, tmp_path / name, first_seed=1, count=40)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_sheet_says_where_it_comes_from(session, tmp_path):
    save_sheet(session, tmp_path / "sheet.png", first_seed=5, count=7, truncation=0.5)
    mark = read_mark(tmp_path / "sheet.png")
    assert (mark.run, mark.step, mark.seed, mark.count, mark.truncation) == ("linear", 100, 5, 7, 0.5)


def test_one_picture_alone_carries_its_latent(session, tmp_path):
    save_sheet(session, tmp_path / "one.png", first_seed=9, count=1)
    np.testing.assert_array_equal(read_mark(tmp_path / "one.png").latent_array(), latent(9, 6))


def test_truncation_scales_the_latents(session, tmp_path):
    save_sheet(session, tmp_path / "sheet.png", count=4, truncation=0.0)
    with Image.open(tmp_path / "sheet.png") as image:
        pixels = np.asarray(image)
    np.testing.assert_array_equal(pixels[:8, :8], pixels[8:, 8:])


def test_printed_seeds_leave_the_pictures_as_they_are(session, tmp_path):
    save_sheet(session, tmp_path / "sheet.png", count=4, columns=2, seeds_printed=True)
    with Image.open(tmp_path / "sheet.png") as image:
        pixels = np.asarray(image.convert("L"))
    assert pixels.shape[0] > 2 * 8 + 20
    first = session.generate(latents(0, 1, 6))[0, :, :, 0]
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (8, 8))
    assert (windows == first).all(axis=(2, 3)).any()


@pytest.mark.parametrize(("count", "seed"), [(0, 0), (-3, 0), (10_001, 0), (4, -1)])
def test_impossible_sheets_are_refused(session, tmp_path, count, seed):
    with pytest.raises(StudioError):
        save_sheet(session, tmp_path / "sheet.png", first_seed=seed, count=count)
    assert not (tmp_path / "sheet.png").exists()


def test_other_formats_are_refused(session, tmp_path):
    with pytest.raises(StudioError, match="not a PNG"):
        save_sheet(session, tmp_path / "sheet.bmp")


def test_a_cancelled_sheet_leaves_nothing(session, tmp_path):
    with pytest.raises(CancelledError):
        save_sheet(session, tmp_path / "sheet.png", progress=CancelAtOnce())
    assert list(tmp_path.iterdir()) == []
