"""The verbs that draw with a trained generator, without TensorFlow: `sample` a sheet, `walk` through the latents."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.answer import Answer
from studio.cli.display import open_display
from studio.cli.keyframes import class_shares, favourite_places, seed_places, with_classes
from studio.cli.options import CheckpointOption, ModelArgument, OverwriteOption, TruncationOption, checkpoint_step
from studio.core.errors import StudioError
from studio.explore.interpolation import Easing, Interpolation
from studio.explore.place import walk_through


def sample(
    model: ModelArgument,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.png", help="The sheet.")],
    count: Annotated[int, typer.Option("--number", "-n", metavar="N", help="How many pictures.")] = 64,
    seed: Annotated[int, typer.Option(metavar="SEED", help="The first picture's seed; the next ones count on.")] = 0,
    columns: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Pictures a row.", show_default="a square")
    ] = None,
    truncation: TruncationOption = 1.0,
    class_: Annotated[
        str | None, typer.Option("--class", metavar="NAME", help="Draw this class.", show_default="each in turn")
    ] = None,
    at: CheckpointOption = None,
    *,
    seeds_printed: Annotated[bool, typer.Option("--print-seeds", help="Print each seed under its picture.")] = False,
    overwrite: OverwriteOption = False,
) -> Answer:
    """Draw a sheet of pictures from consecutive seeds. The same seeds give the same pictures, always."""
    refuse_existing(out, overwrite=overwrite)
    with open_display() as display:
        display.report(0, 0, "Opening the generator")
        from studio.explore.session import GeneratorSession
        from studio.explore.sheets import save_sheet
        from studio.explore.snapshots import open_snapshot

        session = GeneratorSession(open_snapshot(model, checkpoint_step(at, model)))
        classes = None if class_ is None else class_shares(session.snapshot.class_names, [class_])[0]
        save_sheet(
            session,
            out,
            first_seed=seed,
            count=count,
            columns=columns,
            truncation=truncation,
            classes=classes,
            seeds_printed=seeds_printed,
            progress=display,
        )
    document = {"file": out, "step": session.snapshot.step, "first_seed": seed, "pictures": count}
    return Answer(document, str(out))


def walk(
    model: ModelArgument,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help=".webp, .gif, .mp4 (needs ffmpeg), or a new folder for PNGs."),
    ],
    seeds: Annotated[str, typer.Option(metavar="SEEDS", help="Where the walk passes, with commas between.")] = "1,2,3",
    favourites: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Where it passes instead: favourites that Explore exported."),
    ] = None,
    frames: Annotated[int, typer.Option(metavar="N", help="How many frames.")] = 120,
    frames_per_second: Annotated[float, typer.Option("--fps", metavar="N", help="Frames a second.")] = 30.0,
    interpolation: Annotated[
        Interpolation, typer.Option(metavar="linear|spherical", help="The way between two seeds.")
    ] = Interpolation.SPHERICAL,
    easing: Annotated[
        Easing, typer.Option(metavar="steady|smooth", help="The speed between two seeds.")
    ] = Easing.SMOOTH,
    scale: Annotated[
        int | None,
        typer.Option(min=1, max=64, metavar="N", help="Enlarge by whole pixels.", show_default="comfortable to watch"),
    ] = None,
    truncation: TruncationOption = 1.0,
    class_: Annotated[
        str | None,
        typer.Option("--class", metavar="NAMES", help="One class, or one for each seed.", show_default="the first"),
    ] = None,
    at: CheckpointOption = None,
    *,
    loop: Annotated[bool, typer.Option("--loop/--open", help="Lead back to the first seed, or end.")] = True,
    overwrite: OverwriteOption = False,
) -> Answer:
    """Render a walk from seed to seed through the latents, a seamless loop unless told otherwise."""
    refuse_existing(out, overwrite=overwrite)
    with open_display() as display:
        display.report(0, 0, "Opening the generator")
        from studio.explore.session import GeneratorSession
        from studio.explore.snapshots import open_snapshot
        from studio.explore.walks import render_walk

        session = GeneratorSession(open_snapshot(model, checkpoint_step(at, model)))
        known = session.snapshot
        places = favourite_places(known, favourites) if favourites else seed_places(known, seeds, truncation)
        places = places if class_ is None else with_classes(known, places, class_)
        way = walk_through(places, frames, interpolation=interpolation, easing=easing, loop=loop)
        render_walk(session, way, out, frames_per_second=frames_per_second, scale=scale, progress=display)
    document = {"file": out, "step": known.step, "seeds": [place.seed for place in places], "frames": frames}
    return Answer(document, str(out))


def refuse_existing(out: Path, *, overwrite: bool) -> None:
    """Raise `StudioError` when something is at `out` and may not be replaced."""
    if out.exists() and not overwrite:
        raise StudioError(f"{out} exists already.", "", "Choose another name, or add --overwrite.")
