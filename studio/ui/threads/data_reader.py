"""Reads a source for the Data page in the background: what it lists at once, then what the doctor says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.doctor.examination import Examination, examination_of
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item, Source
from studio.data.pictures import Pictures, pictures_of_array, pictures_of_files
from studio.data.prepared.preparing import prepare, records_of
from studio.data.prepared.store import PreparedSet, prepared_sets
from studio.data.sources import open_source
from studio.data.thumbnails import Thumbnails
from studio.ui.threads.background import Task, Work, run_in_background


@dataclass(frozen=True, slots=True)
class Listed:
    """What a source holds, unread; `pictures` are its files as they are, None where it is no folder of files."""

    source: Source
    items: Sequence[Item]
    pictures: Pictures | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known once all was read; `pictures` are as training sees them, `prepared` the sets of this source.

    `records` are of every file but those that `excluded` names: with them, other settings can be examined unread.
    """

    examination: Examination
    pictures: Pictures
    prepared: Sequence[PreparedSet]
    records: Sequence[PictureRecord]
    excluded: frozenset[str]


class DataReader(QObject):
    """Works on one request at a time; a newer one ends it. `listed` comes before `examined`."""

    listed = Signal(object)
    examined = Signal(object)
    progressed = Signal(int, int, str)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = Thumbnails()
        self._task: Task | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._task is not None

    def list_source(self, source: str) -> None:
        """Look what is in a source."""
        self._run(partial(_list, source, self._thumbnails), self._on_listed)

    def examine(self, source: Source, settings: DataSettings, known: Examined | None) -> None:
        """Look for trouble; every picture is read first, unless `known` says enough of them."""
        self._run(partial(_examine, source, settings, known), self._on_examined)

    def cancel(self) -> None:
        """Read on no further."""
        if self._task is not None:
            self._task.cancel()

    def shutdown(self) -> None:
        """Read nothing more and let go of the files."""
        self.cancel()
        self._task = None
        self._thumbnails.close()

    def _run(self, work: Work, finished: Callable[[Any], None]) -> None:
        self.cancel()
        self._task = run_in_background(work)
        self._task.finished.connect(finished)
        self._task.progressed.connect(self._on_progressed)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)

    def _ends(self) -> bool:
        """Whether the sender is the task that is waited for; then it no longer is."""
        if self.sender() is not self._task:
            return False
        self._task = None
        return True

    @Slot(object)
    def _on_listed(self, listed: Listed) -> None:
        if self._ends():
            self.listed.emit(listed)

    @Slot(object)
    def _on_examined(self, examined: Examined) -> None:
        if self._ends():
            self.examined.emit(examined)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        if self.sender() is self._task:
            self.progressed.emit(done, total, what)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self._ends():
            self.failed.emit(error)

    @Slot()
    def _on_cancelled(self) -> None:
        if self._ends():
            self.cancelled.emit()


def _list(source: str, thumbnails: Thumbnails, progress: Progress) -> Listed:
    opened = open_source(source)
    items = opened.items(progress)
    folder = Path(opened.name)
    names = [item.name for item in items]
    return Listed(opened, items, pictures_of_files(folder, names, thumbnails) if folder.is_dir() else None)


def _examine(source: Source, settings: DataSettings, known: Examined | None, progress: Progress) -> Examined:
    if known is not None and known.excluded <= set(settings.exclude):
        return replace(known, examination=examination_of(source.name, known.records, settings))
    images = prepare(source, settings, progress)
    records = records_of(images)
    return Examined(
        examination=examination_of(source.name, records, settings),
        pictures=pictures_of_array(images.images, images.names),
        prepared=[entry for entry in prepared_sets() if entry.manifest.source == source.name],
        records=records,
        excluded=frozenset(settings.exclude),
    )
