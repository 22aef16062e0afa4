"""Variety against numbers worked out by hand."""

import numpy as np
import pytest

from studio.core.health.variety import Variety


def flat(*levels: int) -> np.ndarray:
    return np.stack([np.full((2, 2, 1), level, np.uint8) for level in levels])


def test_distances_are_in_grey_levels():
    variety = Variety.of(flat(10, 20, 110))
    assert variety.distance == pytest.approx((10 + 100 + 90) / 3, rel=1e-4)
    assert variety.nearest == pytest.approx((10 + 10 + 90) / 3, rel=1e-4)


def test_the_same_picture_again_and_again_has_no_variety():
    variety = Variety.of(flat(99, 99, 99, 99))
    assert variety.distance == pytest.approx(0.0, abs=0.1)


def test_saturation_counts_both_ends():
    assert Variety.of(flat(0, 255, 1, 254)).saturation == 0.5
