"""A folder of pictures becomes an array: files found, decoded in threads, unreadable ones named and passed over."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.decoding import UnreadableError, decode, pillow_warnings
from studio.data.image_set import ImageSet, Skipped, fingerprint_of

FEWEST = 4
ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm"}
)


def open_folder(folder: Path, settings: DataSettings, progress: Progress) -> ImageSet:
    """Decode every picture below `folder`; a folder of class folders gives labels. Raises `StudioError`."""
    files = find_pictures(folder)
    progress.report(0, len(files), "Reading the pictures")
    images = np.empty((len(files), *settings.shape), np.uint8)
    good: list[int] = []
    skipped: list[Skipped] = []
    pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2), thread_name_prefix="decode")
    try:
        with pillow_warnings():
            for index, result in enumerate(pool.map(lambda file: _decoded(file, settings), files)):
                check(progress)
                if isinstance(result, str):
                    skipped.append(Skipped(files[index].relative_to(folder).as_posix(), result))
                else:
                    images[len(good)] = result
                    good.append(index)
                progress.report(index + 1, len(files), "Reading the pictures")
    finally:
        pool.shutdown(cancel_futures=True)
    _refuse_too_few(folder, len(files), skipped, len(good))
    images = images[: len(good)]
    labels, class_names = _classes(folder, [files[i] for i in good])
    names = tuple(files[i].relative_to(folder).as_posix() for i in good)
    return ImageSet(
        images, labels, class_names, fingerprint_of(images, labels), str(folder.resolve()), tuple(skipped), names
    )


def find_pictures(folder: Path) -> list[Path]:
    """Return the files below `folder` that look like pictures, sorted by path; raises `StudioError`."""
    if not folder.exists():
        raise StudioError(f"There is no folder {folder}.", "", "Check the path, or choose another folder of pictures.")
    if not folder.is_dir():
        raise StudioError(f"{folder} is a file, not a folder.", "", "Give the folder that holds the pictures.")
    try:
        files = sorted(_walk(folder, set()), key=lambda path: path.relative_to(folder).as_posix())
    except OSError as error:
        raise StudioError(
            f"The folder {folder} cannot be read.", f"The system says: {error.strerror}.", "Check its permissions."
        ) from error
    if not files:
        raise StudioError(
            f"There are no pictures in {folder}.",
            "It holds no PNG, JPEG, WEBP, BMP, GIF or TIFF file, nor do its sub-folders.",
            "Choose a folder of pictures.",
        )
    return files


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """Yield picture files, hidden ones and loops of links left out."""
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__MACOSX")):
                continue
            if entry.is_dir():
                yield from _walk(Path(entry.path), seen)
            elif Path(entry.name).suffix.lower() in ENDINGS and entry.is_file():
                yield Path(entry.path)


def _decoded(file: Path, settings: DataSettings) -> np.ndarray | str:
    try:
        return decode(file, settings)
    except UnreadableError as error:
        return str(error)


def _refuse_too_few(folder: Path, found: int, skipped: list[Skipped], good: int) -> None:
    if good >= FEWEST:
        return
    first = f" {skipped[0].path}: {skipped[0].reason}." if skipped else ""
    raise StudioError(
        f"There are too few pictures in {folder} to train on.",
        f"Of {found} files {good} can be read, and {FEWEST} are the least.{first}",
        "Add pictures; some hundred give something to learn from.",
    )


def _classes(folder: Path, files: list[Path]) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Labels from the first folder below `folder`, when every picture is in one and there are two or more."""
    parts = [file.relative_to(folder).parts for file in files]
    names = sorted({part[0] for part in parts if len(part) > 1})
    if len(names) < 2 or any(len(part) == 1 for part in parts):
        return None, ()
    index = {name: i for i, name in enumerate(names)}
    return np.array([index[part[0]] for part in parts], np.int32), tuple(names)
