"""NumPy files become training sets, or a sentence that says what they should hold."""

import os

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.sections.data import DataSettings
from studio.data.sources import open_images

GREY = DataSettings(width=16, height=16)
COLOUR = DataSettings(width=16, height=16, colour="colour")
RANDOM = np.random.default_rng(0)
PICTURES = RANDOM.integers(0, 256, (6, 16, 16), dtype=np.uint8)
COLOURED = RANDOM.integers(0, 256, (6, 16, 16, 3), dtype=np.uint8)


def saved(tmp_path, array):
    np.save(tmp_path / "pictures.npy", array, allow_pickle=True)
    return str(tmp_path / "pictures.npy")


def packed(tmp_path, **arrays):
    np.savez_compressed(tmp_path / "pictures.npz", **arrays)
    return str(tmp_path / "pictures.npz")


def test_grey_and_coloured_arrays(tmp_path):
    np.testing.assert_array_equal(open_images(saved(tmp_path, PICTURES), GREY).images[..., 0], PICTURES)
    np.testing.assert_array_equal(open_images(saved(tmp_path, PICTURES[..., None]), GREY).images[..., 0], PICTURES)
    images = open_images(saved(tmp_path, COLOURED), COLOUR)
    np.testing.assert_array_equal(images.images, COLOURED)
    assert images.names[:2] == ("000000", "000001")


def test_other_sizes_are_fitted(tmp_path):
    images = open_images(saved(tmp_path, np.full((5, 40, 40, 3), 90, np.uint8)), GREY)
    assert images.images.shape == (5, 16, 16, 1)
    assert np.unique(images.images).tolist() == [90]


def test_labels_become_classes_in_the_order_of_numbers(tmp_path):
    images = open_images(packed(tmp_path, images=PICTURES, labels=np.array([10, 2, 2, 10, 2, 2])), GREY)
    assert images.class_names == ("02", "10")
    assert images.labels.tolist() == [1, 0, 0, 1, 0, 0]
    np.testing.assert_array_equal(images.images[..., 0], PICTURES)


def test_labels_may_be_words(tmp_path):
    words = np.array(["cat", "dog/wolf"] * 3)
    assert open_images(packed(tmp_path, x=PICTURES, y=words), GREY).class_names == ("cat", "dog-wolf")


def test_the_only_array_that_can_be_pictures_is_taken(tmp_path):
    images = open_images(packed(tmp_path, faces=COLOURED, weights=np.zeros((3, 3))), COLOUR)
    np.testing.assert_array_equal(images.images, COLOURED)


def test_an_undecided_file_is_told_with_what_it_holds(tmp_path):
    with pytest.raises(StudioError, match="not clear which array") as told:
        open_images(packed(tmp_path, faces=COLOURED, houses=COLOURED), COLOUR)
    assert "houses uint8 (6, 16, 16, 3)" in told.value.detail


@pytest.mark.parametrize(
    ("array", "told"),
    [
        (PICTURES / 255, "float64"),
        (np.moveaxis(COLOURED, -1, 1), "channels come first"),
        (np.zeros(5, np.uint8), "(5,)"),
        (np.zeros((0, 16, 16), np.uint8), "(0, 16, 16)"),
        (np.asfortranarray(COLOURED), "Fortran"),
        (np.array([{"a": 1}], object), "object"),
    ],
)
def test_other_arrays_are_refused_with_what_to_do(tmp_path, array, told):
    with pytest.raises(StudioError) as error:
        open_images(saved(tmp_path, array), GREY)
    assert told in str(error.value)
    assert error.value.hint


def test_labels_of_another_number_are_refused(tmp_path):
    with pytest.raises(StudioError, match="3 labels"):
        open_images(packed(tmp_path, images=PICTURES, labels=np.arange(3)), GREY)


@pytest.mark.parametrize(("name", "content"), [("a.npy", b""), ("a.npy", b"\x93NUMPY\x01\x00torn"), ("a.npz", b"PK")])
def test_damaged_files_are_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudioError, match="cannot be read"):
        open_images(str(tmp_path / name), GREY)


def test_a_file_that_is_cut_off_is_told(tmp_path):
    path = saved(tmp_path, PICTURES)
    os.truncate(path, 1000)
    with pytest.raises(StudioError) as error:
        open_images(path, GREY)
    assert "cut off" in error.value.detail
