"""A set of pictures in numbers: how many, of what sizes, colours, formats and classes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.data.doctor.record import PictureRecord
from studio.data.selection import Selection


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the n pictures that would be trained on, each counted once; arrays have n rows, in order of names.

    `files` counts all that were read, `left_out` those of them that give no picture or that the settings leave out;
    `examples` is how many pictures an epoch has, repetitions counted. `widths` and `heights` are pixels as stored;
    `brightness`, `contrast` (standard deviation) and `colours` (n, 3) are 0-255. `classes` counts examples.
    """

    files: int
    left_out: int
    examples: int
    widths: np.ndarray
    heights: np.ndarray
    brightness: np.ndarray
    contrast: np.ndarray
    colours: np.ndarray
    formats: Mapping[str, int]
    modes: Mapping[str, int]
    classes: Mapping[str, int]

    @property
    def aspects(self) -> np.ndarray:
        """Width divided by height (n,)."""
        return self.widths / self.heights


def statistics_of(files: int, chosen: Sequence[PictureRecord], selection: Selection) -> Statistics:
    """Sum up the `chosen` records of a source of so many `files`."""
    labels = selection.labels
    counts = [] if labels is None else np.bincount(labels, minlength=len(selection.class_names)).tolist()
    return Statistics(
        files=files,
        left_out=files - len(chosen),
        examples=len(selection.rows),
        widths=np.array([record.width for record in chosen], np.int64),
        heights=np.array([record.height for record in chosen], np.int64),
        brightness=np.array([record.brightness for record in chosen], np.float32),
        contrast=np.array([record.contrast for record in chosen], np.float32),
        colours=np.array([record.colour for record in chosen], np.float32).reshape(-1, 3),
        formats=dict(Counter(record.format for record in chosen).most_common()),
        modes=dict(Counter(record.mode for record in chosen).most_common()),
        classes=dict(zip(selection.class_names, counts, strict=True)),
    )
