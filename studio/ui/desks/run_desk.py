"""The desk of the run that is open: shows it on the Train page, follows it, and offers to resume it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.library import RunState, RunSummary, summarise
from studio.core.notes import name_of
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
        training.run_closed.connect(self._on_run_closed)
        training.run_ended.connect(self._on_own_run_ended)
        watching.taken.connect(self._on_taken)
        watching.ended.connect(self._on_watched_run_ended)

    @Slot(object)
    def open(self, path: Path) -> None:
        """Show a run, live if another process trains it, and offer to resume it."""
        summary = self._show(path)
        if summary is not None:
            self._offer_to_resume(summary)

    @Slot(object)
    def resume(self, path: Path) -> None:
        """Show a run and train it on."""
        if self._show(path) is not None:
            self._training.continue_run(path)

    @Slot(object)
    def forget(self, path: Path) -> None:
        """Show no longer a run that is gone."""
        if self._training.folder == path:
            self._training.new_run()

    def _show(self, path: Path) -> RunSummary | None:
        """Show a run on the page; None where it cannot be, which is told."""
        if self._training.is_training:
            self._banner.tell(self.tr("Stop the run that is training before you open another."), "banner warning")
            return None
        try:
            summary = summarise(RunFolder(path))
        except StudioError as error:
            self.failed.emit(error)
            return None
        self._banner.hide()
        self._watching.follow(path)  # before the folder is read: what is written meanwhile is told twice, not never
        self._training.show_run(summary)
        self.opened.emit(summary)
        return summary

    def offer(self, path: Path) -> None:
        """Offer to open the run that was open last."""
        text = self.tr("Your last run was “%1”.").replace("%1", name_of(RunFolder(path)))
        self._banner.offer(text, self.tr("Open it"), lambda: self.open(path))

    def _offer_to_resume(self, summary: RunSummary) -> None:
        if summary.is_held or summary.state == RunState.FINISHED:
            return
        text = self._how_it_ended(summary).replace("%1", f"{summary.step:,}")
        path = summary.folder.path
        self._banner.offer(text, self.tr("Resume training"), lambda: self.resume(path))

    def _how_it_ended(self, summary: RunSummary) -> str:
        if summary.state == RunState.NEW and summary.record.branched_from is not None:
            return self.tr("This run is a branch from step %1; it has not been trained on yet.")
        return {
            RunState.NEW: self.tr("This run has not been trained yet."),
            RunState.STOPPED: self.tr("This run was stopped at step %1."),
            RunState.FAILED: self.tr("This run failed at step %1."),
        }.get(summary.state, self.tr("This run was interrupted at step %1."))

    @Slot()
    def _on_run_closed(self) -> None:
        self._watching.leave()
        self._banner.hide()

    @Slot()
    def _on_own_run_ended(self) -> None:
        if self._training.folder is not None:
            self._watching.follow(self._training.folder)

    @Slot(str)
    def _on_taken(self, holder: str) -> None:
        self._banner.offer(holder, self.tr("Stop watching"), self._training.new_run)

    @Slot(object)
    def _on_watched_run_ended(self, path: Path) -> None:
        self._banner.tell(self.tr("The other process has finished this run."), "banner")
        self._offer_to_resume(summarise(RunFolder(path)))
