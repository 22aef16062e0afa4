"""The built-in recipes, and reading a recipe by name or from a file."""

import difflib
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.resources import resource

DEFAULT_RECIPE = "mlp-128"


def built_in_recipes() -> dict[str, Recipe]:
    """Return the recipes that ship with the program, by name."""
    files = sorted(resource("recipes").glob("*.json"))
    recipes = (Recipe.from_json(f.read_text("utf-8"), where=f.name) for f in files)
    return {recipe.name: recipe for recipe in recipes}


def load_recipe(name_or_path: str) -> Recipe:
    """Return a built-in recipe by name, or the one in a JSON file; raises `StudioError`."""
    path = Path(name_or_path)
    if path.suffix == ".json" or path.is_file():
        return _from_file(path)
    known = built_in_recipes()
    if name_or_path in known:
        return known[name_or_path]
    near = difflib.get_close_matches(name_or_path, known, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
    raise StudioError(f"There is no recipe called '{name_or_path}'.", "", hint)


def _from_file(path: Path) -> Recipe:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StudioError(
            f"The recipe file {path} cannot be read.", f"{error}.", "Give the path of a recipe in JSON."
        ) from error
    return Recipe.from_json(text, where=str(path))
