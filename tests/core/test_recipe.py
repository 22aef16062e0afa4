"""The recipe: reading, changing, refusing, and what it says about itself."""

import json

import pytest

from studio.core.errors import StudioError
from studio.core.recipe import Recipe, all_settings, find_setting, parse_assignments
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.core.settings import Effect


def test_every_setting_is_fully_declared():
    for setting in all_settings():
        assert setting.label, setting.key
        assert setting.help.endswith("."), setting.key
        assert isinstance(setting.effect, Effect)


def test_text_is_read_as_the_type_of_the_field():
    recipe = Recipe().changed(parse_assignments(["optimizer.generator_learning_rate=2e-3", "augmentation.flip=true"]))
    assert recipe.optimizer.generator_learning_rate == 0.002
    assert recipe.augmentation.flip is True
    assert Recipe().optimizer.generator_learning_rate != 0.002


def test_recipe_survives_its_file():
    recipe = load_recipe("dcgan-64").changed({"training.batch_size": 17})
    assert Recipe.from_json(recipe.to_json(), where="test") == recipe


def test_fingerprint_ignores_the_name_and_sees_every_setting():
    recipe = Recipe()
    assert recipe.fingerprint() == recipe.model_copy(update={"name": "other"}).fingerprint()
    assert recipe.fingerprint() != recipe.changed({"loss.r1_weight": 0.5}).fingerprint()


def test_differences_name_both_values():
    other = Recipe().changed({"training.batch_size": 7})
    assert Recipe().differences(other) == {"training.batch_size": (64, 7)}


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "fast"])
def test_impossible_learning_rates_are_refused_by_name(value):
    with pytest.raises(StudioError) as refusal:
        Recipe().changed({"optimizer.generator_learning_rate": value})
    assert "Generator learning rate" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        (
            "optimizer.generator_learning_rate",
            "",
            "Generator learning rate cannot be empty: it must be a number, more than 0, at most 1.",
        ),
        (
            "optimizer.generator_learning_rate",
            "abc",
            "Generator learning rate cannot be abc: it must be a number, more than 0, at most 1.",
        ),
        ("optimizer.beta1", "2", "Beta 1 cannot be 2: it must be at least 0, at most 0.999."),
        (
            "training.batch_size",
            "1.5",
            "Batch size cannot be 1.5: it must be a whole number, at least 1, at most 4,096 pictures.",
        ),
        ("training.length", 0, "Length cannot be 0: it must be at least 1, at most 10,000,000."),
        ("data.background", "red", "Background cannot be red: it must be a colour such as #ffffff."),
        ("optimizer.generator_learning_rate", "1e-3", ""),
    ],
)
def test_an_objection_names_the_setting_as_the_form_does(key, value, told):
    assert Recipe().objection(key, value) == told


def test_unknown_key_names_the_nearest():
    with pytest.raises(StudioError, match=r"optimizer\.generator_learning_rate"):
        find_setting("optimizer.generator_learning_rat")
    with pytest.raises(StudioError, match=r"training\.batch_size"):
        find_setting("batch_size")


def test_assignment_without_equals_sign_is_refused():
    with pytest.raises(StudioError, match="key=value"):
        parse_assignments(["training.batch_size"])


def test_unknown_recipe_names_the_nearest():
    with pytest.raises(StudioError, match="mlp-128"):
        load_recipe("mlp-12")


def test_broken_recipe_file_is_told_in_sentences(tmp_path):
    path = tmp_path / "mine.json"
    for content, told in (("{", "not JSON"), (json.dumps({"loss": {"r1": 1}}), "loss.r1")):
        path.write_text(content)
        with pytest.raises(StudioError, match=told):
            load_recipe(str(path))


def test_built_in_recipes_say_what_they_are_for():
    recipes = built_in_recipes()
    assert {"mlp-128", "mlp-784", "dcgan-28", "dcgan-64", "conv-mse"} <= set(recipes)
    assert all(len(r.purpose) > 40 for r in recipes.values())
