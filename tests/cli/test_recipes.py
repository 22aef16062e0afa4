import json

import pytest

from studio.core.recipe import Recipe, all_settings
from studio.core.sections.networks import Architecture


def test_lists_every_built_in_recipe_with_its_purpose(gan_studio):
    answer = gan_studio("recipes")
    assert answer.exit_code == 0
    assert answer.stderr == ""
    for name in ("mlp-128", "mlp-784", "dcgan-28", "dcgan-64", "conv-mse"):
        assert name in answer.stdout
    assert "the place to start" in answer.stdout


def test_a_printed_recipe_can_be_edited_and_given_back(gan_studio, tmp_path):
    printed = json.loads(gan_studio("recipes", "dcgan-28").stdout)
    printed["name"] = "mine"
    printed["training"]["batch_size"] = 7
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(printed), "utf-8")
    again = gan_studio("recipes", str(file))
    assert again.exit_code == 0
    assert Recipe.from_json(again.stdout, where="stdout").training.batch_size == 7


def test_settings_list_every_key_with_its_default_and_range(gan_studio):
    text = gan_studio("recipes", "--settings").stdout
    for setting in all_settings():
        assert setting.key in text
    assert "more than 0, at most 1" in text
    assert ", ".join(Architecture) in text


def test_settings_as_json_hold_one_object_a_setting(gan_studio):
    told = gan_studio("recipes", "--settings", "--json").document
    assert [s["key"] for s in told] == [s.key for s in all_settings()]
    by_key = {s["key"]: s for s in told}
    assert by_key["training.batch_size"]["minimum"] == 1
    assert by_key["networks.architecture"]["choices"] == list(Architecture)
    assert by_key["training.batch_size"]["takes_effect"] == "new run"


@pytest.mark.parametrize("words", [["recipes"], ["recipes", "mlp-128"], ["recipes", "--settings"], ["runs"]])
def test_json_prints_exactly_one_document(gan_studio, words):
    answer = gan_studio(*words, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) is not None


@pytest.mark.parametrize("architecture", list(Architecture))
def test_an_architecture_given_as_a_recipe_is_told_from_one(gan_studio, architecture):
    answer = gan_studio("recipes", architecture)
    assert answer.exit_code == 1
    assert f"--set networks.architecture={architecture}" in answer.stderr


def test_an_unknown_recipe_is_refused_with_the_nearest_name(gan_studio):
    answer = gan_studio("recipes", "mlp-12")
    assert answer.exit_code == 1
    assert answer.stderr == "Error: There is no recipe called 'mlp-12'. Did you mean mlp-128?\n"
    assert answer.stdout == ""
