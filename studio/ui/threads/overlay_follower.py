"""Follows the numbers of other runs that the curves are compared with, while they are still being trained."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from studio.core.journal import JournalTail
from studio.core.progress import Progress
from studio.ui.threads.background import Task, run_in_background

LOOK_INTERVAL_MS = 2000

Rows = list[dict[str, Any]]


class OverlayFollower(QObject):
    """Looks in the thread pool. `grown` carries a run's path and the rows that were logged since the last look."""

    grown = Signal(str, list)

    def __init__(self, parent: QObject | None = None, *, interval_ms: int = LOOK_INTERVAL_MS) -> None:
        super().__init__(parent)
        self._tails: dict[str, JournalTail] = {}
        self._look: Task | None = None
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self._on_time)

    def follow(self, path: str, tail: JournalTail) -> None:
        """Follow the numbers of a run from the place of `tail` on."""
        self._tails[path] = tail
        self._timer.start()

    @Slot(str)
    def leave(self, path: str) -> None:
        """Follow it no more."""
        self._tails.pop(path, None)
        if not self._tails:
            self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        if self._look is None:
            tails = dict(self._tails)
            self._look = run_in_background(lambda progress: _looked(tails, progress))
            self._look.finished.connect(self._on_looked)
            self._look.failed.connect(self._on_failed)

    @Slot(object)
    def _on_looked(self, found: dict[str, Rows]) -> None:
        self._look = None
        for path, rows in found.items():
            if rows and path in self._tails:
                self.grown.emit(path, rows)

    @Slot(object)
    def _on_failed(self, _: object) -> None:
        self._look = None  # a folder that is away for a moment: look again


def _looked(tails: dict[str, JournalTail], _: Progress) -> dict[str, Rows]:
    return {path: [row for row in tail.poll() if _is_row(row)] for path, tail in tails.items()}


def _is_row(row: dict[str, Any]) -> bool:
    return isinstance(row.get("step"), int | float)
