"""Thumbnails: whole and upright, kept by path, size and time, bounded, and safe against others and against kills."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from studio.data import thumbnails
from studio.data.decoding import UnreadableError
from studio.data.thumbnails import SIDE_PX, STORE, Thumbnails


@pytest.fixture
def store(tmp_path):
    made = Thumbnails(tmp_path / "store")
    yield made
    made.close()


def picture(path, size=(400, 200), seed=0, **options):
    noise = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(path, **options)
    return path


def rows(store_folder):
    connection = sqlite3.connect(store_folder / STORE)
    found = connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0]
    connection.close()
    return found


def test_the_whole_picture_fits_the_side(store, tmp_path):
    assert store.load(picture(tmp_path / "wide.png")).shape == (SIDE_PX // 2, SIDE_PX, 3)


def test_small_pictures_are_not_enlarged(store, tmp_path):
    file = picture(tmp_path / "small.png", (20, 10))
    assert np.array_equal(store.load(file), np.asarray(Image.open(file)))


def test_a_picture_is_shown_as_the_camera_was_held(store, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert store.load(picture(tmp_path / "held.jpg", exif=exif)).shape == (SIDE_PX, SIDE_PX // 2, 3)


def test_transparency_is_kept_in_the_store(store, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (100, 100, 4), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "clear.png")
    first = store.load(tmp_path / "clear.png")
    assert first.shape[-1] == 4
    assert np.array_equal(store.load(tmp_path / "clear.png"), first)


def test_a_kept_copy_is_used_until_the_file_changes(store, tmp_path, monkeypatch):
    file = picture(tmp_path / "a.png")
    first = store.load(file)
    monkeypatch.setattr(thumbnails, "make_thumbnail", lambda path: pytest.fail("decoded again"))
    assert np.abs(store.load(file).astype(int) - first).mean() < 12
    monkeypatch.undo()
    picture(file, (200, 400), seed=1)
    assert store.load(file).shape == (SIDE_PX, SIDE_PX // 2, 3)
    assert rows(tmp_path / "store") == 1


def test_what_is_no_picture_says_so(store, tmp_path):
    (tmp_path / "text.png").write_text("no picture " * 1000)
    for name in ("text.png", "gone.png"):
        with pytest.raises(UnreadableError):
            store.load(tmp_path / name)


def test_the_store_stays_within_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(thumbnails, "CHECK_INTERVAL", 10)
    store = Thumbnails(tmp_path / "store", limit_bytes=100_000)
    for number in range(60):
        store.load(picture(tmp_path / f"{number}.png", (100, 100), seed=number))
    store.close()
    assert 0 < rows(tmp_path / "store") < 40
    assert (tmp_path / "store" / STORE).stat().st_size < 200_000


def test_a_damaged_store_is_made_anew(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / STORE).write_bytes(b"not a database" * 100)
    store = Thumbnails(tmp_path / "store")
    assert store.load(picture(tmp_path / "a.png")).shape[-1] == 3
    store.close()
    assert rows(tmp_path / "store") == 1


def test_without_a_store_thumbnails_are_made_all_the_same(tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    assert Thumbnails(tmp_path / "store").load(picture(tmp_path / "a.png")).shape[-1] == 3


def test_two_stores_and_many_threads_write_at_once(tmp_path):
    files = [picture(tmp_path / f"{number}.png", (100, 100), seed=number) for number in range(30)]
    stores = [Thumbnails(tmp_path / "store") for _ in range(2)]
    with ThreadPoolExecutor(6) as pool:
        shapes = list(pool.map(lambda n: stores[n % 2].load(files[n // 2]).shape, range(60)))
    for store in stores:
        store.close()
    assert set(shapes) == {(SIDE_PX, SIDE_PX, 3)}
    assert rows(tmp_path / "store") == 30


KILLED = """
import os, sys
from pathlib import Path
from studio.data.thumbnails import Thumbnails
store = Thumbnails(Path(sys.argv[1]))
for file in sorted(Path(sys.argv[2]).glob("*.png")):
    store.load(file)
os._exit(9)
"""


def test_a_killed_writer_leaves_what_it_had_stored(tmp_path):
    for number in range(3):
        picture(tmp_path / f"{number}.png", seed=number)
    command = [sys.executable, "-c", KILLED, str(tmp_path / "store"), str(tmp_path)]
    assert subprocess.run(command, env=os.environ, check=False).returncode == 9
    assert rows(tmp_path / "store") == 3
