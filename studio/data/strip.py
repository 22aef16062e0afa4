"""Pictures of one mode and size below one another in one tall picture, so that a call works on all of them at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from PIL import Image


@dataclass(frozen=True, slots=True)
class Strip:
    """`image` (mode L, RGB or RGBA) holds `count` pictures of the same size.

    What looks at one pixel at a time may change it whole. So may a resize whose pixels never reach beyond their own
    picture and whose steps are exact in binary: with `BOX` and `NEAREST`, to a power of two of rows a picture.
    """

    image: Image.Image
    count: int

    @classmethod
    def of(cls, images: Sequence[Image.Image]) -> Self:
        """Join pictures, one at least, of the same mode and size."""
        first = images[0]
        if len(images) == 1:
            return cls(first, 1)
        strip = Image.new(first.mode, (first.width, first.height * len(images)))
        for row, image in enumerate(images):
            strip.paste(image, (0, row * first.height))
        return cls(strip, len(images))

    @classmethod
    def of_array(cls, images: np.ndarray) -> Self:
        """Take uint8 (n, h, w, 1, 3 or 4), one picture at least."""
        tall = images.reshape(-1, *images.shape[2:])
        return cls(Image.fromarray(tall[..., 0] if tall.shape[-1] == 1 else tall), len(images))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of each picture."""
        return self.image.width, self.image.height // self.count

    def pixels(self) -> np.ndarray:
        """Return the pictures as uint8 (n, h, w, channels), read-only."""
        width, height = self.size
        return np.frombuffer(self.image.tobytes(), np.uint8).reshape(self.count, height, width, -1)

    def pictures(self) -> Iterator[Image.Image]:
        """Yield the pictures one by one."""
        width, height = self.size
        if self.count == 1:
            yield self.image
            return
        for top in range(0, self.image.height, height):
            yield self.image.crop((0, top, width, top + height))
