"""The data section: lists of files as text, and what is no colour."""

import pytest

from studio.core.errors import StudioError
from studio.core.recipe import Recipe, all_settings
from studio.core.settings import as_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("[]", ()),
        ("one file.png", ("one file.png",)),
        ('["b.png", "a, b.png", "b.png"]', ("a, b.png", "b.png")),
        ("[brackets].png", ("[brackets].png",)),
        ('["new\\nline.png", "ä.png", "folder/"]', ("folder", "new\nline.png", "ä.png")),
    ],
)
def test_a_list_of_files_is_read_from_text(text, expected):
    assert Recipe().changed({"data.exclude": text}).data.exclude == expected


def test_every_setting_reads_back_what_it_shows():
    recipe = Recipe().changed({"data.exclude": ["b\n.png", '"a".png', "漢.png"]})
    for setting in all_settings():
        shown = as_text(recipe.value(setting.key))
        assert recipe.changed({setting.key: shown}).value(setting.key) == recipe.value(setting.key), setting.key


def test_a_list_of_files_survives_the_recipe_file():
    recipe = Recipe().changed({"data.exclude": ["b.png", "a\\xe9.png"]})
    assert Recipe.from_json(recipe.to_json(), where="test") == recipe


@pytest.mark.parametrize("text", ["red", "#12345", "", "#gggggg"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(StudioError, match="must be a colour such as #ffffff"):
        Recipe().changed({"data.background": text})
