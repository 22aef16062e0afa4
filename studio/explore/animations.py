"""Frames to one moving picture: WebP, GIF, or MP4 by ffmpeg."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.explore.marks import XMP
from studio.explore.mp4 import write_mp4

KINDS = (".webp", ".gif", ".mp4")
MOST_BYTES = 1 << 30  # of the unpacked frames of a WebP or GIF, which are encoded from memory


def write_animation(frames: Iterator[Image.Image], path: Path, frames_per_second: float) -> None:
    """Write all frames as the ending of `path` says; the file appears when it is whole.

    Raises `StudioError` for another ending, without ffmpeg, and when the disk refuses.
    """
    match path.suffix.lower():
        case ".mp4":
            write_mp4(frames, path, frames_per_second)
        case ".webp" | ".gif" as ending:
            _write(frames, path, ending[1:], frames_per_second)
        case other:
            raise StudioError(f"Animations are not written as {other or path.name}.", "", "Choose .webp, .gif or .mp4.")


def refuse_too_large(size: tuple[int, int], frames: int, path: Path) -> None:
    """Raise `StudioError` when a WebP or GIF of so many frames of (width, height) would not fit the memory."""
    if path.suffix.lower() != ".mp4" and size[0] * size[1] * 4 * frames > MOST_BYTES:
        raise StudioError(
            "This is too large for one WebP or GIF.", "It is made in memory.", "Choose .mp4, or fewer frames."
        )


def _write(frames: Iterator[Image.Image], path: Path, kind: str, frames_per_second: float) -> None:
    options = {"quality": 90, "method": 4, "xmp": XMP.encode()} if kind == "webp" else {}
    first = next(frames)
    with replacing(path) as file:
        first.save(
            file,
            format=kind,
            save_all=True,
            append_images=frames,
            duration=_durations(frames_per_second, kind),
            loop=0,
            **options,
        )


def _durations(frames_per_second: float, kind: str) -> int:
    """Milliseconds a frame is shown; GIF counts in hundredths of a second, and viewers slow down under two of them."""
    if kind == "gif":
        return max(2, round(100 / frames_per_second)) * 10
    return max(1, round(1000 / frames_per_second))
