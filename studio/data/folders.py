"""A folder of pictures becomes an array: files found at any depth, hidden ones and loops of links left out."""

import os
from collections.abc import Iterator
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.reading import ReadPictures, file_on_disk, read_pictures
from studio.data.selection import is_excluded, relative_name

ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm"}
)


def read_folder(folder: Path, settings: DataSettings, progress: Progress) -> ReadPictures:
    """Decode every picture below `folder` that is not excluded. Raises `StudioError` when there is none."""
    named = ((file, relative_name(file, folder)) for file in find_pictures(folder))
    files = [file_on_disk(file, name) for file, name in named if not is_excluded(name, settings)]
    return read_pictures(files, settings, progress)


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
