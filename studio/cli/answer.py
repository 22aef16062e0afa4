"""What a verb answers: one document for programs, one text for people, one exit code for scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import typer
from pydantic_core import to_json
from rich.console import Console, RenderableType

from studio.core.errors import StudioError

DONE = 0
REFUSED = 1
INTERRUPTED = 130

_PIPE_WIDTH = 4_000  # columns; a pipe has no edge at which a path should be broken

Document = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a verb; `document` is made of plain values, dataclasses, models, paths and dates.

    `errors` are what could not be done; they go to stderr.
    """

    document: Document
    text: RenderableType
    exit_code: int = DONE
    errors: tuple[StudioError, ...] = ()


def refusal(error: StudioError, exit_code: int = REFUSED) -> Answer:
    """Return the answer of a verb that could do nothing."""
    return Answer(error_document(error), "", exit_code, (error,))


def print_document(document: Document) -> None:
    """Print one JSON document on stdout; numbers that are not finite become null."""
    typer.echo(to_json(document, indent=2, inf_nan_mode="null", fallback=_plain).decode())


def print_text(text: RenderableType) -> None:
    """Print for people on stdout; the lines of a text are never broken, and a table's only on a terminal."""
    if isinstance(text, str):
        typer.echo(text.removesuffix("\n"))
        return
    console = Console(highlight=False, markup=False)
    if console.is_terminal:
        console.print(text)
        return
    wide = Console(highlight=False, markup=False, width=_PIPE_WIDTH)
    with wide.capture() as capture:
        wide.print(text)
    typer.echo("\n".join(line.rstrip() for line in capture.get().splitlines()).strip("\n"))


def print_error(error: StudioError) -> None:
    """Print an error's sentences on stderr, as one line."""
    typer.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    typer.echo(str(error), err=True)


def error_document(error: StudioError) -> dict[str, Any]:
    """Return what `--json` prints of an error."""
    return {"error": {"headline": error.headline, "detail": error.detail, "hint": error.hint}}


def facts(rows: Mapping[str, object]) -> str:
    """Return names and values, a line each, aligned; what is None or empty is left out."""
    shown = {name: str(value) for name, value in rows.items() if value is not None and value != ""}
    width = max(map(len, shown), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in shown.items())


def _plain(value: object) -> object:
    """Turn NumPy's numbers and arrays into Python's."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    return str(value)
