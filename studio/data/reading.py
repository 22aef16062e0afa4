"""Files are read once: each gives its pixels as the settings want them and its record for the doctor."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from PIL import Image

from studio.core.sections.data import DataSettings
from studio.data.decoding import TruncatedError, UnreadableError, fit_pixels, fit_strip, open_picture
from studio.data.doctor.look import LEAST_SIDE, Look, draw_sketches, look
from studio.data.doctor.record import PictureRecord, Trouble
from studio.data.strip import Strip

SMALL = 64 * 64  # pixels of a picture up to which the work is in the calls, not in the pixels
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
    described: list[_Described | PictureRecord] = []
    images, sketches = [np.empty((0, *settings.shape), np.uint8)], []
    for is_good, alike in groupby((_read(file, settings) for file in files), _kind):
        read = list(alike)
        described += [description for description, _ in read]
        if is_good:
            strip = Strip.of([image for _, image in read if image is not None])
            images.append(fit_strip(strip, settings))
            sketches.append(draw_sketches(strip))
    looks = iter(look(sketches))
    records = (d if isinstance(d, PictureRecord) else _record(d, next(looks)) for d in described)
    return ReadPictures(np.concatenate(images), tuple(records))


def read_array(images: np.ndarray, names: Sequence[str], settings: DataSettings) -> ReadPictures:
    """Take pictures uint8 (n, h, w, 1, 3 or 4) that have no files, as if each were a file of that name."""
    strip = Strip.of_array(images)
    (width, height), mode, size = strip.size, strip.image.mode, images[0].nbytes
    hashes = (hashlib.sha256(np.ascontiguousarray(image).data).hexdigest() for image in images)
    described = (_Described(n, size, h, "", mode, width, height, ()) for n, h in zip(names, hashes, strict=True))
    records = map(_record, described, look([draw_sketches(strip)]))
    return ReadPictures(fit_pixels(images, settings), tuple(records))


class _Described(NamedTuple):
    """What is known of a picture before it is looked at; see `PictureRecord`."""

    name: str
    bytes: int
    content_hash: str
    format: str
    mode: str
    width: int
    height: int
    remarks: tuple[str, ...]


def _read(file: PictureFile, settings: DataSettings) -> tuple[_Described | PictureRecord, Image.Image | None]:
    """Return what a file is, and its picture; without one, why there is none."""
    try:
        content = file.read()
    except OSError as error:
        reason = f"the system does not let it be read ({error.strerror})"
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, reason), None
    except UnreadableError as error:
        return PictureRecord(file.name, 0, "", Trouble.UNREADABLE, str(error)), None
    content_hash = hashlib.sha256(content).hexdigest()
    try:
        opened = open_picture(content, (max(settings.width, LEAST_SIDE), max(settings.height, LEAST_SIDE)))
    except UnreadableError as error:
        trouble = Trouble.TRUNCATED if isinstance(error, TruncatedError) else Trouble.UNREADABLE
        return PictureRecord(file.name, len(content), content_hash, trouble, str(error)), None
    facts = (opened.format, opened.mode, opened.width, opened.height, opened.remarks)
    return _Described(file.name, len(content), content_hash, *facts), opened.image


def _kind(read: tuple[_Described | PictureRecord, Image.Image | None]) -> tuple[str | int, ...]:
    """Return what neighbours share that are worked on together; a large picture is alone, so that memory holds one."""
    description, image = read
    if image is None:
        return ()
    return (image.mode, *image.size) if image.width * image.height <= SMALL else (description.name,)


def _record(described: _Described, seen: Look) -> PictureRecord:
    return PictureRecord(
        name=described.name,
        bytes=described.bytes,
        content_hash=described.content_hash,
        format=described.format,
        mode=described.mode,
        width=described.width,
        height=described.height,
        brightness=seen.brightness,
        contrast=seen.contrast,
        colour=seen.colour,
        is_colourful=seen.is_colourful,
        is_transparent=seen.is_transparent,
        look_hash=seen.look_hash,
        remarks=described.remarks,
    )
