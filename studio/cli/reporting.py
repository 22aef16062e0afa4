"""The verb `report`: packs what somebody else needs to understand a problem."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.answer import Answer, facts
from studio.cli.options import OverwriteOption
from studio.core.errors import StudioError
from studio.core.problem_report import problem_report, write_report
from studio.core.run_folder import open_run


def report(
    run: Annotated[Path | None, typer.Argument(metavar="RUN", help="A run's folder, when it is about a run.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The archive to write.")] = Path(
        "gan-studio-report.zip"
    ),
    *,
    story: Annotated[str, typer.Option("--story", metavar="TEXT", help="What happened, in your words.")] = "",
    with_paths: Annotated[
        bool, typer.Option("--paths", help="Keep your paths, and the names of runs, classes, pictures and tags.")
    ] = False,
    overwrite: OverwriteOption = False,
) -> Answer:
    """Pack versions, machine, recipe and logs for a problem report: no pictures, and no paths unless you allow them."""
    if out.exists() and not overwrite:
        raise StudioError(f"{out} exists already.", "", "Choose another name, or add --overwrite.")
    files = problem_report(open_run(run)[0] if run else None, story=story, with_paths=with_paths)
    write_report(out, files)
    return Answer({"report": out, "files": list(files)}, facts({"Report": out, "Holds": ", ".join(files)}))
