"""The built-in recipes, and reading a recipe by name or from a file."""

import difflib
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.resources import resource
from studio.core.sections.networks import Architecture

DEFAULT_RECIPE = "digits-in-a-minute"

BY_PURPOSE = (
    DEFAULT_RECIPE,
    "small-collection",
    "faces-64",
    "paintings-64",
    "class-conditional-32",
    "best-quality",
)
"""The recipes that say what they are for come first; the classics follow by name."""


def built_in_recipes() -> dict[str, Recipe]:
    """Return the recipes that ship with the program, by name."""
    return {name: _built_in(name) for name in _names()}


def load_recipe(name_or_path: str) -> Recipe:
    """Return a built-in recipe by name, or the one in a JSON file; raises `StudioError`."""
    path = Path(name_or_path)
    if path.suffix == ".json" or path.is_file():
        return _from_file(path)
    known = _names()
    if name_or_path in known:
        return _built_in(name_or_path)
    if name_or_path in set(Architecture):
        raise StudioError(
            f"'{name_or_path}' is an architecture, not a recipe.",
            "",
            f"Choose it in any recipe, with --set networks.architecture={name_or_path}.",
        )
    near = difflib.get_close_matches(name_or_path, known, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
    raise StudioError(f"There is no recipe called '{name_or_path}'.", "", hint)


def _names() -> tuple[str, ...]:
    stems = {file.stem for file in resource("recipes").glob("*.json")}
    return *BY_PURPOSE, *sorted(stems - set(BY_PURPOSE))


def _built_in(name: str) -> Recipe:
    file = resource("recipes") / f"{name}.json"
    return Recipe.from_json(file.read_text("utf-8"), where=file.name)


def _from_file(path: Path) -> Recipe:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StudioError(
            f"The recipe file {path} cannot be read.", f"{error}.", "Give the path of a recipe in JSON."
        ) from error
    return Recipe.from_json(text, where=str(path))
