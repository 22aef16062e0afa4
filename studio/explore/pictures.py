"""Numbers to Pillow images, as large as is pleasant."""

import numpy as np
from PIL import Image

COMFORTABLE_PX = 256


def to_image(pixels: np.ndarray, scale: int = 1) -> Image.Image:
    """Return uint8 (height, width, 1, 3 or 4) as a Pillow image, each pixel `scale` pixels wide and high."""
    image = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    return image if scale == 1 else image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST)


def comfortable_scale(shape: tuple[int, int, int]) -> int:
    """By how much small pictures are enlarged so that a walk is pleasant to watch."""
    return max(1, COMFORTABLE_PX // max(shape[:2]))
