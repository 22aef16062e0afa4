import numpy as np
import pytest

from studio.explore.plane import Plane

RIGHT, UP = np.array([1.0, 0, 0], np.float32), np.array([0.6, 0.8, 0], np.float32)
LATENT = np.array([0.3, -1.0, 2.0], np.float32)


def test_a_position_is_reached_and_nothing_else_changes():
    plane = Plane(RIGHT, UP)
    moved = plane.moved_to(LATENT, 1.5, -0.5)
    assert plane.position(moved) == pytest.approx((1.5, -0.5), abs=1e-5)
    assert moved[2] == LATENT[2]


def test_where_one_stands_is_reached_without_a_move():
    plane = Plane(RIGHT, UP)
    np.testing.assert_allclose(plane.moved_to(LATENT, *plane.position(LATENT)), LATENT, atol=1e-6)


def test_the_same_direction_twice_meets_both_halfway():
    plane = Plane(RIGHT, RIGHT)
    assert plane.position(plane.moved_to(LATENT, 1.0, 2.0)) == pytest.approx((1.5, 1.5), abs=1e-4)


def test_a_grid_is_read_from_the_top_left():
    rows = Plane(RIGHT, np.array([0, 1.0, 0], np.float32)).grid(np.zeros(3, np.float32), 3, 2.0)
    np.testing.assert_array_equal(rows[:, :2], [(x, y) for y in (2, 0, -2) for x in (-2, 0, 2)])
