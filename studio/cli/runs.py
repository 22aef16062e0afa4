"""The verb `runs`: the runs of the library."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.core.errors import StudioError
from studio.core.library import RunSummary, library_folder, list_runs
from studio.core.run_search import matches


def runs(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder that holds the runs.", show_default="the library")
    ] = None,
    filter_: Annotated[
        str,
        typer.Option(
            "--filter",
            "-f",
            metavar="WORDS",
            help="Only runs with all these words in name, recipe, data, state or tags; '#word' is a tag.",
        ),
    ] = "",
) -> Answer:
    """List the runs there are, the one changed last first."""
    library = folder or library_folder()
    if folder is not None and not folder.is_dir():
        raise StudioError(f"There is no folder {folder}.", "", "Without a folder, 'gan-studio runs' lists the library.")
    summaries = list_runs(library)
    if not summaries:
        return Answer([], f"No runs in {library} yet; 'gan-studio train DATA' makes one.")
    summaries = [run for run in summaries if matches(run, filter_)]
    if not summaries:
        return Answer([], f"None of the runs in {library} matches '{filter_}'.")
    table = Table("Run", "State", box=SIMPLE_HEAD)
    table.add_column("Step", justify="right")
    table.add_column("Trained", justify="right")
    table.add_column("SWD", justify="right")
    for title in ("Recipe", "Data", "Tags", "Branched from", "Changed"):
        table.add_column(title, overflow="fold")
    for run in summaries:
        table.add_row(*_run_row(run))
    return Answer([_run_document(run) for run in summaries], table)


def _run_row(run: RunSummary) -> tuple[str, ...]:
    folder, origin = run.folder.path.name, run.record.branched_from
    return (
        folder if run.name == folder else f"{folder} ({run.name})",
        run.state,
        f"{run.step:,}",
        str(timedelta(seconds=round(run.seconds))),
        f"{run.best.distance:.1f}" if run.best else "",
        run.record.recipe.name,
        run.record.source,
        " ".join(f"#{tag}" for tag in run.tags),
        f"{origin.run} at {origin.step:,}" if origin else "",
        f"{run.changed:%Y-%m-%d %H:%M}",
    )


def _run_document(run: RunSummary) -> dict[str, Any]:
    return {
        "run": run.folder.path,
        "name": run.name,
        "tags": run.tags,
        "branched_from": run.record.branched_from,
        "state": run.state,
        "step": run.step,
        "seconds": run.seconds,
        "best_score": run.best,
        "recipe": run.record.recipe.name,
        "source": run.record.source,
        "pictures": run.record.pictures,
        "changed": run.changed,
        "preview": run.preview,
    }
