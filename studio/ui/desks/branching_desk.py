"""The desk of branches: asks for one at the playhead, and lets it take the run's place in the window."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from studio.core.errors import StudioError
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.dialogs.branch_dialog import BranchDialog
from studio.ui.dialogs.questions import tell_failure
from studio.ui.pages.train_page import TrainPage


class BranchingDesk(QObject):
    """`open_wanted` carries the folder of a branch that was made, `train_wanted` one that shall train at once.

    A run that is training is saved and stopped first.
    """

    open_wanted = Signal(object)
    train_wanted = Signal(object)

    def __init__(self, page: TrainPage, training: TrainingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._training = page, training
        self._then: Callable[[], object] | None = None
        page.time.branch_wanted.connect(self.branch)
        page.time.roll_back_wanted.connect(self.roll_back)
        page.inspector.coach.roll_back_wanted.connect(self.roll_back_with)
        training.run_ended.connect(self._on_run_ended)

    @Slot(int)
    def branch(self, step: int) -> None:
        """Ask for a branch of the run that is shown."""
        self._ask(step, rolls_back=False)

    @Slot(int)
    def roll_back(self, step: int) -> None:
        """Ask to go back to a step, with a branch that takes the run's place."""
        self._ask(step, rolls_back=True)

    @Slot(int, dict)
    def roll_back_with(self, step: int, changes: dict) -> None:
        """Ask to go back to a step and to go on from there with other settings."""
        self._ask(step, rolls_back=True, changes=changes)

    def _ask(self, step: int, *, rolls_back: bool, changes: Mapping[str, Any] | None = None) -> None:
        if self._page.run is None:
            return
        try:
            dialog = BranchDialog(self._page.run, step, rolls_back=rolls_back, parent=self._page)
        except StudioError as error:
            self._refuse(error, changes or {})
            return
        if changes:
            dialog.propose(changes)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.branched.connect(self._on_branched)
        dialog.open()

    @Slot(object, bool)
    def _on_branched(self, path: Path, start: bool) -> None:  # noqa: FBT001  a slot
        self._when_stopped(partial((self.train_wanted if start else self.open_wanted).emit, path))

    def _refuse(self, error: StudioError, changes: Mapping[str, Any]) -> None:
        """Tell why there is no going back; what was to change there can be set up for a new run instead."""
        hint, cure = error.hint, None
        if changes:
            hint = self.tr("The change can be made in a new run instead.")
            set_up = partial(self._training.set_up_anew, changes)
            cure = self.tr("Set up a new run"), partial(self._when_stopped, set_up)
        tell_failure(self._page, error.headline, error.detail, hint, cure=cure)

    def _when_stopped(self, do: Callable[[], object]) -> None:
        """Save and stop the run that is training, if one is; then do it."""
        self._then = do
        if self._training.is_training:
            self._training.stop()
        else:
            self._on_run_ended()

    @Slot()
    def _on_run_ended(self) -> None:
        do, self._then = self._then, None
        if do is not None:
            do()
