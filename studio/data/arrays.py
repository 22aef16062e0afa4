"""A NumPy file of pictures as a source, read a portion at a time and never unpickled."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.listing import Item, Known, WholeFile
from studio.data.pixel_portions import numbered, rows_per_portion
from studio.data.reading import WHAT, ReadPictures, read_array

ENDINGS = (".npy", ".npz")
PICTURES = ("images", "pictures", "x", "X", "x_train", "data", "arr_0")
LABELS = ("labels", "label", "y", "y_train", "targets", "classes")
LARGEST_LABELS = 2**30  # bytes

_SHAPES = "Pictures are uint8 of (n, height, width) or (n, height, width, 1, 3 or 4), 0-255"


class ArraySource(WholeFile):
    """A `.npy` of pictures, or a `.npz` with an array of pictures and perhaps one of labels."""

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Read the pictures in portions; raises `StudioError` naming what is wrong with the array."""
        del items, known
        with self._opened() as array:
            yield from _pictures(array, settings, progress)

    def picture_names(self) -> list[str]:
        """Return what its pictures are called, from headers and labels alone; raises `StudioError` as `read` does."""
        with self._opened() as array:
            return numbered(0, array.header.shape[0], array.labels or ())

    @contextmanager
    def _opened(self) -> Iterator["_Array"]:
        """Stand at the first picture; whatever is wrong with the file then or later becomes a `StudioError`."""
        try:
            if self._path.suffix.lower() == ".npy":
                with self._path.open("rb") as file:
                    yield _begun(file, str(self._path), None)
                return
            with zipfile.ZipFile(self._path) as archive:
                headers = {name.removesuffix(".npy"): _header_of(archive, name) for name in archive.namelist()}
                chosen = _choose(headers, self._path)
                labels = _labels(archive, headers)
                with archive.open(f"{chosen}.npy") as file:
                    yield _begun(file, f"'{chosen}' in {self._path}", labels)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, KeyError) as error:
            raise StudioError(
                f"{self._path} cannot be read as NumPy's.", f"It says: {error}.", "Save it again with numpy."
            ) from error


@dataclass(frozen=True, slots=True)
class _Array:
    """An array of pictures: `file` stands at the first of them, `labels` are their classes."""

    file: IO[bytes]
    header: "_Header"
    labels: list[str] | None


@dataclass(frozen=True, slots=True)
class _Header:
    """What an array says of itself."""

    shape: tuple[int, ...]
    is_fortran: bool
    dtype: np.dtype[Any]

    @property
    def holds_pictures(self) -> bool:
        channels = self.shape[3:] or (1,)
        return self.dtype == np.uint8 and len(self.shape) in (3, 4) and channels[0] in (1, 3, 4) and all(self.shape)


def _header(file: IO[bytes]) -> _Header:
    """Read the header at the start of a `.npy`; raises `ValueError`."""
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(file)
    if version not in readers:
        raise ValueError(f"its version {version} is not known")
    return _Header(*readers[version](file))


def _header_of(archive: zipfile.ZipFile, name: str) -> _Header:
    with archive.open(name) as file:
        return _header(file)


def _choose(headers: dict[str, _Header], path: Path) -> str:
    """Return the array of pictures: one with a usual name, or the only one that can be."""
    fitting = [name for name, header in headers.items() if header.holds_pictures]
    usual = [name for name in PICTURES if name in fitting]
    if usual or len(fitting) == 1:
        return (usual or fitting)[0]
    there = ", ".join(f"{name} {header.dtype} {header.shape}" for name, header in headers.items())
    raise StudioError(
        f"It is not clear which array in {path} holds the pictures.",
        f"There are: {there or 'none'}. {_SHAPES}.",
        "Save them under the name 'images', and their labels under 'labels'.",
    )


def _labels(archive: zipfile.ZipFile, headers: dict[str, _Header]) -> list[str] | None:
    """Return each picture's class in words, from an array of whole numbers or of words; None without."""
    for name in LABELS:
        header = headers.get(name)
        if header is None or len(header.shape) != 1 or header.dtype.kind not in "iuU":
            continue
        if archive.getinfo(f"{name}.npy").file_size > LARGEST_LABELS:
            raise ValueError(f"its array '{name}' is too large for labels")
        with archive.open(f"{name}.npy") as file:
            values = npy.read_array(file, allow_pickle=False)
        digits = len(str(values.max(initial=0))) if header.dtype.kind != "U" else 0
        return [_class_name(value, digits) for value in values.tolist()]
    return None


def _class_name(label: int | str, digits: int) -> str:
    """Return a label as the name of a folder, so that the order of names is that of numbers."""
    return f"{label:0{digits}d}" if isinstance(label, int) else label.replace("/", "-").strip() or "-"


def _begun(file: IO[bytes], told: str, labels: list[str] | None) -> _Array:
    """Read the header; raises `StudioError` for an array that holds no pictures."""
    header = _header(file)
    _refuse_others(header, told, labels)
    return _Array(file, header, labels)


def _pictures(array: _Array, settings: DataSettings, progress: Progress) -> Iterator[ReadPictures]:
    count, shape = array.header.shape[0], (*array.header.shape[1:], 1)[:3]
    rows = rows_per_portion(shape)
    for start in range(0, count, rows):
        check(progress)
        progress.report(start, count, WHAT)
        wanted = min(rows, count - start)
        data = array.file.read(wanted * int(np.prod(shape)))
        if len(data) < wanted * int(np.prod(shape)):
            raise ValueError(f"it is cut off after {start} of {count} pictures")
        images = np.frombuffer(data, np.uint8).reshape(wanted, *shape)
        yield read_array(images, numbered(start, wanted, array.labels or ()), settings)
    progress.report(count, count, WHAT)


def _refuse_others(header: _Header, told: str, labels: list[str] | None) -> None:
    """Raise `StudioError` for an array that holds no pictures as they have to be."""
    shape = header.shape
    if not header.holds_pictures:
        hint = "Convert them to 0-255 with numpy's astype('uint8')."
        if len(shape) == 4 and shape[1] in (1, 3, 4) and shape[3] not in (1, 3, 4):
            hint = "The channels come first here: save numpy.moveaxis(images, 1, -1)."
        raise StudioError(f"{told} holds {header.dtype} of {shape}.", f"{_SHAPES}.", hint)
    if header.is_fortran:
        raise StudioError(f"{told} is in Fortran's order.", "", "Save numpy.ascontiguousarray(images).")
    if labels is not None and len(labels) != shape[0]:
        raise StudioError(f"{told} holds {shape[0]:,} pictures, but there are {len(labels):,} labels.")
