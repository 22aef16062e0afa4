import shlex

import pytest

from studio.core.command_line import train_command
from studio.core.recipe import Recipe, parse_assignments
from studio.core.recipe_book import built_in_recipes, load_recipe


def recipe_of(words):
    """What the command line makes of the options."""
    options = dict(zip(words[3::2], words[4::2], strict=True))
    changes = parse_assignments(value for key, value in zip(words[3::2], words[4::2], strict=True) if key == "--set")
    if "--steps" in options:
        changes |= {"training.length": options["--steps"], "training.length_unit": "steps"}
    if "--seed" in options:
        changes["training.seed"] = options["--seed"]
    return load_recipe(options["--recipe"]).changed(changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"training.seed": 7},
        {"training.length": 5000, "training.length_unit": "steps"},
        {"training.length": 7, "training.length_unit": "epochs"},
        {"optimizer.generator_learning_rate": 1.2345e-7, "data.background": "#ff0000", "networks.conditional": True},
    ],
)
@pytest.mark.parametrize("name", list(built_in_recipes()))
def test_the_command_says_what_differs_and_no_more(name, changes):
    recipe = load_recipe(name).changed(changes)
    words = shlex.split(train_command("it's a folder", recipe, "cpu"))
    assert words[:3] == ["gan-studio", "train", "it's a folder"]
    assert recipe_of(words).fingerprint() == recipe.fingerprint()
    assert words[words.index("--device") + 1] == "cpu"
    assert len(words) <= 7 + 2 * len(changes)


def test_a_recipe_of_ones_own_is_told_from_the_nearest_one():
    recipe = load_recipe("dcgan-64").changed({"networks.width": 24})
    words = shlex.split(train_command("demo:digits", Recipe.model_validate({**recipe.model_dump(), "name": "mine"})))
    assert words == ["gan-studio", "train", "demo:digits", "--recipe", "dcgan-64", "--set", "networks.width=24"]
