"""The verbs that draw with a trained generator, without TensorFlow: `sample` a sheet, `walk` through the latents."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from studio.cli.answer import Answer
from studio.cli.display import open_display
from studio.cli.options import CheckpointOption, ModelArgument, OverwriteOption, TruncationOption
from studio.core.errors import StudioError
from studio.core.latents import read_seeds
from studio.explore.interpolation import Easing, Interpolation, Walk


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

        session = GeneratorSession(open_snapshot(model, at))
        classes = None if class_ is None else _shares(session.snapshot.class_names, [class_])[0]
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
    numbers = read_seeds(seeds)
    with open_display() as display:
        display.report(0, 0, "Opening the generator")
        from studio.explore.session import GeneratorSession
        from studio.explore.snapshots import open_snapshot
        from studio.explore.walks import render_walk, seed_keyframes

        session = GeneratorSession(open_snapshot(model, at))
        keyframes = seed_keyframes(numbers, session.snapshot.latent_size)
        names = [] if class_ is None else _for_each_seed(class_, len(numbers))
        classes = _shares(session.snapshot.class_names, names) if names else None
        way = Walk(keyframes, frames, interpolation, easing, loop, classes, np.full(len(numbers), truncation))
        render_walk(session, way, out, frames_per_second=frames_per_second, scale=scale, progress=display)
    document = {"file": out, "step": session.snapshot.step, "seeds": numbers, "frames": frames}
    return Answer(document, str(out))


def _for_each_seed(text: str, seeds: int) -> list[str]:
    """Read `rose` or `rose,tulip,rose`; raises `StudioError`."""
    names = text.split(",")
    if len(names) not in (1, seeds):
        raise StudioError(f"{len(names)} classes do not fit {seeds} seeds.", "", "Name one, or one a seed.")
    return names * (seeds // len(names))


def _shares(known: tuple[str, ...], names: list[str]) -> np.ndarray:
    """Return the class shares of these names, float32 (names, classes); raises `StudioError` for an unknown one."""
    for name in names:
        if name not in known:
            there = f"There are: {', '.join(known)}." if known else "This generator was trained without classes."
            raise StudioError(f"There is no class called '{name}'.", "", there)
    return np.eye(len(known), dtype=np.float32)[[known.index(name) for name in names]]


def refuse_existing(out: Path, *, overwrite: bool) -> None:
    """Raise `StudioError` when something is at `out` and may not be replaced."""
    if out.exists() and not overwrite:
        raise StudioError(f"{out} exists already.", "", "Choose another name, or add --overwrite.")
