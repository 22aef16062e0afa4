"""The desk of the Explore page: gives it the run in training, a run of the library, or a latent of the gallery."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.pages.explore_page import ExplorePage


class ExploringDesk(QObject):
    """Opens generators on the page; `page_wanted` asks for the page to be shown."""

    page_wanted = Signal()

    def __init__(self, page: ExplorePage, training: TrainingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._training = page, training
        page.snapshot_wanted.connect(training.trainer.take_snapshot)
        training.snapshot_taken.connect(page.show_snapshot)
        training.run_opened.connect(self._on_run_opened)
        training.run_ended.connect(self._on_run_ended)

    @Slot()
    def explore_shown_run(self) -> None:
        """Explore the run that the Train page shows."""
        if self._training.folder is not None:
            self.explore(self._training.folder)

    @Slot(object)
    def explore(self, path: Path) -> None:
        """Explore a run: as it is now while it trains here, else from its newest checkpoint."""
        self._open(path)
        self.page_wanted.emit()

    @Slot()
    def prepare(self) -> None:
        """Open the shown run behind the scenes where nothing is explored yet, for a picture that is being dragged."""
        if self._page.is_empty and self._training.folder is not None:
            self._open(self._training.folder)

    @Slot(object, object)
    def explore_latent(self, latent: np.ndarray, classes: np.ndarray) -> None:
        """Explore the run that is shown, from `latent` (latent size,) and `classes` (classes,) on."""
        if self._training.folder is not None:
            self._page.show_latent(self._training.folder, latent, classes)
            self.explore_shown_run()

    def _open(self, path: Path) -> None:
        if self._training.is_training and path == self._training.folder:
            self._page.ask_for_snapshot()
        else:
            self._page.open_run(path)

    @Slot(object)
    def _on_run_opened(self, folder: Path) -> None:
        self._page.set_training(True, folder)

    @Slot()
    def _on_run_ended(self) -> None:
        self._page.set_training(False)
