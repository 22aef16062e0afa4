"""A histogram whose bars suit the numbers."""

import numpy as np

MOST_BARS = 24


def histogram(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return counts (n,) and edges (n + 1,) of one number or more, in at most MOST_BARS equal bars.

    Whole numbers of few different values get a bar each.
    """
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.array([len(values)]), np.array([low, high])
    bars = MOST_BARS
    if np.issubdtype(values.dtype, np.integer):
        bars = min(bars, int(high - low) + 1)
    return np.histogram(values, bins=bars, range=(low, high))
