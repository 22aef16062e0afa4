"""Latents, pixels and grids."""

import numpy as np

from studio.core.latents import latent, latents
from studio.core.pixels import grid, to_uint8


def test_latents_follow_their_seeds():
    assert latents(5, 3, 100).shape == (3, 100)
    np.testing.assert_array_equal(latents(5, 3, 100)[1], latent(6, 100))
    assert latent(1, 4).dtype == np.float32
    assert abs(latents(0, 500, 100).std() - 1) < 0.02


def test_to_uint8_rounds_and_clips():
    values = np.array([-2.0, -1.0, 0.0, 0.999, 1.0, 3.0], np.float32)
    assert to_uint8(values).tolist() == [0, 0, 128, 255, 255, 255]


def test_grid_lays_out_rows():
    images = np.arange(5, dtype=np.uint8).reshape(5, 1, 1, 1)
    assert grid(images, 3)[..., 0].tolist() == [[0, 1, 2], [3, 4, 0]]
