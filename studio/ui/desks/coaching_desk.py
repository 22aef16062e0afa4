"""The desk of the coach for runs that do not train here: it catches up on their past and watches on."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from studio.core.errors import StudioError
from studio.core.events import Event
from studio.core.health.coaching import Coaching
from studio.core.health.replay import replay
from studio.core.progress import Progress
from studio.core.run_contents import RunContents
from studio.core.run_folder import RunFolder
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.desks.watching_desk import WatchingDesk
from studio.ui.pages.train_page import TrainPage
from studio.ui.threads.background import Task, run_in_background


class CoachingDesk(QObject):
    """Shows on the page what the coach says of the run that was opened there."""

    def __init__(self, page: TrainPage, training: TrainingDesk, watching: WatchingDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._training = page, training
        self._run: RunFolder | None = None
        self._coaching: Coaching | None = None
        self._catching_up: Task | None = None
        self._late: list[Event] = []
        page.read.connect(self._on_read)
        watching.happened.connect(self._on_happened)
        watching.ended.connect(self._show)
        training.run_opened.connect(self._leave)

    @property
    def is_catching_up(self) -> bool:
        """Whether the past of a run is still being listened to."""
        return self._catching_up is not None

    def _take(self, events: list[Event]) -> None:
        if self._coaching is not None:
            said = [self._coaching.take(event) for event in events]
            if any(said):
                self._show()

    @Slot()
    def _show(self) -> None:
        coach = self._coaching.coach if self._coaching is not None else None
        if coach is not None and self._page.run is self._run:
            self._page.show_diagnosis(coach.diagnosis)

    @Slot()
    def _leave(self) -> None:
        """Leave the run to the coach of the training thread."""
        if self._catching_up is not None:
            self._catching_up.cancel()
        self._coaching, self._catching_up, self._late = None, None, []

    @Slot(object)
    def _on_read(self, contents: RunContents) -> None:
        self._leave()
        if not self._training.is_training:
            task = run_in_background(partial(_caught_up, contents))
            task.finished.connect(self._on_caught_up)
            task.failed.connect(self._on_failed)
            self._catching_up = task

    @Slot(object)
    def _on_caught_up(self, done: tuple[RunFolder, Coaching]) -> None:
        run, coaching = done
        if run is not self._page.run or not self.is_catching_up:
            return  # another run is shown by now, or this one trains here
        late, self._late, self._catching_up = self._late, [], None
        self._run, self._coaching = run, coaching
        self._take(late)
        self._show()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._catching_up = None
        self._page.inspector.log.add(str(error), "bad")

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        self._late.extend(events) if self.is_catching_up else self._take(events)


def _caught_up(contents: RunContents, progress: Progress) -> tuple[RunFolder, Coaching]:
    return contents.run, replay(contents, progress)
