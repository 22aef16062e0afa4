"""The verbs that list what there is on disk: `recipes` and `runs`."""

from datetime import timedelta
from enum import EnumType
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.core.errors import StudioError
from studio.core.library import RunSummary, library_folder, list_runs
from studio.core.recipe import Recipe, all_settings
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.core.settings import Setting


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


def runs(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder that holds the runs.", show_default="the library")
    ] = None,
) -> Answer:
    """List the runs there are, the one changed last first."""
    library = folder or library_folder()
    if folder is not None and not folder.is_dir():
        raise StudioError(f"There is no folder {folder}.", "", "Without a folder, 'gan-studio runs' lists the library.")
    summaries = list_runs(library)
    if not summaries:
        return Answer([], f"No runs in {library} yet; 'gan-studio train DATA' makes one.")
    table = Table("Run", "State", box=SIMPLE_HEAD)
    table.add_column("Step", justify="right")
    table.add_column("Trained", justify="right")
    for title in ("Recipe", "Data", "Changed"):
        table.add_column(title, overflow="fold")
    for run in summaries:
        table.add_row(*_run_row(run))
    return Answer([_run_document(run) for run in summaries], table)


def _recipes(known: dict[str, Recipe]) -> Answer:
    table = Table("Name", "Pictures", "Purpose", box=SIMPLE_HEAD)
    for recipe in known.values():
        table.add_row(recipe.name, _size(recipe), recipe.purpose)
    return Answer([recipe.model_dump(mode="json") for recipe in known.values()], table)


def _size(recipe: Recipe) -> str:
    return f"{recipe.data.width}x{recipe.data.height} {recipe.data.colour}"


def _settings(known: list[Setting]) -> Answer:
    table = Table(box=SIMPLE_HEAD)
    for title in ("Setting", "Default", "Allowed", "Takes effect", "Meaning"):
        table.add_column(title, overflow="fold", no_wrap=title == "Setting")
    for setting in known:
        table.add_row(setting.key, _shown(setting.default), _allowed(setting), setting.effect, setting.help)
    return Answer([_setting_document(setting) for setting in known], table)


def _shown(value: object) -> str:
    """Write a value as `--set` reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


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


def _run_row(run: RunSummary) -> tuple[str, ...]:
    return (
        run.folder.path.name,
        run.state,
        f"{run.step:,}",
        str(timedelta(seconds=round(run.seconds))),
        run.record.recipe.name,
        run.record.source,
        f"{run.changed:%Y-%m-%d %H:%M}",
    )


def _run_document(run: RunSummary) -> dict[str, Any]:
    return {
        "run": run.folder.path,
        "name": run.record.name,
        "state": run.state,
        "step": run.step,
        "seconds": run.seconds,
        "recipe": run.record.recipe.name,
        "source": run.record.source,
        "pictures": run.record.pictures,
        "changed": run.changed,
        "preview": run.preview,
    }
