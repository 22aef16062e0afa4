"""From options to a recipe: a name or a file, then `--set`, then the options that have a name of their own."""

from typing import Any

from studio.core.recipe import Recipe, parse_assignments
from studio.core.recipe_book import load_recipe


def configured(
    recipe: str, assignments: list[str] | None, *, steps: int | None = None, seed: int | None = None
) -> Recipe:
    """Return the recipe that the options describe; raises `StudioError`."""
    changes: dict[str, Any] = dict(parse_assignments(assignments or []))
    if steps is not None:
        changes |= {"training.length": steps, "training.length_unit": "steps"}
    if seed is not None:
        changes["training.seed"] = seed
    return load_recipe(recipe).changed(changes)
