"""Walks through the latents, rendered as WebP, GIF, MP4 or a folder of PNG pictures."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from studio.core.errors import StudioError
from studio.core.files import unwritable
from studio.core.progress import Progress, Quiet, check
from studio.explore.animations import KINDS, refuse_too_large, write_animation
from studio.explore.interpolation import Walk, walk_classes, walk_latents, walk_truncations
from studio.explore.marks import save_png
from studio.explore.pictures import comfortable_scale, to_image
from studio.explore.place import Place
from studio.explore.session import GeneratorSession

MOST_FRAMES = 20_000
PORTION = 8  # frames drawn in one call


def render_walk(
    session: GeneratorSession,
    walk: Walk,
    path: Path,
    *,
    frames_per_second: float = 30.0,
    scale: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Render to `.webp`, `.gif`, `.mp4` (needs ffmpeg on the PATH), or, without an ending, a folder of PNG pictures.

    `scale` enlarges by whole pixels; None makes small pictures comfortable to watch. The result appears when it is
    whole. Raises `StudioError`, and `CancelledError` when cancelled.
    """
    if not 2 <= walk.frames <= MOST_FRAMES or not 0.1 <= frames_per_second <= 240:
        raise StudioError(
            f"{walk.frames} frames at {frames_per_second:g} a second cannot be rendered.",
            "",
            f"Ask for 2 to {MOST_FRAMES:,} frames at 0.1 to 240 a second.",
        )
    scale = comfortable_scale(session.snapshot.shape) if scale is None else scale
    frames = _frames(session, walk, scale, progress or Quiet())
    try:
        match path.suffix.lower():
            case ending if ending in KINDS:
                height, width, _ = session.snapshot.shape
                refuse_too_large((width * scale, height * scale), walk.frames, path)
                write_animation(frames, path, frames_per_second)
            case "":
                _render_folder(frames, walk, session, path)
            case other:
                raise StudioError(
                    f"Walks are not written as {other}.", "", "Choose .webp, .gif, .mp4, or a folder for PNG pictures."
                )
    except OSError as error:
        raise unwritable(path, error) from error


def _frames(session: GeneratorSession, walk: Walk, scale: int, progress: Progress) -> Iterator[Image.Image]:
    latents, classes = walk_latents(walk), walk_classes(walk, len(session.snapshot.class_names))
    truncations = walk_truncations(walk)
    for start in range(0, len(latents), PORTION):
        check(progress)
        progress.report(start, len(latents), "Rendering the walk")
        part = slice(start, start + PORTION)
        for pixels in session.generate(latents[part], classes[part], truncations[part]):
            yield to_image(pixels, scale)
    progress.report(len(latents), len(latents), "Rendering the walk")


def _render_folder(frames: Iterator[Image.Image], walk: Walk, session: GeneratorSession, path: Path) -> None:
    if path.exists():
        raise StudioError(f"{path} exists already.", "", "Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    latents, truncations = walk_latents(walk), walk_truncations(walk)
    classes = walk_classes(walk, len(session.snapshot.class_names))
    with tempfile.TemporaryDirectory(prefix=".walk-", dir=path.parent) as folder:
        made = Path(folder) / "frames"
        made.mkdir()
        for number, image in enumerate(frames):
            place = Place(latents[number], None, float(truncations[number]), classes[number])
            mark = place.mark(session.snapshot.name, session.snapshot.step)
            save_png(made / f"{number:05d}.png", image, mark)
        made.rename(path)
