"""Pixels as another decoder sees them, and large pictures as a plain resize would make them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data.decoding import decode, open_picture
from studio.data.sources import open_images
from tests.data.corpus import saved, whole_files

READ_BY_BOTH = (".png", ".jpg", ".bmp", ".gif")
NOT_READ_ALIKE = ("profile", "orientation", "turned", "cmyk", "wide gamut", "large", "clear colour")

BEST = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95, "subsampling": 0}}


def smooth(width: int, height: int) -> Image.Image:
    """A picture without hard edges, of every brightness."""
    coarse = np.random.default_rng(5).integers(0, 256, (12, 12, 3), np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


@pytest.mark.slow
def test_the_corpus_decodes_as_tensorflow_decodes_it(tmp_path):
    import tensorflow as tf

    compared = 0
    for file in whole_files():
        if not file.name.endswith(READ_BY_BOTH) or any(word in file.name for word in NOT_READ_ALIKE):
            continue
        try:
            other = tf.io.decode_image(file.content, channels=0, expand_animations=False).numpy()
        except tf.errors.InvalidArgumentError:
            continue  # a kind that TensorFlow does not know
        ours = np.asarray(open_picture(file.content, (32, 32)).image)
        ours = ours[..., None] if ours.ndim == 2 else ours
        if other.shape[-1] == 2:  # grey and alpha
            other = np.concatenate([other[..., :1].repeat(3, axis=-1), other[..., 1:]], axis=-1)
        if other.shape[-1] != ours.shape[-1]:
            continue
        visible = 255 if ours.shape[-1] < 4 else ours[..., 3:]
        np.testing.assert_allclose(np.where(visible, ours, 0), np.where(visible, other, 0), atol=3, err_msg=file.name)
        compared += 1
    assert compared >= 25


@pytest.mark.slow
def test_real_paintings_decode_as_tensorflow_decodes_them(paintings_folder):
    import tensorflow as tf

    for path in sorted(paintings_folder.iterdir())[:12]:
        content = path.read_bytes()
        if content[:2] != b"\xff\xd8":
            continue
        height, width, _ = (other := tf.io.decode_jpeg(content, dct_method="INTEGER_ACCURATE").numpy()).shape
        ours = np.asarray(open_picture(content, (width, height)).image)
        assert np.abs(ours.astype(int) - other).mean() < 1.0, path.name


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_reducing_large_pictures_first_changes_next_to_nothing(tmp_path, form):
    options = {"quality": 95} if form != "PNG" else {}
    (tmp_path / "large").write_bytes(saved(smooth(1000, 800), form, **options))
    settings = DataSettings(width=64, height=64, colour="colour", fit="stretch")
    plain = Image.open(tmp_path / "large").convert("RGB").resize((64, 64), Image.Resampling.LANCZOS)
    difference = np.abs(decode(tmp_path / "large", settings).astype(int) - np.asarray(plain))
    assert difference.mean() < 1.0
    assert difference.max() <= 8


@pytest.mark.parametrize("size", [(1000, 800), (640, 90), (200, 200), (129, 127)])
def test_pictures_are_never_reduced_below_twice_the_size_wanted(size):
    for form in ("JPEG", "PNG"):
        opened = open_picture(saved(smooth(*size), form), (64, 32))
        assert (opened.width, opened.height) == size
        assert opened.image.width >= min(size[0], 128)
        assert opened.image.height >= min(size[1], 64)


def test_a_picture_of_the_right_size_is_taken_as_it_is(tmp_path):
    for number in range(4):
        pixels = np.random.default_rng(number).integers(0, 256, (28, 28), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    images = open_images(str(tmp_path), DataSettings(), Quiet()).images
    for number in range(4):
        expected = np.random.default_rng(number).integers(0, 256, (28, 28), np.uint8)
        np.testing.assert_array_equal(images[number, ..., 0], expected)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 5, 6, 7, 8])
def test_turned_pictures_are_measured_and_shown_upright(form, orientation):
    picture = smooth(60, 40)
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_picture(saved(picture, form, exif=exif, **BEST.get(form, {})), (64, 64))
    plain = Image.open(io.BytesIO(saved(picture, "PNG", exif=exif)))
    expected = np.asarray(ImageOps.exif_transpose(plain))
    assert (opened.height, opened.width) == expected.shape[:2]
    assert np.abs(np.asarray(opened.image).astype(int) - expected).mean() < 4
