"""A checked training set: one array of pictures, their labels, and what identifies them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_CHUNK_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the set; `path` is relative to the source, `reason` a clause without its full stop."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImageSet:
    """Pictures ready for training.

    `images` is uint8 (n, height, width, channels), 0-255, possibly a read-only memory map; `labels` is int32 (n,) with
    indices into `class_names`, or None; `names` says where each picture came from; `fingerprint` is the SHA-256 (hex)
    over shape, pixels and labels; `place` is the folder that holds the prepared array, or None; `absent` are paths that
    the settings leave out and a listing does not show.
    """

    images: np.ndarray
    labels: np.ndarray | None
    class_names: tuple[str, ...]
    fingerprint: str
    source: str
    skipped: tuple[Skipped, ...] = ()
    names: tuple[str, ...] = ()
    place: Path | None = None
    absent: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.images)


def fingerprint_of(images: np.ndarray, labels: np.ndarray | None) -> str:
    """SHA-256 (hex) over the shape, the pixels and the labels, read in portions so that memory maps stay on disk."""
    digest = hashlib.sha256(f"{images.shape}:{labels is not None};".encode())
    rows = max(1, _CHUNK_BYTES // max(1, int(np.prod(images.shape[1:]))))
    for start in range(0, len(images), rows):
        digest.update(np.ascontiguousarray(images[start : start + rows]).data)
    if labels is not None:
        digest.update(np.ascontiguousarray(labels, np.int32).data)
    return digest.hexdigest()
