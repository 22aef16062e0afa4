"""Reading and setting structured codes, and that the network reads the same."""

import numpy as np
import pytest

from studio.core.codes import Codes, uniform
from studio.core.latents import latent, latents

CODES = Codes(categories=10, continuous=2)


def test_codes_of_random_latents_are_spread_evenly():
    many = latents(0, 2000, 62)
    counts = np.bincount([CODES.category(one) for one in many], minlength=10)
    assert counts.min() > 140
    values = np.array([CODES.value(one, 0) for one in many])
    assert np.abs(np.histogram(values, 4, (-1, 1))[0] - 500).max() < 80


@pytest.mark.parametrize("category", range(10))
def test_category_is_set_and_nothing_else(category):
    start = latent(3, 62)
    changed = CODES.with_category(start, category)
    assert CODES.category(changed) == category
    assert np.array_equal(np.sort(changed), np.sort(start))
    assert np.array_equal(changed[:50], start[:50])
    assert np.array_equal(changed[-2:], start[-2:])


@pytest.mark.parametrize("value", [-0.99, -0.3, 0.0, 0.8])
def test_continuous_code_is_set_and_nothing_else(value):
    start = latent(3, 62)
    changed = CODES.with_value(start, 1, value)
    assert CODES.value(changed, 1) == pytest.approx(value, abs=1e-4)
    assert np.array_equal(changed[:-1], start[:-1])


def test_uniform_is_the_normal_distribution_function():
    from math import erf

    points = np.linspace(-3, 3, 25)
    np.testing.assert_allclose(uniform(points), [erf(x / 2**0.5) for x in points], atol=6e-4)
