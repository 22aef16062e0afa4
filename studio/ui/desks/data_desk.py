"""The desk of the Data page: what is asked for there takes effect in the recipe, in files and in the cache."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.suggestion import Suggestion
from studio.data.counting import Counted, count_pictures
from studio.data.doctor.examination import Examination
from studio.data.doctor.report import write_report
from studio.data.prepared.store import PreparedSet, clear, prepared_sets
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.dialogs.questions import tell_failure
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.pages.data_page import DataPage
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.preferences import Preferences
from studio.ui.threads.background import Task, run_in_background


class DataDesk(QObject):
    """`refused` carries a sentence, `report_written` the path of a report."""

    refused = Signal(str)
    report_written = Signal(object)

    def __init__(
        self,
        page: DataPage,
        setup: SetupPanel,
        training: TrainingDesk,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._setup = page, setup
        self._training, self._preferences = training, preferences
        self._counting: Task | None = None
        self._counted: tuple[str, dict[str, object]] | None = None
        setup.source_changed.connect(self.show_source)
        setup.recipe_changed.connect(page.set_recipe)
        page.changes_wanted.connect(self._on_changes_wanted)
        page.recipe_wanted.connect(self._on_recipe_wanted)
        page.source_examined.connect(self._on_examined)
        setup.recipe_changed.connect(self._on_recipe_changed)
        page.report_wanted.connect(self._on_report_wanted)
        page.clear_wanted.connect(self._on_clear_wanted)
        training.trainer.tensorflow_ready.connect(self._on_devices_found)
        page.set_recents(preferences.recents)

    @Slot(str)
    def show_source(self, source: str) -> None:
        """Let the page follow; files left out of another source mean nothing in this one."""
        if source != self._page.source and self._setup.recipe.data.exclude:
            self._setup.change_settings({"data.exclude": ()})
        self._preferences.remember_source(source)
        self._page.set_recents(self._preferences.recents)
        self._page.follow(source)
        self.count()

    def count(self) -> None:
        """Let the form know how many pictures and classes it is for, as far as a listing tells."""
        source, settings = self._setup.source, self._setup.recipe.data
        self._counted = (source, settings.selecting)
        self._stop_counting()
        self._setup.set_data(None, None)
        self._counting = run_in_background(partial(count_pictures, source, settings))
        self._counting.finished.connect(self._on_counted)

    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._counting = None

    @Slot(object)
    def _on_counted(self, counted: Counted) -> None:
        if self.sender() is self._counting:
            self._counting = None
            self._setup.set_data(counted.pictures, counted.classes)

    @Slot()
    def _on_recipe_changed(self) -> None:
        if self._counted != (self._setup.source, self._setup.recipe.data.selecting):
            self.count()

    @Slot(str, object)
    def _on_examined(self, source: str, examination: Examination) -> None:
        """Believe those who have read the pictures more than the listing."""
        if (source, examination.settings.selecting) == (self._setup.source, self._setup.recipe.data.selecting):
            self._counted = (source, examination.settings.selecting)
            self._stop_counting()
            self._setup.set_data(examination.statistics.examples, len(examination.statistics.classes))

    @Slot(dict)
    def _on_changes_wanted(self, changes: dict) -> None:
        if self._may_change():
            self._setup.change_settings(changes)

    @Slot(object)
    def _on_recipe_wanted(self, suggestion: Suggestion) -> None:
        if self._may_change():
            self._setup.choose_recipe(suggestion.recipe, suggestion.changes)

    @Slot(dict)
    def _on_devices_found(self, devices: dict[str, str]) -> None:
        self._page.set_gpu(any(name.startswith("gpu") for name in devices))

    def _may_change(self) -> bool:
        if self._training.is_training:
            self.refused.emit(self.tr("Stop the run that is training before you change its pictures."))
        return not self._training.is_training

    @Slot(str, object)
    def _on_report_wanted(self, ending: str, examination: Examination) -> None:
        name = Path(examination.source).name
        folder = Path(self._preferences.recents[0]).parent if self._preferences.recents else Path.home()
        kinds = {f".{ending}": ending.upper()}
        path = ask_where_to_save(self._page, self.tr("Save the report"), f"{name}.{ending}", kinds, folder)
        if path is not None:
            task = run_in_background(partial(_write, examination, path))
            self._page.show_work(task, self.tr("Writing the report"))
            task.finished.connect(self.report_written)
            task.failed.connect(self._on_failed)

    @Slot(str)
    def _on_clear_wanted(self, source: str) -> None:
        task = run_in_background(partial(_clear, source))
        task.finished.connect(self._page.show_prepared)
        task.failed.connect(self._on_failed)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        tell_failure(self._page, error.headline, error.detail, error.hint)


def _write(examination: Examination, path: Path, progress: Progress) -> Path:
    write_report(examination, path, progress)
    return path


def _clear(source: str, _progress: Progress) -> list[PreparedSet]:
    """Delete what was prepared of a source and no run needs; return what is left."""
    clear([entry for entry in _sets_of(source) if not entry.runs])
    return _sets_of(source)


def _sets_of(source: str) -> list[PreparedSet]:
    return [entry for entry in prepared_sets() if entry.manifest.source == source]
