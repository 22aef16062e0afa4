"""The distance against cases that can be worked out by hand, and in the order that eyes would put pictures in."""

import numpy as np
import pytest

from studio.engine.sliced_wasserstein import (
    UNIT,
    PatchCutter,
    ReferenceLevel,
    distances,
    laplacian_pyramid,
    level_sizes,
)


def scenes(count: int, seed: int, shape=(32, 32, 3)) -> np.ndarray:
    """Draw pictures uint8 of soft blobs with a grain, a few to each, no two alike."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    pictures = np.zeros((count, *shape), np.float32)
    for picture in pictures:
        for _ in range(4):
            top, left, radius = random.uniform(0, shape[0]), random.uniform(0, shape[1]), random.uniform(2, 6)
            blob = np.exp(-((y - top) ** 2 + (x - left) ** 2) / radius**2)
            picture += blob[..., None] * random.uniform(0, 200, shape[2])
    return np.clip(pictures + random.normal(0, 12, pictures.shape), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    return scenes(64, seed=1)


@pytest.fixture(scope="module")
def others() -> np.ndarray:
    return scenes(64, seed=2)


def mean(a, b) -> float:
    return float(np.mean(distances(a, b)))


@pytest.mark.parametrize(
    ("size", "levels"),
    [
        ((8, 8), [(8, 8)]),
        ((28, 28), [(28, 28)]),
        ((32, 32), [(32, 32), (16, 16)]),
        ((64, 48), [(64, 48), (32, 24)]),
        ((33, 65), [(33, 65), (17, 33)]),
        ((128, 128), [(128, 128), (64, 64), (32, 32), (16, 16)]),
    ],
)
def test_levels_go_down_to_sixteen_pixels(size, levels):
    assert level_sizes(*size) == levels


def test_a_plain_picture_has_all_of_itself_in_the_coarsest_level():
    fine, middle, coarse = laplacian_pyramid(np.full((1, 64, 64, 1), 80.0, np.float32))
    np.testing.assert_allclose(coarse, 80.0, rtol=1e-5)
    np.testing.assert_allclose(middle, 0.0, atol=1e-4)
    np.testing.assert_allclose(fine, 0.0, atol=1e-4)


def test_pictures_are_no_farther_from_themselves_than_nothing(reference):
    assert distances(reference, reference) == [0.0, 0.0]


def test_one_value_shifted_by_a_deviation_is_one_unit_away():
    """Patches of a single value: projections are +-value, and the sorted difference is the shift itself."""
    values = np.array([-30.0, -10.0, 10.0, 30.0], np.float32)
    patches = np.tile(values, 25)[:, None, None]
    deviation = float(values.std())
    (found,) = set(np.round(list(ReferenceLevel(patches, 0).differences(patches + deviation)), 5))
    assert found == pytest.approx(1.0)


def test_the_order_of_patches_does_not_count(reference, others):
    cutter = PatchCutter(reference.shape[1:], len(reference))
    ours, theirs = cutter.cut(reference, 0)[0], cutter.cut(others, 0)[0]
    mixed = np.random.default_rng(0).permutation(theirs)
    level = ReferenceLevel(ours, 0)
    assert list(level.differences(mixed)) == pytest.approx(list(level.differences(theirs)), rel=1e-4)


def test_pictures_cut_some_at_a_time_give_the_same_patches(others):
    cutter = PatchCutter(others.shape[1:], len(others))
    whole = cutter.cut(others, 0)
    parts = [cutter.cut(others[first : first + 40], first) for first in range(0, 64, 40)]
    for level, patches in enumerate(whole):
        np.testing.assert_allclose(np.concatenate([part[level] for part in parts]), patches, atol=1e-4)


@pytest.mark.parametrize("shape", [(28, 28, 1), (16, 40, 4), (8, 8, 3), (5, 9, 1)])
def test_every_shape_has_a_distance(shape):
    found = mean(scenes(12, 1, shape), scenes(12, 2, shape))
    assert 0 < found < UNIT


def test_a_channel_that_never_varies_does_not_divide_by_zero():
    opaque = scenes(12, 1, (16, 16, 4))
    opaque[..., 3] = 255
    other = scenes(12, 2, (16, 16, 4))
    other[..., 3] = 255
    assert np.isfinite(mean(opaque, other))


def test_real_pictures_are_nearest_and_each_flaw_grows(reference, others):
    random = np.random.default_rng(3)
    floor = mean(reference, others)

    def flawed(amounts, spoil):
        return [floor, *(mean(reference, spoil(others.astype(np.float32), a).astype(np.uint8)) for a in amounts)]

    def noise(x, amount):
        return np.clip(x + random.normal(0, amount, x.shape), 0, 255)

    def cast(x, amount):
        return np.clip(x + np.array([amount, 0, -amount]), 0, 255)

    def blur(x, times):
        for _ in range(times):
            x = (x + np.roll(x, 1, 1) + np.roll(x, 1, 2) + np.roll(x, (1, 1), (1, 2))) / 4
        return x

    for amounts, spoil in (((20, 60), noise), ((20, 60), cast), ((1, 3), blur)):
        found = flawed(amounts, spoil)
        assert found == sorted(found), spoil.__name__


def test_a_collapsed_generator_is_farther_than_a_varied_one(reference, others):
    varied, few, one = (mean(reference, others[np.arange(64) % kinds]) for kinds in (64, 6, 1))
    assert varied < few < one
