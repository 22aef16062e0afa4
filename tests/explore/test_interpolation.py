import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.latents import latents
from studio.explore.interpolation import Easing, Interpolation, Walk, between, eased, walk_classes, walk_latents

KEYS = latents(1, 3, 16)


@pytest.mark.parametrize("interpolation", list(Interpolation))
@pytest.mark.parametrize("easing", list(Easing))
@pytest.mark.parametrize("frames", [6, 7, 11, 60])
def test_an_open_walk_meets_every_keyframe_and_ends_on_the_last(interpolation, easing, frames):
    walk = Walk(KEYS, frames, interpolation, easing, loop=False)
    steps = walk_latents(walk)
    assert steps.shape == (frames, 16)
    assert steps.dtype == np.float32
    np.testing.assert_array_equal(steps[0], KEYS[0])
    np.testing.assert_array_equal(steps[-1], KEYS[-1])
    assert (steps == KEYS[1]).all(axis=1).sum() == 1


@pytest.mark.parametrize("interpolation", list(Interpolation))
@pytest.mark.parametrize("frames", [3, 10, 60])
def test_a_loop_meets_every_keyframe_once(interpolation, frames):
    steps = walk_latents(Walk(KEYS, frames, interpolation))
    assert len(steps) == frames
    for key in KEYS:
        assert (steps == key).all(axis=1).sum() == 1


def test_a_loop_has_no_jump_where_it_closes():
    steps = walk_latents(Walk(KEYS, 300, easing=Easing.STEADY))
    moves = np.linalg.norm(np.diff(np.concatenate([steps, steps[:1]]), axis=0), axis=1)
    assert moves.max() <= 2 * moves.mean()


def test_linear_middle_is_the_mean():
    middle = between(KEYS[0], KEYS[1], np.array([0.5]), Interpolation.LINEAR)[0]
    np.testing.assert_allclose(middle, (KEYS[0] + KEYS[1]) / 2, rtol=1e-6)


def test_spherical_by_hand():
    """A quarter turn from (2, 0) to (0, 4): at one third 30 degrees, length 2 + 2/3."""
    point = between(np.array([2.0, 0.0]), np.array([0.0, 4.0]), np.array([1 / 3]), Interpolation.SPHERICAL)[0]
    length = 2 + 2 / 3
    np.testing.assert_allclose(point, [length * np.cos(np.pi / 6), length * 0.5], rtol=1e-6)


def test_spherical_keeps_the_length_where_linear_does_not():
    a, b = KEYS[0] / np.linalg.norm(KEYS[0]), KEYS[1] / np.linalg.norm(KEYS[1])
    parts = np.linspace(0, 1, 9)
    np.testing.assert_allclose(
        np.linalg.norm(between(a, b, parts, Interpolation.SPHERICAL), axis=1), np.ones(9), rtol=1e-5
    )
    assert np.linalg.norm(between(a, b, parts, Interpolation.LINEAR), axis=1).min() < 0.95


@pytest.mark.parametrize("other", [KEYS[0], -KEYS[0], np.zeros(16, np.float32), KEYS[0] * 3])
def test_latents_without_an_angle_between_them_stay_finite(other):
    points = between(KEYS[0], other, np.linspace(0, 1, 5), Interpolation.SPHERICAL)
    assert np.isfinite(points).all()
    np.testing.assert_array_equal(points[-1], other)


def test_smooth_starts_and_ends_at_rest():
    parts = eased(np.array([0.0, 0.01, 0.5, 0.99, 1.0]), Easing.SMOOTH)
    np.testing.assert_allclose(parts, [0, 0.000298, 0.5, 0.999702, 1], atol=1e-12)


def test_one_keyframe_stands_still():
    np.testing.assert_array_equal(walk_latents(Walk(KEYS[:1], 4)), np.repeat(KEYS[:1], 4, axis=0))


def test_more_keyframes_than_frames_are_refused():
    with pytest.raises(StudioError, match="3 keyframes do not fit into 2 frames"):
        walk_latents(Walk(KEYS, 2))


def test_class_shares_change_evenly_and_meet_their_keyframes():
    walk = Walk(KEYS[:2], 5, loop=False, easing=Easing.STEADY, classes=np.eye(2, dtype=np.float32))
    np.testing.assert_allclose(walk_classes(walk, 2)[:, 0], [1, 0.75, 0.5, 0.25, 0], rtol=1e-6)
    np.testing.assert_array_equal(walk_classes(Walk(KEYS, 4), 3), [[1, 0, 0]] * 4)
    assert walk_classes(Walk(KEYS, 4), 0).shape == (4, 0)
