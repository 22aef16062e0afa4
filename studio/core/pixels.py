"""Pictures as numbers: float32 in -1..1 inside networks, uint8 0..255 everywhere else; grids of pictures."""

import numpy as np


def to_uint8(images: np.ndarray) -> np.ndarray:
    """Turn float32 -1..1 into uint8 0..255, rounding to nearest and clipping."""
    return np.clip(np.rint((images.astype(np.float32) + 1.0) * 127.5), 0, 255).astype(np.uint8)


def grid(images: np.ndarray, columns: int) -> np.ndarray:
    """Lay uint8 pictures (n, height, width, channels) out in rows of `columns`; missing cells are black."""
    count, height, width, channels = images.shape
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height, width, channels), np.uint8)
    sheet[:count] = images
    return (
        sheet.reshape(rows, columns, height, width, channels)
        .swapaxes(1, 2)
        .reshape(rows * height, columns * width, channels)
    )
