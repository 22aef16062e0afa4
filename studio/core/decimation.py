"""Fewer points that look the same: the least and the greatest value of every pixel column, and smoothing."""

import numpy as np


def decimate(x: np.ndarray, y: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return at most 2 * `columns` + 2 points of a curve (x ascending), all columns' extremes; NaN are dropped."""
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) <= 2 * columns:
        return x, y
    edges = np.linspace(0, len(x), columns + 1).astype(int)
    lows = edges[:-1] + _within(np.minimum, y, edges)
    highs = edges[:-1] + _within(np.maximum, y, edges)
    keep = np.unique(np.concatenate([[0], lows, highs, [len(x) - 1]]))
    return x[keep], y[keep]


def smooth(y: np.ndarray, weight: float) -> np.ndarray:
    """Return the exponential moving average of `y`, `weight` 0..1 on the past, corrected for its start; NaN stay NaN.

    Worked out in blocks, so that a million points take milliseconds.
    """
    if weight <= 0 or len(y) == 0:
        return y
    known = np.isfinite(y)
    out = np.full(len(y), np.nan)
    out[known] = _average(y[known], weight)
    return out


def _average(values: np.ndarray, weight: float) -> np.ndarray:
    block = max(1, int(-30 / np.log(weight))) if weight < 1 else len(values)
    powers = weight ** np.arange(block + 1)
    result, total, mass = np.empty(len(values)), 0.0, 0.0
    for start in range(0, len(values), block):
        part = values[start : start + block]
        size = len(part)
        fresh = np.cumsum((1 - weight) * part / powers[1 : size + 1]) * powers[1 : size + 1]
        share = np.cumsum((1 - weight) / powers[1 : size + 1]) * powers[1 : size + 1]
        sums = fresh + total * powers[1 : size + 1]
        masses = share + mass * powers[1 : size + 1]
        result[start : start + size] = sums / masses
        total, mass = sums[-1], masses[-1]
    return result


def _within(choose: np.ufunc, y: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Where in each part of `y` its extreme stands."""
    extremes = np.repeat(choose.reduceat(y, edges[:-1]), np.diff(edges))
    hits = np.flatnonzero(y == extremes)
    parts = np.searchsorted(edges, hits, side="right") - 1
    first = np.unique(parts, return_index=True)[1]
    return hits[first] - edges[:-1]
