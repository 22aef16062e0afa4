"""Append-only files of one JSON object a line, readable while they are written and after a power cut."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from studio.core.files import unwritable


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
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry


def _cut_torn_line(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        end = content.rfind(b"\n") + 1
        if end != len(content):
            file.truncate(end)
