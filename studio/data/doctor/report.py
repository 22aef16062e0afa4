"""The doctor's report as a document for programs, and as a file: JSON, or one HTML page that stands alone."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.progress import Progress
from studio.data.doctor.examination import Examination
from studio.data.doctor.finding import Finding
from studio.data.doctor.originals import originals
from studio.data.doctor.page import page

SHOWN = 12  # pictures a finding shows


def write_report(examination: Examination, path: Path, progress: Progress) -> None:
    """Write a report of the kind that the ending asks for, .html or .json.

    Raises `StudioError` for another ending or when it cannot be written, `CancelledError`.
    """
    match path.suffix.lower():
        case ".json":
            text = json.dumps(document(examination), indent=2, ensure_ascii=False) + "\n"
        case ".html" | ".htm":
            text = page(examination, _thumbnails(examination, progress), shown=SHOWN)
        case _:
            raise StudioError(
                f"A report cannot be written as '{path.name}'.", "", "Let the name end in .html or in .json."
            )
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def document(examination: Examination) -> dict[str, Any]:
    """Return everything that was found, as plain values."""
    settings = examination.settings
    return {
        "source": examination.source,
        "trainable": examination.is_trainable,
        "files": examination.statistics.files,
        "pictures": len(examination.pictures),
        "examples": examination.statistics.examples,
        "width": settings.width,
        "height": settings.height,
        "colour": settings.colour.value,
        "classes": dict(examination.statistics.classes),
        "skipped": [{"path": r.name, "reason": r.reason} for r in examination.records if not r.is_good],
        "findings": [_finding(finding, examination) for finding in examination.findings],
        "statistics": _statistics(examination),
    }


def _finding(finding: Finding, examination: Examination) -> dict[str, Any]:
    fix = finding.fix
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "headline": finding.headline,
        "detail": finding.detail,
        "files": list(finding.files),
        "groups": [list(group) for group in finding.groups],
        "fix": {"label": fix.label, "set": list(fix.assignments(examination.settings))} if fix else None,
    }


def _statistics(examination: Examination) -> dict[str, Any]:
    numbers = examination.statistics
    columns = {
        "width": numbers.widths,
        "height": numbers.heights,
        "aspect": numbers.aspects,
        "brightness": numbers.brightness,
        "contrast": numbers.contrast,
    }
    return {
        **{name: _spread(values) for name, values in columns.items() if len(values)},
        "mean_colour": numbers.colours.mean(axis=0).round(1).tolist() if len(numbers.colours) else None,
        "formats": dict(numbers.formats),
        "modes": dict(numbers.modes),
    }


def _spread(values: np.ndarray) -> dict[str, float]:
    return {
        "minimum": round(float(values.min()), 3),
        "median": round(float(np.median(values)), 3),
        "maximum": round(float(values.max()), 3),
        "mean": round(float(values.mean()), 3),
        "deviation": round(float(values.std()), 3),
    }


def _thumbnails(examination: Examination, progress: Progress) -> dict[str, np.ndarray]:
    if not examination.is_trainable:
        return {}
    wanted = {name for finding in examination.findings for name in finding.files[:SHOWN]}
    wanted |= {record.name for record in examination.pictures[:SHOWN]}
    return dict(originals(examination.source, wanted, examination.settings, progress))
