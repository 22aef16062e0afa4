"""Files are read once: each gives its pixels as the settings want them and its record for the doctor."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.decoding import TruncatedError, UnreadableError, fit_picture, fit_pixels, open_picture, pillow_warnings
from studio.data.doctor.look import LEAST_SIDE, Look, Sketch, draw_sketch, look
from studio.data.doctor.record import PictureRecord, Trouble

PORTION = 32  # files read by one thread at a time
WHAT = "Reading the pictures"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file of a source: its name there, and how its bytes are had (which may raise OSError)."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ReadPictures:
    """`records`, one for each file; `images` uint8 (n, h, w, c), one row for each good record, in their order."""

    images: np.ndarray
    records: tuple[PictureRecord, ...]


def file_on_disk(path: Path, name: str) -> PictureFile:
    """Return the file at `path` under its name in the source."""
    return PictureFile(name, path.read_bytes)


def read_pictures(files: Sequence[PictureFile], settings: DataSettings, progress: Progress) -> ReadPictures:
    """Read all files in threads, in order; raises `CancelledError`. No file can make it fail."""
    images = np.empty((len(files), *settings.shape), np.uint8)
    records: list[PictureRecord] = []
    rows = 0
    progress.report(0, len(files), WHAT)
    for portion in _portions(files, settings):
        check(progress)
        images[rows : rows + len(portion.images)] = portion.images
        rows += len(portion.images)
        records += portion.records
        progress.report(len(records), len(files), WHAT)
    return ReadPictures(images[:rows], tuple(records))


def read_portion(files: Sequence[PictureFile], settings: DataSettings) -> ReadPictures:
    """Read some files in this thread; to be called inside `pillow_warnings`."""
    readings = [_read(file, settings) for file in files]
    good = [reading for reading in readings if isinstance(reading, _Reading)]
    images = np.stack([reading.pixels for reading in good]) if good else np.empty((0, *settings.shape), np.uint8)
    looks = iter(look([reading.sketch for reading in good]))
    return ReadPictures(
        images, tuple(_looked_at(r.record, next(looks)) if isinstance(r, _Reading) else r for r in readings)
    )


def read_array(images: np.ndarray, names: Sequence[str], settings: DataSettings) -> ReadPictures:
    """Take pictures uint8 (n, h, w, 1, 3 or 4) that have no files, as if each were a file of that name."""
    pictures = [Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image) for image in images]
    sketches = [draw_sketch(picture) for picture in pictures]
    records = (
        PictureRecord(
            name=name,
            bytes=image.nbytes,
            content_hash=hashlib.sha256(np.ascontiguousarray(image).data).hexdigest(),
            mode=picture.mode,
            width=picture.width,
            height=picture.height,
            contrast=drawn.contrast,
            is_transparent=drawn.is_transparent,
        )
        for name, image, picture, drawn in zip(names, images, pictures, sketches, strict=True)
    )
    looked_at = tuple(_looked_at(record, seen) for record, seen in zip(records, look(sketches), strict=True))
    return ReadPictures(fit_pixels(images, settings), looked_at)


def _portions(files: Sequence[PictureFile], settings: DataSettings) -> Iterator[ReadPictures]:
    starts = range(0, len(files), PORTION)
    pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2), thread_name_prefix="decode")
    try:
        with pillow_warnings():
            yield from pool.map(lambda start: read_portion(files[start : start + PORTION], settings), starts)
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that gave a picture."""

    record: PictureRecord
    pixels: np.ndarray
    sketch: Sketch


def _read(file: PictureFile, settings: DataSettings) -> _Reading | PictureRecord:
    try:
        content = file.read()
    except OSError as error:
        reason = f"the system does not let it be read ({error.strerror})"
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, reason)
    content_hash = hashlib.sha256(content).hexdigest()
    try:
        opened = open_picture(content, (max(settings.width, LEAST_SIDE), max(settings.height, LEAST_SIDE)))
        pixels = fit_picture(opened.image, settings)
    except UnreadableError as error:
        trouble = Trouble.TRUNCATED if isinstance(error, TruncatedError) else Trouble.UNREADABLE
        return PictureRecord(file.name, len(content), content_hash, trouble, str(error))
    sketch = draw_sketch(opened.image)
    record = PictureRecord(
        name=file.name,
        bytes=len(content),
        content_hash=content_hash,
        format=opened.format,
        mode=opened.mode,
        width=opened.width,
        height=opened.height,
        frames=opened.frames,
        contrast=sketch.contrast,
        is_transparent=sketch.is_transparent,
        remarks=opened.remarks,
    )
    return _Reading(record, pixels, sketch)


def _looked_at(record: PictureRecord, seen: Look) -> PictureRecord:
    return replace(
        record,
        brightness=seen.brightness,
        colour=seen.colour,
        is_colourful=seen.is_colourful,
        look_hash=seen.look_hash,
    )
