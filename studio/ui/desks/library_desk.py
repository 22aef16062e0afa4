"""The desk of the Runs page: lists the library in the background, shows folders, moves runs to the trash."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from studio.core.errors import StudioError
from studio.core.library import RunSummary, list_runs
from studio.ui.dialogs.questions import ask_to_trash, tell_failure
from studio.ui.pages.runs_page import RunsPage
from studio.ui.threads.background import Task, run_in_background


class LibraryDesk(QObject):
    """Keeps the page up to date. `run_gone` carries the folder of a run that went to the trash."""

    run_gone = Signal(object)

    def __init__(self, page: RunsPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._listing: Task | None = None
        page.refresh_wanted.connect(self.refresh)
        page.reveal_wanted.connect(self.reveal)
        page.trash_wanted.connect(self._on_trash_wanted)

    @Slot()
    def refresh(self) -> None:
        """Read the library again, unless that is being done."""
        if self._listing is None:
            self._listing = run_in_background(lambda _: list_runs())
            self._listing.finished.connect(self._on_listed)
            self._listing.failed.connect(self._on_failed)

    @Slot(object)
    def reveal(self, path: Path) -> None:
        """Show a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def _on_listed(self, runs: list[RunSummary]) -> None:
        self._listing = None
        self._page.show_runs(runs)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._listing = None
        tell_failure(self._page, error.headline, error.detail, error.hint)

    @Slot(object)
    def _on_trash_wanted(self, path: Path) -> None:
        if ask_to_trash(self._page, path):
            self.run_gone.emit(path)
            self.refresh()
