"""Opens a source of pictures by its name: a folder, or a demo set that is drawn on first use."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.core.library import cache_folder
from studio.core.progress import Progress, Quiet, check
from studio.core.sections.data import DataSettings
from studio.data.decoding import fit_pixels
from studio.data.demo import blossoms, digits
from studio.data.folders import open_folder
from studio.data.image_set import ImageSet, fingerprint_of

DEMO_PREFIX = "demo:"
QUIET = Quiet()


def open_images(source: str, settings: DataSettings, progress: Progress = QUIET) -> ImageSet:
    """Return the pictures of a folder or of `demo:digits`, `demo:blossoms`, as the settings want them.

    Raises `StudioError` in plain words when nothing can be trained on, `CancelledError` when cancelled.
    """
    if source.startswith(DEMO_PREFIX):
        return _open_demo(source, settings, progress)
    return open_folder(Path(source).expanduser(), settings, progress)


def _open_demo(source: str, settings: DataSettings, progress: Progress) -> ImageSet:
    drawers: dict[str, tuple[Callable[[int], Iterator[np.ndarray]], int, tuple[str, ...]]] = {
        "demo:digits": (digits.draw_digits, digits.COUNT, digits.CLASS_NAMES),
        "demo:blossoms": (blossoms.draw_blossoms, blossoms.COUNT, blossoms.CLASS_NAMES),
    }
    if source not in drawers:
        raise StudioError(f"There is no demo called '{source}'.", "", f"There are: {', '.join(drawers)}.")
    draw, count, class_names = drawers[source]
    drawn = _drawn(source.removeprefix(DEMO_PREFIX), draw, count, progress)
    images = fit_pixels(drawn, settings)
    labels = (np.arange(count) % len(class_names)).astype(np.int32)
    return ImageSet(images, labels, class_names, fingerprint_of(images, labels), source)


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
