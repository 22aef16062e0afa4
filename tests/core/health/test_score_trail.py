"""Scores of late against the best: what fluctuation explains is no trouble, a lasting rise is one."""

import math

import numpy as np
import pytest

from studio.core.health.score_trail import ScoreTrail


def trail_of(distances):
    trail = ScoreTrail()
    for number, distance in enumerate(distances):
        trail.add(100 * number, distance)
    return trail


def is_worse(distances):
    trail = trail_of(distances)
    return trail.rise > trail.margin


def test_the_best_is_known_by_its_step():
    trail = trail_of([90, 40, 30, 35, 33])
    assert (trail.best_step, trail.best, trail.latest) == (200, 30, 33)


def test_a_lasting_rise_is_worse_and_a_short_one_is_not():
    falling = [90, 60, 45, 38, 33, 31, 30]
    assert not is_worse([*falling, 60, 62, 65])  # some of them may be chance
    assert is_worse([*falling, 60, 62, 65, 64])
    assert not is_worse([*falling, 60, 62, 31, 64])


def test_a_small_rise_is_none():
    assert not is_worse([90, 60, 45, 38, 33, 31, 30, 33, 36, 40, 41, 42, 40])


@pytest.mark.parametrize("deviation", [0.02, 0.1, 0.2])
def test_fluctuation_of_any_size_is_no_trouble(deviation):
    spoke = 0
    for seed in range(40):
        noise = np.random.default_rng(seed).normal(0, deviation, 60)
        distances = (30 + 70 * np.exp(-np.arange(60) / 6)) * np.exp(noise)
        spoke += any(is_worse(distances[:count]) for count in range(3, 61, 3))
    assert spoke <= 1


def test_a_rise_is_found_through_fluctuation():
    noise = np.random.default_rng(0).normal(0, 0.05, 40)
    distances = np.concatenate([np.geomspace(100, 30, 20), np.geomspace(30, 90, 20)]) * np.exp(noise)
    assert is_worse(distances)
    assert trail_of(distances).best_step == pytest.approx(1950, abs=300)


def test_without_scores_there_is_nothing_to_say():
    trail = ScoreTrail()
    assert math.isnan(trail.best)
    assert math.isnan(trail.latest)
    assert trail.rise < trail.margin
