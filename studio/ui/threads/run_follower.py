"""Follows the run that is shown while another process trains it: looks into its folder twice a second."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from studio.core.errors import StudioError
from studio.core.events import Event
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.core.run_lock import Owner
from studio.core.run_tail import RunTail
from studio.ui.threads.background import Task, run_in_background

LOOK_INTERVAL_MS = 500


class RunFollower(QObject):
    """Looks in the thread pool, so that a slow disk stops no one.

    `happened` carries a list of events; `owner_changed` the other process that holds the run (`Owner` or None).
    """

    happened = Signal(list)
    owner_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tail: RunTail | None = None
        self._owner: Owner | None = None
        self._look: Task | None = None
        self._timer = QTimer(self, interval=LOOK_INTERVAL_MS)
        self._timer.timeout.connect(self._on_time)

    @property
    def owner(self) -> Owner | None:
        """The other process that holds the run."""
        return self._owner

    def follow(self, path: Path) -> None:
        """Follow a run from now on, whether it is being trained or will be."""
        self.leave()
        self._tail = RunTail(RunFolder(path), read_grid)
        self._timer.start()
        self._on_time()

    def leave(self) -> None:
        """Follow nothing."""
        self._timer.stop()
        self._tail, self._look = None, None
        self._set_owner(None)

    def _set_owner(self, owner: Owner | None) -> None:
        if owner != self._owner:
            self._owner = owner
            self.owner_changed.emit(owner)

    @Slot()
    def _on_time(self) -> None:
        tail = self._tail
        if tail is None or self._look is not None:
            return
        self._look = run_in_background(lambda progress: _looked(tail, progress))
        self._look.finished.connect(self._on_looked)
        self._look.failed.connect(self._on_failed)

    @Slot(object)
    def _on_looked(self, seen: tuple[RunTail, list[Event], Owner | None]) -> None:
        tail, events, owner = seen
        if tail is not self._tail:
            return  # another run is followed by now
        self._look = None
        self._set_owner(owner)
        if events:
            self.happened.emit(events)

    @Slot(object)
    def _on_failed(self, _: StudioError) -> None:
        self._look = None  # a folder that is away for a moment, such as one on a network: look again


def read_grid(path: Path) -> np.ndarray:
    """Return a saved picture as uint8 (height, width, channels), channels 1 or 3; raises `OSError`."""
    image = QImage(str(path))
    if image.isNull():
        raise OSError(f"{path} cannot be read")
    channels = 1 if image.isGrayscale() else 3
    image = image.convertToFormat(QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * channels].reshape(image.height(), image.width(), channels).copy()


def _looked(tail: RunTail, _: Progress) -> tuple[RunTail, list[Event], Owner | None]:
    return tail, tail.poll(), tail.owner
