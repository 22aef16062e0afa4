"""Loads thumbnails off the window's thread: what is in view first, and what has scrolled away not at all."""

import time
from collections import deque
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from studio.core.progress import Progress, check
from studio.data.decoding import UnreadableError
from studio.data.pictures import Pictures
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.threads.background import Task, run_in_background

AT_ONCE = 2
PORTION_S = 0.04  # how long one piece of work collects before it hands over

Loaded = list[tuple[int, QImage]]


class ThumbnailLoader(QObject):
    """`loaded` carries [(number, image)]; the image of what cannot be read is null."""

    loaded = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: Pictures | None = None
        self._wanted: deque[int] = deque()
        self._tasks: list[Task] = []

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Load from other pictures; what is still under way is dropped."""
        self.shutdown()
        self._pictures = pictures

    def want(self, numbers: Iterable[int]) -> None:
        """Load these next, in this order, instead of what was wanted before."""
        self._wanted.clear()
        self._wanted.extend(numbers)
        self._work_on()

    def shutdown(self) -> None:
        """Load nothing more."""
        self._wanted = deque()
        for task in self._tasks:
            task.cancel()
        self._tasks = []

    def _work_on(self) -> None:
        while self._wanted and len(self._tasks) < AT_ONCE and self._pictures is not None:
            task = run_in_background(partial(_load, self._pictures, self._wanted))
            task.finished.connect(self._on_finished)
            self._tasks.append(task)
            if len(self._tasks) >= len(self._wanted):
                return

    @Slot(object)
    def _on_finished(self, loaded: Loaded) -> None:
        task = self.sender()
        if not isinstance(task, Task) or task not in self._tasks:
            return
        self._tasks.remove(task)
        self.loaded.emit(loaded)
        self._work_on()


def _load(pictures: Pictures, wanted: deque[int], progress: Progress) -> Loaded:
    loaded: Loaded = []
    end = time.monotonic() + PORTION_S
    while time.monotonic() < end:
        check(progress)
        try:
            number = wanted.popleft()
        except IndexError:
            break
        try:
            loaded.append((number, to_qimage(pictures.thumbnail(number))))
        except UnreadableError:
            loaded.append((number, QImage()))
    return loaded
