"""Which recipe is suggested for which data set, and that it trains on it as it is suggested."""

import itertools

import pytest

from studio.core.checks import find_problems
from studio.core.idle import idle_settings
from studio.core.recipe_book import load_recipe
from studio.core.suggestion import DataFacts, suggest

SIZES = ((16, 16), (40, 24), (100, 40), (178, 218), (512, 512))


@pytest.mark.parametrize(
    ("facts", "gpu", "recipe", "changes"),
    [
        (DataFacts(10_000, 10, 28, 28, grey=True), False, "digits-in-a-minute", {}),
        (DataFacts(40, 1, 28, 28, grey=True), False, "digits-in-a-minute", {"training.batch_size": 32}),
        (DataFacts(300, 1, 900, 700, grey=False), False, "small-collection", {}),
        (DataFacts(300, 1, 900, 700, grey=False), True, "small-collection", {}),
        (DataFacts(10, 1, 900, 700, grey=False), False, "small-collection", {"training.batch_size": 8}),
        (DataFacts(300, 1, 32, 32, grey=False), False, "small-collection", {"data.width": 32, "data.height": 32}),
        (DataFacts(50_000, 10, 32, 32, grey=False), False, "class-conditional-32", {}),
        (
            DataFacts(50_000, 0, 32, 32, grey=False, uniform=True),
            True,
            "class-conditional-32",
            {"networks.conditional": False},
        ),
        (DataFacts(1_200, 100, 200, 200, grey=False), False, "paintings-64", {}),
        (DataFacts(20_000, 1, 178, 218, grey=False, uniform=True), False, "faces-64", {}),
        (DataFacts(5_000, 1, 512, 512, grey=True, uniform=True), False, "faces-64", {"data.colour": "grey"}),
        (DataFacts(20_000, 1, 178, 218, grey=False, uniform=True), True, "best-quality", {}),
        (DataFacts(5_000, 1, 64, 64, grey=False), True, "paintings-64", {}),
        (DataFacts(5_000, 1, 900, 700, grey=False), False, "paintings-64", {}),
    ],
)
def test_suggestion(facts, gpu, recipe, changes):
    suggestion = suggest(facts, gpu=gpu)
    assert (suggestion.recipe, suggestion.changes) == (recipe, changes)
    assert suggestion.reason.endswith(".")


@pytest.mark.parametrize("pictures", [4, 10, 16, 63, 300, 1_000, 50_000])
def test_what_is_suggested_is_never_refused(pictures):
    kinds = itertools.product(SIZES, (0, 1, 10), (True, False), (True, False), (True, False))
    for (width, height), classes, grey, uniform, gpu in kinds:
        facts = DataFacts(pictures, classes, width, height, grey=grey, uniform=uniform)
        suggestion = suggest(facts, gpu=gpu)
        recipe = load_recipe(suggestion.recipe).changed(suggestion.changes)
        assert find_problems(recipe, pictures, classes) == [], facts
        assert (recipe.data.colour == "grey") == grey
        assert not suggestion.changes.keys() & idle_settings(recipe).keys()
        assert suggestion.is_taken_by(recipe)
        assert not suggestion.changes or not suggestion.is_taken_by(load_recipe(suggestion.recipe))
