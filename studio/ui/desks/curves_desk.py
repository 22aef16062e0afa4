"""The desk of the curves: other runs to compare with, and saving them as a picture or as a table."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from studio.core.errors import StudioError
from studio.core.history import History
from studio.core.history_table import table_of, write_csv
from studio.core.journal import JournalTail
from studio.core.library import library_folder
from studio.core.notes import name_of
from studio.core.progress import Progress
from studio.core.run_contents import RunContents, read_rows
from studio.core.run_folder import RunFolder, is_run
from studio.ui.dialogs.questions import tell_failure
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.curve_series import Look
from studio.ui.preferences import Preferences
from studio.ui.threads.background import run_in_background
from studio.ui.threads.overlay_follower import OverlayFollower

CURVES = "curves"  # the name of their choices in the preferences


class CurvesDesk(QObject):
    """Does what the curves ask for; reads and writes in the background."""

    def __init__(self, page: TrainPage, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._panel, self._preferences = page, page.curves, preferences
        self._panel.set_look(preferences.recall(CURVES, Look()))
        self._panel.set_groups(preferences.curves)
        self._panel.look_chosen.connect(self._on_look_chosen)
        self._panel.groups_chosen.connect(preferences.remember_curves)
        self._panel.choices_wanted.connect(self._on_choices_wanted)
        self._panel.overlay_wanted.connect(self.compare)
        self._panel.figure_wanted.connect(self._on_figure_wanted)
        self._panel.table_wanted.connect(self._on_table_wanted)
        self._follower = OverlayFollower(self)
        self._follower.grown.connect(self._panel.extend_overlay)
        self._panel.overlay_removed.connect(self._follower.leave)
        page.read.connect(self._on_run_read)

    @Slot(str)
    def compare(self, path: str) -> None:
        """Draw the curves of another run beside those of the run that is shown."""
        run = RunFolder(Path(path))

        def read(progress: Progress) -> tuple[RunFolder, str, JournalTail, History]:
            tail = JournalTail(run.metrics_file)  # first: what is logged meanwhile is read again, and replaces itself
            return run, name_of(run), tail, read_rows(run, progress)

        task = run_in_background(read)
        task.finished.connect(self._on_compared)
        task.failed.connect(self._on_failed)

    def save_figure(self, path: Path, *, light: bool = False) -> None:
        """Write the plots that are shown to `.png` or `.svg`, in the light look or as they are seen."""
        try:
            self._panel.save_figure(path, self._name(), light=light)
        except StudioError as error:
            self._on_failed(error)

    def save_table(self, path: Path) -> None:
        """Write all numbers of the run as CSV."""
        names, columns = table_of(self._panel.history)
        run_in_background(lambda p: write_csv(path, names, columns, p)).failed.connect(self._on_failed)

    def _name(self) -> str:
        return name_of(self._page.run) if self._page.run else "curves"

    @Slot(object)
    def _on_look_chosen(self, look: Look) -> None:
        self._preferences.remember(CURVES, look)

    @Slot()
    def _on_choices_wanted(self) -> None:
        own = self._page.run.path if self._page.run else None
        library = library_folder()
        found = [path for path in library.iterdir() if is_run(path) and path != own] if library.is_dir() else []
        found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        self._panel.set_choices([(str(path), name_of(RunFolder(path))) for path in found])

    @Slot(object)
    def _on_compared(self, read: tuple[RunFolder, str, JournalTail, History]) -> None:
        run, name, tail, history = read
        if self._page.run is None or run.path != self._page.run.path:  # another may be shown by now
            self._panel.add_overlay(str(run.path), name, history)
            self._follower.follow(str(run.path), tail)

    @Slot(object)
    def _on_run_read(self, contents: RunContents) -> None:
        self._panel.remove_overlay(str(contents.run.path))

    @Slot(bool)
    def _on_figure_wanted(self, light: bool) -> None:  # noqa: FBT001  a slot
        kinds, proposed = {".png": "PNG", ".svg": "SVG"}, f"{self._name()} curves.png"
        path = ask_where_to_save(self._page, self.tr("Save the curves"), proposed, kinds)
        if path is not None:
            self.save_figure(path, light=light)

    @Slot()
    def _on_table_wanted(self) -> None:
        path = ask_where_to_save(self._page, self.tr("Save the numbers"), f"{self._name()}.csv", {".csv": "CSV"})
        if path is not None:
            self.save_table(path)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        tell_failure(self._page, error.headline, error.detail, error.hint)
