"""The desk that looks whether the source of a run that is opened still holds the pictures it was trained on."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.data.run_pictures import are_kept, picture_changes
from studio.ui.threads.background import Task, run_in_background
from studio.ui.widgets.progress_strip import ProgressStrip

PATIENCE_MS = 1000


@dataclass(frozen=True, slots=True)
class OtherPictures:
    """A run whose source does not hold what it was trained on; `are_kept`: it can go on with them as they were."""

    run: Path
    sentence: str
    are_kept: bool


class ComparingDesk(QObject):
    """`pictures_changed` carries an `OtherPictures`; the strip shows a comparison that takes its time."""

    pictures_changed = Signal(object)

    def __init__(self, strip: ProgressStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self._task: Task | None = None
        strip.cancel_wanted.connect(self.stop)

    def compare(self, run: RunFolder) -> None:
        """Look whether a run's source still holds what it was trained on."""
        self.stop()
        self._task = run_in_background(partial(_compare, run))
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_finished)
        self._strip.start(self.tr("Checking the run's pictures"), patience_ms=PATIENCE_MS)

    @Slot()
    def stop(self) -> None:
        """Look no further."""
        if self._task is not None:
            self._task.cancel()
        self._end()

    def _end(self) -> None:
        self._task = None
        self._strip.end()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _: str) -> None:
        if self.sender() is self._task:
            self._strip.show_progress(done, total, self.tr("Checking the run's pictures"))

    @Slot(object)
    def _on_finished(self, found: OtherPictures | StudioError | None) -> None:
        if self.sender() is not self._task:
            return
        self._end()
        if isinstance(found, OtherPictures):
            self.pictures_changed.emit(found)


def _compare(run: RunFolder, progress: Progress) -> OtherPictures | None:
    record = run.read_record()
    try:
        changes = picture_changes(run, record, progress)
    except StudioError as error:
        return OtherPictures(run.path, error.headline, are_kept(record))
    return changes and OtherPictures(run.path, changes.sentence, are_kept(record))
