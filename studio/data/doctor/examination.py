"""Examines a source of pictures: every file is read, every check made, every finding given what mends it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.doctor.class_checks import class_findings
from studio.data.doctor.content_checks import content_findings
from studio.data.doctor.file_checks import file_findings
from studio.data.doctor.finding import Finding, Kind, Severity
from studio.data.doctor.record import PictureRecord
from studio.data.doctor.shape_checks import shape_findings
from studio.data.doctor.statistics import Statistics, statistics_of
from studio.data.doctor.wording import counted
from studio.data.selection import FEWEST, excluded_by, select
from studio.data.sources import read_records

FEW = 100  # pictures, from which a generator begins to learn more than copies
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Examination:
    """What the doctor found: `findings`, the worst first, about the `pictures` that would be trained on.

    `records` are of every file that was read; `pictures` of the good ones that `settings` choose, each once.
    """

    source: str
    settings: DataSettings
    records: tuple[PictureRecord, ...]
    pictures: tuple[PictureRecord, ...]
    findings: tuple[Finding, ...]
    statistics: Statistics

    @property
    def is_trainable(self) -> bool:
        """Whether there are enough pictures for training to begin."""
        return len(self.pictures) >= FEWEST

    def path_of(self, name: str) -> Path:
        """Return where the file called `name` is, when the source is a folder."""
        return Path(self.source) / name


def examine(source: str, settings: DataSettings, progress: Progress) -> Examination:
    """Read every picture of a source and look for trouble.

    Raises `StudioError` when there is no such source or no picture in it, `CancelledError` when cancelled.
    """
    return examination_of(source, read_records(source, settings, progress), settings)


def examination_of(source: str, records: Sequence[PictureRecord], settings: DataSettings) -> Examination:
    """Look for trouble in records of files that were read already, those that settings exclude among them or not."""
    is_excluded = excluded_by(settings)
    records = tuple(record for record in records if not is_excluded(record.name))
    selection = select(records, settings)
    good = [record for record in records if record.is_good]
    chosen = tuple(good[row] for row in np.unique(selection.rows))
    findings = sorted(_findings(records, chosen, settings), key=lambda finding: _ORDER.index(finding.severity))
    statistics = statistics_of(len(records), chosen, selection)
    return Examination(source, settings, records, chosen, tuple(findings), statistics)


def _findings(
    records: Sequence[PictureRecord], chosen: Sequence[PictureRecord], settings: DataSettings
) -> Iterator[Finding]:
    yield from _too_few(chosen)
    yield from file_findings(records)
    yield from content_findings(chosen, settings)
    yield from shape_findings(chosen, settings)
    yield from class_findings([record.name for record in chosen], settings)


def _too_few(chosen: Sequence[PictureRecord]) -> Iterator[Finding]:
    count = len(chosen)
    if count < FEWEST:
        headline = (
            f"There {'is' if count == 1 else 'are'} {counted(count, 'picture') if count else 'no picture'} to train on."
        )
        yield Finding(
            Kind.TOO_FEW, Severity.PROBLEM, headline, f"{FEWEST} are the least; some hundred teach something."
        )
    elif count < FEW:
        headline = f"There are only {count} pictures."
        detail = "A generator soon copies so few. Some hundred give it something to learn; augmentation helps too."
        yield Finding(Kind.TOO_FEW, Severity.WARNING, headline, detail)
