"""The verb `recipes`: the built-in recipes, one of them whole, or every setting there is."""

from collections.abc import Sequence
from enum import EnumType
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.core.recipe import Recipe, all_settings
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.core.settings import Setting, as_text


def recipes(
    name: Annotated[str | None, typer.Argument(help="Print this recipe whole, as JSON to edit.")] = None,
    *,
    settings: Annotated[
        bool, typer.Option("--settings", help="List every setting: default, what is allowed, when it takes effect.")
    ] = False,
) -> Answer:
    """List the built-in recipes, print one of them, or list all settings."""
    if settings:
        return _settings(all_settings())
    if name is not None:
        recipe = load_recipe(name)
        return Answer(recipe.model_dump(mode="json"), recipe.to_json())
    return _recipes(built_in_recipes())


def _recipes(known: dict[str, Recipe]) -> Answer:
    table = Table("Name", "Pictures", "Purpose", box=SIMPLE_HEAD)
    for recipe in known.values():
        table.add_row(recipe.name, _size(recipe), recipe.purpose)
    return Answer([recipe.model_dump(mode="json") for recipe in known.values()], table)


def _size(recipe: Recipe) -> str:
    return f"{recipe.data.width}x{recipe.data.height} {recipe.data.colour}"


def _settings(known: Sequence[Setting]) -> Answer:
    table = Table(box=SIMPLE_HEAD)
    for title in ("Setting", "Default", "Allowed", "Takes effect", "Meaning"):
        table.add_column(title, overflow="fold", no_wrap=title == "Setting")
    for setting in known:
        table.add_row(setting.key, as_text(setting.default), _allowed(setting), setting.effect, setting.help)
    return Answer([_setting_document(setting) for setting in known], table)


def _allowed(setting: Setting) -> str:
    if setting.type is bool:
        return "true or false"
    return ", ".join(_choices(setting)) or f"{setting.range_text} {setting.unit}".strip()


def _choices(setting: Setting) -> list[str]:
    kind = setting.type
    return [str(choice) for choice in kind] if isinstance(kind, EnumType) else []


def _setting_document(setting: Setting) -> dict[str, Any]:
    return {
        "key": setting.key,
        "label": setting.label,
        "default": setting.default,
        "minimum": setting.minimum,
        "minimum_excluded": setting.minimum_excluded,
        "maximum": setting.maximum,
        "choices": _choices(setting),
        "unit": setting.unit,
        "takes_effect": setting.effect,
        "advanced": setting.advanced,
        "help": setting.help,
    }
