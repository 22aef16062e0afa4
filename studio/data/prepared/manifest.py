"""What a prepared set says of itself: from what it was made, how, and what is in it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from studio.core.sections.data import DataSettings
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item

FORMAT_VERSION = 2  # raised when these files change, or when a picture decodes to other pixels than it did

MANIFEST = "manifest.json"
PIXELS = "pictures.npy"
LABELS = "labels.npy"
NAMES = "names.json"
FILES = "files.jsonl"

_PIXEL_SETTINGS = {"width", "height", "colour", "fit", "background", "frames_per_second"}


class Manifest(BaseModel):
    """`manifest.json`; small, so that a set opens at once whatever its size.

    `listing` is the hash of the source's listing, `fingerprint` that of the set (see `ImageSet`); `pictures` counts
    those in the set, `files` all that were met.
    """

    model_config = ConfigDict(frozen=True)

    format_version: int = FORMAT_VERSION
    source: str
    settings: DataSettings
    listing: str
    fingerprint: str
    pictures: int
    files: int
    class_names: tuple[str, ...]
    made: datetime


@dataclass(frozen=True, slots=True)
class Names:
    """`names.json`: the pictures' names in the order of rows, and the files that gave none as (name, reason)."""

    names: Sequence[str]
    skipped: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One line of `files.jsonl`: what was found in a file, and its `stamp` then (see `Item`)."""

    stamp: int
    record: PictureRecord


_ENTRY = TypeAdapter(FileEntry)


def read_manifest(folder: Path) -> Manifest | None:
    """Return a set's manifest; None when it is no set that this version can use."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if manifest.format_version == FORMAT_VERSION else None


def pixels_key(source: str, settings: DataSettings) -> str:
    """Name (hex) a source with the settings that pixels depend on, whatever its files are by now."""
    return _short_hash(f"{FORMAT_VERSION}\0{source}\0{settings.model_dump_json(include=_PIXEL_SETTINGS)}")


def set_key(source: str, settings: DataSettings) -> str:
    """Name a source with all settings: `pixels_key`, and what the selection depends on."""
    return f"{pixels_key(source, settings)}-{_short_hash(settings.model_dump_json(exclude=_PIXEL_SETTINGS))[:8]}"


def listing_of(items: Iterable[Item]) -> str:
    """Hash (hex) of a listing: another one as soon as a file was added, removed or written to."""
    return _short_hash("".join(f"{item.name}\0{item.size}\0{item.stamp}\0" for item in items))


def write_names(folder: Path, names: Names) -> None:
    """Write `names.json`."""
    content = {"names": names.names, "skipped": names.skipped}
    (folder / NAMES).write_text(json.dumps(content, separators=(",", ":")), "utf-8")


def read_names(folder: Path) -> Names:
    """Read `names.json`; raises `OSError`, `ValueError` or `TypeError` when it is gone or damaged."""
    return Names(**json.loads((folder / NAMES).read_text("utf-8")))


def entry_line(entry: FileEntry) -> bytes:
    """Return one line of `files.jsonl`."""
    return _ENTRY.dump_json(entry) + b"\n"


def read_entries(folder: Path) -> Iterator[FileEntry]:
    """Yield what every file was, in the order of the listing; raises `OSError` or `ValueError`."""
    with (folder / FILES).open("rb") as file:
        for line in file:
            yield _ENTRY.validate_json(line)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
