"""The demo sets as a source: pictures that are drawn on first use and kept in the cache."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.core.library import cache_folder
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.demo import blossoms, digits
from studio.data.listing import Item, Known
from studio.data.pixel_portions import numbered, read_in_portions
from studio.data.reading import ReadPictures

PREFIX = "demo:"


@dataclass(frozen=True, slots=True)
class _Demo:
    """How a demo set is drawn: in portions, so many pictures, the classes taking turns."""

    draw: Callable[[int], Iterator[np.ndarray]]
    count: int
    class_names: tuple[str, ...]


_DEMOS = {
    "digits": _Demo(digits.draw_digits, digits.COUNT, digits.CLASS_NAMES),
    "blossoms": _Demo(blossoms.draw_blossoms, blossoms.COUNT, blossoms.CLASS_NAMES),
}


def demo_names() -> tuple[str, ...]:
    """Return what can be opened, such as `demo:digits`."""
    return tuple(PREFIX + name for name in _DEMOS)


class DemoSource:
    """One demo set by its name without the prefix; raises `StudioError` when there is none of that name."""

    def __init__(self, name: str) -> None:
        if name not in _DEMOS:
            known = ", ".join(demo_names())
            raise StudioError(f"There is no demo called '{PREFIX}{name}'.", "", f"There are: {known}.")
        self._short_name = name
        self._demo = _DEMOS[name]

    @property
    def name(self) -> str:
        """The prefix and the name."""
        return PREFIX + self._short_name

    def items(self, progress: Progress) -> list[Item]:
        """Stand for the whole set: it changes only with its number of pictures."""
        del progress
        return [Item(self._short_name, self._demo.count, 0)]

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Draw the pictures, or take them from the cache."""
        del items, known
        yield from read_in_portions(self._drawn(progress), self._classes(), settings, progress)

    def picture_names(self) -> list[str]:
        """Return what its pictures are called, none of them drawn."""
        return numbered(0, self._demo.count, self._classes())

    def _classes(self) -> list[str]:
        names = self._demo.class_names
        return [names[index % len(names)] for index in range(self._demo.count)]

    def _drawn(self, progress: Progress) -> np.ndarray:
        """Return the set's pictures as they were drawn, memory-mapped where they were kept."""
        count = self._demo.count
        path = cache_folder() / "demo" / f"{self._short_name}-{count}.npy"
        try:
            kept = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError):
            kept = None
        if kept is not None and len(kept) == count:
            return kept
        drawn: list[np.ndarray] = []
        for portion in self._demo.draw(count):
            check(progress)
            drawn.append(portion)
            progress.report(sum(map(len, drawn)), count, "Drawing the pictures")
        images = np.concatenate(drawn)
        with replacing(path) as file:
            np.save(file, images)
        return images
