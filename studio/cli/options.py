"""The options and arguments that several verbs share, and what the shell completes them with."""

from pathlib import Path
from typing import Annotated

import typer

from studio.core.recipe import all_settings
from studio.core.recipe_book import built_in_recipes


def _recipe_names(incomplete: str) -> list[str]:
    return [name for name in built_in_recipes() if name.startswith(incomplete)]


def _assignments(incomplete: str) -> list[str]:
    return [f"{setting.key}=" for setting in all_settings() if setting.key.startswith(incomplete)]


DataArgument = Annotated[
    str,
    typer.Argument(
        metavar="DATA", help="Pictures: a folder, a zip, a .npy or .npz, a video, demo:digits, keras:mnist."
    ),
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder; 'gan-studio runs' lists them.")]
ModelArgument = Annotated[
    Path, typer.Argument(metavar="RUN|MODEL", help="A run's folder, or a generator exported as ONNX.")
]
RecipeOption = Annotated[
    str,
    typer.Option(
        "--recipe",
        "-r",
        metavar="NAME|FILE",
        help="A built-in recipe, or a recipe in a JSON file.",
        autocompletion=_recipe_names,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="KEY=VALUE",
        help="Change one setting of the recipe; repeat for more. Names: 'gan-studio recipes --settings'.",
        autocompletion=_assignments,
    ),
]
CheckpointOption = Annotated[
    int | None, typer.Option("--at", metavar="STEP", help="Which checkpoint.", show_default="the newest")
]
NewRunOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="RUN", help="The new run's folder.", show_default="a new one in the library"),
]
TruncationOption = Annotated[
    float,
    typer.Option(metavar="FACTOR", help="Latents are multiplied by this: below 1 calmer, above 1 wilder pictures."),
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
