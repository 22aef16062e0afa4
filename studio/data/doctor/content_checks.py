"""Findings about what pictures show: nothing, the same as others, colours or transparency that would be lost."""

from collections.abc import Iterator, Sequence

from studio.core.sections.data import Colour, DataSettings, Duplicates
from studio.data.doctor.duplicates import exact_groups, near_groups
from studio.data.doctor.file_checks import leave_out
from studio.data.doctor.finding import Finding, Fix, Kind, Severity
from studio.data.doctor.record import PictureRecord
from studio.data.doctor.wording import agreeing, counted

LEAST_CONTRAST = 4.0  # levels; a picture of less shows one brightness


def content_findings(records: Sequence[PictureRecord], settings: DataSettings) -> Iterator[Finding]:
    """Yield what is wrong with the content of pictures that would be trained on."""
    yield from _duplicates(records)
    yield from _uniform([record for record in records if record.contrast < LEAST_CONTRAST])
    coloured = [record for record in records if record.is_colourful]
    grey = [record for record in records if not record.is_colourful]
    if settings.colour == Colour.GREY:
        yield from _colour_lost(coloured, grey)
    else:
        yield from _mixed(coloured, grey)
    if settings.colour != Colour.COLOUR_ALPHA:
        yield from _transparent([r for r in records if r.is_transparent], len(records), settings)


def _duplicates(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    exact = exact_groups(records)
    if exact:
        yield _doubled(
            Kind.EXACT_DUPLICATES,
            "exactly the same as another",
            _named(records, exact),
            Fix("Keep one of each", {"data.duplicates": Duplicates.DROP_EXACT.value}),
        )
    near = [group for group in near_groups(records) if len({records[i].content_hash for i in group}) > 1]
    if near:
        yield _doubled(
            Kind.NEAR_DUPLICATES,
            "nearly the same as another",
            _named(records, near),
            Fix("Keep one of each", {"data.duplicates": Duplicates.DROP_NEAR.value}),
        )


def _doubled(kind: Kind, what: str, groups: tuple[tuple[str, ...], ...], fix: Fix) -> Finding:
    extra = sum(len(group) - 1 for group in groups)
    return Finding(
        kind,
        Severity.WARNING,
        f"{counted(extra, 'picture')} {agreeing(extra, 'is', 'are')} {what}.",
        "What occurs more often is learnt more strongly, down to copying it.",
        tuple(name for group in groups for name in group),
        groups,
        fix,
    )


def _named(records: Sequence[PictureRecord], groups: Sequence[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(records[index].name for index in group) for group in groups)


def _uniform(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    if records:
        yield Finding(
            Kind.ALMOST_UNIFORM,
            Severity.WARNING,
            f"{counted(len(records), 'picture')} {agreeing(len(records), 'shows', 'show')} almost nothing.",
            "One brightness fills the whole picture, so there is nothing to learn from it.",
            tuple(record.name for record in records),
            fix=leave_out(records),
        )


def _mixed(coloured: Sequence[PictureRecord], grey: Sequence[PictureRecord]) -> Iterator[Finding]:
    if not coloured or not grey:
        return
    if len(grey) > len(coloured):
        few, what, fix = coloured, "in colour", Fix("Make all grey", {"data.colour": Colour.GREY.value})
    else:
        few, what, fix = grey, "grey", leave_out(grey)
    yield Finding(
        Kind.MIXED_COLOUR,
        Severity.WARNING,
        f"{counted(len(few), 'picture')} {agreeing(len(few), 'is', 'are')} {what}, the others are not.",
        "The generator would have to learn both; with few of a kind it learns neither well.",
        tuple(record.name for record in few),
        fix=fix,
    )


def _colour_lost(coloured: Sequence[PictureRecord], grey: Sequence[PictureRecord]) -> Iterator[Finding]:
    if len(coloured) > len(grey):
        yield Finding(
            Kind.COLOUR_LOST,
            Severity.NOTE,
            f"{counted(len(coloured), 'picture')} {agreeing(len(coloured), 'has', 'have')} colours that are not used.",
            "The recipe trains on grey pictures.",
            tuple(record.name for record in coloured),
            fix=Fix("Train in colour", {"data.colour": Colour.COLOUR.value}),
        )


def _transparent(records: Sequence[PictureRecord], total: int, settings: DataSettings) -> Iterator[Finding]:
    if records:
        keep = Fix("Keep the transparency", {"data.colour": Colour.COLOUR_ALPHA.value})
        yield Finding(
            Kind.TRANSPARENT,
            Severity.NOTE,
            f"{counted(len(records), 'picture')} {agreeing(len(records), 'is', 'are')} transparent in places.",
            f"What lies behind is painted {settings.background}, the recipe's background.",
            tuple(record.name for record in records),
            fix=keep if len(records) > total / 2 else None,
        )
