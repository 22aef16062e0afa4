"""The page Data: what is in a source of pictures, what the doctor says of it, and how training will see it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.data.doctor.finding import Finding
from studio.data.prepared.store import PreparedSet
from studio.ui.panels.data_content import DataContent
from studio.ui.panels.data_fixes import AppliedFix, applied, fix_rows
from studio.ui.panels.data_source_menu import dropped_source, name_of
from studio.ui.panels.drop_zone import DropZone
from studio.ui.threads.background import Task
from studio.ui.threads.data_reader import DataReader, Examined, Listed
from studio.ui.tokens import Spacing
from studio.ui.widgets.working import Working

EXAMINE_DELAY_MS = 400
EMPTY, WORKING, CONTENT = range(3)


class DataPage(QWidget):
    """Shows one source at a time; what is to change is only asked for.

    `changes_wanted` carries {dotted key: value} of the recipe, `recipe_wanted` the `Suggestion` of another one,
    `report_wanted` an ending and the `Examination`, `clear_wanted` the source whose prepared sets shall go.
    """

    source_examined = Signal(str, object)
    use_for_training = Signal(str)
    changes_wanted = Signal(dict)
    recipe_wanted = Signal(object)
    report_wanted = Signal(str, object)
    clear_wanted = Signal(str)

    def __init__(self, recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_page")
        self.setAcceptDrops(True)
        self._settings = recipe.data
        self._source = self._next = ""
        self._listed: Listed | None = None
        self._examined: Examined | None = None
        self._taken: list[AppliedFix] = []
        self._work: Task | None = None
        self._zone, self._working, self._content = DropZone(), Working(), DataContent(recipe.data)
        self._reader = DataReader(self)
        self._again = QTimer(self, interval=EXAMINE_DELAY_MS, singleShot=True)
        self._again.timeout.connect(self._examine)
        self._layers = QStackedLayout(self)
        for page in (_padded(self._zone), _padded(self._working), _padded(self._content)):
            self._layers.addWidget(page)
        self._connect_reader()
        self._connect_content()
        self._content.suggestion.set_recipe(recipe)

    @property
    def source(self) -> str:
        """What is shown, or will be once the page is seen; empty at first."""
        return self._next or self._source

    @Slot(str)
    def open_source(self, source: str) -> None:
        """Show another source and examine it; files left out of the one before are forgotten."""
        if source != self._source and self._settings.exclude:
            self.changes_wanted.emit({"data.exclude": ()})
        self._open(source)

    @Slot(str)
    def follow(self, source: str) -> None:
        """Show this source, which was chosen elsewhere, as soon as the page is seen."""
        self._next = source
        if self.isVisible():
            self._open_next()

    @Slot(object)
    def set_recipe(self, recipe: Recipe) -> None:
        """Show the pictures as this recipe wants them; what is open is examined again."""
        self._content.suggestion.set_recipe(recipe)
        if recipe.data == self._settings:
            return
        self._settings = recipe.data
        self._content.set_settings(recipe.data)
        self._content.findings.show_fixes(fix_rows(self._settings, self._taken))
        if self._listed is not None:
            self._again.start()

    def set_gpu(self, gpu: bool) -> None:  # noqa: FBT001  a slot's value
        """Know whether there is a graphics card to train on."""
        self._content.set_gpu(gpu)

    def set_recents(self, recents: list[str]) -> None:
        """Offer sources that were used before."""
        self._zone.set_recents(recents)
        self._content.head.set_recents(recents)

    def show_work(self, task: Task, what: str) -> None:
        """Show other work on the pictures, which can be cancelled here, too."""
        self._work = task
        self._content.progress.start(what)
        task.progressed.connect(self._content.progress.show_progress)
        for ended in (task.finished, task.failed, task.cancelled):
            ended.connect(self._content.progress.end)

    @Slot(object)
    def show_prepared(self, sets: list[PreparedSet]) -> None:
        """Show what is prepared of this source now."""
        self._content.prepared.show_sets(sets)

    def shutdown(self) -> None:
        """Read nothing more."""
        self._again.stop()
        self._reader.shutdown()
        self._content.shutdown()

    def _open_next(self) -> None:
        source, self._next = self._next, ""
        if source and source != self._source:
            self._open(source)

    @Slot()
    def _on_refresh(self) -> None:
        taken = self._taken
        self._open(self._source)
        self._taken = taken

    def _open(self, source: str) -> None:
        self._source, self._listed, self._examined, self._taken = source, None, None, []
        self._working.start(self.tr("Opening %1").replace("%1", name_of(source)))
        self._layers.setCurrentIndex(WORKING)
        self._reader.list_source(source)

    @Slot(object)
    def _on_listed(self, listed: Listed) -> None:
        self._listed = listed
        self._content.show_listed(listed, name_of(self._source))
        self._layers.setCurrentIndex(CONTENT)
        self._examine()

    @Slot()
    def _examine(self) -> None:
        if self._listed is not None:
            self._content.show_examining()
            self._reader.examine(self._listed.source, self._settings, self._examined)

    @Slot(object)
    def _on_examined(self, examined: Examined) -> None:
        self._examined = examined
        self._content.show_examined(examined)
        self._content.findings.show_fixes(fix_rows(self._settings, self._taken))
        self.source_examined.emit(self._source, examined.examination)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self._examined is None and (self._listed is None or self._listed.pictures is None):
            self._source, self._listed = "", None  # there is nothing to go back to
        self._working.show_failure(error.headline, f"{error.detail} {error.hint}".strip())
        self._layers.setCurrentIndex(WORKING)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self._working.show_progress(done, total, what)
        self._content.progress.show_progress(done, total, what)

    @Slot()
    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()
        if self._reader.is_busy:
            self._reader.cancel()
        else:
            self._on_cancelled()

    @Slot()
    def _on_cancelled(self) -> None:
        self._content.show_cancelled()
        self._layers.setCurrentIndex(EMPTY if self._listed is None else CONTENT)

    @Slot(object)
    def _on_fix(self, finding: Finding) -> None:
        fix = applied(finding, self._settings)
        if fix is not None and finding.fix is not None:
            self._taken.append(fix)
            self.changes_wanted.emit(finding.fix.applied_to(self._settings))

    @Slot(tuple)
    def _on_leave_out(self, names: tuple[str, ...]) -> None:
        self.changes_wanted.emit({"data.exclude": tuple(sorted({*self._settings.exclude, *names}))})

    @Slot(tuple)
    def _on_take_in(self, names: tuple[str, ...]) -> None:
        self.changes_wanted.emit({"data.exclude": tuple(sorted(set(self._settings.exclude) - set(names)))})

    @Slot()
    def _on_use(self) -> None:
        self.use_for_training.emit(self._source)

    @Slot(str)
    def _on_report(self, ending: str) -> None:
        if self._examined is not None:
            self.report_wanted.emit(ending, self._examined.examination)

    @Slot()
    def _on_clear(self) -> None:
        if self._listed is not None:
            self.clear_wanted.emit(self._listed.source.name)

    def _connect_reader(self) -> None:
        reader = self._reader
        reader.listed.connect(self._on_listed)
        reader.examined.connect(self._on_examined)
        reader.progressed.connect(self._on_progressed)
        reader.failed.connect(self._on_failed)
        reader.cancelled.connect(self._on_cancelled)
        self._working.cancel_wanted.connect(self._on_cancel)

    def _connect_content(self) -> None:
        content = self._content
        self._zone.source_chosen.connect(self.open_source)
        content.head.source_chosen.connect(self.open_source)
        content.head.refresh_wanted.connect(self._on_refresh)
        content.head.use_wanted.connect(self._on_use)
        content.head.report_wanted.connect(self._on_report)
        content.suggestion.recipe_wanted.connect(self.recipe_wanted)
        content.progress.cancel_wanted.connect(self._on_cancel)
        content.findings.fix_wanted.connect(self._on_fix)
        content.findings.undo_wanted.connect(self.changes_wanted)
        content.preview.edited.connect(self.changes_wanted)
        content.prepared.clear_wanted.connect(self._on_clear)
        content.gallery.leave_out_wanted.connect(self._on_leave_out)
        content.gallery.take_in_wanted.connect(self._on_take_in)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._open_next()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_source(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        source = dropped_source(event.mimeData())
        if source:
            self.open_source(source)


def _padded(widget: QWidget) -> QWidget:
    outer = QWidget()
    column = QVBoxLayout(outer)
    column.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
    column.addWidget(widget)
    return outer
