"""Some pictures of a source as they are, and as training will see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.core.progress import Progress, check
from studio.core.sections.data import Colour, DataSettings, Fit
from studio.data.decoding import fit_pixels
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item, Source

ORIGINAL_PX = 256
LEAST_PX = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture: its name and its pixels, uint8 (height, width, channels)."""

    name: str
    pixels: np.ndarray


@dataclass(frozen=True, slots=True)
class Samples:
    """Pictures of a source, whole and in their own shape, at most `ORIGINAL_PX` on a side; `files` they come from."""

    source: Source
    originals: Sequence[Sample]
    files: Sequence[Item]

    def fitted(self, settings: DataSettings, progress: Progress) -> list[Sample]:
        """Return the pictures as training will see them; raises as `read_samples`."""
        if self.files:
            return _read(self.source, self.files, settings, len(self.files), progress)
        return [Sample(one.name, fit_pixels(one.pixels[None], settings)[0]) for one in self.originals]


def read_samples(source: Source, items: Sequence[Item], count: int, progress: Progress) -> Samples:
    """Read the first `count` good pictures of these items.

    Raises `StudioError` when the source cannot be read, `CancelledError` when cancelled.
    """
    records = [record for record, _ in _first(source, items, SMALLEST, count, progress)]
    files = {item.name: item for item in items}
    if not all(record.name in files for record in records):  # one item that holds many, all of one shape
        return Samples(source, _read(source, items, _whole(records[0]), count, progress), ())
    chosen = [files[record.name] for record in records]
    pairs = zip(chosen, records, strict=True)
    originals = [one for item, record in pairs for one in _read(source, [item], _whole(record), 1, progress)]
    return Samples(source, originals, chosen)


def kept_part(width: int, height: int, settings: DataSettings) -> tuple[float, float]:
    """Return which parts (0-1] of a picture's width and height are left after cropping at the centre."""
    if settings.fit != Fit.CROP:
        return 1.0, 1.0
    ratio = (settings.width / settings.height) / (width / height)
    return min(1.0, ratio), min(1.0, 1 / ratio)


def _read(
    source: Source, items: Sequence[Item], settings: DataSettings, count: int, progress: Progress
) -> list[Sample]:
    return [Sample(record.name, pixels) for record, pixels in _first(source, items, settings, count, progress)]


def _first(
    source: Source, items: Sequence[Item], settings: DataSettings, count: int, progress: Progress
) -> Iterator[tuple[PictureRecord, np.ndarray]]:
    """Yield the first good pictures with their pixels."""
    for portion in source.read(items, settings, _Nothing(), progress):
        check(progress)
        good = [record for record in portion.records if record.is_good][:count]
        yield from zip(good, np.array(portion.images[: len(good)]), strict=True)
        count -= len(good)
        if count <= 0:
            return


def _whole(record: PictureRecord) -> DataSettings:
    scale = min(1.0, ORIGINAL_PX / max(record.width, record.height))
    width, height = (max(LEAST_PX, round(side * scale)) for side in (record.width, record.height))
    return DataSettings(width=width, height=height, colour=Colour.COLOUR_ALPHA, fit=Fit.STRETCH)


SMALLEST = DataSettings(width=LEAST_PX, height=LEAST_PX)


class _Nothing:
    """Knows no picture from before."""

    def find(self, item: Item) -> None:
        """Never."""
        del item
