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
