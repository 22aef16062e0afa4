"""A source is decoded once: found again when nothing changed, mended when something did, whole whatever happens."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import CancelledError, StudioError
from studio.core.progress import check
from studio.core.recipe import Recipe
from studio.core.run_folder import RunRecord, create_run, now
from studio.core.sections.data import DataSettings
from studio.data import decode_pool
from studio.data.image_set import fingerprint_of
from studio.data.prepared import store
from studio.data.prepared.store import clear, find_fingerprint, open_set, pin, prepared_folder, prepared_sets
from studio.data.sources import open_images

GREY = DataSettings(width=16, height=16)
PATIENCE_S = 30.0
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path):
    """Eight grey pictures in two class folders, and one that is broken."""
    for index in range(8):
        place = tmp_path / "pictures" / "ab"[index % 2]
        place.mkdir(parents=True, exist_ok=True)
        Image.new("L", (20, 20), index * 20).save(place / f"{index}.png")
    (tmp_path / "pictures" / "a" / "broken.png").write_bytes(b"")
    return tmp_path / "pictures"


@pytest.fixture
def read(monkeypatch):
    """The names of the files that are decoded."""
    names = []
    read_portion = decode_pool.read_portion

    def listening(files, settings):
        names.extend(file.name for file in files)
        return read_portion(files, settings)

    monkeypatch.setattr(decode_pool, "read_portion", listening)
    return names


def levels(images):
    return images.images[:, 0, 0, 0].tolist()


def test_second_opening_decodes_nothing_and_is_the_same(folder, read):
    first = open_images(str(folder), GREY)
    assert len(read) == 9
    read.clear()
    second = open_images(str(folder), GREY)
    assert read == []
    assert isinstance(second.images, np.memmap)
    assert not second.images.flags.writeable
    np.testing.assert_array_equal(first.images, second.images)
    assert second.labels.tolist() == [0] * 4 + [1] * 4
    assert (second.names, second.skipped, second.class_names) == (first.names, first.skipped, ("a", "b"))
    assert second.fingerprint == first.fingerprint == fingerprint_of(np.asarray(first.images), first.labels)


def test_what_is_on_disk_can_be_read_by_anybody(folder):
    place = open_images(str(folder), GREY).place
    assert np.load(place / "pictures.npy").shape == (8, 16, 16, 1)
    assert np.load(place / "labels.npy").tolist() == [0] * 4 + [1] * 4
    assert (place / "files.jsonl").read_text().count("\n") == 9


def test_only_what_changed_is_read_again(folder, read):
    open_images(str(folder), GREY)
    read.clear()
    (folder / "a" / "0.png").unlink()
    Image.new("L", (20, 20), 255).save(folder / "b" / "1.png")
    Image.new("L", (30, 30), 77).save(folder / "b" / "new.png")
    images = open_images(str(folder), GREY)
    assert sorted(read) == ["b/1.png", "b/new.png"]
    assert images.names == ("a/2.png", "a/4.png", "a/6.png", "b/1.png", "b/3.png", "b/5.png", "b/7.png", "b/new.png")
    assert levels(images) == [40, 80, 120, 255, 60, 100, 140, 77]
    assert images.fingerprint == fingerprint_of(np.asarray(images.images), images.labels)
    assert len(prepared_sets()) == 1


def test_a_file_that_was_only_touched_gives_the_same_set(folder, read):
    first = open_images(str(folder), GREY)
    os.utime(folder / "a" / "0.png", ns=(1, 1))
    second = open_images(str(folder), GREY)
    assert (second.place, second.fingerprint) == (first.place, first.fingerprint)
    read.clear()
    open_images(str(folder), GREY)
    assert read == []


def test_every_setting_of_pixels_has_a_set_of_its_own(folder):
    small = open_images(str(folder), GREY)
    large = open_images(str(folder), DataSettings(width=24, height=24))
    assert (small.images.shape[1], large.images.shape[1]) == (16, 24)
    assert len(prepared_sets()) == 2
    assert levels(open_images(str(folder), GREY)) == levels(small)


def test_selecting_others_copies_pixels_and_decodes_nothing(folder, read):
    everything = open_images(str(folder), GREY)
    read.clear()
    fewer = open_images(str(folder), GREY.model_copy(update={"exclude": ("a/0.png", "b/7.png")}))
    assert read == []
    assert levels(fewer) == [40, 80, 120, 20, 60, 100]
    assert fewer.fingerprint != everything.fingerprint
    assert open_images(str(folder), GREY).fingerprint == everything.fingerprint


@pytest.mark.parametrize("damage", ["manifest.json", "names.json", "pictures.npy"])
def test_a_damaged_set_is_made_again(folder, damage):
    first = open_images(str(folder), GREY)
    before = levels(first)
    (first.place / damage).unlink()
    (first.place / damage).write_bytes(b"torn")
    assert levels(open_images(str(folder), GREY)) == before


def test_cancelled_preparing_leaves_nothing(folder):
    class Impatient:
        def report(self, done, total, what):
            pass

        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        open_images(str(folder), GREY, Impatient())
    assert list(prepared_folder().iterdir()) == []


def test_an_unwritable_cache_is_told_in_a_sentence(folder, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "cache").write_text("in the way")
    with pytest.raises(StudioError, match="Could not write"):
        open_images(str(folder), GREY)


def test_a_full_disk_is_told_before_anything_is_read(folder, monkeypatch, read):
    monkeypatch.setattr(store.shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    with pytest.raises(StudioError, match="GB left"):
        open_images(str(folder), GREY)
    assert read == []


def test_a_set_opened_before_stays_readable_when_it_is_replaced(folder):
    before = open_images(str(folder), GREY)
    (folder / "a" / "0.png").unlink()
    open_images(str(folder), GREY)
    assert levels(before) == [0, 40, 80, 120, 20, 60, 100, 140]


def make_run(path, images):
    record = RunRecord(
        name="run",
        created=now(),
        recipe=Recipe(),
        source=images.source,
        data_fingerprint=images.fingerprint,
        pictures=len(images),
    )
    return create_run(path, record)


def test_a_run_keeps_the_set_it_was_trained_on(folder, tmp_path):
    images = open_images(str(folder), GREY)
    run = make_run(tmp_path / "run", images)
    pin(images.place, run)
    (folder / "a" / "0.png").unlink()
    changed = open_images(str(folder), GREY)
    assert find_fingerprint(images.fingerprint) == images.place
    assert levels(open_set(images.place)) == levels(images)
    assert {entry.folder: entry.runs for entry in prepared_sets()} == {
        images.place: (run.path,),
        changed.place: (),
    }
    clear()
    assert [entry.folder for entry in prepared_sets()] == [images.place]
    run.record_file.unlink()
    assert clear() > 8 * 16 * 16
    assert prepared_sets() == []


def test_the_sets_used_longest_ago_go_first(folder, monkeypatch):
    sizes = (16, 20, 24, 28)
    places = [open_images(str(folder), DataSettings(width=side, height=side)).place for side in sizes]
    for age, place in enumerate(reversed(places)):
        os.utime(place / "manifest.json", (1e9 - age, 1e9 - age))
    open_images(str(folder), GREY)
    monkeypatch.setattr(store, "LARGEST_TOTAL", 3 * prepared_sets()[0].size)
    newest = open_images(str(folder), DataSettings(width=8, height=8)).place
    left = {entry.folder for entry in prepared_sets()}
    assert {newest, places[0]} <= left
    assert places[1] not in left


PREPARE = """
import sys
from studio.core.sections.data import DataSettings
from studio.data.sources import open_images

