"""A folder of pictures as a source: the files found at any depth."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.decode_pool import decode_all
from studio.data.endings import ENDINGS
from studio.data.listing import Item, Known
from studio.data.reading import ReadPictures

REPORT_EVERY = 1000
WHAT = "Looking for pictures"


class FolderSource:
    """The pictures below a folder; hidden files, sidecars of macOS and loops of links are left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._odd: dict[str, str] = {}  # names that are no text, as the system knows them

    @property
    def name(self) -> str:
        """The absolute path."""
        return str(self._folder.resolve())

    def items(self, progress: Progress) -> list[Item]:
        """List the files that look like pictures, sorted by name; raises `StudioError` when there are none."""
        try:
            found = [self._named(item) for item in _counted(_walk(str(self._folder), "", set()), progress)]
        except OSError as error:
            raise StudioError(
                f"The folder {self._folder} cannot be read.",
                f"The system says: {error.strerror}.",
                "Check its permissions.",
            ) from error
        if not found:
            raise StudioError(
                f"There are no pictures in {self._folder}.",
                "It holds no PNG, JPEG, WEBP, AVIF, BMP, GIF, TIFF or PPM file, nor do its sub-folders.",
                "Choose a folder of pictures.",
            )
        return sorted(found, key=lambda item: item.name)

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Decode the files, in threads where they are large."""
        return decode_all(items, self._content, settings, known, progress)

    def _content(self, item: Item) -> bytes:
        path = f"{self._folder}/{self._odd.get(item.name, item.name)}"
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a quarter of the time of a Path
            return file.read()

    def _named(self, item: Item) -> Item:
        """Write bytes of a name that are no text as `\\xNN`."""
        if item.name.isascii():
            return item
        name = item.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        if name != item.name:
            self._odd[name] = item.name
        return replace(item, name=name)


def looks_like_a_picture(name: str) -> bool:
    """Whether a file of this name (with forward slashes) is taken for a picture: by its ending, unless it is hidden."""
    path = PurePosixPath(name)
    return path.suffix.lower() in ENDINGS and not any(is_hidden(part) for part in path.parts)


def is_hidden(part: str) -> bool:
    """Whether a file or folder of this name is a hidden one or macOS' shadow of another."""
    return part.startswith((".", "__MACOSX"))


def _walk(folder: str, prefix: str, seen: set[tuple[int, int]]) -> Iterator[Item]:
    """Yield what looks like a picture; links that lead back or to one another are passed over."""
    status = os.stat(folder)  # noqa: PTH116  strings throughout: 200,000 paths are too slow as objects
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_hidden(entry.name):
                continue
            name = prefix + entry.name
            if _is_folder(entry):
                yield from _inner(entry.path, name, seen)
            elif os.path.splitext(name)[1].lower() in ENDINGS:  # noqa: PTH122
                yield from _item(entry, name)


def _inner(folder: str, name: str, seen: set[tuple[int, int]]) -> Iterator[Item]:
    """Yield what is in a sub-folder, or the sub-folder itself when it cannot be read, so that its reason is named."""
    try:
        yield from _walk(folder, f"{name}/", seen)
    except OSError:
        yield Item(name, 0, 0)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _item(entry: os.DirEntry[str], name: str) -> Iterator[Item]:
    """Yield a file, or a link to nothing, whose reason is named on reading; pipes and devices would never end."""
    try:
        status = entry.stat()
    except OSError:
        yield Item(name, 0, 0)
    else:
        if stat.S_ISREG(status.st_mode):
            # The mode counts too: a change of permissions may be what makes a file readable.
            yield Item(name, status.st_size, status.st_mtime_ns ^ status.st_mode)


def _counted(found: Iterator[Item], progress: Progress) -> Iterator[Item]:
    for count, item in enumerate(found, 1):
        if count % REPORT_EVERY == 0:
            check(progress)
            progress.report(count, 0, WHAT)
        yield item
