"""What pictures look like, in a few numbers each, measured for a whole portion of pictures at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.data.decoding import composed

SIDE = 16  # of the sketches that are compared
LEAST_SIDE = 64  # pictures are decoded at least so large, that sketches depend on no setting
LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as in Pillow's mode L
COLOURFUL = 12  # levels between the channels of a pixel from which it counts as coloured
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture drawn small: RGB bytes of SIDE rows and SIDE + 1 columns, and the contrast of the picture itself."""

    pixels: bytes
    contrast: float
    is_transparent: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Brightness and mean colour (0-255), whether any of it is coloured, and the difference hash (hex)."""

    brightness: float
    colour: tuple[float, float, float]
    is_colourful: bool
    look_hash: str


def draw_sketch(image: Image.Image) -> Sketch:
    """Draw an opened picture (mode L, RGB or RGBA) small, on white where it is transparent."""
    is_transparent = image.mode == "RGBA" and image.getchannel("A").getextrema()[0] != 255
    if image.mode == "RGBA":
        image = composed(image, WHITE)
    small = image.resize((SIDE + 1, SIDE), Image.Resampling.BOX).convert("RGB")
    return Sketch(small.tobytes(), _deviation(image), is_transparent)


def look(sketches: Sequence[Sketch]) -> Iterator[Look]:
    """Measure a portion of sketches."""
    pixels = np.frombuffer(b"".join(s.pixels for s in sketches), np.uint8).reshape(-1, SIDE, SIDE + 1, 3)
    red, green, blue = channels = [np.ascontiguousarray(pixels[..., channel], np.float32) for channel in range(3)]
    luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue
    # The difference hash (Neal Krawetz, 2013): whether a pixel is brighter than its left neighbour, here clearly.
    bits = luma[:, :, 1:] > luma[:, :, :-1] + 1
    hashes = np.packbits(bits.reshape(len(pixels), SIDE * SIDE), axis=1)
    spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    columns = (
        luma.mean(axis=(1, 2)).tolist(),
        np.stack([channel.mean(axis=(1, 2)) for channel in channels], axis=1).tolist(),
        (spread.max(axis=(1, 2), initial=0) >= COLOURFUL).tolist(),
        hashes,
    )
    for brightness, (r, g, b), is_colourful, hash_ in zip(*columns, strict=True):
        yield Look(brightness, (r, g, b), is_colourful, hash_.tobytes().hex())


def _deviation(image: Image.Image) -> float:
    """Standard deviation of the luma (0-127.5)."""
    levels = np.asarray(image if image.mode == "L" else image.convert("L"), np.float32).ravel()
    levels = levels - np.add.reduce(levels) / levels.size
    return float(np.sqrt(np.dot(levels, levels) / levels.size))  # three times as fast as `std` on small pictures
