"""The verb `check`: what training would find in a source of pictures, and what mends it."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from studio.cli.answer import DONE, REFUSED, Answer, error_document, facts
from studio.cli.configuring import configured
from studio.cli.display import open_display
from studio.cli.options import DataArgument, RecipeOption, SetOption
from studio.core.command_line import assignments
from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.recipe_book import DEFAULT_RECIPE
from studio.core.suggestion import Suggestion, suggest
from studio.data.doctor.examination import Examination, examine
from studio.data.doctor.facts import facts_of
from studio.data.doctor.finding import Finding, Severity, mended
from studio.data.doctor.report import document, write_report
from studio.data.image_set import ImageSet
from studio.data.sources import open_images

LONGEST_SET = 400  # characters; a fix that takes more is better had from `--mend`
NAMES = 5  # shown of a finding's files
_COLOURS = {Severity.PROBLEM: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

ReportOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a report, too: FILE.html with pictures, or FILE.json.")
]
MendOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.json", help="Write the recipe with all problems and warnings mended, for 'train --recipe'."
    ),
]


def check(
    data: DataArgument,
    recipe: RecipeOption = DEFAULT_RECIPE,
    set_: SetOption = None,
    report: ReportOption = None,
    mend: MendOption = None,
    *,
    gpu: Annotated[bool, typer.Option("--gpu", help="Suggest a recipe for training on a graphics card.")] = False,
) -> Answer:
    """Look through pictures as training would, and say what was found and how to mend it.

    The pictures are never changed: a fix is a change of the recipe, shown as the --set that makes it. The exit code
    is 1 when nothing can be trained on.
    """
    wanted = configured(recipe, set_)
    with open_display() as display:
        found = examine(data, wanted.data, display)
        prepared = open_images(data, wanted.data, display) if found.is_trainable else None
        if report is not None:
            write_report(found, report, display)
    if mend is not None:
        write_atomically(mend, mended(wanted, found.findings).to_json().encode())
    errors = () if prepared else (_nothing_to_train_on(found),)
    told: dict[str, Any] = {**document(found), "fingerprint": prepared.fingerprint if prepared else None}
    if prepared and prepared.absent:
        told["absent"] = prepared.absent
    suggestion = suggest(facts_of(found), gpu=gpu) if prepared else None
    if suggestion:
        told["suggestion"] = suggestion
    if errors:
        told |= error_document(errors[0])
    return Answer(told, _text(found, prepared, suggestion), REFUSED if errors else DONE, errors)


def _nothing_to_train_on(found: Examination) -> StudioError:
    first = found.findings[0]
    return StudioError(first.headline, first.detail, "Add pictures, or leave out less.")


def _text(found: Examination, prepared: ImageSet | None, suggestion: Suggestion | None) -> RenderableType:
    numbers, settings = found.statistics, found.settings
    rows = facts(
        {
            "Pictures": f"{len(found.pictures):,}, as {settings.width}x{settings.height} {settings.colour}",
            "Examples": f"{numbers.examples:,} an epoch" if numbers.examples != len(found.pictures) else "",
            "Left out": f"{numbers.left_out:,} of {numbers.files:,} files" if numbers.left_out else "",
            "Not there": "; ".join(prepared.absent) if prepared else "",
            "Sizes": _sizes(found),
            "Classes": ", ".join(f"{name} ({size:,})" for name, size in numbers.classes.items()),
            "Prepared in": prepared.place if prepared else "",
            "Recipe": _suggested(suggestion) if suggestion else "",
            "Findings": f"{len(found.findings):,}" if found.findings else "none",
        }
    )
    if not found.findings:
        return rows
    table = Table("", "What was found", "What mends it", box=SIMPLE_HEAD, pad_edge=False)
    reasons = {record.name: record.reason for record in found.records if not record.is_good}
    for finding in found.findings:
        severity = Text(finding.severity, _COLOURS[finding.severity])
        table.add_row(severity, _told(finding, reasons), _mending(finding, found))
    return Group(rows, table)


def _suggested(suggestion: Suggestion) -> str:
    words = shlex.join(["--recipe", suggestion.recipe, *assignments(suggestion.changes)])
    return f"{words} is suggested. {suggestion.reason}"


def _told(finding: Finding, reasons: Mapping[str, str]) -> str:
    """Return the sentences, and below them the first names."""
    groups = [" = ".join(group) for group in finding.groups] or [
        f"{name}: {reasons[name]}" if name in reasons else name for name in finding.files
    ]
    rest = [f"and {len(groups) - NAMES:,} more"] if len(groups) > NAMES else []
    return "\n".join([f"{finding.headline} {finding.detail}", *(f"  {name}" for name in groups[:NAMES] + rest)])


def _mending(finding: Finding, found: Examination) -> str:
    if finding.fix is None:
        return ""
    command = " ".join(f"--set {shlex.quote(text)}" for text in finding.fix.assignments(found.settings))
    return f"{finding.fix.label}: {command if len(command) <= LONGEST_SET else '--mend FILE.json'}"


def _sizes(found: Examination) -> str:
    sides = found.statistics
    if not found.pictures:
        return ""
    return f"{sides.widths.min()}x{sides.heights.min()} to {sides.widths.max()}x{sides.heights.max()} pixels"
