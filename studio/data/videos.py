"""The frames of a video as a source, decoded and made small by the ffmpeg that is on the PATH."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.doctor.look import LEAST_SIDE
from studio.data.listing import Item, Known, WholeFile
from studio.data.pixel_portions import numbered, rows_per_portion
from studio.data.reading import ReadPictures, read_array

ENDINGS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv", ".gif")
WHAT = "Reading the frames"
OVERSIZE = 2  # frames come at no less than twice the size wanted


class VideoSource(WholeFile):
    """Frames at the settings' rate, in order; needs ffmpeg only when they are read."""

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Let ffmpeg write the frames to a pipe; raises `StudioError` without ffmpeg, or when it gives up."""
        del items, known
        total = round(_seconds(self._path) * settings.frames_per_second)
        command = [_program("ffmpeg"), "-nostdin", "-v", "error", "-i", self.name, "-map", "0:v:0", "-vf"]
        command += [_filters(settings), "-f", "image2pipe", "-c:v", "ppm", "-"]
        with tempfile.TemporaryFile() as log:
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log) as process:
                try:
                    yield from _portions(_frames(process.stdout), total, settings, progress)
                    process.wait()
                finally:
                    process.kill()  # when cancelled, nothing is left running
            log.seek(0)
            _refuse_failure(self._path, process.returncode, log.read().decode("utf-8", "replace"))


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise StudioError(
            f"Videos need {name}, which is not installed.",
            "",
            "Install ffmpeg (ffprobe comes with it), or save the frames as pictures in a folder.",
        )
    return program


def _seconds(path: Path) -> float:
    """Return how long a video is, 0 where it does not say; raises `StudioError` for what is no video."""
    command = [_program("ffprobe"), "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=index"]
    command += ["-show_entries", "format=duration", "-of", "default=noprint_wrappers=1", str(path.resolve())]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    facts = dict(line.split("=", 1) for line in answer.stdout.splitlines() if "=" in line)
    if answer.returncode or "index" not in facts:
        raise _unreadable(path, answer.stderr or "it holds no pictures")
    with suppress(ValueError):
        return float(facts.get("duration", 0))
    return 0.0


def _filters(settings: DataSettings) -> str:
    """Frames at the wanted rate, with square pixels, reduced to what is needed."""
    width, height = (OVERSIZE * max(side, LEAST_SIDE) for side in (settings.width, settings.height))
    factor = f"min(1,max({width}/(iw*sar),{height}/ih))"
    scale = f"scale=w='max(1,round(iw*sar*{factor}))':h='max(1,round(ih*{factor}))'"
    return f"fps={settings.frames_per_second:g},{scale},setsar=1"


def _frames(pipe: IO[bytes] | None) -> Iterator[np.ndarray]:
    """Yield the pictures (h, w, 3) of a stream of binary PPM files, up to where it ends or breaks off."""
    while pipe is not None and pipe.readline() == b"P6\n":
        width, height = (int(number) for number in pipe.readline().split())
        pipe.readline()  # the largest value, 255
        data = pipe.read(width * height * 3)
        if len(data) == width * height * 3:
            yield np.frombuffer(data, np.uint8).reshape(height, width, 3)


def _portions(
    frames: Iterator[np.ndarray], total: int, settings: DataSettings, progress: Progress
) -> Iterator[ReadPictures]:
    waiting: list[np.ndarray] = []
    done = 0
    for frame in frames:
        check(progress)
        if waiting and (waiting[0].shape != frame.shape or len(waiting) >= rows_per_portion(frame.shape)):
            yield read_array(np.stack(waiting), numbered(done, len(waiting)), settings)
            done += len(waiting)
            waiting = []
        waiting.append(frame)
        progress.report(done + len(waiting), max(total, done + len(waiting)), WHAT)
    if waiting:
        yield read_array(np.stack(waiting), numbered(done, len(waiting)), settings)


def _refuse_failure(path: Path, code: int, log: str) -> None:
    """Raise `StudioError` when ffmpeg ended badly; what it says of single broken frames is passed over."""
    if code > 0:
        raise _unreadable(path, log)


def _unreadable(path: Path, log: str) -> StudioError:
    lines = log.strip().splitlines()
    return StudioError(
        f"The video {path} cannot be read.",
        f"ffmpeg says: {lines[-1][:300]}." if lines else "",
        "Play it to see whether it is whole, or convert it to MP4.",
    )
