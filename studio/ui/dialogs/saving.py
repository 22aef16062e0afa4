"""Asking where to save a file, whose name gets the ending of the chosen kind where it has none of them."""

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from studio.explore.mp4 import can_write_mp4
from studio.ui.dialogs.questions import ask_to_replace


def ask_where_to_save(
    parent: QWidget, title: str, proposed: str, kinds: Mapping[str, str], folder: Path | None = None
) -> Path | None:
    """Let the user choose a file; None when that is cancelled.

    `kinds` are the formats by ending (`{".png": "PNG"}`), the likeliest first; an empty ending is a folder. What
    no file may be called is a dash in the proposed name. It begins in `folder`, or where Qt would.
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", proposed)
    start = str(folder / name) if folder else name
    filters = {f"{name} (*{ending})": ending for ending, name in kinds.items()}
    chosen, kind = QFileDialog.getSaveFileName(parent, title, start, ";;".join(filters))
    if not chosen:
        return None
    path, ending = Path(chosen), filters.get(kind, next(iter(kinds)))
    if not ending or path.suffix.lower() in kinds:
        return path
    path = path.with_name(path.name + ending)  # which may be there, as the dialog could not know
    return path if not path.exists() or ask_to_replace(parent, path) else None


def film_kinds() -> dict[str, str]:
    """Return the formats of moving pictures that can be made here."""
    kinds = {".webp": "WebP", ".gif": "GIF"}
    return {".mp4": "MP4", **kinds} if can_write_mp4() else kinds
