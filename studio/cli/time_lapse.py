"""The verb `timelapse`: how a run learnt, as a moving picture, without TensorFlow."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.answer import Answer
from studio.cli.display import open_display
from studio.cli.options import OverwriteOption, RunArgument
from studio.cli.pictures import refuse_existing
from studio.core.run_folder import open_run


def timelapse(
    run: RunArgument,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=".webp, .gif or .mp4 (needs ffmpeg).")],
    cell: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help="One picture of the grid, counted from 0.", show_default="the whole grid"
        ),
    ] = None,
    frames: Annotated[int, typer.Option(min=2, metavar="N", help="At most so many, spread evenly over the run.")] = 300,
    frames_per_second: Annotated[float, typer.Option("--fps", metavar="N", help="Frames a second.")] = 15.0,
    *,
    overwrite: OverwriteOption = False,
) -> Answer:
    """Render the grids that were drawn while a run was training, from the first to the last."""
    folder, _ = open_run(run)
    refuse_existing(out, overwrite=overwrite)
    with open_display() as display:
        from studio.explore.time_lapse import render_time_lapse

        made = render_time_lapse(
            folder, out, cell=cell, frames=frames, frames_per_second=frames_per_second, progress=display
        )
    return Answer({"file": out, "frames": made, "cell": cell}, str(out))
