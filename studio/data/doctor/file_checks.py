"""Findings about files: those that give no picture, are named wrongly, or had something passed over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from studio.data.doctor.finding import Finding, Fix, Kind, Severity
from studio.data.doctor.record import PictureRecord, Trouble
from studio.data.doctor.wording import agreeing, counted
from studio.data.endings import OF_FORMAT

_SHOWN_REASONS = 3


def file_findings(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    """Yield what is wrong with files as files."""
    yield from _unreadable([r for r in records if r.trouble == Trouble.UNREADABLE])
    yield from _truncated([r for r in records if r.trouble == Trouble.TRUNCATED])
    good = [record for record in records if record.is_good]
    yield from _wrongly_named([r for r in good if r.format in OF_FORMAT and _ending(r) not in OF_FORMAT[r.format]])
    yield from _remarked([record for record in good if record.remarks])


def _unreadable(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    them = agreeing(len(records), "it", "them")
    if records:
        yield Finding(
            Kind.UNREADABLE,
            Severity.PROBLEM,
            f"{counted(len(records), 'file')} cannot be read as {agreeing(len(records), 'a picture', 'pictures')}.",
            f"{_reasons(record.reason for record in records)} Training passes over {them}.",
            tuple(record.name for record in records),
            fix=leave_out(records),
        )


def _truncated(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    if records:
        yield Finding(
            Kind.TRUNCATED,
            Severity.PROBLEM,
            f"{counted(len(records), 'file')} {agreeing(len(records), 'ends', 'end')} before the picture does.",
            "A copy or download was probably interrupted. Copy again, or leave out; training passes over such files.",
            tuple(record.name for record in records),
            fix=leave_out(records),
        )


def _wrongly_named(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    if records:
        kinds = Counter(f"{record.format} named {_ending(record) or 'without an extension'}" for record in records)
        yield Finding(
            Kind.WRONG_EXTENSION,
            Severity.NOTE,
            f"{counted(len(records), 'file')} {agreeing(len(records), 'has', 'have')} the extension of another format.",
            f"{_listed(kinds)}. Files are read by what they contain, so nothing needs to be done.",
            tuple(record.name for record in records),
        )


def _remarked(records: Sequence[PictureRecord]) -> Iterator[Finding]:
    if records:
        yield Finding(
            Kind.REMARKS,
            Severity.NOTE,
            f"Something was passed over or assumed in {counted(len(records), 'file')}.",
            _reasons(remark for record in records for remark in record.remarks),
            tuple(record.name for record in records),
        )


def leave_out(records: Sequence[PictureRecord]) -> Fix:
    """Return the fix that excludes these files."""
    label = "Leave it out" if len(records) == 1 else f"Leave these {len(records):,} out"
    return Fix(label, {}, tuple(record.name for record in records))


def _reasons(clauses: Iterator[str]) -> str:
    counts = Counter(clauses)
    return f"{_listed(counts)}."


def _listed(counts: Counter[str]) -> str:
    """Return the most frequent clauses with how often they hold, when there is more than one."""
    if len(counts) == 1:
        return next(iter(counts))[:1].upper() + next(iter(counts))[1:]
    shown = [f"{clause} ({count:,})" for clause, count in counts.most_common(_SHOWN_REASONS)]
    rest = sum(counts.values()) - sum(count for _, count in counts.most_common(_SHOWN_REASONS))
    text = "; ".join(shown) + (f"; other reasons ({rest:,})" if rest else "")
    return text[:1].upper() + text[1:]


def _ending(record: PictureRecord) -> str:
    return PurePosixPath(record.name).suffix.lower()
