import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.progress import Quiet
from studio.explore.neighbours import Neighbours, reduced

TRAINING = np.random.default_rng(0).integers(0, 256, (300, 16, 16, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def neighbours():
    return Neighbours(TRAINING, Quiet())


def test_a_training_picture_is_its_own_nearest(neighbours):
    first, second = neighbours.nearest(TRAINING[42], 2)
    assert first.number == 42
    assert first.distance == pytest.approx(0.0, abs=1e-3)
    assert second.distance > 0.2


def test_distances_are_root_mean_squares(neighbours):
    picture = np.zeros((16, 16, 3), np.uint8)
    expected = np.sqrt(((TRAINING / 255.0) ** 2).mean(axis=(1, 2, 3)))
    found = neighbours.nearest(picture, 3)
    np.testing.assert_allclose([n.distance for n in found], np.sort(expected)[:3], rtol=1e-4)
    assert [n.number for n in found] == list(np.argsort(expected)[:3])


def test_large_pictures_are_averaged():
    image = np.zeros((1, 64, 64, 1), np.uint8)
    image[0, :4, :4] = 255
    row = reduced(image)
    assert row.shape == (1, 256)
    assert row[0, 0] == 1.0
    assert row[0, 1:].max() == 0.0


def test_a_copying_generator_is_found_out(neighbours):
    noise = np.random.default_rng(1).integers(-4, 5, (50, 16, 16, 3))
    copies = np.clip(TRAINING[:50] + noise, 0, 255).astype(np.uint8)
    fresh = np.random.default_rng(2).integers(0, 256, (50, 16, 16, 3), dtype=np.uint8)
    assert neighbours.copying(copies, Quiet()).copied == 1.0
    gauge = neighbours.copying(fresh, Quiet())
    assert gauge.copied == 0.0
    assert gauge.median == pytest.approx(gauge.typical, rel=0.1)
    assert neighbours.copying(np.concatenate([copies, fresh]), Quiet()).copied == 0.5


def test_no_training_pictures():
    with pytest.raises(StudioError, match="no training pictures"):
        Neighbours(TRAINING[:0], Quiet())
