"""The page Data: what is in a folder of pictures, how training will see it, and which files cannot be read."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.sections.data import DataSettings
from studio.data.image_set import ImageSet
from studio.data.pictures import Pictures, pictures_of_array, pictures_of_files
from studio.data.sources import open_images
from studio.data.thumbnails import Thumbnails
from studio.ui.dialogs.questions import ask_for_folder
from studio.ui.icons import icon
from studio.ui.panels.drop_zone import DropZone, dropped_folder
from studio.ui.panels.facts import FactsPanel
from studio.ui.panels.picture_list import PictureList, PictureModel
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.working import Working

SIDE_PX = 320
REREAD_DELAY_MS = 400


class DataPage(QWidget):
    """Reads one source at a time in the background. `source_opened` carries its name and the `ImageSet`."""

    source_opened = Signal(str, object)
    use_for_training = Signal(str)

    def __init__(self, settings: DataSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_page")
        self.setAcceptDrops(True)
        self._settings = settings
        self._source = ""
        self._task: Task | None = None
        self._model = PictureModel(self)
        self._thumbnails = Thumbnails()
        self._reread = QTimer(self, interval=REREAD_DELAY_MS, singleShot=True)
        self._reread.timeout.connect(self._read)
        self._zone, self._working = DropZone(), Working()
        self._zone.source_dropped.connect(self.open_source)
        self._zone.browse_wanted.connect(self._on_browse)
        self._working.cancel_wanted.connect(self._on_cancel)
        self._layers = QStackedLayout(self)
        for page in (_padded(self._zone), _padded(self._working), self._content()):
            self._layers.addWidget(page)

    @Slot(str)
    def open_source(self, source: str) -> None:
        """Read a folder or demo and show it."""
        self._source = source
        self._read()

    @Slot(object)
    def set_recipe(self, recipe: Recipe) -> None:
        """Show the pictures as this recipe wants them; an open source is read again."""
        if recipe.data != self._settings:
            self._settings = recipe.data
            if self._source:
                self._reread.start()

    def shutdown(self) -> None:
        """Cancel what is being read."""
        self._reread.stop()
        self._on_cancel()
        self._model.shutdown()
        self._thumbnails.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_folder(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = dropped_folder(event)
        if folder is not None:
            self.open_source(str(folder))

    @Slot()
    def _read(self) -> None:
        if self._task is not None:
            self._task.cancel()
        source, settings = self._source, self._settings
        self._task = run_in_background(lambda progress: open_images(source, settings, progress))
        self._task.progressed.connect(self._working.show_progress)
        self._task.finished.connect(self._on_read)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._working.start(self.tr("Reading %1").replace("%1", _name_of(source)))
        self._layers.setCurrentIndex(1)

    @Slot(object)
    def _on_read(self, images: ImageSet) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self._model.show_pictures(_pictures_of(images, self._thumbnails))
        self._title.setText(_name_of(images.source))
        self._facts.show_facts(self._facts_of(images))
        self._problems.clear()
        self._problems.addItems([f"{s.path}: {s.reason}" for s in images.skipped])
        self._problems_title.setText(self.tr("Left out: %1").replace("%1", f"{len(images.skipped):,}"))
        for widget in (self._problems, self._problems_title):
            widget.setVisible(bool(images.skipped))
        self._good.setVisible(not images.skipped)
        self._layers.setCurrentIndex(2)
        self.source_opened.emit(self._source, images)

    def _facts_of(self, images: ImageSet) -> dict[str, str]:
        height, width, _ = images.images.shape[1:]
        classes = len(images.class_names)
        return {
            self.tr("Pictures"): f"{len(images):,}",
            self.tr("As trained on"): f"{width} × {height}, {self._settings.colour}",
            self.tr("Classes"): ", ".join(images.class_names[:6]) + (" …" if classes > 6 else "") if classes else "–",
            self.tr("Memory"): f"{images.images.nbytes / 2**20:,.1f} MB",
            self.tr("Fingerprint"): images.fingerprint[:12],
        }

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self.sender() is self._task:
            self._task = None
            self._working.show_failure(error.headline, f"{error.detail} {error.hint}".strip())

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._layers.setCurrentIndex(2 if self._model.count else 0)

    @Slot()
    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self._layers.setCurrentIndex(2 if self._model.count else 0)

    @Slot()
    def _on_browse(self) -> None:
        chosen = ask_for_folder(self, self.tr("Choose a folder of pictures"), "")
        if chosen is not None:
            self.open_source(str(chosen))

    @Slot()
    def _on_use(self) -> None:
        self.use_for_training.emit(self._source)

    def _content(self) -> QWidget:
        self._title = QLabel()
        set_type(self._title, Type.HEADING)
        browse = QPushButton(icon("folder"), self.tr("Other pictures…"))
        browse.setObjectName("data_other")
        browse.clicked.connect(self._on_browse)
        use = QPushButton(icon("train", "on_accent"), self.tr("Train on these"))
        use.setObjectName("data_use")
        set_role(use, "primary")
        use.clicked.connect(self._on_use)
        for button in (browse, use):
            button.setAccessibleName(button.text())
        head = QHBoxLayout()
        head.setSpacing(Spacing.SMALL)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(browse)
        head.addWidget(use)
        body = QHBoxLayout()
        body.setSpacing(Spacing.LARGE)
        body.addWidget(PictureList(self._model), 1)
        body.addWidget(self._side())
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.WIDE)
        column.setSpacing(Spacing.LARGE)
        column.addLayout(head)
        column.addLayout(body, 1)
        return content

    def _side(self) -> QWidget:
        self._facts = FactsPanel()
        self._problems_title, self._problems = QLabel(), QListWidget()
        self._problems.setObjectName("data_problems")
        self._problems.setAccessibleName(self.tr("Files that are left out"))
        self._problems.setWordWrap(True)
        set_type(self._problems_title, Type.STRONG)
        self._good = QLabel(self.tr("Every file could be read."))
        set_role(self._good, "badge good")
        card = QFrame()
        card.setFixedWidth(SIDE_PX)
        set_role(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        column.setSpacing(Spacing.MEDIUM)
        column.addWidget(self._facts)
        column.addWidget(self._good, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._problems_title)
        column.addWidget(self._problems, 1)
        column.addStretch(0)
        return card


def _pictures_of(images: ImageSet, thumbnails: Thumbnails) -> Pictures:
    """The files as they are, or what was made of a source that has none."""
    if images.names:
        return pictures_of_files(Path(images.source), images.names, thumbnails)
    return pictures_of_array(images.images, [f"{number:,}" for number in range(1, len(images) + 1)])


def _padded(widget: QWidget) -> QWidget:
    outer = QWidget()
    column = QVBoxLayout(outer)
    column.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.WIDE)
    column.addWidget(widget)
    return outer


def _name_of(source: str) -> str:
    return source if source.startswith("demo:") else Path(source).name or source
