"""A NumPy file of pictures that is written portion after portion, before it is known how many there will be."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.lib import format as npy

_PORTION_BYTES = 16 * 2**20


class PixelFile:
    """Writes uint8 (n, height, width, channels); `rows` counts what was written so far."""

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        self.rows = 0
        self._shape = shape
        self._file = path.open("wb")
        self._write_header()

    def append(self, images: np.ndarray) -> None:
        """Write uint8 (n, height, width, channels) after what is there."""
        self._file.write(np.ascontiguousarray(images).data)
        self.rows += len(images)

    def _write_header(self) -> None:
        """Write the number of rows, for which NumPy leaves room in the header to grow."""
        shape = (self.rows, *self._shape)
        npy.write_array_header_1_0(self._file, {"descr": "|u1", "fortran_order": False, "shape": shape})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._file.seek(0)
                self._write_header()
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()


def open_pixels(path: Path) -> np.ndarray:
    """Return the pictures in a file as a read-only memory map; raises `OSError` or `ValueError`."""
    with path.open("rb") as file:
        npy.read_magic(file)
        shape, _, _ = npy.read_array_header_1_0(file)
    return np.load(path, mmap_mode="r" if shape[0] else None, allow_pickle=False)  # nothing cannot be mapped


def rows_in_portions(rows: np.ndarray, images: np.ndarray) -> Iterator[np.ndarray]:
    """Yield `rows` in portions whose pictures take some megabytes."""
    size = max(1, _PORTION_BYTES // max(1, int(np.prod(images.shape[1:]))))
    return (rows[start : start + size] for start in range(0, len(rows), size))
