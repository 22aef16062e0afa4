"""Files that are either the old one or the new one, never a half of either."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import StudioError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary neighbour of `path` that takes its place as `replacing_file` says."""
    with replacing_file(path) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """Give a temporary neighbour of `path` to be written; on leaving without an error it is synced and takes its place.

    Raises `StudioError` when the disk is full or not writable; `path` is then what it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` as `replacing` does."""
    with replacing(path) as file:
        file.write(content)


def unwritable(path: Path, error: OSError) -> StudioError:
    """Say in one sentence why `path` could not be written."""
    return StudioError(
        f"Could not write {path.name} in {path.parent}.",
        f"The system says: {error.strerror or error}.",
        "Free some space or choose another folder; what was saved before is untouched.",
    )


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut (a no-op where folders cannot be opened)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
