"""The desk of the queue: a run that waits is trained when the one before it has ended by itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from studio.core.errors import StudioError
from studio.core.run_queue import QueuedRun, RunQueue
from studio.core.run_status import Phase
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.dialogs.questions import tell_failure
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.queue_panel import QueuePanel


class QueueDesk(QObject):
    """Keeps the panel and the file. `added` carries how many runs wait now, `refused` why none can be started.

    A run that cannot be opened keeps its place, and the one behind it is tried.
    """

    added = Signal(int)
    refused = Signal(str)

    def __init__(
        self, queue: RunQueue, panel: QueuePanel, page: TrainPage, training: TrainingDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._panel, self._page, self._training = queue, panel, page, training
        self._opening = ""
        self._failed: set[str] = set()
        page.setup.queue_wanted.connect(self.add)
        panel.start_wanted.connect(self.start_next)
        panel.move_wanted.connect(self._on_move_wanted)
        panel.remove_wanted.connect(self._on_remove_wanted)
        page.setup.holder_changed.connect(self._show)
        training.run_opened.connect(self._on_run_opened)
        training.run_ended.connect(self._on_run_ended)
        self._show()

    @property
    def count(self) -> int:
        """How many runs wait; none when the queue cannot be read."""
        try:
            return len(self._queue.runs)
        except StudioError:
            return 0

    @Slot()
    def add(self) -> None:
        """Put what the form describes at the end of the queue."""
        setup = self._page.setup
        setup.commit()
        if setup.problems:
            setup.show_problem()
            return
        run = QueuedRun(source=setup.source, recipe=setup.recipe, device=setup.device)
        if self._do(partial(self._queue.add, run)):
            self.added.emit(self.count)

    @Slot()
    def start_next(self) -> None:
        """Train the run that has waited longest, or say why it cannot be."""
        self._failed.clear()
        obstacle = self._obstacle() or ("" if self.count else self.tr("No run waits in the queue."))
        self.refused.emit(obstacle) if obstacle else self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Begin with the first run that has not failed to open; it leaves the queue when it has opened."""
        run = next((run for run in self._runs() if run.identity not in self._failed), None)
        if run is None or self._obstacle():
            return
        self._training.train(run.source, run.recipe, run.device)
        if self._training.is_training:
            self._opening = run.identity
        self._show()

    def _obstacle(self) -> str:
        """Why no run can be started now; empty where one can."""
        if self._training.is_training:
            return self.tr("The next run starts when this one finishes or fails; after Stop it waits.")
        if self._page.setup.is_held:
            return self.tr("Another process is training the run on the Train page: stop watching it first.")
        return ""

    def _runs(self) -> tuple[QueuedRun, ...]:
        try:
            return self._queue.runs
        except StudioError as error:
            tell_failure(self._panel.window(), error.headline, error.detail, error.hint)
            return ()

    def _do(self, change: Callable[[], None]) -> bool:
        """Change the queue and show it; says why where that fails."""
        try:
            change()
        except StudioError as error:
            tell_failure(self._panel.window(), error.headline, error.detail, error.hint)
            return False
        self._show()
        return True

    @Slot()
    def _show(self) -> None:
        self._panel.show_queue(self._runs(), obstacle=self._obstacle())

    @Slot()
    def _on_run_opened(self) -> None:
        opened, self._opening = self._opening, ""
        self._do(partial(self._queue.remove, opened)) if opened else self._show()

    @Slot()
    def _on_run_ended(self) -> None:
        phase = self._page.status.phase
        if self._opening and phase == Phase.FAILED:
            self._failed.add(self._opening)
        self._opening = ""
        self._show()
        if phase in (Phase.FINISHED, Phase.FAILED) and self.count:
            QTimer.singleShot(0, self, self._go_on)  # after everybody has heard of the ending

    @Slot(str, int)
    def _on_move_wanted(self, identity: str, by: int) -> None:
        self._do(partial(self._queue.move, identity, by))

    @Slot(str)
    def _on_remove_wanted(self, identity: str) -> None:
        self._do(partial(self._queue.remove, identity))
