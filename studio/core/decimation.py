"""Fewer points that look the same: the least and the greatest value of every pixel column, and smoothing."""

import numpy as np

from studio.core.column import Column

BLOCK = 64  # rows whose extremes are kept


class Trace:
    """One curve of a growing history, drawn at any zoom with a few thousand operations however long it is.

    `weight` 0..1 is the share of the past in an exponential moving average corrected for its start; 0 leaves the values
    as they are. With `positive` what is not above zero counts as missing, as a logarithmic axis wants it.
    """

    def __init__(self, weight: float = 0.0, *, positive: bool = False) -> None:
        self._weight = weight
        self._positive = positive
        self._values, self._lows, self._highs = Column(), Column(), Column()
        self._total, self._mass = 0.0, 0.0

    def __len__(self) -> int:
        return len(self._values)

    def update(self, column: np.ndarray) -> None:
        """Take in the rows of `column` (rows,) that are not known yet; NaN are gaps."""
        fresh = column[len(self) :]
        if len(fresh) == 0:
            return
        if self._positive:
            fresh = np.where(fresh > 0, fresh, np.nan)
        if self._weight > 0:
            fresh = self._smoothed(fresh)
        self._values.extend(fresh)
        self._note_extremes()

    def value(self, row: int) -> float:
        """Return what is drawn at a row; NaN in a gap."""
        return float(self._values.values[row])

    def points(self, x: np.ndarray, first: int, last: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the points to draw for the rows `first` to `last` (excluded): at most 2 * `columns`, no NaN.

        `x` (rows,) is ascending. Where there are more rows, each column is drawn from its least to its greatest value.
        """
        last = min(last, len(self))
        values = self._values.values
        if last - first <= 2 * columns:
            return _known(x[first:last], values[first:last])
        edges = np.linspace(first, last, columns + 1).astype(int)
        if last - first <= 2 * BLOCK * columns:
            lows, highs = _extremes(values, values, edges)
        else:
            inner = -(-edges // BLOCK)  # columns of whole blocks; what the ends lack of one is added to them
            lows, highs = _extremes(self._lows.values, self._highs.values, np.minimum(inner, last // BLOCK))
            for column, rest in ((0, values[first : inner[0] * BLOCK]), (-1, values[last // BLOCK * BLOCK : last])):
                lows[column] = np.fmin.reduce(rest, initial=lows[column])
                highs[column] = np.fmax.reduce(rest, initial=highs[column])
        return _known(np.repeat(x[edges[:-1]], 2), np.stack([lows, highs], axis=1).ravel())

    def _note_extremes(self) -> None:
        """Keep the extremes of whole blocks."""
        first, last = len(self._lows), len(self) // BLOCK
        blocks = self._values.values[first * BLOCK : last * BLOCK].reshape(-1, BLOCK)
        self._lows.extend(np.fmin.reduce(blocks, axis=1))
        self._highs.extend(np.fmax.reduce(blocks, axis=1))

    def _smoothed(self, fresh: np.ndarray) -> np.ndarray:
        known = np.isfinite(fresh)
        out = np.full(len(fresh), np.nan)
        out[known], self._total, self._mass = _average(fresh[known], self._weight, self._total, self._mass)
        return out


def upright(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Return points of `Trace.points` so that each two are an upright line, which touches the one before it.

    One line for a column of pixels looks like the two that lead from its least value to its greatest and on to the next
    column, and takes half as long to draw. None where the points are not of columns but single rows.
    """
    if len(x) < 2 or not np.array_equal(x[0::2], x[1::2]):
        return None
    lows, highs = y[0::2], y[1::2]
    starts = np.concatenate([lows[:1], np.minimum(lows[1:], highs[:-1])])
    ends = np.concatenate([highs[:1], np.maximum(highs[1:], lows[:-1])])
    return x, np.stack([starts, ends], axis=1).ravel()


def non_positive(x: np.ndarray, column: np.ndarray, columns: int) -> np.ndarray:
    """Return where on the x axis (rows,) values are zero or below, at most `columns` places."""
    places = x[column <= 0]
    return places[:: max(1, len(places) // max(columns, 1))]


def _average(values: np.ndarray, weight: float, total: float, mass: float) -> tuple[np.ndarray, float, float]:
    """Go on with a weighted sum `total` of the past and the sum `mass` of its weights; returns means and both sums.

    Worked out in rows of a matrix, each so long that what came before the row above weighs less than 1e-13.
    """
    if len(values) == 0:
        return values, total, mass
    length = max(1, min(int(-30 / np.log(weight)) if weight < 1 else len(values), len(values)))
    powers = weight ** np.arange(1, length + 1)
    rows = -(-len(values) // length)
    padded = np.zeros(rows * length)
    padded[: len(values)] = values
    sums = np.cumsum((1 - weight) * padded.reshape(rows, length) / powers, axis=1) * powers
    masses = np.tile(np.cumsum((1 - weight) / powers) * powers, (rows, 1))
    _carry(sums, powers, total)
    _carry(masses, powers, mass)
    means = (sums / masses).ravel()[: len(values)]
    end = divmod(len(values) - 1, length)
    return means, float(sums[end]), float(masses[end])


def _carry(sums: np.ndarray, powers: np.ndarray, before: float) -> None:
    """Add to each row what is left of the row above, to the first what is left of `before`."""
    ends = np.concatenate([[before], sums[:-1, -1]])
    ends[1:] += powers[-1] * ends[:-1]
    sums += ends[:, None] * powers


def _extremes(low: np.ndarray, high: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest between each two of `edges`, ascending without repetition."""
    end = edges[-1]
    return np.fmin.reduceat(low[:end], edges[:-1]), np.fmax.reduceat(high[:end], edges[:-1])


def _known(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(y)
    return x[known], y[known]
