"""Builds the window and wires everything together: the one place where pages, desks and threads meet."""

import locale
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from studio.core.command_line import train_command
from studio.core.errors import StudioError
from studio.core.library import RunSummary, library_folder
from studio.core.recipe_book import DEFAULT_RECIPE, built_in_recipes
from studio.core.run_folder import RunFolder, is_run
from studio.core.run_queue import RunQueue
from studio.ui.desks.branching_desk import BranchingDesk
from studio.ui.desks.coaching_desk import CoachingDesk
from studio.ui.desks.comparing_desk import ComparingDesk, OtherPictures
from studio.ui.desks.curves_desk import CurvesDesk
from studio.ui.desks.data_desk import DataDesk
from studio.ui.desks.exploring_desk import ExploringDesk
from studio.ui.desks.forecast_desk import ForecastDesk
from studio.ui.desks.gallery_desk import GalleryDesk
from studio.ui.desks.library_desk import LibraryDesk
from studio.ui.desks.palette_desk import PaletteDesk
from studio.ui.desks.queue_desk import QueueDesk
from studio.ui.desks.run_desk import RunDesk
from studio.ui.desks.scoring_desk import ScoringDesk
from studio.ui.desks.setup_desk import SetupDesk
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.desks.watching_desk import WatchingDesk
from studio.ui.desks.window_desk import WindowDesk
from studio.ui.dialogs.escaped_errors import EscapedErrors
from studio.ui.dialogs.export_dialog import ExportDialog
from studio.ui.dialogs.questions import ask_for_folder, ask_to_stop, tell_failure
from studio.ui.main_window import MainWindow
from studio.ui.pages.data_page import DataPage
from studio.ui.pages.explore_page import ExplorePage
from studio.ui.pages.runs_page import RunsPage
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.queue_panel import QueuePanel
from studio.ui.preferences import Preferences
from studio.ui.theme import apply_theme
from studio.ui.threads.garbage import GarbageCollector

DATA, TRAIN, EXPLORE, RUNS = range(4)
SWITCH_INTERVAL_S = 0.001  # how long a thread of Python may keep the window's waiting; Python's own choice is 5 ms


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
    with EscapedErrors(studio.window).told():
        return application.exec()


