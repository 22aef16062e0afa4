from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import StudioError
from studio.core.latents import latent
from studio.explore.marks import KEY, PictureMark, exact_floats, read_mark, save_png

PICTURE = Image.new("L", (8, 8), 100)


def test_a_mark_comes_back_bit_for_bit(tmp_path):
    values = latent(7, 100)
    mark = PictureMark(run="roses", step=1200, seed=7, truncation=0.7, latent=exact_floats(values))
    save_png(tmp_path / "a.png", PICTURE, mark)
    back = read_mark(tmp_path / "a.png")
    assert back == mark
    np.testing.assert_array_equal(back.latent_array(), values)


def test_extreme_latents_survive(tmp_path):
    values = np.array([0.1, -0.0, 1e-38, 3.4e38, 1 / 3], np.float32)
    save_png(tmp_path / "a.png", PICTURE, PictureMark(run="r", step=0, latent=exact_floats(values)))
    np.testing.assert_array_equal(read_mark(tmp_path / "a.png").latent_array(), values)


def test_the_picture_is_marked_as_made_by_a_trained_algorithm(tmp_path):
    save_png(tmp_path / "a.png", PICTURE, PictureMark(run="r", step=0))
    with Image.open(tmp_path / "a.png") as image:
        xmp = ET.fromstring(image.info["XML:com.adobe.xmp"])
    source = xmp.find(".//{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType")
    assert source is not None
    assert str(source.text).endswith("/trainedAlgorithmicMedia")


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n torn"])
def test_files_that_are_no_pictures(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(StudioError, match="not a PNG picture"):
        read_mark(tmp_path / "a.png")


def test_a_picture_from_elsewhere(tmp_path):
    PICTURE.save(tmp_path / "a.png")
    with pytest.raises(StudioError, match="not saved by GAN Studio"):
        read_mark(tmp_path / "a.png")


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"run":"r","step":-1}', '{"run":"r","step":1,"latent":[NaN]}', '{"run":"r","step":1,"latent":"x"}'],
)
def test_damaged_marks(tmp_path, text):
    info = PngInfo()
    info.add_itxt(KEY, text)
    PICTURE.save(tmp_path / "a.png", pnginfo=info)
    with pytest.raises(StudioError, match="damaged"):
        read_mark(tmp_path / "a.png")


def test_a_missing_picture(tmp_path):
    with pytest.raises(StudioError, match=r"a\.png"):
        read_mark(tmp_path / "a.png")
