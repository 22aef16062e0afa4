"""Pictures that are worked on together give what each gives by itself."""

import numpy as np
import pytest
from PIL import Image

from studio.core.sections.data import Colour, DataSettings
from studio.data.decoding import fit_picture, fit_strip, pillow_warnings
from studio.data.doctor.look import draw_sketches, look
from studio.data.reading import PictureFile, read_array, read_portion
from studio.data.strip import Strip
from tests.data.corpus import broken_files, saved, whole_files

COUNT = 300  # so tall that Pillow would rather begin with the rows
SIZES = [(28, 28), (20, 30), (31, 17), (64, 64), (5, 60), (1, 1), (7, 3)]


def noise(mode: str, size: tuple[int, int], count: int = COUNT) -> list[Image.Image]:
    channels = {"L": 1, "RGB": 3, "RGBA": 4}[mode]
    pixels = np.random.default_rng(3).integers(0, 256, (count, size[1], size[0], channels), np.uint8)
    if mode == "RGBA":
        pixels[::2, ..., 3] = 255
    return [Image.fromarray(one[..., 0] if channels == 1 else one) for one in pixels]


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", SIZES)
def test_pictures_look_the_same_together_and_alone(mode, size):
    images = noise(mode, size)
    together = look([draw_sketches(Strip.of(images))])
    assert together == look([draw_sketches(Strip(image, 1)) for image in images])
    assert [seen.is_transparent for seen in together] == [mode == "RGBA" and n % 2 == 1 for n in range(COUNT)]


@pytest.mark.parametrize("colour", Colour)
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_pictures_are_fitted_the_same_together_and_alone(mode, colour):
    for size in [(28, 28), (20, 30), (9, 9)]:
        settings = DataSettings(width=28, height=28, colour=colour, fit="pad", background="#204060")
        images = noise(mode, size, 9)
        together = fit_strip(Strip.of(images), settings)
        np.testing.assert_array_equal(together, [fit_picture(image, settings) for image in images])


def test_a_record_does_not_depend_on_its_neighbours():
    files = [*whole_files(), *broken_files(), *whole_files()]
    named = [PictureFile(f"{n} {file.name}", lambda file=file: file.content) for n, file in enumerate(files)]
    settings = DataSettings(width=16, height=16, colour="colour")
    with pillow_warnings():
        together = read_portion(named, settings)
        alone = [read_portion([file], settings) for file in named]
    assert together.records == tuple(record for one in alone for record in one.records)
    np.testing.assert_array_equal(together.images, np.concatenate([one.images for one in alone]))


def test_an_array_gives_the_pixels_and_looks_of_files_that_hold_it():
    settings = DataSettings(width=28, height=28, colour="colour")
    images = noise("RGB", (28, 28), 5)
    of_array = read_array(np.stack([np.asarray(image) for image in images]), "abcde", settings)
    of_files = read_portion([PictureFile(str(n), lambda i=i: saved(i, "PNG")) for n, i in enumerate(images)], settings)
    np.testing.assert_array_equal(of_array.images, of_files.images)
    seen = [[(r.brightness, r.contrast, r.look_hash, r.width) for r in read.records] for read in (of_array, of_files)]
    assert seen[0] == seen[1]
