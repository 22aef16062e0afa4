"""Small pictures of what a source holds, for showing: the files as they are, or what training makes of an array."""

from collections.abc import Collection, Iterator

import numpy as np

from studio.core.progress import Progress
from studio.core.sections.data import Colour, DataSettings, Fit
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item
from studio.data.sources import open_images, open_source

SIDE_PX = 96


class _Unknown:
    """Every file is read anew."""

    def find(self, item: Item) -> tuple[PictureRecord, np.ndarray | None] | None:
        """Know nothing."""
        del item


def originals(
    source: str, names: Collection[str], settings: DataSettings, progress: Progress
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield those of the named pictures that can be read, each uint8 (h, w, c).

    Files come whole, upright, padded with transparency to SIDE_PX square; pictures of an array as training sees them.
    """
    opened = open_source(source)
    items = [item for item in opened.items(progress) if item.name in names]
    if not items:
        yield from _rows(source, names, settings, progress)
        return
    small = DataSettings(width=SIDE_PX, height=SIDE_PX, colour=Colour.COLOUR_ALPHA, fit=Fit.PAD)
    for portion in opened.read(items, small, _Unknown(), progress):
        good = (record.name for record in portion.records if record.is_good)
        yield from zip(good, portion.images, strict=True)


def _rows(
    source: str, names: Collection[str], settings: DataSettings, progress: Progress
) -> Iterator[tuple[str, np.ndarray]]:
    images = open_images(source, settings, progress)
    for row, name in enumerate(images.names):
        if name in names:
            yield name, np.asarray(images.images[row])
