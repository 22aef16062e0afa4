"""Findings about the size and shape of pictures: too small, too wide or tall, far from the usual."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from studio.core.sections.data import DataSettings, Fit
from studio.core.sizes import nearest_reachable
from studio.data.doctor.file_checks import leave_out
from studio.data.doctor.finding import Finding, Fix, Kind, Severity
from studio.data.doctor.record import PictureRecord
from studio.data.doctor.wording import agreeing, counted

ENLARGED = 1.25  # a picture enlarged by more looks blurred
EXTREME = {Fit.CROP: 2.0, Fit.STRETCH: 2.0, Fit.PAD: 4.0}  # times as wide or tall as the pictures trained on
MANY = 0.25  # share of the set from which leaving out is no answer
UNUSUAL_AREA = 16.0  # times more or fewer pixels than the median
UNUSUAL_SPREADS = 5.0  # and so many robust standard deviations away
LEAST_SPREAD = 0.1  # of log2 of the area, where all sizes are alike
ENOUGH = 20  # pictures of which a usual size can be told
_LOST = {
    Fit.CROP: "Cropping them to {size} keeps less than half of what they show.",
    Fit.STRETCH: "Stretching them to {size} more than doubles one side against the other.",
    Fit.PAD: "Padded to {size}, more than three quarters of them are background.",
}


def shape_findings(records: Sequence[PictureRecord], settings: DataSettings) -> Iterator[Finding]:
    """Yield what is wrong with the shapes of pictures that would be trained on."""
    small = [r for r in records if min(r.width, r.height) * ENLARGED < min(settings.width, settings.height)]
    yield from _small(small, records, settings)
    yield from _extreme(records, settings)
    names = {record.name for record in small}
    yield from _unusual([record for record in records if record.name not in names])


def _small(
    small: Sequence[PictureRecord], records: Sequence[PictureRecord], settings: DataSettings
) -> Iterator[Finding]:
    if small:
        yield Finding(
            Kind.TOO_SMALL,
            Severity.WARNING,
            f"{counted(len(small), 'picture')} {agreeing(len(small), 'is', 'are')} smaller than"
            f" {settings.width}x{settings.height}.",
            "They are enlarged, and the generator learns to make blurred pictures.",
            tuple(record.name for record in small),
            fix=_fix_for_small(small, records, settings),
        )


def _fix_for_small(small: Sequence[PictureRecord], records: Sequence[PictureRecord], settings: DataSettings) -> Fix:
    side = min(settings.width, settings.height)
    if len(small) <= len(records) / 2:
        return Fix(leave_out(small).label, {"data.minimum_side": math.ceil(side / ENLARGED)})
    usual = int(np.median([min(record.width, record.height) for record in records]))
    side = nearest_reachable(usual, usual)[0]
    minimum = math.ceil(side / ENLARGED)
    return Fix(
        f"Train at {side}x{side}, without pictures below {minimum} pixels",
        {"data.width": side, "data.height": side, "data.minimum_side": minimum},
    )


def _extreme(records: Sequence[PictureRecord], settings: DataSettings) -> Iterator[Finding]:
    extreme = [r for r in records if _elongation(r, settings) > EXTREME[settings.fit]]
    if not extreme:
        return
    fix = leave_out(extreme)
    if settings.fit != Fit.PAD and len(extreme) > MANY * len(records):
        hopeless = tuple(r.name for r in extreme if _elongation(r, settings) > EXTREME[Fit.PAD])
        others = f", without the {len(hopeless):,} most extreme" if hopeless else ""
        fix = Fix(f"Pad instead{others}", {"data.fit": Fit.PAD.value}, hopeless)
    yield Finding(
        Kind.EXTREME_ASPECT,
        Severity.WARNING,
        f"{counted(len(extreme), 'picture')} {agreeing(len(extreme), 'is', 'are')} very wide or very tall.",
        _LOST[settings.fit].format(size=f"{settings.width}x{settings.height}"),
        tuple(record.name for record in extreme),
        fix=fix,
    )


def _elongation(record: PictureRecord, settings: DataSettings) -> float:
    """How many times wider or taller than the pictures trained on; at least 1."""
    ratio = record.aspect * settings.height / settings.width
    return max(ratio, 1 / ratio)


def _unusual(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    usual, unusual = list(records), []
    while found := _outliers(usual):
        unusual += found
        names = {record.name for record in found}
        usual = [record for record in usual if record.name not in names]
    if unusual:
        middle = int(np.median([math.sqrt(record.width * record.height) for record in usual]))
        unusual.sort(key=lambda record: record.name)
        yield Finding(
            Kind.UNUSUAL_SIZE,
            Severity.NOTE,
            f"{counted(len(unusual), 'picture')} {agreeing(len(unusual), 'has', 'have')} an unusual size.",
            f"The others have around {middle:,} pixels a side. What is far larger or smaller often is something"
            " else, like the scan of a page or an icon.",
            tuple(record.name for record in unusual),
            fix=leave_out(unusual),
        )


def _outliers(records: Sequence[PictureRecord]) -> list[PictureRecord]:
    """Pictures whose area lies far from the median, by the median absolute deviation of its logarithm."""
    if len(records) < ENOUGH:
        return []
    areas = np.log2([record.width * record.height for record in records])
    distances = np.abs(areas - np.median(areas))
    spread = max(1.4826 * float(np.median(distances)), LEAST_SPREAD)
    far = distances > max(UNUSUAL_SPREADS * spread, math.log2(UNUSUAL_AREA))
    return [record for record, is_far in zip(records, far, strict=True) if is_far]
