"""The desk of the queue: what waits is trained when the run before it has ended by itself."""

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
    """Keeps the panel and the file. `added` carries how many runs wait now."""

    added = Signal(int)

    def __init__(
        self, queue: RunQueue, panel: QueuePanel, page: TrainPage, training: TrainingDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._panel, self._page, self._training = queue, panel, page, training
        page.setup.queue_wanted.connect(self.add)
        panel.start_wanted.connect(self.start_next)
        panel.move_wanted.connect(self._on_move_wanted)
        panel.remove_wanted.connect(self._on_remove_wanted)
        training.run_opened.connect(self._show)
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
        """Train the run that has waited longest; nothing happens while one is training."""
        if self._training.is_training or not self._do(self._take):
            return

    def _take(self) -> None:
        run = self._queue.take()
        if run is not None:
            self._training.new_run()
            self._page.setup.set_source(run.source)
            self._page.setup.set_recipe(run.recipe)
            self._page.setup.set_device(run.device)
            self._training.act()

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
        try:
            self._panel.show_queue(self._queue.runs, is_training=self._training.is_training)
        except StudioError as error:
            tell_failure(self._panel.window(), error.headline, error.detail, error.hint)

    @Slot()
    def _on_run_ended(self) -> None:
        self._show()
        if self._page.status.phase in (Phase.FINISHED, Phase.FAILED) and self.count:
            QTimer.singleShot(0, self, self.start_next)  # after everybody has heard of the ending

    @Slot(str, int)
    def _on_move_wanted(self, identity: str, by: int) -> None:
        self._do(partial(self._queue.move, identity, by))

    @Slot(str)
    def _on_remove_wanted(self, identity: str) -> None:
        self._do(partial(self._queue.remove, identity))
