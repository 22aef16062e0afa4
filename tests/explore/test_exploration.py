import dataclasses

import numpy as np
import pytest

from studio.core.codes import Codes
from studio.core.errors import StudioError
from studio.core.latents import latent
from studio.explore.directions import Direction, Learning
from studio.explore.exploration import Exploration


@pytest.fixture
def exploration():
    return Exploration(6, 2, np.random.default_rng(0))


def test_it_begins_at_seed_0_and_the_first_class(exploration):
    np.testing.assert_array_equal(exploration.place.latent, latent(0, 6))
    np.testing.assert_array_equal(exploration.place.classes, [1, 0])
    assert not exploration.can_undo


def test_randomising_keeps_what_is_locked(exploration):
    exploration.set_locked(2, True)
    exploration.randomise()
    assert exploration.place.latent[2] == latent(0, 6)[2]
    assert exploration.place.latent[3] != latent(0, 6)[3]


def test_reset_goes_to_the_last_seed(exploration):
    exploration.choose_seed(8)
    exploration.set_coordinate(1, 2.0)
    exploration.set_coordinate(4, -2.0)
    exploration.reset_coordinate(4)
    assert exploration.place.latent[1] == 2.0
    assert exploration.place.latent[4] == latent(8, 6)[4]
    exploration.reset()
    assert exploration.place.seed == 8


def test_undo_brings_the_seed_back_that_reset_means(exploration):
    exploration.choose_seed(8)
    exploration.undo()
    exploration.set_coordinate(0, 1.0)
    exploration.reset()
    assert exploration.place.seed == 0


def test_one_class_alone_and_shares_of_two(exploration):
    exploration.choose_class(1)
    np.testing.assert_array_equal(exploration.place.classes, [0, 1])
    exploration.set_class(0, 0.25)
    np.testing.assert_array_equal(exploration.place.classes, [0.25, 1])


def test_standing_at_a_value_of_a_direction(exploration):
    exploration.principal = [Direction.along("1", np.array([1, 1, 0, 0, 0, 0]))]
    exploration.set_direction(0, 2.5)
    assert exploration.direction_values[0] == pytest.approx(2.5, abs=1e-5)
    np.testing.assert_array_equal(exploration.place.latent[2:], latent(0, 6)[2:])
    exploration.reset_direction(0)
    np.testing.assert_allclose(exploration.place.latent, latent(0, 6), atol=1e-5)


def test_dragging_follows_principal_directions_where_there_are_some(exploration):
    exploration.drag(0.5, 0.0)
    assert exploration.place.latent[0] == pytest.approx(latent(0, 6)[0] + 2.0)
    exploration.principal = [Direction.along("1", np.eye(6)[5]), Direction.along("2", np.eye(6)[3])]
    exploration.drag(0.0, 0.25)
    assert exploration.place.latent[3] == pytest.approx(latent(0, 6)[3] + 1.0)
    exploration.undo()
    np.testing.assert_array_equal(exploration.place.latent, latent(0, 6))


def test_a_direction_is_learned_from_marked_pictures(exploration):
    for value in (2.0, 3.0):
        exploration.set_coordinate(4, value)
        exploration.mark_having()
    exploration.set_coordinate(4, -2.0)
    exploration.mark_lacking()
    assert exploration.marked == (2, 1)
    exploration.learn("size")
    assert exploration.marked == (0, 0)
    assert exploration.kept[0].vector()[4] > 0.99


def test_learning_from_one_group_is_refused_and_the_marks_stay(exploration):
    exploration.mark_having()
    with pytest.raises(StudioError, match="two groups"):
        exploration.learn("x")
    assert exploration.marked == (1, 0)


def test_holding_and_swapping(exploration):
    exploration.swap()
    assert not exploration.can_undo
    exploration.hold()
    exploration.choose_seed(5)
    exploration.swap()
    assert (exploration.place.seed, exploration.held.seed) == (0, 5)


def test_places_around_are_other_ones_after_shuffling(exploration):
    first = exploration.around(9)
    assert first[4] is exploration.place
    exploration.shuffle_around()
    second = exploration.around(9)
    assert not np.array_equal(first[0].latent, second[0].latent)


def test_whether_a_generator_fits(exploration, linear_snapshot):
    assert not exploration.fits(linear_snapshot)
    assert exploration.fits(dataclasses.replace(linear_snapshot, class_names=("a", "b")))


def test_axes_are_chosen_and_survive_new_principal_directions(exploration):
    exploration.kept = [Direction.along("slant", np.eye(6)[4])]
    exploration.principal = [Direction.along(str(i), np.eye(6)[i]) for i in (5, 3)]
    assert exploration.chosen_axes == (1, 2)
    exploration.choose_axis(0, 0)
    exploration.choose_axis(1, 3 + 2)  # the third coordinate, after three directions
    exploration.principal = [Direction.along("1", np.eye(6)[1])]
    assert exploration.chosen_axes == (0, 2 + 2)
    exploration.go_to_position(1.5, -0.5)
    assert exploration.position == pytest.approx((1.5, -0.5), abs=1e-5)
    assert (exploration.place.latent[4], exploration.place.latent[2]) == pytest.approx((1.5, -0.5), abs=1e-5)


def test_a_grid_along_the_axes_has_this_place_in_the_middle(exploration):
    exploration.stride = 0.5
    places = exploration.along(3)
    assert places[4] is exploration.place
    here = exploration.place.latent
    np.testing.assert_allclose(places[2].latent[:2] - here[:2], [0.5, 0.5], atol=1e-6)  # right and up
    np.testing.assert_allclose(places[3].latent[:2] - here[:2], [-0.5, 0.0], atol=1e-6)


def test_the_ends_of_a_direction_lie_on_both_sides(exploration):
    exploration.principal = [Direction.along("1", np.array([1, 1, 0, 0, 0, 0]))]
    vector = exploration.principal[0].vector()
    before, after = exploration.ends(0)
    assert (vector @ before.latent, vector @ after.latent) == pytest.approx((-3.0, 3.0), abs=1e-5)


@pytest.mark.parametrize("learning", list(Learning))
def test_a_direction_is_learned_from_seeds(exploration, learning):
    exploration.mark_seeds([1, 2, 3], [4, 5])
    exploration.learn("size", learning)
    means = [np.mean([latent(s, 6) for s in seeds], axis=0) for seeds in ((1, 2, 3), (4, 5))]
    assert exploration.kept[0].vector() @ (means[0] - means[1]) > 0


def test_structured_codes_are_set_and_reset():
    exploration = Exploration(6, codes=Codes(categories=3, continuous=1))
    exploration.choose_category(2)
    exploration.set_code(0, 0.5)
    assert exploration.codes.category(exploration.place.latent) == 2
    assert exploration.codes.value(exploration.place.latent, 0) == pytest.approx(0.5, abs=1e-3)
    np.testing.assert_array_equal(exploration.place.latent[:2], latent(0, 6)[:2])
    exploration.reset_code(0)
    assert exploration.place.latent[5] == pytest.approx(latent(0, 6)[5], abs=1e-2)
