"""The options and arguments that several verbs share, and what the shell completes them with."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from studio.core.recipe import all_settings
from studio.core.recipe_book import built_in_recipes
from studio.core.run_folder import open_run
from studio.core.scores import BEST, best_checkpoint


def _recipe_names(incomplete: str) -> list[str]:
    return [name for name in built_in_recipes() if name.startswith(incomplete)]


def _assignments(incomplete: str) -> list[str]:
    return [f"{setting.key}=" for setting in all_settings() if setting.key.startswith(incomplete)]


def step_or(*words: str) -> Callable[[str | None], str | None]:
    """Return the check of an option that takes a step or one of some words."""

    def check(value: str | None) -> str | None:
        if value is None or value.isdecimal() or value in words:
            return value
        raise typer.BadParameter(f"'{value}' is neither a step nor {' nor '.join(words)}.")

    return check


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
    str | None,
    typer.Option(
        "--at", metavar="STEP|best", help="Which checkpoint.", show_default="the newest", callback=step_or(BEST)
    ),
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


def checkpoint_step(at: str | None, path: Path) -> int | None:
    """Read a step, or find the one with the best score of the run at `path`; None stays None. Raises `StudioError`."""
    if at is None:
        return None
    if at == BEST:
        return best_checkpoint(open_run(path)[0])
    return int(at)