class Slow:
    def report(self, done, total, what):
        print(what, done, flush=True)
        if len(sys.argv) > 2 and done:
            sys.stdin.read()
    def cancelled(self):
        return False

print(open_images(sys.argv[1], DataSettings(width=16, height=16), Slow()).fingerprint)
"""


def start(*words):
    return subprocess.Popen(
        [sys.executable, "-c", PREPARE, *words],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_process_killed_while_preparing_leaves_no_set_and_its_litter_is_swept(folder):
    killed = start(str(folder), "wait")
    for line in killed.stdout:
        if line.startswith("Reading the pictures 9"):
            break
    (litter,) = prepared_folder().iterdir()
    assert (litter / "read.npy").exists()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert prepared_sets() == []
    assert len(open_images(str(folder), GREY)) == 8
    assert not litter.exists()
    assert len(list(prepared_folder().iterdir())) == 1


def test_two_processes_preparing_at_once_agree(folder):
    both = [start(str(folder)) for _ in range(2)]
    told = [process.communicate()[0].splitlines()[-1] for process in both]
    assert told == [open_images(str(folder), GREY).fingerprint] * 2
    assert len(prepared_sets()) == 1
    assert len(list(prepared_folder().iterdir())) == 1


class Held:
    """The progress of a reader that waits in the middle until it is let go; `end` cancels it."""

    def __init__(self):
        self.reached, self.let_go, self.end = Event(), Event(), False
        self.told = []

    def report(self, done, total, what):
        self.told.append((done, total, what))
        if done:
            self.reached.set()
            self.let_go.wait(PATIENCE_S)
        check(self)

    def cancelled(self):
        return self.end


@pytest.fixture
def reading(folder):
    """A thread that is in the middle of reading the folder, its progress and its result."""
    held = Held()
    with ThreadPoolExecutor(2) as pool:
        result = pool.submit(open_images, str(folder), GREY, held)
        assert held.reached.wait(PATIENCE_S)
        yield pool, held, result
        held.let_go.set()


def test_two_threads_that_want_the_same_pictures_read_them_once(folder, read, reading):
    pool, held, first = reading
    waiting = Held()
    waiting.let_go.set()
    second = pool.submit(open_images, str(folder), GREY, waiting)
    assert waiting.reached.wait(PATIENCE_S)  # it tells how far the other is
    assert waiting.told[-1] == held.told[-1]
    held.let_go.set()
    assert second.result(PATIENCE_S).place == first.result(PATIENCE_S).place
    assert len(read) == 9


def test_the_one_that_waits_reads_when_the_first_is_cancelled(folder, reading):
    pool, held, first = reading
    waiting = Held()
    waiting.let_go.set()
    second = pool.submit(open_images, str(folder), GREY, waiting)
    assert waiting.reached.wait(PATIENCE_S)
    held.end = True
    held.let_go.set()
    with pytest.raises(CancelledError):
        first.result(PATIENCE_S)
    assert len(second.result(PATIENCE_S)) == 8


def test_waiting_for_another_reader_can_be_cancelled(folder, reading):
    pool, _, _ = reading
    waiting = Held()
    waiting.end = True
    with pytest.raises(CancelledError):
        pool.submit(open_images, str(folder), GREY, waiting).result(PATIENCE_S)


def test_what_is_left_out_and_not_there_is_known_from_the_listing(folder, tmp_path):
    settings = GREY.model_copy(update={"exclude": ("a/0.png", "a/0.png,b/1.png", "x", "c")})
    (folder / "x").mkdir()
    Image.new("L", (20, 20)).save(folder / "x" / "8.png")
    assert open_images(str(folder), settings).absent == ("a/0.png,b/1.png", "c")
    assert open_images(str(folder), settings).absent == ("a/0.png,b/1.png", "c")  # from the prepared set
    np.save(tmp_path / "set.npy", np.arange(6 * 256, dtype=np.uint16).astype(np.uint8).reshape(6, 16, 16))
    assert open_images(str(tmp_path / "set.npy"), GREY.model_copy(update={"exclude": ("000001",)})).absent == ()
