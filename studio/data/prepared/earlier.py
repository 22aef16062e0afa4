"""What an earlier set knows of a source's files, so that those which did not change need not be read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item
from studio.data.prepared.manifest import PIXELS, FileEntry, read_entries, read_names
from studio.data.prepared.pixel_file import open_pixels


@dataclass(frozen=True, slots=True)
class Earlier:
    """The entries of a set's files by name, the rows of those that were selected, and the pixels in these rows."""

    entries: Mapping[str, FileEntry]
    rows: Mapping[str, int]
    images: np.ndarray

    @classmethod
    def load(cls, folder: Path | None) -> Self:
        """Read the set in `folder`; without one, or when it is damaged, nothing is known."""
        if folder is not None:
            try:
                entries = {entry.record.name: entry for entry in read_entries(folder)}
                rows = {name: row for row, name in enumerate(read_names(folder).names)}
                return cls(entries, rows, open_pixels(folder / PIXELS))
            except (OSError, ValueError, TypeError):
                pass
        return cls({}, {}, np.empty((0, 1, 1, 1), np.uint8))

    def find(self, item: Item) -> tuple[PictureRecord, np.ndarray | None] | None:
        """Return the item's record and pixels when its size and stamp are what they were."""
        entry = self.entries.get(item.name)
        if entry is None or (entry.record.bytes, entry.stamp) != (item.size, item.stamp):
            return None
        if not entry.record.is_good:
            return entry.record, None
        row = self.rows.get(item.name)
        return None if row is None else (entry.record, self.images[row])
