"""The desk of the run that is open: shows it on the Train page, follows it, and offers to resume it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.library import RunState, RunSummary, summarise
from studio.core.run_folder import RunFolder
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.desks.watching_desk import WatchingDesk
from studio.ui.widgets.banner import Banner


class RunDesk(QObject):
    """`opened` carries a `RunSummary`, `failed` the `StudioError` of a folder that is no run."""

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, banner: Banner, training: TrainingDesk, watching: WatchingDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._banner, self._training, self._watching = banner, training, watching
        training.run_opened.connect(watching.leave)
        training.run_ended.connect(self._on_own_run_ended)
        watching.taken.connect(self._on_taken)
        watching.ended.connect(self._on_watched_run_ended)

    @Slot(object)
    def open(self, path: Path) -> None:
        """Show a run, live if another process trains it."""
        if self._training.is_training:
            self._banner.tell(self.tr("Stop the run that is training before you open another."), "banner warning")
            return
        try:
            summary = summarise(RunFolder(path))
        except StudioError as error:
            self.failed.emit(error)
            return
        self._banner.hide()
        self._watching.follow(path)  # before the folder is read: what is written meanwhile is told twice, not never
        self._training.show_run(summary)
        self.opened.emit(summary)
        self._offer_to_resume(summary)

    @Slot(object)
    def resume(self, path: Path) -> None:
        """Train a run on."""
        if not self._training.is_training:
            self.open(path)
            self._banner.hide()
            self._training.continue_run(path)

    def offer(self, path: Path) -> None:
        """Offer to open the run that was open last."""
        text = self.tr("Your last run was “%1”.").replace("%1", path.name)
        self._banner.offer(text, self.tr("Open it"), lambda: self.open(path))

    def _offer_to_resume(self, summary: RunSummary) -> None:
        if summary.state in (RunState.FINISHED, RunState.TRAINING):
            return
        text = self.tr("This run ended at step %1 (%2).").replace("%1", f"{summary.step:,}")
        offer, path = self.tr("Resume training"), summary.folder.path
        self._banner.offer(text.replace("%2", summary.state), offer, lambda: self.resume(path))

    def _close(self) -> None:
        self._watching.leave()
        self._training.new_run()

    @Slot()
    def _on_own_run_ended(self) -> None:
        if self._training.folder is not None:
            self._watching.follow(self._training.folder)

    @Slot(str)
    def _on_taken(self, holder: str) -> None:
        self._banner.offer(holder, self.tr("Stop watching"), self._close)

    @Slot(object)
    def _on_watched_run_ended(self, path: Path) -> None:
        self._banner.tell(self.tr("The other process has finished this run."), "banner")
        self._offer_to_resume(summarise(RunFolder(path)))
