"""What pictures look like, in a few numbers each, measured for a whole portion of pictures at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.data.decoding import composed

SIDE = 16  # of the sketches that are compared
SAMPLE_SIDE = 32  # of the grid of pixels whose brightness is sampled
LEAST_SIDE = 64  # pictures are decoded at least so large, that sketches depend on no setting
LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as in Pillow's mode L
COLOURFUL = 12  # levels between the channels of a pixel from which it counts as coloured
HASH_DIGITS = SIDE * SIDE // 4
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture drawn small: RGB of SIDE rows and SIDE + 1 columns, and the luma of SAMPLE_SIDE² of its pixels."""

    pixels: bytes
    samples: bytes
    is_transparent: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Brightness, contrast and mean colour (0-255), whether any of it is coloured, and the difference hash (hex)."""

    brightness: float
    contrast: float
    colour: tuple[float, float, float]
    is_colourful: bool
    look_hash: str


def draw_sketch(image: Image.Image) -> Sketch:
    """Draw an opened picture (mode L, RGB or RGBA) small, on white where it is transparent."""
    is_transparent = image.mode == "RGBA" and image.getchannel("A").getextrema()[0] != 255
    if image.mode == "RGBA":
        image = composed(image, WHITE)
    small = image.resize((SIDE + 1, SIDE), Image.Resampling.BOX).convert("RGB")
    samples = image.resize((SAMPLE_SIDE, SAMPLE_SIDE), Image.Resampling.NEAREST).convert("L")
    return Sketch(small.tobytes(), samples.tobytes(), is_transparent)


def look(sketches: Sequence[Sketch]) -> Iterator[Look]:
    """Measure a portion of sketches."""
    count = len(sketches)
    pixels = np.frombuffer(b"".join(s.pixels for s in sketches), np.uint8).reshape(count, SIDE, SIDE + 1, 3)
    samples = np.frombuffer(b"".join(s.samples for s in sketches), np.uint8).reshape(count, SAMPLE_SIDE**2)
    red, green, blue = np.ascontiguousarray(pixels.transpose(3, 0, 1, 2))
    luma = red * LUMA[0] + green * LUMA[1] + blue * LUMA[2]
    # The difference hash (Neal Krawetz, 2013): whether a pixel is brighter than its left neighbour, here clearly.
    bits = luma[:, :, 1:] > luma[:, :, :-1] + 1
    digits = np.packbits(bits.reshape(count, SIDE * SIDE), axis=1).tobytes().hex()
    spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    means = [plane.mean(axis=(1, 2)).tolist() for plane in (luma, red, green, blue)]
    contrasts = samples.std(axis=1, dtype=np.float32).tolist()
    colourful = (spread.max(axis=(1, 2), initial=0) >= COLOURFUL).tolist()
    for index in range(count):
        brightness, *colour = (column[index] for column in means)
        look_hash = digits[index * HASH_DIGITS : (index + 1) * HASH_DIGITS]
        yield Look(brightness, contrasts[index], (colour[0], colour[1], colour[2]), colourful[index], look_hash)
