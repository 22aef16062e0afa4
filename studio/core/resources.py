"""Where the program's own files are: in a checkout, an installed wheel, and a frozen app."""

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a file or folder of `resources/`, such as `icons/play.svg`."""
    return _folder() / name


def _folder() -> Path:
    package = Path(__file__).resolve().parents[1]
    frozen = Path(getattr(sys, "_MEIPASS", package)) / "resources"
    candidates = (frozen, package / "_resources", package.parent / "resources")
    return next(folder for folder in candidates if folder.is_dir())
