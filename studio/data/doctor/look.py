"""What pictures look like, in a few numbers each, measured for a whole portion of pictures at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.data.decoding import composed
from studio.data.strip import Strip

SIDE = 16  # of the sketches that are compared
SAMPLE_SIDE = 32  # of the grid of pixels whose brightness is sampled
LEAST_SIDE = 64  # pictures are decoded at least so large, that sketches depend on no setting
LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as in Pillow's mode L
COLOURFUL = 12  # levels between the channels of a pixel from which it counts as coloured
HASH_DIGITS = SIDE * SIDE // 4
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Sketches:
    """Pictures drawn small: uint8 `pixels` (n, SIDE, SIDE + 1, 3) and the luma of `samples` (n, SAMPLE_SIDE²)."""

    pixels: np.ndarray
    samples: np.ndarray
    transparent: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Look:
    """Brightness, contrast and mean colour (0-255), the difference hash (hex), and whether any of it is coloured or not
    opaque.
    """

    brightness: float
    contrast: float
    colour: tuple[float, float, float]
    is_colourful: bool
    is_transparent: bool
    look_hash: str


def draw_sketches(strip: Strip) -> Sketches:
    """Draw opened pictures small, on white where they are transparent.

    Rows first, then columns: which of them come first changes the rounding, and Pillow would choose by the shape.
    """
    image, count = strip.image, strip.count
    transparent = [False] * count
    if image.mode == "RGBA":
        opacity = np.asarray(image.getchannel("A")).reshape(count, -1)
        transparent = (opacity.min(axis=1) != 255).tolist()
        image = composed(image, WHITE)
    narrow = image.resize((SIDE + 1, image.height), Image.Resampling.BOX)
    small = narrow.resize((SIDE + 1, SIDE * count), Image.Resampling.BOX).convert("RGB")
    samples = image.resize((SAMPLE_SIDE, SAMPLE_SIDE * count), Image.Resampling.NEAREST).convert("L")
    return Sketches(Strip(small, count).pixels(), Strip(samples, count).pixels().reshape(count, -1), transparent)


def look(sketches: Sequence[Sketches]) -> list[Look]:
    """Measure the pictures of a portion, in their order."""
    if not sketches:
        return []
    pixels, samples = (np.concatenate(parts) for parts in zip(*((s.pixels, s.samples) for s in sketches), strict=True))
    red, green, blue = np.ascontiguousarray(pixels.transpose(3, 0, 1, 2))
    luma = red * LUMA[0] + green * LUMA[1] + blue * LUMA[2]
    means = [plane.mean(axis=(1, 2)).tolist() for plane in (luma, red, green, blue)]
    spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    columns = (
        means[0],
        samples.std(axis=1, dtype=np.float32).tolist(),
        zip(*means[1:], strict=True),
        (spread.max(axis=(1, 2), initial=0) >= COLOURFUL).tolist(),
        (is_transparent for part in sketches for is_transparent in part.transparent),
        _hashes(luma),
    )
    return [Look(*values) for values in zip(*columns, strict=True)]


def _hashes(luma: np.ndarray) -> list[str]:
    """The difference hash (Neal Krawetz, 2013): whether a pixel is brighter than its left neighbour, here clearly."""
    bits = luma[:, :, 1:] > luma[:, :, :-1] + 1
    digits = np.packbits(bits.reshape(len(luma), SIDE * SIDE), axis=1).tobytes().hex()
    return [digits[start : start + HASH_DIGITS] for start in range(0, len(digits), HASH_DIGITS)]
