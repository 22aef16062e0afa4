"""Append-only files of one JSON object a line, readable while they are written and after a power cut."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic_core import from_json

from studio.core.files import unwritable

_LONGEST_LINE = 64 * 1024  # bytes


class Journal:
    """The writer of one such file. A last line torn by a crash is cut off when the file is opened again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        _cut_torn_line(path)
        self._file = path.open("ab", buffering=0)

    def append(self, entry: Mapping[str, Any]) -> None:
        """Write one object and its newline in one call; raises `StudioError` when the disk refuses."""
        line = json.dumps(entry, separators=(",", ":"), default=str) + "\n"
        try:
            self._file.write(line.encode())
        except OSError as error:
            raise unwritable(self._path, error) from error

    def close(self) -> None:
        """Close the file; appending is over."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_journal(path: Path, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects from byte `start` on; a torn last line and unreadable lines are passed over."""
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            if not line.endswith(b"\n"):
                return
            entry = _entry(line)
            if entry is not None:
                yield entry


class JournalTail:
    """Reads what is added to such a file; the first look begins at the end the file has now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = _end_of_whole_lines(path)

    def poll(self) -> list[dict[str, Any]]:
        """Return the objects of the lines that were completed since the last look."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._place)
                fresh = file.read()
        except FileNotFoundError:
            return []
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._place += len(whole)
        return [entry for line in whole.splitlines() if (entry := _entry(line)) is not None]


def read_last(path: Path) -> dict[str, Any] | None:
    """Return the last object of such a file without reading the others, or None."""
    end = _end_of_whole_lines(path)
    if end == 0:
        return None
    with path.open("rb") as file:
        file.seek(max(end - _LONGEST_LINE, 0))
        lines = file.read(min(end, _LONGEST_LINE)).splitlines()
    return next((entry for line in reversed(lines) if (entry := _entry(line)) is not None), None)


def _end_of_whole_lines(path: Path) -> int:
    """Return the place after the last newline."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(size - _LONGEST_LINE, 0)
        file.seek(start)
        return start + file.read().rfind(b"\n") + 1


def _entry(line: bytes) -> dict[str, Any] | None:
    """Read a line: four times as fast as `json.loads` does, which also knows file names that are no Unicode."""
    for read in (from_json, json.loads):
        try:
            entry = read(line)
        except ValueError:
            continue
        return entry if isinstance(entry, dict) else None
    return None


def _cut_torn_line(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        end = content.rfind(b"\n") + 1
        if end != len(content):
            file.truncate(end)
