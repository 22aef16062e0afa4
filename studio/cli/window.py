"""The verb `window`, which is also what no verb at all means."""

import difflib
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from studio.cli.answer import REFUSED, print_error
from studio.core.errors import StudioError


def window(
    context: typer.Context,
    folder: Annotated[str | None, typer.Argument(help="Pictures, a run, demo:digits or demo:blossoms.")] = None,
) -> None:
    """Open the window; the same as no verb at all."""
    if folder is not None and not folder.startswith("demo:") and not Path(folder).exists():
        raise typer.BadParameter(f"There is no folder or verb called '{folder}'.{_suggestion(context, folder)}")
    try:
        raise typer.Exit(_open(folder))
    except StudioError as error:
        print_error(error)
        raise typer.Exit(REFUSED) from error


def _suggestion(context: typer.Context, word: str) -> str:
    """Name the verb that was probably meant."""
    group = context.find_root().command
    verbs = group.list_commands(context) if isinstance(group, TyperGroup) else []
    near = difflib.get_close_matches(word, verbs, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _open(folder: str | None) -> int:
    """Open the window and return its exit code; raises `StudioError` where there can be none."""
    if _is_without_display():
        raise StudioError(
            "There is no display to open a window on.",
            "",
            "Everything the window does has a verb; see 'gan-studio --help'.",
        )
    try:
        from studio.app import run
    except ImportError as error:
        raise StudioError(
            "The window cannot be opened.",
            f"{error}.",
            "Install that library, or use the verbs; see 'gan-studio --help'.",
        ) from error
    return run([folder] if folder else [])


def _is_without_display() -> bool:
    """Whether Qt would end the process here because it finds no display (Linux and other Unix desktops)."""
    if sys.platform in ("win32", "darwin"):
        return False
    return not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
