"""The shelf of prepared sets in the cache: finding, adopting, pinning to runs, clearing, keeping it bounded.

A set is a folder `PIXELS-SELECTION-FINGERPRINT` (see `manifest.set_key`) that is written elsewhere, renamed into place
and never changed: whoever has it mapped keeps what they opened. Without its manifest it is nothing, so that is what is
deleted first.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from studio.core.errors import StudioError
from studio.core.files import unwritable
from studio.core.library import cache_folder
from studio.core.run_folder import RunFolder
from studio.core.run_lock import acquire, current_owner
from studio.data.image_set import ImageSet, Skipped
from studio.data.prepared.manifest import (
    FILES,
    LABELS,
    MANIFEST,
    PIXELS,
    Manifest,
    read_manifest,
    read_names,
    set_key,
)
from studio.data.prepared.pixel_file import open_pixels

LARGEST_TOTAL = 20 * 2**30
"""Bytes; above, the sets that were opened longest ago go, except those of runs that still exist."""

_PINS = "pins"
_OWNER = "owner.json"
_UNFINISHED = ".part-"


@dataclass(frozen=True, slots=True)
class PreparedSet:
    """One set on the shelf; `size` in bytes, `used` when it was opened last, `runs` those that were trained on it."""

    folder: Path
    manifest: Manifest
    size: int
    used: datetime
    runs: tuple[Path, ...]


def prepared_folder() -> Path:
    """Where the sets are."""
    return cache_folder() / "prepared"


def prepared_sets() -> list[PreparedSet]:
    """Return all sets, the one used last first."""
    found = [_described(folder, manifest) for folder, manifest in _sets("*")]
    return sorted(found, key=lambda entry: entry.used, reverse=True)


def clear(sets: list[PreparedSet] | None = None) -> int:
    """Delete these sets, by default all that no existing run was trained on; return how many bytes that freed."""
    chosen = [entry for entry in prepared_sets() if not entry.runs] if sets is None else sets
    for entry in chosen:
        _delete(entry.folder)
    _sweep()
    return sum(entry.size for entry in chosen)


def find(key: str, listing: str) -> Path | None:
    """Return the set with this key whose source looked the same, or None."""
    return next((folder for folder, manifest in _sets(f"{key}-*") if manifest.listing == listing), None)


def find_earlier(key: str) -> Path | None:
    """Return the set with this `pixels_key` that has most pictures, the newest of such; or None."""
    sets = list(_sets(f"{key}-*"))
    return max(sets, key=lambda found: (found[1].pictures, found[1].made))[0] if sets else None


def find_fingerprint(fingerprint: str) -> Path | None:
    """Return a set with exactly these pictures and labels, or None."""
    candidates = _sets(f"*-{fingerprint[:16]}")
    return next((folder for folder, manifest in candidates if manifest.fingerprint == fingerprint), None)


def open_set(folder: Path) -> ImageSet | None:
    """Return a set memory-mapped; None when it is gone or damaged, and then it is off the shelf."""
    manifest = read_manifest(folder)
    try:
        if manifest is None:
            raise ValueError(folder)
        names = read_names(folder)
        images = open_pixels(folder / PIXELS)
        labels = np.load(folder / LABELS, allow_pickle=False) if manifest.class_names else None
        if images.shape != (manifest.pictures, *manifest.settings.shape) or len(names.names) != manifest.pictures:
            raise ValueError(folder)
    except (FileNotFoundError, ValueError, TypeError):
        _delete(folder)
        return None
    with suppress(OSError):  # a cache that others share may be read-only
        os.utime(folder / MANIFEST)
    return ImageSet(
        images,
        labels,
        manifest.class_names,
        manifest.fingerprint,
        manifest.source,
        tuple(Skipped(name, reason) for name, reason in names.skipped),
        tuple(names.names),
        folder,
    )


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder of one's own to write a set in; it is gone afterwards unless it was adopted.

    Raises `StudioError` when the cache cannot be written to or the disk is full.
    """
    root = prepared_folder()
    part = None
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep()
        part = Path(mkdtemp(prefix=_UNFINISHED, dir=root))
        acquire(part / _OWNER)
        yield part
    except OSError as error:
        raise unwritable(root, error) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def adopt(part: Path, manifest: Manifest) -> Path:
    """Put a finished set on the shelf, drop what it supersedes, and return its place."""
    key = set_key(manifest.source, manifest.settings)
    place = prepared_folder() / f"{key}-{manifest.fingerprint[:16]}"
    try:
        part.rename(place)
        (place / _OWNER).unlink()
    except OSError:
        if not place.is_dir():
            raise
        for name in (FILES, MANIFEST):  # the same pictures are there already, perhaps seen through another listing
            (part / name).replace(place / name)
    for folder, _ in _sets(f"{key}-*"):
        if folder != place and not _pinned(folder):
            _delete(folder)
    _evict(keep=place)
    return place


