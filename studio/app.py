"""Builds the window and wires everything together: the one place where pages, threads and runs meet."""

import locale
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from studio.core.checks import find_problems
from studio.core.errors import StudioError
from studio.core.events import Event, Failed, Finished, RunOpened, SnapshotTaken, Stopped
from studio.core.library import RunState, RunSummary, library_folder, list_runs, new_run_path, summarise
from studio.core.recipe_book import DEFAULT_RECIPE, built_in_recipes
from studio.core.run_folder import RunFolder, is_run
from studio.core.run_status import Phase, RunStatus
from studio.ui.dialogs.export_dialog import ExportDialog
from studio.ui.dialogs.questions import ask_for_folder, ask_to_stop, ask_to_trash, tell_failure
from studio.ui.main_window import MainWindow
from studio.ui.pages.data_page import DataPage
from studio.ui.pages.explore_page import ExplorePage
from studio.ui.pages.runs_page import RunsPage
from studio.ui.pages.train_page import TrainPage
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.threads.background import Task, run_in_background
from studio.ui.threads.garbage import GarbageCollector
from studio.ui.threads.trainer import Trainer

DEMO = "demo:digits"
DATA, TRAIN, EXPLORE, RUNS = range(4)


def run(argv: Sequence[str]) -> int:
    """Open the window on a folder of pictures, a run, or nothing; return the exit code."""
    application = QApplication.instance() or QApplication(["gan-studio"])
    locale.setlocale(locale.LC_NUMERIC, "C")  # Qt sets the desktop's, and decimal commas break protobuf
    assert isinstance(application, QApplication)
    application.setApplicationName("gan-studio")
    application.setApplicationDisplayName("GAN Studio")
    preferences = Preferences()
    apply_theme(preferences.mode)
    studio = Studio(preferences)
    studio.window.show()
    studio.open_argument(argv[0] if argv else "")
    return application.exec()


