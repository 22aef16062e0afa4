import numpy as np
import pytest

from studio.core.latents import latent
from studio.explore.interpolation import Interpolation
from studio.explore.place import MOST_UNDONE, Place, Trail, variations

HERE = Place.from_seed(3, 8, 0.7)


def test_changing_a_coordinate_leaves_the_others_and_forgets_the_seed():
    there = HERE.with_coordinate(2, 1.5)
    assert there.seed is None
    assert there.latent[2] == 1.5
    np.testing.assert_array_equal(np.delete(there.latent, 2), np.delete(HERE.latent, 2))
    np.testing.assert_array_equal(HERE.latent, latent(3, 8))


def test_locked_coordinates_survive_a_new_seed():
    locked = np.zeros(8, bool)
    locked[:3] = True
    there = HERE.at_seed(9, locked)
    np.testing.assert_array_equal(there.latent[:3], HERE.latent[:3])
    np.testing.assert_array_equal(there.latent[3:], latent(9, 8)[3:])
    assert (there.seed, HERE.at_seed(9, np.zeros(8, bool)).seed) == (None, 9)


def test_the_way_between_seeds_ends_exactly_on_them():
    start, end = (HERE.toward(1, 2, part, Interpolation.SPHERICAL) for part in (0.0, 1.0))
    np.testing.assert_array_equal(start.latent, latent(1, 8))
    np.testing.assert_array_equal(end.latent, latent(2, 8))
    assert (start.seed, end.seed, HERE.toward(1, 2, 0.5, Interpolation.LINEAR).seed) == (1, 2, None)


def test_a_mark_leads_back():
    moved = HERE.moved(np.ones(8, np.float32), 0.1)
    assert HERE.at_mark(moved.mark("run", 5)).same(moved)
    assert Place.start(20, 0).at_mark(HERE.mark("run", 5)).same(Place.from_seed(3, 20, 0.7))


def test_variations_surround_the_place():
    around = variations(HERE, 0.3, 9, first_seed=50)
    np.testing.assert_array_equal(around[4], HERE.latent)
    distances = np.linalg.norm(np.delete(around, 4, axis=0) - HERE.latent, axis=1)
    assert distances.min() > 0
    np.testing.assert_array_equal(variations(HERE, 0.0, 9, 50), np.repeat(HERE.latent[None], 9, axis=0))


def test_undo_and_redo():
    trail = Trail(HERE)
    there = HERE.with_coordinate(0, 1.0)
    trail.go(there)
    assert trail.can_undo
    trail.undo()
    assert trail.place is HERE
    trail.redo()
    assert trail.place is there


def test_a_drag_is_one_step():
    trail = Trail(HERE)
    for value in (0.1, 0.2, 0.3):
        trail.go(HERE.with_coordinate(0, value), "coordinate 0")
    trail.end_drag()
    trail.go(HERE.with_coordinate(0, 0.4), "coordinate 0")
    trail.undo()
    assert trail.place.latent[0] == pytest.approx(0.3)
    trail.undo()
    assert trail.place is HERE


def test_going_on_after_undo_forgets_the_other_way():
    trail = Trail(HERE)
    trail.go(HERE.with_coordinate(0, 1.0))
    trail.undo()
    trail.go(HERE.with_coordinate(0, 2.0))
    assert not trail.can_redo


def test_standing_still_is_no_step():
    trail = Trail(HERE)
    trail.go(Place.from_seed(3, 8, 0.7))
    assert not trail.can_undo


def test_the_trail_is_bounded():
    trail = Trail(HERE)
    for i in range(2 * MOST_UNDONE):
        trail.go(HERE.with_coordinate(0, float(i)))
    steps = 0
    while trail.can_undo:
        trail.undo()
        steps += 1
    assert steps == MOST_UNDONE - 1
