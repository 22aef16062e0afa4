"""How varied some pictures are, and how many of their values sit at the ends of the range."""

from dataclasses import dataclass
from typing import Self

import numpy as np

MOST_PICTURES = 64  # more change these means by little and cost their square


@dataclass(frozen=True, slots=True)
class Variety:
    """Of a set of pictures, at most the first `MOST_PICTURES`.

    `distance`: mean root-mean-square difference between two of them, in grey levels 0..255; `nearest`: the same between
    a picture and the one most like it, the mean over the pictures; `saturation`: share of values that are 0 or 255.
    """

    distance: float
    nearest: float
    saturation: float

    @classmethod
    def of(cls, images: np.ndarray) -> Self:
        """Look at pictures uint8 (n, height, width, channels), n at least 2."""
        images = images[:MOST_PICTURES]
        distances = _distances(images.reshape(len(images), -1).astype(np.float32))
        apart = ~np.eye(len(images), dtype=bool)
        nearest = np.where(apart, distances, np.inf).min(axis=1)
        saturated = (images == 0) | (images == 255)
        return cls(float(distances[apart].mean()), float(nearest.mean()), float(saturated.mean()))


def _distances(rows: np.ndarray) -> np.ndarray:
    """Root-mean-square differences between all rows, float32 (n, n), by |a|^2 + |b|^2 - 2ab."""
    products = rows @ rows.T
    squares = np.diag(products)
    return np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2.0 * products, 0.0) / rows.shape[1])