def pin(place: Path | None, run: RunFolder) -> None:
    """Keep the set at `place` as long as `run` exists and was trained on it; a set that is gone is passed over."""
    if place is None:
        return
    path = str(run.path.resolve())
    with suppress(OSError):
        (place / _PINS).mkdir(exist_ok=True)
        (place / _PINS / hashlib.sha256(path.encode()).hexdigest()[:16]).write_text(path, "utf-8")


def refuse_without_space(size: int) -> None:
    """Raise `StudioError` when the disk has no room for `size` bytes."""
    root = prepared_folder()
    existing = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if size > free:
        raise StudioError(
            f"The prepared pictures need {size / 2**30:.1f} GB, and {root} has {free / 2**30:.1f} GB left.",
            "They are decoded once and kept there.",
            "Free some space, choose smaller pictures, or let GAN_STUDIO_HOME name a folder on another disk.",
        )


def _sets(pattern: str) -> Iterator[tuple[Path, Manifest]]:
    for folder in prepared_folder().glob(pattern):
        manifest = None if folder.name.startswith(".") else read_manifest(folder)
        if manifest is not None:
            yield folder, manifest


def _described(folder: Path, manifest: Manifest) -> PreparedSet:
    size = used = 0.0
    with suppress(OSError):
        size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
        used = (folder / MANIFEST).stat().st_mtime
    return PreparedSet(folder, manifest, int(size), datetime.fromtimestamp(used).astimezone(), _runs(folder, manifest))


def _runs(folder: Path, manifest: Manifest) -> tuple[Path, ...]:
    """Return the runs that are still there and were trained on this set."""
    paths = [Path(pin.read_text("utf-8")) for pin in sorted((folder / _PINS).glob("*"))]
    return tuple(path for path in paths if _trained_on(RunFolder(path), manifest.fingerprint))


def _trained_on(run: RunFolder, fingerprint: str) -> bool:
    try:
        return run.read_record().data_fingerprint == fingerprint
    except StudioError:
        return False


def _pinned(folder: Path) -> bool:
    manifest = read_manifest(folder)
    return manifest is not None and bool(_runs(folder, manifest))


def _evict(keep: Path) -> None:
    """Delete the sets used longest ago until the others are within `LARGEST_TOTAL`."""
    sets = prepared_sets()
    total = sum(entry.size for entry in sets)
    for entry in reversed(sets):
        if total > LARGEST_TOTAL and entry.folder != keep and not entry.runs:
            _delete(entry.folder)
            total -= entry.size


def _delete(folder: Path) -> None:
    """Delete a set; where another process has it mapped (Windows), its array stays until the next sweep."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Delete what killed processes and half-done deletions left behind."""
    for folder in prepared_folder().glob("*"):
        unfinished = folder.name.startswith(_UNFINISHED)
        owner = folder / _OWNER
        if unfinished and owner.exists() and current_owner(owner) is None:
            shutil.rmtree(folder, ignore_errors=True)
        elif not unfinished and read_manifest(folder) is None:
            _delete(folder)