class Studio(QObject):
    """The window and what works behind it."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        recipes = built_in_recipes()
        self.preferences = preferences
        self.window = MainWindow(preferences)
        self.trainer = Trainer(self)
        self.data_page = DataPage(recipes[DEFAULT_RECIPE].data)
        self.train_page = TrainPage(recipes, recipes[DEFAULT_RECIPE])
        self.explore_page = ExplorePage()
        self.runs_page = RunsPage(library_folder())
        self._garbage = GarbageCollector(self)
        self._listing: Task | None = None
        self._closing = False
        self._add_pages()
        self._add_actions()
        self._connect()
        for source in reversed(preferences.recents):
            self.train_page.setup.set_source(source)
        self.train_page.setup.set_source(DEMO)
        QTimer.singleShot(0, self, self.trainer.warm_up)  # after the first paint

    def open_argument(self, argument: str) -> None:
        """Open what the command line names; without it, offer the last run."""
        if argument and is_run(Path(argument)):
            self.open_run(Path(argument))
        elif argument:
            self.use_source(argument if argument.startswith("demo:") else str(Path(argument).resolve()))
            self.window.show_page(TRAIN)
        else:
            self.window.show_page(TRAIN)
            self._offer_last_run()

    def use_source(self, source: str) -> None:
        """Train on this folder next."""
        self.train_page.setup.set_source(source)
        self.preferences.remember_source(source)

    @Slot(object)
    def open_run(self, path: Path) -> None:
        """Show a run of the library on the Train page."""
        if self.trainer.is_training:
            self.window.banner.tell(self.tr("Stop the run that is training before you open another."), "banner warning")
            return
        try:
            summary = summarise(RunFolder(path))
        except StudioError as error:
            tell_failure(self.window, error.headline, error.detail, error.hint)
            return
        setup = self.train_page.setup
        setup.set_source(summary.record.source)
        setup.set_recipe(summary.record.recipe)
        self.data_page.set_recipe(summary.record.recipe)
        self.train_page.open_folder(path, _status_of(summary))
        self._show_status()
        self.preferences.last_run = path
        self.window.show_page(TRAIN)
        self._offer_to_resume(summary)

    @Slot(object)
    def resume_run(self, path: Path) -> None:
        """Train a run of the library on."""
        if self.trainer.is_training:
            return
        self.open_run(path)
        self.window.banner.hide()
        self.trainer.continue_run(path)

    # -- wiring ----------------------------------------------------------------------------------------------------

    def _add_pages(self) -> None:
        self.window.add_page(self.data_page, "data", self.tr("Data"), "data")
        self.window.add_page(self.train_page, "train", self.tr("Train"), "train")
        self.window.add_page(self.explore_page, "explore", self.tr("Explore"), "explore")
        self.window.add_page(self.runs_page, "runs", self.tr("Runs"), "runs")

    def _add_actions(self) -> None:
        window, trainer = self.window, self.trainer
        window.add_menu_action("file", self.tr("Open pictures…"), "Ctrl+O", "folder", self._on_browse)
        window.add_menu_action("file", self.tr("Open a run…"), "Ctrl+Shift+O", "runs", self._on_open_run)
        window.add_menu_action("file", self.tr("Export the generator…"), "Ctrl+E", "export", self._on_export)
        window.add_menu_action("file", self.tr("Quit"), "Ctrl+Q", "", window.close)
        window.add_menu_action("run", self.tr("Start, pause or resume"), "Ctrl+Return", "play", self._on_primary)
        window.add_menu_action("run", self.tr("Save and stop"), "Ctrl+.", "stop", self._on_stop)
        window.add_menu_action("run", self.tr("Save a checkpoint now"), "Ctrl+S", "save", trainer.save)
        window.add_menu_action("run", self.tr("Draw the grid now"), "Ctrl+G", "grid", trainer.sample)
        window.add_look_menu()

    def _connect(self) -> None:
        setup, inspector = self.train_page.setup, self.train_page.inspector
        setup.primary_wanted.connect(self._on_primary)
        setup.stop_wanted.connect(self._on_stop)
        setup.browse_wanted.connect(self._on_browse)
        setup.source_changed.connect(self._on_source_changed)
        setup.recipe_changed.connect(self.data_page.set_recipe)
        setup.settings_edited.connect(self._on_settings_edited)
        inspector.export_wanted.connect(self._on_export)
        inspector.explore_wanted.connect(self._on_explore)
        inspector.reveal_wanted.connect(self._on_reveal_run)
        self.trainer.happened.connect(self._on_happened)
        self.trainer.tensorflow_ready.connect(self._on_devices_found)
        self.trainer.tensorflow_failed.connect(self._on_tensorflow_failed)
        self.trainer.ended.connect(self._on_thread_ended)
        self.data_page.use_for_training.connect(self._on_use_for_training)
        self.explore_page.snapshot_wanted.connect(self.trainer.take_snapshot)
        self.explore_page.start_wanted.connect(self._on_start_wanted)
        self.explore_page.failed.connect(self._on_failed)
        runs = self.runs_page
        runs.refresh_wanted.connect(self._refresh_runs)
        runs.start_wanted.connect(self._on_start_wanted)
        runs.open_wanted.connect(self.open_run)
        runs.resume_wanted.connect(self.resume_run)
        runs.explore_wanted.connect(self._on_explore_run)
        runs.reveal_wanted.connect(self._on_reveal)
        runs.trash_wanted.connect(self._on_trash)
        self.window.page_shown.connect(self._on_page_shown)
        self.window.close_wanted.connect(self._on_close_wanted)

    # -- training --------------------------------------------------------------------------------------------------

    @Slot()
    def _on_primary(self) -> None:
        match self.train_page.status.phase:
            case Phase.TRAINING:
                self.trainer.pause()
            case Phase.PAUSED:
                self.trainer.resume()
            case Phase.PREPARING | Phase.STOPPING:
                pass
            case _:
                self._start()

    def _start(self) -> None:
        setup = self.train_page.setup
        problems = find_problems(setup.recipe)
        if problems:
            tell_failure(self.window, problems[0].headline, "", problems[0].hint)
            return
        self.window.banner.hide()
        self.train_page.clear()
        name = setup.source.removeprefix("demo:") if setup.source.startswith("demo:") else Path(setup.source).name
        self.trainer.start(setup.source, setup.recipe, new_run_path(name), setup.device)

    @Slot()
    def _on_stop(self) -> None:
        if self.trainer.is_training:
            self.train_page.show_stopping()
            self.trainer.stop()

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        self.train_page.show_events(events)
        self._show_status()
        for event in events:
            match event:
                case RunOpened(folder):
                    self.preferences.last_run = folder
                    self.window.setWindowTitle(f"{folder.name} – GAN Studio")
                    self.explore_page.set_training(True, folder)
                case SnapshotTaken(snapshot):
                    self.explore_page.show_snapshot(snapshot)
                case Failed():
                    tell_failure(self.window, event.headline, event.detail, event.hint, event.traceback)
                    self._on_run_ended()
                case Finished() | Stopped():
                    self._on_run_ended()
                case _:
                    pass

    def _on_run_ended(self) -> None:
        self.explore_page.set_training(False)
        self._refresh_runs()

    @Slot(dict)
    def _on_settings_edited(self, changes: dict) -> None:
        if self.trainer.is_training:
            self.trainer.change(changes)

    @Slot(dict)
    def _on_devices_found(self, devices: dict[str, str]) -> None:
        self._garbage.freeze()
        best = next(iter(devices.values()))
        self.train_page.setup.set_devices({"auto": self.tr("Best: %1").replace("%1", best), **devices})

    @Slot(object)
    def _on_tensorflow_failed(self, failed: Failed) -> None:
        tell_failure(self.window, failed.headline, failed.detail, failed.hint)

    def _show_status(self) -> None:
        self.window.status_line.show_status(self.train_page.status)

    # -- data ------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_browse(self) -> None:
        recents = self.preferences.recents
        chosen = ask_for_folder(self.window, self.tr("Choose a folder of pictures"), recents[0] if recents else "")
        if chosen is not None:
            self.use_source(str(chosen))

    @Slot(str)
    def _on_source_changed(self, source: str) -> None:
        self.preferences.remember_source(source)

    @Slot(str)
    def _on_use_for_training(self, source: str) -> None:
        self.use_source(source)
        self.window.show_page(TRAIN)

    # -- runs ------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_open_run(self) -> None:
        chosen = ask_for_folder(self.window, self.tr("Choose a run's folder"), str(library_folder()))
        if chosen is not None:
            self.open_run(chosen)

    @Slot()
    def _on_start_wanted(self) -> None:
        self.window.show_page(TRAIN)

    @Slot(int)
    def _on_page_shown(self, index: int) -> None:
        if index == RUNS:
            self._refresh_runs()

    @Slot()
    def _refresh_runs(self) -> None:
        if self._listing is None:
            self._listing = run_in_background(lambda _: list_runs())
            self._listing.finished.connect(self._on_runs_listed)
            self._listing.failed.connect(self._on_failed)

    @Slot(object)
    def _on_runs_listed(self, runs: list[RunSummary]) -> None:
        self._listing = None
        self.runs_page.show_runs(runs)

    @Slot(object)
    def _on_trash(self, path: Path) -> None:
        if ask_to_trash(self.window, path):
            self._refresh_runs()

    @Slot(object)
    def _on_reveal(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot()
    def _on_reveal_run(self) -> None:
        if self.train_page.status.folder is not None:
            self._on_reveal(self.train_page.status.folder)

    def _offer_last_run(self) -> None:
        last = self.preferences.last_run
        if last is not None:
            text = self.tr("Your last run was “%1”.").replace("%1", last.name)
            self.window.banner.offer(text, self.tr("Open it"), lambda: self.open_run(last))

    def _offer_to_resume(self, summary: RunSummary) -> None:
        if summary.state == RunState.TRAINING:
            self.window.banner.tell(
                self.tr("Another process is training this run; here it can only be watched."), "banner"
            )
        elif summary.state != RunState.FINISHED:
            text = (
                self.tr("This run ended at step %1 (%2).")
                .replace("%1", f"{summary.step:,}")
                .replace("%2", summary.state)
            )
            path = summary.folder.path
            self.window.banner.offer(text, self.tr("Resume training"), lambda: self.resume_run(path))

    # -- exploring and exporting -----------------------------------------------------------------------------------

    @Slot()
    def _on_explore(self) -> None:
        if self.train_page.status.folder is not None:
            self._on_explore_run(self.train_page.status.folder)

    @Slot(object)
    def _on_explore_run(self, path: Path) -> None:
        own = self.trainer.is_training and path == self.train_page.status.folder
        if own:
            self.trainer.take_snapshot()
        else:
            self.explore_page.open_run(path)
        self.window.show_page(EXPLORE)

    @Slot()
    def _on_export(self) -> None:
        folder = self.train_page.status.folder
        if folder is None:
            self.window.banner.tell(self.tr("Open or train a run first; then its generator can be exported."), "banner")
            return
        dialog = ExportDialog(RunFolder(folder), self.window)
        dialog.open()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._listing = None
        tell_failure(self.window, error.headline, error.detail, error.hint)

    # -- closing ---------------------------------------------------------------------------------------------------

    @Slot()
    def _on_close_wanted(self) -> None:
        if self._closing:
            return
        if self.trainer.is_training and not ask_to_stop(self.window, self.train_page.status.folder):
            return
        self._closing = True
        self.train_page.show_stopping()
        self.window.banner.tell(self.tr("Saving and stopping…"), "banner")
        self.explore_page.shutdown()
        self.data_page.shutdown()
        if self.trainer.is_running:
            self.trainer.shut_down()
        else:
            self._on_thread_ended()

    @Slot()
    def _on_thread_ended(self) -> None:
        self.trainer.join()
        if self._closing:
            self._garbage.stop()
            self.window.finish_closing()


def _status_of(summary: RunSummary) -> RunStatus:
    """What the page shows of a run that is not training here."""
    phases = {
        RunState.NEW: Phase.STOPPED,
        RunState.TRAINING: Phase.STOPPED,
        RunState.STOPPED: Phase.STOPPED,
        RunState.FINISHED: Phase.FINISHED,
        RunState.FAILED: Phase.FAILED,
        RunState.INTERRUPTED: Phase.STOPPED,
    }
    return RunStatus(
        phase=phases[summary.state], folder=summary.folder.path, step=summary.step, seconds=summary.seconds
    )


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
