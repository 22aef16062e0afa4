"""Folders and demo sets as training sees them."""

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import CancelledError, StudioError
from studio.core.sections.data import DataSettings
from studio.data.sources import open_images

GREY = DataSettings(width=16, height=16)


def fill(folder, count, start=0):
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(start, start + count):
        Image.new("L", (20, 20), index * 10).save(folder / f"{index:02d}.png")
    return folder


def test_pictures_of_sub_folders_are_found_in_order(tmp_path):
    fill(tmp_path, 3)
    fill(tmp_path / "more", 3, start=3)
    images = open_images(str(tmp_path), GREY)
    assert images.images.shape == (6, 16, 16, 1)
    assert images.labels is None
    assert images.names[0] == "00.png"


def test_class_folders_become_labels(tmp_path):
    fill(tmp_path / "dogs", 3)
    fill(tmp_path / "cats" / "inner", 2)
    images = open_images(str(tmp_path), GREY)
    assert images.class_names == ("cats", "dogs")
    assert images.labels.tolist() == [0, 0, 1, 1, 1]


def test_unreadable_files_are_named_and_passed_over(tmp_path):
    fill(tmp_path, 5)
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.jpg").write_text("no picture")
    images = open_images(str(tmp_path), GREY)
    assert len(images) == 5
    assert {s.path: s.reason for s in images.skipped} == {"empty.png": "it is empty", "text.jpg": "it is not a picture"}


def test_what_is_no_picture_is_ignored(tmp_path):
    fill(tmp_path, 4)
    (tmp_path / ".hidden.png").write_bytes(b"x")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    images = open_images(str(tmp_path), GREY)
    assert (len(images), images.skipped) == (4, ())


@pytest.mark.parametrize("count", [0, 3])
def test_too_few_pictures_are_refused(tmp_path, count):
    fill(tmp_path, count)
    with pytest.raises(StudioError, match="pictures in"):
        open_images(str(tmp_path), GREY)


def test_missing_folder_and_file_are_refused(tmp_path):
    with pytest.raises(StudioError, match="no folder"):
        open_images(str(tmp_path / "nowhere"), GREY)
    file = tmp_path / "a.txt"
    file.write_text("x")
    with pytest.raises(StudioError, match="is a file that no pictures"):
        open_images(str(file), GREY)


def test_fingerprint_follows_the_pixels(tmp_path):
    fill(tmp_path, 5)
    one = open_images(str(tmp_path), GREY).fingerprint
    assert open_images(str(tmp_path), GREY).fingerprint == one
    Image.new("L", (20, 20), 201).save(tmp_path / "00.png")
    assert open_images(str(tmp_path), GREY).fingerprint != one


def test_reading_can_be_cancelled(tmp_path):
    class Impatient:
        def report(self, done, total, what):
            pass

        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        open_images(str(fill(tmp_path, 5)), GREY, Impatient())


@pytest.mark.parametrize(("name", "shape", "classes"), [("digits", (28, 28, 1), 10), ("blossoms", (64, 64, 3), 5)])
def test_demo_sets_are_distinct_labelled_and_the_same_every_time(name, shape, classes, tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path))
    settings = DataSettings(width=shape[1], height=shape[0], colour="grey" if shape[2] == 1 else "colour")
    drawn = open_images(f"demo:{name}", settings)
    assert drawn.images.shape[1:] == shape
    assert len(drawn) >= 3000
    assert len(drawn.class_names) == classes
    assert np.bincount(drawn.labels).min() == len(drawn) // classes
    assert len({image.tobytes() for image in np.asarray(drawn.images)}) == len(drawn)
    assert open_images(f"demo:{name}", settings).fingerprint == drawn.fingerprint


def test_demo_sets_fit_other_sizes():
    images = open_images("demo:digits", DataSettings(width=32, height=32, colour="colour"))
    assert images.images.shape[1:] == (32, 32, 3)


def test_unknown_demo_is_refused():
    with pytest.raises(StudioError, match="demo:digits"):
        open_images("demo:cats", GREY)
