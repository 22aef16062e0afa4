"""Every kind of picture file becomes the pixels it should, and every broken one a reason."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from studio.core.sections.data import DataSettings
from studio.data.decoding import UnreadableError, decode

RED = (200, 30, 40)
COLOUR = DataSettings(width=16, height=16, colour="colour")
GREY = DataSettings(width=16, height=16)


def saved(tmp_path, image, name, **options):
    path = tmp_path / name
    image.save(path, **options)
    return path


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp", "gif", "tif"])
def test_formats_keep_their_colour(tmp_path, ending):
    path = saved(tmp_path, Image.new("RGB", (40, 40), RED), f"picture.{ending}")
    pixels = decode(path, COLOUR)
    assert pixels.shape == (16, 16, 3)
    assert pixels.dtype == np.uint8
    np.testing.assert_allclose(pixels.mean(axis=(0, 1)), RED, atol=4)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("L", 77, (77, 77, 77)),
        ("RGB", RED, RED),
        ("RGBA", (*RED, 0), (255, 255, 255)),
        ("RGBA", (*RED, 255), RED),
        ("LA", (10, 0), (255, 255, 255)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 32896, (128, 128, 128)),
    ],
)
def test_modes_become_colour_over_the_background(tmp_path, mode, colour, expected):
    path = saved(tmp_path, Image.new(mode, (20, 20), colour), "picture.png")
    np.testing.assert_allclose(decode(path, COLOUR)[8, 8], expected, atol=1)


def test_cmyk_and_palette_with_transparency(tmp_path):
    cmyk = saved(tmp_path, Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "cmyk.jpg")
    assert decode(cmyk, COLOUR)[8, 8, 0] > 200
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([0, 0, 0, 10, 20, 30])
    path = saved(tmp_path, palette, "palette.png", transparency=0)
    assert decode(path, COLOUR)[8, 8].tolist() == [255, 255, 255]


def test_alpha_can_be_kept(tmp_path):
    path = saved(tmp_path, Image.new("RGBA", (20, 20), (*RED, 100)), "picture.png")
    kept = decode(path, DataSettings(width=16, height=16, colour="colour+alpha"))
    np.testing.assert_allclose(kept[8, 8], [*RED, 100], atol=2)


def test_first_frame_of_an_animation(tmp_path):
    frames = [Image.new("RGB", (20, 20), c) for c in ((255, 0, 0), (0, 255, 0))]
    path = tmp_path / "moving.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert decode(path, COLOUR)[8, 8, 0] > 200


def test_camera_orientation_is_applied(tmp_path):
    image = Image.new("L", (40, 20), 0)
    image.paste(255, (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    path = saved(tmp_path, image, "turned.jpg", exif=exif)
    pixels = decode(path, DataSettings(width=16, height=16, fit="stretch"))[..., 0]
    assert pixels[:7].mean() > 240
    assert pixels[9:].mean() < 15


def test_container_counts_not_the_ending(tmp_path):
    path = saved(tmp_path, Image.new("RGB", (20, 20), RED), "really.webp").rename(tmp_path / "really.jpg")
    assert abs(int(decode(path, COLOUR)[8, 8, 0]) - 200) < 5


@pytest.mark.parametrize(("fit", "corner", "middle"), [("crop", 255, 255), ("pad", 9, 255), ("stretch", 255, 255)])
def test_fit(tmp_path, fit, corner, middle):
    path = saved(tmp_path, Image.new("L", (60, 20), 255), "wide.png")
    settings = DataSettings(width=16, height=16, fit=fit, background="#090909")
    pixels = decode(path, settings)[..., 0]
    assert (pixels[0, 0], pixels[8, 8]) == (corner, middle)


def bomb() -> bytes:
    """A PNG of some hundred bytes that claims 60000 x 60000 pixels."""
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def half_a_jpeg() -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "JPEG")
    return buffer.getvalue()[: len(buffer.getvalue()) // 2]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"this is no picture", "not a picture"),
        (half_a_jpeg(), "cut off"),
        (bomb(), "more pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "it "),
        (b"GIF89a", "it "),
        (b"<svg xmlns='x'/>", "not a picture"),
    ],
)
def test_broken_files_are_given_a_reason(tmp_path, content, told):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=told):
        decode(path, GREY)
