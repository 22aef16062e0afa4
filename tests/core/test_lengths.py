"""Lengths in epochs and in steps, checked against numbers worked out by hand."""

import pytest

from studio.core.lengths import changes_of_unit, target_step
from studio.core.recipe import Recipe

PICTURES = 100  # 12 steps of 8 pictures are an epoch


@pytest.fixture
def recipe():
    return Recipe().changed({"training.batch_size": 8, "training.length": 5, "training.length_unit": "epochs"})


def test_a_length_stays_as_long_in_steps(recipe):
    changes = changes_of_unit(recipe, "training.length_unit", "steps", PICTURES)
    assert changes == {"training.length": 60, "training.length_unit": "steps"}
    assert target_step(recipe.changed(changes), PICTURES) == target_step(recipe, PICTURES)


@pytest.mark.parametrize(("steps", "epochs"), [(60, 5), (61, 6), (1, 1)])
def test_a_length_in_epochs_is_never_shorter_than_it_was_in_steps(recipe, steps, epochs):
    recipe = recipe.changed({"training.length": steps, "training.length_unit": "steps"})
    changes = changes_of_unit(recipe, "training.length_unit", "epochs", PICTURES)
    assert changes == {"training.length": epochs, "training.length_unit": "epochs"}


def test_the_unit_it_has_already_changes_nothing(recipe):
    assert changes_of_unit(recipe, "training.length_unit", "epochs", PICTURES) == {}
