"""Favourites: places worth keeping, with notes, in a JSON file of the run that other programs can read."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.explore.bounds import LARGEST_FILE
from studio.explore.marks import PictureMark

FILE_NAME = "favourites.json"


class Favourite(BaseModel):
    """One picture's mark, and what its finder says of it."""

    model_config = ConfigDict(frozen=True)

    mark: PictureMark
    note: str = Field(default="", max_length=500)


def read_favourites(path: Path) -> list[Favourite]:
    """Read a run's favourites, or a file of exported ones; raises `StudioError` when a file is no such list."""
    file = path / FILE_NAME if path.is_dir() else path
    if path.is_dir() and not file.exists():
        return []
    try:
        if file.stat().st_size > LARGEST_FILE // 16:
            raise StudioError(f"{file.name} is too large for a list of favourites.")
        return TypeAdapter(list[Favourite]).validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise StudioError(
            f"{file.name} is no list of favourites.", "It is damaged, or another program's.", "Choose another file."
        ) from error


def write_favourites(path: Path, favourites: Sequence[Favourite]) -> None:
    """Write to a run's folder, or to a file of any name; raises `StudioError`."""
    content = json.dumps([f.model_dump(exclude_defaults=True) for f in favourites], indent=1)
    write_atomically(path / FILE_NAME if path.is_dir() else path, content.encode() + b"\n")
