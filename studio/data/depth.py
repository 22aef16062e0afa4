"""Pictures of more than 8 bits a channel become 8-bit ones: scaled by their white, never clipped."""

import numpy as np
from PIL import Image

SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
DEEP_MODES = (*SIXTEEN_BITS, "I", "F")
WHITES = (255, 65_535, 4_294_967_295)  # of 8, 16 and 32 bits
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0  # TIFF
_SAMPLE_FORMAT, _SIGNED = 339, 2  # TIFF


def eight_bit(image: Image.Image, remarks: list[str]) -> Image.Image:
    """Return a picture of a mode in `DEEP_MODES` as mode L; appends to `remarks` where the white was guessed.

    The white of 16-bit pictures is 65535, that of floating point 1. 32-bit integers and larger floats have no agreed
    white: it is the smallest of 255, 65535 and 4294967295 that is not below the brightest pixel. Negative is black.
    """
    values = _values(image)
    white = _white(image, float(values.max(initial=0.0)))
    if (image.mode == "I" and image.format == "TIFF") or (image.mode == "F" and white != 1):
        remarks.append(f"it does not say which number is white, {white:,} is taken")
    shares = np.clip(values / white, 0, 1)
    if _tag(image, _PHOTOMETRIC) == _WHITE_IS_ZERO:
        shares = 1 - shares
    return Image.fromarray((shares * 255).round().astype(np.uint8))


def _values(image: Image.Image) -> np.ndarray:
    values = np.asarray(image)
    if image.mode == "I" and image.format == "TIFF" and _tag(image, _SAMPLE_FORMAT) != _SIGNED:
        values = values.view(np.uint32)  # Pillow reads unsigned numbers as signed ones
    return np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)


def _white(image: Image.Image, brightest: float) -> int:
    if image.mode in SIXTEEN_BITS or image.format == "PPM":
        return WHITES[1]
    if image.mode == "F" and brightest <= 1:
        return 1
    return next((white for white in WHITES if brightest <= white), WHITES[-1])


def _tag(image: Image.Image, tag: int) -> int | None:
    tags = getattr(image, "tag_v2", None)
    value = tags.get(tag) if tags is not None else None
    return value[0] if isinstance(value, tuple) else value
