"""Files are read once: each gives its pixels as the settings want them and its record for the doctor."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.core.sections.data import DataSettings
from studio.data.decoding import OpenedPicture, TruncatedError, UnreadableError, fit_picture, fit_pixels, open_picture
from studio.data.doctor.look import LEAST_SIDE, Look, Sketch, draw_sketch, look
from studio.data.doctor.record import PictureRecord, Trouble

PORTION = 32  # files read by one thread at a time
WHAT = "Reading the pictures"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file of a source: its name there, and how its bytes are had (may raise OSError or UnreadableError)."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ReadPictures:
    """`records`, one for each file; `images` uint8 (n, h, w, c), one row for each good record, in their order."""

    images: np.ndarray
    records: tuple[PictureRecord, ...]


def read_portion(files: Sequence[PictureFile], settings: DataSettings) -> ReadPictures:
    """Read some files in this thread; to be called inside `pillow_warnings`."""
    readings = [_read(file, settings) for file in files]
    good = [reading for reading in readings if isinstance(reading, _Reading)]
    images = np.stack([reading.pixels for reading in good]) if good else np.empty((0, *settings.shape), np.uint8)
    looks = look([reading.sketch for reading in good])
    return ReadPictures(images, tuple(_record(r, next(looks)) if isinstance(r, _Reading) else r for r in readings))


def read_array(images: np.ndarray, names: Sequence[str], settings: DataSettings) -> ReadPictures:
    """Take pictures uint8 (n, h, w, 1, 3 or 4) that have no files, as if each were a file of that name."""
    readings = [_taken(name, image) for name, image in zip(names, images, strict=True)]
    looks = look([reading.sketch for reading in readings])
    records = tuple(_record(reading, seen) for reading, seen in zip(readings, looks, strict=True))
    return ReadPictures(fit_pixels(images, settings), records)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A picture that was had; `pixels` are fitted already if it came from a file."""

    name: str
    bytes: int
    content_hash: str
    opened: OpenedPicture
    pixels: np.ndarray
    sketch: Sketch


def _read(file: PictureFile, settings: DataSettings) -> _Reading | PictureRecord:
    try:
        content = file.read()
    except OSError as error:
        reason = f"the system does not let it be read ({error.strerror})"
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, reason)
    except UnreadableError as error:
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, str(error))
    content_hash = hashlib.sha256(content).hexdigest()
    try:
        opened = open_picture(content, (max(settings.width, LEAST_SIDE), max(settings.height, LEAST_SIDE)))
        pixels = fit_picture(opened.image, settings)
    except UnreadableError as error:
        trouble = Trouble.TRUNCATED if isinstance(error, TruncatedError) else Trouble.UNREADABLE
        return PictureRecord(file.name, len(content), content_hash, trouble, str(error))
    return _Reading(file.name, len(content), content_hash, opened, pixels, draw_sketch(opened.image))


def _taken(name: str, pixels: np.ndarray) -> _Reading:
    image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    content_hash = hashlib.sha256(np.ascontiguousarray(pixels).data).hexdigest()
    opened = OpenedPicture(image, image.width, image.height, "", image.mode, ())
    return _Reading(name, pixels.nbytes, content_hash, opened, pixels, draw_sketch(image))


def _record(reading: _Reading, seen: Look) -> PictureRecord:
    opened = reading.opened
    return PictureRecord(
        name=reading.name,
        bytes=reading.bytes,
        content_hash=reading.content_hash,
        format=opened.format,
        mode=opened.mode,
        width=opened.width,
        height=opened.height,
        brightness=seen.brightness,
        contrast=seen.contrast,
        colour=seen.colour,
        is_colourful=seen.is_colourful,
        is_transparent=reading.sketch.is_transparent,
        look_hash=seen.look_hash,
        remarks=opened.remarks,
    )
