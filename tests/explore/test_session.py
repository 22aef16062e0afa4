import dataclasses

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.latents import latents
from studio.core.pixels import to_uint8
from studio.explore.session import GeneratorSession


def test_pictures_are_those_of_the_formula(linear_snapshot):
    batch = latents(0, 5, 6)
    sums = batch @ linear_snapshot.weights["000"] + linear_snapshot.weights["001"]
    expected = to_uint8(np.tanh(sums).reshape(5, 8, 8, 1))
    pictures = GeneratorSession(linear_snapshot).generate(batch)
    assert pictures.dtype == np.uint8
    assert np.abs(pictures.astype(int) - expected.astype(int)).max() <= 1


def test_a_picture_does_not_depend_on_its_neighbours(linear_snapshot, monkeypatch):
    monkeypatch.setattr("studio.explore.session.PORTION", 3 * 64)
    session = GeneratorSession(linear_snapshot)
    batch = latents(0, 10, 6)
    one_by_one = np.concatenate([session.generate(row[None]) for row in batch])
    np.testing.assert_array_equal(session.generate(batch), one_by_one)


def test_no_latents_give_no_pictures(linear_snapshot):
    assert GeneratorSession(linear_snapshot).generate(np.empty((0, 6), np.float32)).shape == (0, 8, 8, 1)


def test_weights_of_another_network_are_refused(linear_snapshot):
    weights = {**linear_snapshot.weights, "001": np.zeros(7, np.float32)}
    with pytest.raises(StudioError, match="do not belong together"):
        GeneratorSession(dataclasses.replace(linear_snapshot, weights=weights))


def test_missing_weights_are_refused(linear_snapshot):
    weights = {"000": linear_snapshot.weights["000"]}
    with pytest.raises(StudioError, match="weights are missing"):
        GeneratorSession(dataclasses.replace(linear_snapshot, weights=weights))
