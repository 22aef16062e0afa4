"""Files are read once: each gives its pixels as the settings want them and its record for the doctor."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from studio.core.sections.data import DataSettings
from studio.data.decoding import TruncatedError, UnreadableError, fit_picture, fit_pixels, open_picture
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
    except UnreadableError as error:
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, str(error))
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
