"""One thread at a time reads a source; another that wants it too waits, and finds it read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from studio.core.progress import Progress, check

_LOOK_INTERVAL_S = 0.05

_readings: dict[str, "_Reading"] = {}
_ended = threading.Condition()


class _Reading:
    """The progress of who reads, which those who wait report too."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.reported = (0, 0, "Reading the pictures")

    def report(self, done: int, total: int, what: str) -> None:
        self.reported = (done, total, what)
        self._progress.report(done, total, what)

    def cancelled(self) -> bool:
        return self._progress.cancelled()


@contextmanager
def one_reader(key: str, progress: Progress) -> Iterator[Progress]:
    """Give the progress to read with, as soon as no other thread of this process is within the same `key`.

    Raises `CancelledError` when `progress` is cancelled while it waits; cancelling one reader lets the next one read.
    """
    reading = _Reading(progress)
    while (other := _enter(key, reading)) is not reading:
        check(progress)
        progress.report(*other.reported)
        with _ended:
            _ended.wait_for(lambda other=other: _readings.get(key) is not other, _LOOK_INTERVAL_S)
    try:
        yield reading
    finally:
        with _ended:
            del _readings[key]
            _ended.notify_all()


def _enter(key: str, reading: _Reading) -> _Reading:
    """Return who reads now: `reading`, where nobody did."""
    with _ended:
        return _readings.setdefault(key, reading)
