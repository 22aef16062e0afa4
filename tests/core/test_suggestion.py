"""Which recipe is suggested for which data set."""

import pytest

from studio.core.recipe_book import built_in_recipes
from studio.core.suggestion import DataFacts, suggest


@pytest.mark.parametrize(
    ("facts", "gpu", "recipe"),
    [
        (DataFacts(10_000, 10, 28, 28, grey=True), False, "digits-in-a-minute"),
        (DataFacts(300, 1, 900, 700, grey=False), False, "small-collection"),
        (DataFacts(300, 1, 900, 700, grey=False), True, "small-collection"),
        (DataFacts(50_000, 10, 32, 32, grey=False), False, "class-conditional-32"),
        (DataFacts(1_200, 100, 200, 200, grey=False), False, "paintings-64"),
        (DataFacts(20_000, 1, 178, 218, grey=False, uniform=True), False, "faces-64"),
        (DataFacts(20_000, 1, 178, 218, grey=False, uniform=True), True, "best-quality"),
        (DataFacts(5_000, 1, 900, 700, grey=False), False, "paintings-64"),
    ],
)
def test_suggestion(facts, gpu, recipe):
    suggestion = suggest(facts, gpu=gpu)
    assert suggestion.recipe == recipe
    assert suggestion.recipe in built_in_recipes()
    assert suggestion.reason.endswith(".")
