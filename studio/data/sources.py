"""Opens a source of pictures by its name: a folder, or a demo set that is drawn on first use."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.core.library import cache_folder
from studio.core.progress import Progress, Quiet, check
from studio.core.sections.data import DataSettings
from studio.data.demo import blossoms, digits
from studio.data.folders import read_folder
from studio.data.image_set import ImageSet, Skipped, fingerprint_of
from studio.data.reading import ReadPictures, read_array
from studio.data.selection import FEWEST, Selection, is_excluded, select

DEMO_PREFIX = "demo:"
QUIET = Quiet()


def open_images(source: str, settings: DataSettings, progress: Progress = QUIET) -> ImageSet:
    """Return the pictures of a folder or of `demo:digits`, `demo:blossoms`, as the settings want them.

    Raises `StudioError` in plain words when nothing can be trained on, `CancelledError` when cancelled.
    """
    read = read_source(source, settings, progress)
    selection = select(read.records, settings)
    skipped = tuple(Skipped(record.name, record.reason) for record in read.records if not record.is_good)
    _refuse_too_few(source, len(read.records), skipped, selection)
    names = [record.name for record in read.records if record.is_good]
    whole = len(selection.rows) == len(read.images)
    images = read.images if whole else read.images[selection.rows]
    return ImageSet(
        images,
        selection.labels,
        selection.class_names,
        fingerprint_of(images, selection.labels),
        source if source.startswith(DEMO_PREFIX) else str(Path(source).expanduser().resolve()),
        skipped,
        tuple(names[row] for row in selection.rows),
    )


def read_source(source: str, settings: DataSettings, progress: Progress) -> ReadPictures:
    """Return every picture of a source that is not excluded, and a record of every file; raises as `open_images`."""
    if source.startswith(DEMO_PREFIX):
        return _read_demo(source, settings, progress)
    return read_folder(Path(source).expanduser(), settings, progress)


def _read_demo(source: str, settings: DataSettings, progress: Progress) -> ReadPictures:
    drawers: dict[str, tuple[Callable[[int], Iterator[np.ndarray]], int, tuple[str, ...]]] = {
        "demo:digits": (digits.draw_digits, digits.COUNT, digits.CLASS_NAMES),
        "demo:blossoms": (blossoms.draw_blossoms, blossoms.COUNT, blossoms.CLASS_NAMES),
    }
    if source not in drawers:
        raise StudioError(f"There is no demo called '{source}'.", "", f"There are: {', '.join(drawers)}.")
    draw, count, class_names = drawers[source]
    drawn = _drawn(source.removeprefix(DEMO_PREFIX), draw, count, progress)
    names = [f"{class_names[number % len(class_names)]}/{number:05d}" for number in range(count)]
    kept = [row for row, name in enumerate(names) if not is_excluded(name, settings)]
    return read_array(drawn[kept], [names[row] for row in kept], settings)


def _refuse_too_few(source: str, found: int, skipped: Sequence[Skipped], selection: Selection) -> None:
    good = len(np.unique(selection.rows))
    if good >= FEWEST:
        return
    first = f" {skipped[0].path}: {skipped[0].reason}." if skipped else ""
    raise StudioError(
        f"There are too few pictures in {source} to train on.",
        f"Of {found} files {good} can be used, and {FEWEST} are the least.{first}",
        "Add pictures; some hundred give something to learn from.",
    )


def _drawn(name: str, draw: Callable[[int], Iterator[np.ndarray]], count: int, progress: Progress) -> np.ndarray:
    """Return a demo set's pictures, drawn once and kept in the cache."""
    path = cache_folder() / "demo" / f"{name}-{count}.npy"
    try:
        kept = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        kept = None
    if kept is not None and len(kept) == count:
        return kept
    portions: list[np.ndarray] = []
    for portion in draw(count):
        check(progress)
        portions.append(portion)
        progress.report(sum(map(len, portions)), count, "Drawing the pictures")
    images = np.concatenate(portions)
    with replacing(path) as file:
        np.save(file, images)
    return images
