"""A zip archive of pictures as a source: read where it lies, nothing is ever unpacked to the disk."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.decode_pool import decode_all
from studio.data.decoding import UnreadableError
from studio.data.folders import looks_like_a_picture
from studio.data.listing import Item, Known
from studio.data.reading import ReadPictures

ENDING = ".zip"
LARGEST_ENTRY = 256 * 2**20  # bytes of one unpacked file; two are in memory at a time
LARGEST_RATIO = 100  # unpacked to packed, for files of more than `HARMLESS` bytes: pictures are packed already
HARMLESS = 16 * 2**20
LARGEST_TOTAL = 2**40  # bytes of all files, unpacked

_ENCRYPTED = 0x1  # bit of an entry's flags


class ZipSource:
    """The pictures in an archive, named as in the folder that it would unpack to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, zipfile.ZipInfo] = {}

    @property
    def name(self) -> str:
        """The absolute path."""
        return str(self._path.resolve())

    def items(self, progress: Progress) -> list[Item]:
        """List the entries that look like pictures; raises `StudioError` when there are none, or far too much."""
        del progress
        with self._open() as archive:
            found = {_inner_name(info): info for info in archive.infolist() if not info.is_dir()}
        self._entries = {name: info for name, info in _unwrapped(found).items() if looks_like_a_picture(name)}
        if not self._entries:
            raise StudioError(
                f"There are no pictures in {self._path}.",
                "The archive holds no PNG, JPEG, WEBP, BMP, GIF or TIFF file.",
                "Choose an archive of pictures.",
            )
        total = sum(info.file_size for info in self._entries.values())
        if total > LARGEST_TOTAL:
            raise StudioError(
                f"{self._path} would unpack to {total / 2**40:,.0f} TB.",
                "That is more than any archive of pictures holds.",
                "Make the archive again from the pictures.",
            )
        return [Item(name, info.file_size, info.CRC) for name, info in sorted(self._entries.items())]

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Decode the entries, in threads where they are large."""
        with self._open() as archive:
            yield from decode_all(items, lambda item: self._content(archive, item), settings, known, progress)

    def _content(self, archive: zipfile.ZipFile, item: Item) -> bytes:
        info = self._entries[item.name]
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError("it is encrypted; unpack the archive with its password first")
        if info.file_size > LARGEST_ENTRY or info.file_size > max(HARMLESS, info.compress_size * LARGEST_RATIO):
            raise UnreadableError(f"it would unpack to {info.file_size / 2**20:,.0f} MB, more than any picture has")
        try:
            return archive.read(info)
        except NotImplementedError as error:
            raise UnreadableError("it is packed in a way that is not known") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
            raise UnreadableError("its part of the archive is damaged") from error

    def _open(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise StudioError(
                f"The archive {self._path} cannot be opened.", f"It says: {error}.", "Make or download it again."
            ) from error


def _inner_name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name inside the archive, whatever roots and parents it claims."""
    parts = info.filename.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not part.endswith(":"))


def _unwrapped(found: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Leave out the one folder that all is in, as programs do that make an archive of a folder."""
    tops = {name.partition("/")[0] for name in found if looks_like_a_picture(name)}
    if len(tops) != 1 or not all("/" in name for name in found if looks_like_a_picture(name)):
        return found
    return {name.partition("/")[2]: info for name, info in found.items() if name.partition("/")[0] in tops}
