"""A column of numbers that grows for ever: adding to it takes the same short time however long it has become."""

import numpy as np

LEAST_ROWS = 1024
PORTION = 4096  # rows that an addition moves at least


class Column:
    """Float64 numbers, NaN for gaps.

    When three quarters of the array are full, a larger one is begun and filled by and by with each addition: copying a
    million rows at once would stop the window for longer than a picture lasts. So would the gaps before a column that
    begins late: they too are filled by and by, the last first, or when somebody looks.
    """

    def __init__(self, gaps: int = 0) -> None:
        self._rows = gaps
        self._array = np.empty(max(2 * gaps, LEAST_ROWS))
        self._unfilled = gaps  # of the first rows, which are gaps
        self._larger: np.ndarray | None = None
        self._moved = 0

    def __len__(self) -> int:
        return self._rows

    @property
    def values(self) -> np.ndarray:
        """The numbers (rows,); a view, valid until the next addition."""
        self._fill(0)
        return self._array[: self._rows]

    def append(self, value: float) -> None:
        """Add a number."""
        if self._rows == len(self._array):
            self._grow(self._rows + 1)
        self._array[self._rows] = value
        self._rows += 1
        self._fill(self._unfilled - PORTION)
        self._move(PORTION)

    def extend(self, values: np.ndarray) -> None:
        """Add many numbers."""
        rows = self._rows + len(values)
        if rows > len(self._array):
            self._grow(rows)
        self._array[self._rows : rows] = values
        self._rows = rows
        self._move(PORTION + 4 * len(values))

    def put(self, row: int, value: float) -> None:
        """Replace a number."""
        self._fill(row)
        self._array[row] = value
        if self._larger is not None:
            self._larger[row] = value

    def cut(self, rows: int) -> None:
        """Keep only the first numbers."""
        self._rows = min(self._rows, rows)
        self._unfilled = min(self._unfilled, rows)
        self._larger = None

    def _fill(self, first: int) -> None:
        """Fill the gaps from row `first` on."""
        first = max(first, 0)
        self._array[first : self._unfilled] = np.nan
        self._unfilled = min(self._unfilled, first)

    def _grow(self, rows: int) -> None:
        """Make room at once, for additions that come faster than portions are moved."""
        larger = np.empty(2 * rows)
        larger[: self._rows] = self.values
        self._array, self._larger = larger, None

    def _move(self, most: int) -> None:
        """Move at most so many rows to the larger array, which takes over when it has everything."""
        if 4 * self._rows < 3 * len(self._array):
            return
        if self._larger is None:
            self._fill(0)
            self._larger, self._moved = np.empty(2 * len(self._array)), 0  # costs nothing until it is written to
        portion = slice(self._moved, min(self._moved + most, self._rows))
        self._larger[portion] = self._array[portion]
        self._moved = portion.stop
        if self._moved == self._rows:
            self._array, self._larger = self._larger, None
