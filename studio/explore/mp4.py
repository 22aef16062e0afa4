"""Frames to MP4 by the ffmpeg that is on the PATH."""

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from PIL import Image

from studio.core.errors import StudioError


def can_write_mp4() -> bool:
    """Whether there is an ffmpeg to do it."""
    return shutil.which("ffmpeg") is not None


def write_mp4(frames: Iterator[Image.Image], path: Path, frames_per_second: float) -> None:
    """Write all frames as H.264, the file appearing when it is whole; raises `StudioError` without ffmpeg."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise StudioError(
            "MP4 needs ffmpeg, which is not installed.", "", "Install ffmpeg, or choose .webp or .gif instead."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    first = next(frames)
    with tempfile.TemporaryDirectory(prefix=".walk-", dir=path.parent) as folder:
        made, log = Path(folder) / "walk.mp4", Path(folder) / "log"
        with log.open("wb") as messages:
            code = _encode(
                _command(program, first.size, frames_per_second, made), itertools.chain([first], frames), messages
            )
        if code != 0:
            raise StudioError("ffmpeg could not make the MP4.", log.read_text("utf-8", "replace")[:2000].strip())
        made.replace(path)


def _encode(command: list[str], frames: Iterable[Image.Image], messages: IO[bytes]) -> int:
    """Feed ffmpeg and return its exit code; when the frames break off (cancelled), ffmpeg ends too."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=messages, stderr=messages) as process:
        try:
            _feed(process.stdin, frames)
        except BaseException:
            process.kill()
            raise
    return process.returncode


def _feed(pipe: IO[bytes] | None, frames: Iterable[Image.Image]) -> None:
    """Hand the frames over; that ffmpeg gave up meanwhile is told by its exit code."""
    if pipe is None:
        return
    with suppress(BrokenPipeError), pipe:
        for image in frames:
            pipe.write(image.convert("RGB").tobytes())


def _command(program: str, size: tuple[int, int], frames_per_second: float, path: Path) -> list[str]:
    """Raw RGB frames in, H.264 that every player shows out: even sides, 4:2:0, the same bytes each time."""
    return [
        *(program, "-hide_banner", "-loglevel", "error", "-nostdin", "-y"),
        *("-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{size[0]}x{size[1]}"),
        *("-framerate", f"{frames_per_second:g}", "-i", "pipe:0"),
        *("-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p"),
        *("-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"),
        str(path),
    ]