class Studio(QObject):
    """The window and what works behind it."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        recipes = built_in_recipes()
        self.preferences = preferences
        self.window = MainWindow(preferences)
        self.data_page = DataPage(recipes[DEFAULT_RECIPE])
        self.train_page = TrainPage(recipes, recipes[DEFAULT_RECIPE])
        self.explore_page = ExplorePage()
        self.runs_page = RunsPage(library_folder())
        self.training = TrainingDesk(self.train_page, self.window.status_line, self)
        self.branching = BranchingDesk(self.train_page, self.training, self)
        self.forecast = ForecastDesk(self.train_page.setup, self)
        self.gallery = GalleryDesk(self.train_page, preferences, self)
        self.curves = CurvesDesk(self.train_page, preferences, self)
        self.data = DataDesk(self.data_page, self.train_page.setup, self.training, preferences, self)
        self.comparing = ComparingDesk(self.train_page.inspector.check, self)
        self.watching = WatchingDesk(self.train_page, self.window.status_line, self)
        self.coaching = CoachingDesk(self.train_page, self.training, self.watching, self)
        self.run = RunDesk(self.window.banner, self.training, self.watching, self)
        self.exploring = ExploringDesk(self.explore_page, self.training, self)
        self.library = LibraryDesk(self.runs_page, self)
        self.scoring = ScoringDesk(self.train_page, self.runs_page, self)
        queue_panel = QueuePanel()
        self.queue = QueueDesk(RunQueue(), queue_panel, self.train_page, self.training, self)
        self.desk = WindowDesk(self.window, preferences, self)
        self.palette = PaletteDesk(self.window, self.train_page, self.library, self)
        self._garbage = GarbageCollector(self)
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._closing = False
        self.runs_page.add_above(queue_panel)
        queue_panel.counted.connect(self.runs_page.show_waiting)
        self.runs_page.show_waiting(self.queue.count)
        self._add_pages()
        self._add_actions()
        self._connect_pages()
        self._connect_training()
        self.window.restore_layout()
        self.setting_up = SetupDesk(self.train_page.setup, preferences, self)
        self.data_page.set_recipe(self.train_page.setup.recipe)
        self.data.count()
        QTimer.singleShot(0, self, self.training.trainer.warm_up)  # after the first paint

    def open_argument(self, argument: str) -> None:
        """Open what the command line names; without it, offer the last run."""
        self.window.show_page(TRAIN)
        self.train_page.setup.focus_primary()
        if argument and is_run(Path(argument)):
            self.open_run(Path(argument))
        elif argument:
            self.use_source(argument if argument.startswith("demo:") else str(Path(argument).resolve()))
        else:
            self._offer_what_waits()

    def use_source(self, source: str) -> None:
        """Train on this folder next."""
        self.train_page.setup.set_source(source)
        self.data.show_source(source)

    def open_run(self, path: Path) -> None:
        """Show a run of the library on the Train page."""
        self.run.open(path)

    # -- wiring ----------------------------------------------------------------------------------------------------

    def _add_pages(self) -> None:
        self.window.add_page(self.data_page, "data", self.tr("Data"), "data")
        self.window.add_page(self.train_page, "train", self.tr("Train"), "train")
        self.window.add_page(self.explore_page, "explore", self.tr("Explore"), "explore")
        self.window.add_page(self.runs_page, "runs", self.tr("Runs"), "runs")

    def _add_actions(self) -> None:
        add, training = self.window.add_menu_action, self.training
        add("file", self.tr("Open pictures…"), "Ctrl+O", "folder", self._on_browse)
        add("file", self.tr("Open a run…"), "Ctrl+Shift+O", "runs", self._on_open_run)
        add("file", self.tr("Export the generator…"), "Ctrl+E", "export", self._on_export)
        add("file", self.tr("Quit"), "Ctrl+Q", "", self.window.close)
        add("run", self.tr("Start, pause or resume"), "Ctrl+Return", "play", training.act)
        add("run", self.tr("Save and stop"), "Ctrl+.", "stop", training.stop)
        self._save = add("run", self.tr("Save a checkpoint now"), "Ctrl+S", "save", training.trainer.save)
        add("run", self.tr("Draw the grid now"), "Ctrl+G", "grid", training.trainer.sample)
        add("run", self.tr("Train 10 more epochs"), "Ctrl+Shift+Return", "plus", training.train_more)
        add("run", self.tr("New run"), "Ctrl+N", "train", training.new_run)
        add("run", self.tr("Go to the best score"), "Ctrl+Shift+G", "star", self.train_page.time.timeline.choose_best)
        add("run", self.tr("Score the checkpoints"), "Ctrl+J", "score", self.scoring.score_shown)
        add("run", self.tr("Branch from here…"), "Ctrl+B", "branch", self.train_page.time.branch_here)
        add("run", self.tr("Roll back to here…"), "Ctrl+Shift+B", "undo", self.train_page.time.roll_back_here)
        self._undo = add("edit", self.tr("Undo the change of settings"), "Ctrl+Z", "undo", training.undo.undo)
        self._redo = add("edit", self.tr("Redo the change of settings"), "Ctrl+Shift+Z", "redo", training.undo.redo)
        training.undo.indexChanged.connect(self._share_keys)
        self.window.page_shown.connect(self._share_keys)
        add("run", self.tr("Add to queue"), "Ctrl+Shift+Q", "queue", self.queue.add)
        add("run", self.tr("Start the next run of the queue"), "Ctrl+Shift+N", "play", self.queue.start_next)
        add("edit", self.tr("Copy as command"), "Ctrl+Shift+K", "copy", self._on_copy_command)
        add("help", self.tr("Report a problem…"), "Ctrl+Shift+H", "flag", self._on_report)

    def _connect_pages(self) -> None:
        setup = self.train_page.setup
        setup.browse_wanted.connect(self._on_browse)
        self.data_page.use_for_training.connect(self._on_use_for_training)
        self.data.refused.connect(self._on_refused)
        self.data.report_written.connect(self._on_report_written)
        self.comparing.pictures_changed.connect(self._on_pictures_changed)
        self.runs_page.start_wanted.connect(self._on_start_wanted)
        self.runs_page.open_wanted.connect(self.run.open)
        self.runs_page.resume_wanted.connect(self.run.resume)
        self.runs_page.explore_wanted.connect(self.exploring.explore)
        self.runs_page.report_wanted.connect(self.desk.report)
        self.scoring.ended.connect(self.library.refresh)
        self.scoring.told.connect(self._on_told)
        self.scoring.failed.connect(self._on_failed)
        self.library.told.connect(self._on_confirmed)
        self.library.run_gone.connect(self.run.forget)
        self.library.renamed.connect(self.train_page.show_name)
        self.train_page.named.connect(self._on_named)
        self.palette.run_wanted.connect(self.run.open)
        self.palette.set_up_wanted.connect(self._on_start_wanted)
        self.queue.added.connect(self._on_queued)
        self.queue.refused.connect(self._on_refused)
        self.explore_page.start_wanted.connect(self._on_start_wanted)
        self.exploring.page_wanted.connect(self._on_explore_wanted)
        self.explore_page.failed.connect(self._on_failed)
        self.window.page_shown.connect(self._on_page_shown)
        self.window.close_wanted.connect(self._on_close_wanted)

    def _connect_training(self) -> None:
        inspector, training = self.train_page.inspector, self.training
        inspector.export_wanted.connect(self._on_export)
        inspector.explore_wanted.connect(self.exploring.explore_shown_run)
        inspector.reveal_wanted.connect(self._on_reveal)
        self.branching.open_wanted.connect(self.run.open)
        self.branching.train_wanted.connect(self.run.resume)
        self.gallery.sample_wanted.connect(training.trainer.sample)
        self.gallery.explore_wanted.connect(self.exploring.explore_latent)
        self.gallery.drag_began.connect(self.exploring.prepare)
        training.run_opened.connect(self._on_run_opened)
        training.run_opened.connect(self.scoring.leave)
        training.change_refused.connect(self._on_refused)
        self.run.opened.connect(self._on_run_shown)
        self.run.failed.connect(self._on_failed)
        self.watching.ended.connect(self.library.refresh)
        training.run_ended.connect(self._on_run_ended)
        training.trainer.tensorflow_ready.connect(self._garbage.freeze)
        training.trainer.job_ended.connect(self._garbage.collect_soon)
        training.trainer.tensorflow_ready.connect(self.desk.set_devices)
        training.trainer.happened.connect(self.desk.notifier.show_events)
        self.watching.happened.connect(self.desk.notifier.show_events)
        training.trainer.ended.connect(self._on_thread_ended)

    # -- runs and pictures -----------------------------------------------------------------------------------------

    @Slot(object)
    def _on_run_shown(self, summary: RunSummary) -> None:
        self.data_page.set_recipe(summary.record.recipe)
        self.data_page.follow(summary.record.source)
        self.data.count()
        self.preferences.last_run = summary.folder.path
        self.window.show_page(TRAIN)
        if not summary.is_held:
            self.comparing.compare(summary.folder)

    @Slot(object)
    def _on_run_opened(self, folder: Path) -> None:
        self.preferences.last_run = folder
        self.comparing.stop()  # the run has done so itself
        self.window.banner.hide()

    @Slot(str)
    def _on_named(self, name: str) -> None:
        self.window.setWindowTitle(f"{name} – GAN Studio" if name else "GAN Studio")

    @Slot()
    def _on_run_ended(self) -> None:
        self.library.refresh()

    @Slot()
    def _on_browse(self) -> None:
        recents = self.preferences.recents
        chosen = ask_for_folder(self.window, self.tr("Choose a folder of pictures"), recents[0] if recents else "")
        if chosen is not None:
            self.use_source(str(chosen))

    @Slot(str)
    def _on_use_for_training(self, source: str) -> None:
        self.use_source(source)
        self.window.show_page(TRAIN)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.window.banner.tell(sentence, "banner warning")

    @Slot(object)
    def _on_pictures_changed(self, found: OtherPictures) -> None:
        if found.run != self.training.folder or self.training.is_training:
            return
        text = f"{self.tr('The pictures are not the ones this run was trained on.')} {found.sentence}"
        branch = self.train_page.time.branch_here
        if found.are_kept:
            as_they_were = partial(self.training.continue_run, found.run, pictures_as_they_were=True)
            choice = self.tr("Go on with them as they were"), as_they_were
            self.window.banner.ask(text, choice, (self.tr("Branch…"), branch))
        else:
            self.window.banner.offer(text, self.tr("Branch…"), branch)

    @Slot(object)
    def _on_report_written(self, path: Path) -> None:
        text = self.tr("The report was saved as %1.").replace("%1", path.name)
        self.window.banner.offer(text, self.tr("Open it"), lambda: self.library.reveal(path))

    @Slot()
    def _on_open_run(self) -> None:
        chosen = ask_for_folder(self.window, self.tr("Choose a run's folder"), str(library_folder()))
        if chosen is not None:
            self.open_run(chosen)

    @Slot()
    def _on_start_wanted(self) -> None:
        self.window.show_page(TRAIN)

    @Slot()
    def _on_explore_wanted(self) -> None:
        self.window.show_page(EXPLORE)

    @Slot(int)
    def _on_page_shown(self, index: int) -> None:
        if index == RUNS:
            self.library.refresh()

    def _offer_what_waits(self) -> None:
        last, count = self.preferences.last_run, self.queue.count
        if count:
            text = self.tr("%1 runs wait in the queue.") if count > 1 else self.tr("A run waits in the queue.")
            other = (self.tr("Open the last run"), partial(self.run.open, last)) if last is not None else None
            start = self.queue.start_next
            self.window.banner.offer(text.replace("%1", str(count)), self.tr("Start the next"), start, other)
        elif self.setting_up.lost:
            text = self.tr("%1 is no longer there; the digits of the demo take its place.")
            self.window.banner.tell(text.replace("%1", self.setting_up.lost), "banner warning")
        elif last is not None:
            self.run.offer(last)

    @Slot()
    def _on_copy_command(self) -> None:
        setup, run = self.train_page.setup, self.train_page.run
        setup.commit()
        if run is not None and self.training.shows_run_as_it_is:
            self.library.copy_command(run.path)
            return
        QApplication.clipboard().setText(train_command(setup.source, setup.recipe, setup.device))
        self._on_confirmed(self.tr("The command that does what is set up here is on the clipboard."))

    @Slot()
    def _on_report(self) -> None:
        self.desk.report(self.training.folder)

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.window.banner.tell(text, "banner")

    @Slot(str)
    def _on_confirmed(self, text: str) -> None:
        self.window.banner.confirm(text)

    @Slot(int)
    def _on_queued(self, count: int) -> None:
        text = self.tr("Added to the queue: %1 waiting.").replace("%1", str(count))
        self.window.banner.offer(text, self.tr("Show the queue"), self._show_runs)

    def _show_runs(self) -> None:
        self.window.show_page(RUNS)

    # -- what the menus do -----------------------------------------------------------------------------------------

    @Slot()
    def _share_keys(self) -> None:
        """Settings are undone on the pages that change them; Explore has keys of its own for these actions."""
        here, stack = self.window.page in (DATA, TRAIN), self.training.undo
        self._undo.setEnabled(here and stack.canUndo())
        self._redo.setEnabled(here and stack.canRedo())
        self._save.setEnabled(self.window.page != EXPLORE)

    @Slot()
    def _on_reveal(self) -> None:
        if self.training.folder is not None:
            self.library.reveal(self.training.folder)

    @Slot()
    def _on_export(self) -> None:
        if self.training.folder is None:
            self.window.banner.tell(self.tr("Open or train a run first; then its generator can be exported."), "banner")
            return
        ExportDialog(RunFolder(self.training.folder), self.window).open()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        tell_failure(self.window, error.headline, error.detail, error.hint)

    # -- closing ---------------------------------------------------------------------------------------------------

    @Slot()
    def _on_close_wanted(self) -> None:
        if self._closing or (self.training.is_training and not ask_to_stop(self.window, self.training.folder)):
            return
        self._closing = True
        self.setting_up.remember()
        self.train_page.show_stopping()
        self.window.banner.tell(self.tr("Saving and stopping…"), "banner")
        self.watching.leave()
        self.forecast.cancel()
        self.explore_page.shutdown()
        self.data_page.shutdown()
        self.comparing.stop()
        self.scoring.cancel()
        if self.training.trainer.is_running:
            self.training.trainer.shut_down()
        else:
            QTimer.singleShot(0, self, self._on_thread_ended)  # Qt refuses to close a window that is closing

    @Slot()
    def _on_thread_ended(self) -> None:
        self.training.trainer.join()
        if self._closing:
            self._garbage.stop()
            self.window.finish_closing()
