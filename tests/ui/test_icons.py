"""Icons and small pictures: as many pixels as the screen has."""

import numpy as np
import pytest
from PySide6.QtCore import QSize

from studio.ui.icons import icon
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.pixels import fitted_pixmap


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_has_a_pixel_for_each_of_the_screen(qapp, ratio):
    pixmap = icon("save").pixmap(QSize(16, 16), ratio)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (16 * ratio, ratio)


@pytest.mark.parametrize(("ratio", "side"), [(1.0, 84), (1.5, 140), (2.0, 168)])
def test_a_small_picture_is_enlarged_by_whole_pixels(qapp, ratio, side):
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28, 1), np.uint8)
    shown = fitted_pixmap(to_qimage(pixels), 96, ratio).toImage()
    assert shown.width() == shown.height() == side
    colours = {shown.pixel(x, 0) for x in range(side)}
    assert len(colours) == len(np.unique(pixels[0]))


def test_a_large_picture_fits(qapp):
    wide = to_qimage(np.zeros((100, 400, 3), np.uint8))
    assert fitted_pixmap(wide, 96, 2.0).size() == QSize(192, 48)
