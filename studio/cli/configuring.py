"""From options to a recipe: a name or a file, then `--set`, then the options that have a name of their own."""

from typing import Annotated, Any

import typer

from studio.core.recipe import Recipe, parse_assignments
from studio.core.recipe_book import load_recipe

RecipeOption = Annotated[
    str, typer.Option("--recipe", "-r", metavar="NAME|FILE", help="A built-in recipe, or a recipe in a JSON file.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="KEY=VALUE",
        help="Change one setting of the recipe; repeat for more. Names: 'gan-studio recipes --settings'.",
    ),
]


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
