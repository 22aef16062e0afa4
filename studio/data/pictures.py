"""The pictures of a source one by one, for looking at: files as they are, or the rows of an array."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from studio.data.thumbnails import SIDE_PX, Thumbnails


@dataclass(frozen=True, slots=True)
class Pictures:
    """What each picture is called, and its small copy: uint8 (height, width, 1, 3 or 4), made when it is asked for.

    `thumbnail` may read a file, in any thread; it raises `UnreadableError`.
    """

    captions: Sequence[str]
    thumbnail: Callable[[int], np.ndarray]

    def __len__(self) -> int:
        return len(self.captions)


def pictures_of_files(folder: Path, names: Sequence[str], thumbnails: Thumbnails) -> Pictures:
    """Return the files `names` of `folder` as they are."""
    return Pictures(names, lambda row: thumbnails.load(folder / names[row]))


def pictures_of_array(images: np.ndarray, captions: Sequence[str]) -> Pictures:
    """Return pictures uint8 (n, height, width, channels) that have no files of their own."""
    return Pictures(captions, lambda row: _shrunk(images[row]))


def _shrunk(pixels: np.ndarray) -> np.ndarray:
    if max(pixels.shape[:2]) <= SIDE_PX:
        return np.array(pixels)
    image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    image.thumbnail((SIDE_PX, SIDE_PX))
    return np.asarray(image).reshape(image.height, image.width, pixels.shape[-1])
