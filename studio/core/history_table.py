"""The numbers of a run as a table for other programs: CSV."""

import csv
import io
from pathlib import Path

import numpy as np

from studio.core.files import replacing
from studio.core.history import History
from studio.core.progress import Progress, Quiet, check

PORTION = 10_000


def write_csv(path: Path, names: list[str], columns: np.ndarray, progress: Progress | None = None) -> None:
    """Write `columns` float64 (rows, names) under a line of `names`; a gap (NaN) is an empty field.

    Raises `StudioError` when the disk refuses; cancelled, it writes nothing.
    """
    progress = progress or Quiet()
    with replacing(path) as file:
        file.write(_lines([names]))
        for first in range(0, len(columns), PORTION):
            check(progress)
            progress.report(first, len(columns), "Writing the numbers")
            rows = columns[first : first + PORTION]
            file.write(_lines([["" if np.isnan(value) else f"{value:.10g}" for value in row] for row in rows]))


def table_of(history: History) -> tuple[list[str], np.ndarray]:
    """Return the names of the columns and a copy of the numbers, float64 (rows, names)."""
    names = history.names
    return names, np.stack([history.column(name) for name in names], axis=1)


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
