"""What every source of pictures is to the prepared set: what it lists, and the pictures it reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.doctor.record import PictureRecord
from studio.data.reading import ReadPictures


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a source as a listing shows it, unopened.

    `name` is relative to the source, with forward slashes; `size` in bytes; `stamp` is another number whenever the
    content is (the time of modification in ns, or a checksum that an archive keeps).
    """

    name: str
    size: int
    stamp: int


class Known(Protocol):
    """Pictures that were read before and did not change since."""

    def find(self, item: Item) -> tuple[PictureRecord, np.ndarray | None] | None:
        """Return the item's record, with its pixels (h, w, c) when it is good; None when it has to be read."""
        ...


class Source(Protocol):
    """A folder, an archive, an array, a video: anything that holds pictures in a fixed order."""

    @property
    def name(self) -> str:
        """What opens it again from anywhere: an absolute path, or a name such as `demo:digits`."""
        ...

    def items(self, progress: Progress) -> Sequence[Item]:
        """List its files without opening them; raises `StudioError` when there is nothing to list."""
        ...

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Yield the pictures in order, a portion at a time, those that are known without reading them again.

        A picture of a class is named `CLASS/...`, whether the source has folders or not. Raises `StudioError` when the
        whole source is unreadable, `CancelledError` when cancelled.
        """
        ...


class WholeFile:
    """What sources that are one file share: its path is their name, and the file is their only item."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The absolute path."""
        return str(self._path.resolve())

    def items(self, progress: Progress) -> list[Item]:
        """Stand for the whole file."""
        del progress
        status = self._path.stat()
        return [Item(self._path.name, status.st_size, status.st_mtime_ns)]
