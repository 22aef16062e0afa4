"""The desk of the Runs page: lists the library in the background, and does to runs what the page asks for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from studio.core.command_line import run_command
from studio.core.errors import StudioError
from studio.core.library import RunSummary, library_stamp, list_runs
from studio.core.notes import rename, set_tags
from studio.core.run_folder import RunFolder
from studio.ui.dialogs.compare_dialog import CompareDialog
from studio.ui.dialogs.questions import ask_for_text, ask_to_trash, tell_failure
from studio.ui.pages.runs_page import RunsPage
from studio.ui.threads.background import Task, run_in_background

REFRESH_INTERVAL_MS = 3000


class LibraryDesk(QObject):
    """Keeps the page up to date while it is visible; `listed` tells that it is, and `runs` are what it shows.

    `run_gone` carries the folder of a run that went to the trash, `told` good news; `renamed` tells that a run was.
    """

    listed = Signal()
    run_gone = Signal(object)
    told = Signal(str)
    renamed = Signal()

    def __init__(self, page: RunsPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._listing: Task | None = None
        self._stamp: frozenset[tuple[str, int]] = frozenset()
        self._runs: list[RunSummary] | None = None
        self._timer = QTimer(self, interval=REFRESH_INTERVAL_MS, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        page.refresh_wanted.connect(self.refresh)
        page.reveal_wanted.connect(self.reveal)
        page.trash_wanted.connect(self._on_trash_wanted)
        page.rename_wanted.connect(self._on_rename_wanted)
        page.tags_wanted.connect(self._on_tags_wanted)
        page.compare_wanted.connect(self._on_compare_wanted)
        page.command_wanted.connect(self.copy_command)

    @property
    def runs(self) -> list[RunSummary] | None:
        """The runs of the library when it was read last, the one changed last first; None before the first time."""
        return self._runs

    @Slot()
    def refresh(self) -> None:
        """Read the library again, unless that is being done."""
        self._read(frozenset())

    def _read(self, known: frozenset[tuple[str, int]]) -> None:
        """Read the library if it is not as it is known to be, unless it is being read."""
        if self._listing is None:
            self._listing = run_in_background(lambda _: _news(known))
            self._listing.finished.connect(self._on_listed)
            self._listing.failed.connect(self._on_failed)

    @Slot(object)
    def reveal(self, path: Path) -> None:
        """Show a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(object)
    def copy_command(self, path: Path) -> None:
        """Put the command that makes a run on the clipboard."""
        try:
            QGuiApplication.clipboard().setText(run_command(RunFolder(path)))
        except StudioError as error:
            tell_failure(self._page, error.headline, error.detail, error.hint)
            return
        self.told.emit(self.tr("The command that makes this run is on the clipboard."))

    @Slot(object)
    def _on_listed(self, news: tuple[frozenset[tuple[str, int]], list[RunSummary]] | None) -> None:
        self._listing = None
        self._timer.start()
        if news is not None:
            self._stamp, self._runs = news
            self._page.show_runs(self._runs)
            self.listed.emit()

    @Slot()
    def _on_time(self) -> None:
        """Look for what other processes have done, and whether one that trains still lives."""
        if self._page.isVisible():
            any_is_held = any(run.is_held for run in self._runs or ())
            self._read(frozenset() if any_is_held else self._stamp)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._listing = None
        tell_failure(self._page, error.headline, error.detail, error.hint)

    @Slot(object)
    def _on_trash_wanted(self, path: Path) -> None:
        if ask_to_trash(self._page, path):
            self.run_gone.emit(path)
            self.refresh()

    @Slot(object, str)
    def _on_rename_wanted(self, path: Path, name: str) -> None:
        self._write(partial(rename, RunFolder(path), name))
        self.renamed.emit()

    @Slot(object, str)
    def _on_tags_wanted(self, path: Path, present: str) -> None:
        text = ask_for_text(self._page, self.tr("Tags"), self.tr("Tags of this run, separated by commas:"), present)
        if text is not None:
            self._write(partial(set_tags, RunFolder(path), text))

    @Slot(list)
    def _on_compare_wanted(self, paths: list[Path]) -> None:
        CompareDialog(paths, self._page.window()).open()

    def _write(self, change: Callable[[], None]) -> None:
        try:
            change()
        except StudioError as error:
            tell_failure(self._page, error.headline, error.detail, error.hint)
        self.refresh()


def _news(known: frozenset[tuple[str, int]]) -> tuple[frozenset[tuple[str, int]], list[RunSummary]] | None:
    """Return the library's stamp and its runs, None where the stamp is known."""
    stamp = library_stamp()
    return None if known and stamp == known else (stamp, list_runs())
