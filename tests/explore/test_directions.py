import numpy as np
import pytest

from studio.core.errors import CancelledError, StudioError
from studio.core.latents import latents
from studio.core.progress import Quiet
from studio.explore.directions import (
    Direction,
    difference_of_means,
    linear_separator,
    principal_components,
    principal_directions,
    read_directions,
    write_directions,
)
from studio.explore.features import FirstFeatures


class CancelAtOnce(Quiet):
    def cancelled(self) -> bool:
        return True


def mixing(size: int, strengths: list[float]) -> np.ndarray:
    """A linear map with these singular values and random directions, (size, len(strengths))."""
    random = np.random.default_rng(3)
    left = np.linalg.qr(random.normal(size=(size, len(strengths))))[0]
    right = np.linalg.qr(random.normal(size=(len(strengths), len(strengths))))[0]
    return (left * strengths) @ right


def test_components_are_those_of_numpy_s_svd():
    rows = np.random.default_rng(0).normal(size=(400, 12)) @ np.random.default_rng(1).normal(size=(12, 12))
    components, shares = principal_components(rows, 5)
    _, singular, expected = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs((components * expected[:5]).sum(axis=1)), np.ones(5), atol=1e-9)
    np.testing.assert_allclose(shares, singular[:5] ** 2 / (singular**2).sum(), rtol=1e-9)


def test_the_directions_of_a_linear_generator_are_its_singular_vectors():
    matrix = mixing(20, [9.0, 5.0, 3.0, 1.0])
    found = principal_directions(lambda z: (z @ matrix).astype(np.float32), 20, 3, Quiet())
    expected = np.linalg.svd(matrix)[0][:, :3].T
    alike = [abs(direction.vector() @ row) for direction, row in zip(found, expected, strict=True)]
    assert min(alike) > 0.99
    assert found[0].share > found[1].share > found[2].share
    assert found[0].share == pytest.approx(81 / 116, abs=0.02)


def test_directions_have_length_one_and_are_the_same_each_time():
    matrix = mixing(10, [4.0, 2.0, 1.0])
    first, second = (principal_directions(lambda z: (z @ matrix).astype(np.float32), 10, 2, Quiet()) for _ in "ab")
    assert first == second
    np.testing.assert_allclose([np.linalg.norm(d.vector()) for d in first], [1, 1], rtol=1e-6)


def test_many_features_are_thinned():
    matrix = np.tile(mixing(10, [4.0, 1.0, 0.5]), (1, 200))
    (found,) = principal_directions(lambda z: (z @ matrix).astype(np.float32), 10, 1, Quiet())
    assert abs(found.vector() @ np.linalg.svd(matrix, full_matrices=False)[0][:, 0]) > 0.99


def test_finding_can_be_cancelled():
    with pytest.raises(CancelledError):
        principal_directions(lambda z: z, 10, 1, CancelAtOnce())


def test_first_features_are_the_first_activation(linear_snapshot, linear_model):
    """The linear generator's tanh is followed by a reshape, so it is its first and only activation."""
    batch = latents(0, 4, 6)
    expected = np.tanh(batch @ linear_snapshot.weights["000"] + linear_snapshot.weights["001"])
    features = FirstFeatures(linear_snapshot, np.zeros(0, np.float32))(batch)
    np.testing.assert_allclose(features, expected, atol=1e-6)


def test_groups_that_differ_along_one_coordinate_teach_that_coordinate():
    having, lacking = latents(0, 60, 8), latents(100, 60, 8)
    having[:, 3], lacking[:, 3] = np.abs(having[:, 3]) + 1, -np.abs(lacking[:, 3]) - 1
    for learn in (difference_of_means, linear_separator):
        vector = learn("smile", having, lacking).vector()
        assert vector[3] > 0.9
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-6)


def test_the_separator_ignores_what_both_groups_vary_in():
    random = np.random.default_rng(0)
    nuisance = random.normal(size=(200, 1)) * 5
    having = np.concatenate([nuisance[:100] + 2, 1 + 0.1 * random.normal(size=(100, 1))], axis=1)
    lacking = np.concatenate([nuisance[100:], -1 + 0.1 * random.normal(size=(100, 1))], axis=1)
    means, separator = (learn("x", having, lacking).vector() for learn in (difference_of_means, linear_separator))
    assert separator[1] > means[1]
    assert separator[1] > 0.95


def test_groups_that_teach_nothing_are_refused():
    with pytest.raises(StudioError, match="two groups"):
        difference_of_means("x", latents(0, 2, 4), np.zeros((0, 4), np.float32))
    with pytest.raises(StudioError, match="leads nowhere"):
        difference_of_means("x", latents(0, 2, 4), latents(0, 2, 4))


def test_named_directions_are_kept_with_the_run(tmp_path):
    kept = [Direction.along("smile", latents(1, 1, 6)[0]), Direction.along("age", latents(2, 1, 6)[0])]
    write_directions(tmp_path, kept)
    assert read_directions(tmp_path, 6) == kept
    assert read_directions(tmp_path, 7) == []


@pytest.mark.parametrize("content", ["", "{", '[{"name":"x"}]', '[{"name":"x","values":[NaN]}]'])
def test_a_damaged_file_of_directions_counts_as_empty(tmp_path, content):
    (tmp_path / "directions.json").write_text(content)
    assert read_directions(tmp_path, 1) == []
