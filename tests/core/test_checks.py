"""Recipes that make no sense, and the field that each problem names."""

import pytest

from studio.core.checks import find_problems, refuse_problems
from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes
from studio.core.sizes import nearest_reachable, reachable


@pytest.mark.parametrize("recipe", built_in_recipes().values(), ids=lambda r: r.name)
def test_built_in_recipes_have_no_problems(recipe):
    assert find_problems(recipe, 10_000) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"data.width": 100, "data.height": 100}, "data.width"),
        ({"networks.architecture": "mlp", "data.width": 256, "data.height": 256}, "data.width"),
        ({"networks.generator_normalisation": "spectral"}, "networks.generator_normalisation"),
        ({"training.batch_size": 1}, "training.batch_size"),
        (
            {"networks.discriminator_normalisation": "batch", "loss.r1_weight": 1},
            "networks.discriminator_normalisation",
        ),
        ({"loss.discriminator": "relativistic"}, "loss.generator"),
        ({"loss.discriminator": "wasserstein", "loss.generator": "wasserstein"}, "loss.gradient_penalty_weight"),
        ({"training.simultaneous": True, "training.discriminator_steps": 2}, "training.simultaneous"),
    ],
)
def test_problem_names_its_field(changes, key):
    assert key in [p.key for p in find_problems(Recipe().changed(changes))]


def test_batch_larger_than_the_data_is_refused():
    with pytest.raises(StudioError, match="3 pictures"):
        refuse_problems(Recipe(), 3)


def test_all_problems_are_told_at_once():
    recipe = Recipe().changed({"data.width": 100, "data.height": 100, "loss.discriminator": "relativistic"})
    with pytest.raises(StudioError) as refusal:
        refuse_problems(recipe)
    assert "100" in str(refusal.value)
    assert "pairs" in str(refusal.value)


def test_reachable_sides():
    assert all(reachable(s, s) for s in (28, 32, 48, 64, 96, 128, 256))
    assert not any(reachable(s, s) for s in (27, 30, 100, 33))
    assert nearest_reachable(100) == 96
