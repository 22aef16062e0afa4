"""What the choice of a recipe depends on, read from an examination."""

import numpy as np

from studio.core.suggestion import DataFacts
from studio.data.doctor.examination import Examination


def facts_of(examination: Examination) -> DataFacts:
    """Return the facts of the pictures that would be trained on; there has to be one at least."""
    numbers = examination.statistics
    width, height = round(float(np.median(numbers.widths))), round(float(np.median(numbers.heights)))
    return DataFacts(
        pictures=min(len(examination.pictures), numbers.examples),  # fewer where classes are undersampled
        classes=len(numbers.classes),
        width=width,
        height=height,
        grey=not any(record.is_colourful for record in examination.pictures),
        uniform=bool((numbers.widths == width).all() and (numbers.heights == height).all()),
    )
