"""The desk of the pictures on the Train page: real ones beside them, the raw generator, cells, and saving."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QDialog

from studio.core.branching import nearest_checkpoint
from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.latents import grid_classes
from studio.core.notes import name_of
from studio.core.pixels import grid
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.core.snapshot import GeneratorSnapshot
from studio.data.run_pictures import pictures_of_run
from studio.explore.place import Place
from studio.ui.dialogs.cell_dialog import CellDialog
from studio.ui.dialogs.nearest_dialog import NearestDialog
from studio.ui.dialogs.questions import tell_failure
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.dialogs.time_lapse_dialog import TimeLapseDialog
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.explore_mime import carry
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.panels.gallery import GridLook
from studio.ui.pixels import png_bytes
from studio.ui.preferences import Preferences
from studio.ui.threads.background import Task, Work, run_in_background

GALLERY = "gallery"  # the name of its choices in the preferences


class GalleryDesk(QObject):
    """`explore_wanted` carries a cell's latent float32 (size,) and classes (classes,), `sample_wanted` nothing.

    `drag_began` tells that a cell may be on its way to the Explore page.
    """

    explore_wanted = Signal(object, object)
    drag_began = Signal()
    sample_wanted = Signal()

    def __init__(self, page: TrainPage, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._panel, self._preferences = page, page.gallery, preferences
        self._raw_task: Task | None = None
        self._raw_next: int | None = None
        controls = self._panel.controls
        self._panel.set_look(preferences.recall(GALLERY, GridLook()))
        controls.set_raw(preferences.prefers_raw)
        controls.look_changed.connect(self._on_look_changed)
        controls.raw_toggled.connect(preferences.prefer_raw)
        controls.sample_wanted.connect(self.sample_wanted)
        controls.real_toggled.connect(self._on_real_toggled)
        page.raw_wanted.connect(self._on_raw_wanted)
        controls.grid_wanted.connect(self._on_grid_wanted)
        controls.time_lapse_wanted.connect(self._on_time_lapse_wanted)
        self._panel.cell_chosen.connect(self._on_cell_chosen)
        self._panel.cell_dragged_out.connect(self._on_cell_dragged_out)
        self._panel.explore_wanted.connect(self._on_explore_wanted)
        self._panel.nearest_wanted.connect(self._on_nearest_wanted)

    def _begin(self, work: Work, finished: Callable[..., None]) -> Task:
        task = run_in_background(work)
        task.finished.connect(finished)
        task.failed.connect(self._on_failed)
        return task

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    @Slot(object)
    def _on_look_changed(self, look: GridLook) -> None:
        self._preferences.remember(GALLERY, look)

    @Slot(bool)
    def _on_real_toggled(self, shown: bool) -> None:  # noqa: FBT001  a slot
        run = self._page.run
        if not shown or run is None:
            self._panel.hide_real()
            return
        self._begin(lambda progress: _real_grid(run, progress), self._on_real_read)

    @Slot(object)
    def _on_real_read(self, read: tuple[RunFolder, np.ndarray, int, int]) -> None:
        run, pixels, rows, columns = read
        if run is self._page.run:
            self._panel.show_real(pixels, rows, columns)

    @Slot(int)
    def _on_raw_wanted(self, step: int) -> None:
        """Draw with the raw generator; while that is being done, only the newest wish is remembered."""
        run = self._page.run
        if self._raw_task is not None or run is None:
            self._raw_next = step
            return
        self._raw_task = self._begin(lambda progress: _raw_grid(run, step, progress), self._on_raw_drawn)
        self._raw_task.failed.connect(self._on_raw_failed)

    @Slot(object)
    def _on_raw_drawn(self, drawn: tuple[RunFolder, int, np.ndarray, int, int]) -> None:
        run, step, pixels, rows, columns = drawn
        if run is self._page.run and self._panel.controls.is_raw:
            caption = self.tr("Checkpoint %1").replace("%1", f"{step:,}")
            self._panel.show_image(to_qimage(pixels), rows, columns, caption)
        self._raw_task, wanted, self._raw_next = None, self._raw_next, None
        if wanted is not None:
            self._on_raw_wanted(wanted)

    @Slot(object)
    def _on_raw_failed(self, _: StudioError) -> None:
        self._raw_task = None
        self._panel.controls.set_raw(False)

    @Slot()
    def _on_grid_wanted(self) -> None:
        """Save what is shown, which may be another grid by the time that a place is chosen."""
        run, shown = self._page.run, self._panel.grid
        if run is None or shown.image.isNull():
            return
        picture, what = shown.picture(), self._panel.controls.caption.text().replace(",", "")
        proposed = f"{name_of(run)} {what}.png"
        path = ask_where_to_save(self._page, self.tr("Save the grid"), proposed, {".png": "PNG"})
        if path is not None:
            self._begin(lambda _: write_atomically(path, png_bytes(picture)), lambda _: None)

    @Slot()
    def _on_time_lapse_wanted(self) -> None:
        self._open_time_lapse(None)

    def _open_time_lapse(self, cell: int | None) -> None:
        if self._page.run is not None:
            self._open(TimeLapseDialog(self._page.run, cell, self._page))

    @Slot(int)
    def _on_cell_chosen(self, cell: int) -> None:
        run = self._page.run
        if run is None:
            return
        dialog = CellDialog(run, cell, self._page.recipe.sampling.first_seed + cell, self._page)
        dialog.explore_wanted.connect(self._on_explore_wanted)
        dialog.nearest_wanted.connect(self._on_nearest_wanted)
        dialog.time_lapse_wanted.connect(self._open_time_lapse)
        self._open(dialog)

    @Slot(int)
    def _on_explore_wanted(self, cell: int) -> None:
        if self._page.run is not None:
            place = self._place(self._page.run, cell)
            self.explore_wanted.emit(place.latent, place.classes)

    @Slot(int)
    def _on_cell_dragged_out(self, cell: int) -> None:
        """Let a cell be dropped on the walk, the favourites or the picture of the Explore page."""
        run = self._page.run
        if run is None:
            return
        self.drag_began.emit()
        drag, mime = QDrag(self._panel), QMimeData()
        carry(mime, [self._place(run, cell).mark(name_of(run), self._page.shown_step)])
        drag.setMimeData(mime)
        drag.setPixmap(self._panel.grid.cell_pixmap(cell))
        drag.exec(Qt.DropAction.CopyAction)

    def _place(self, run: RunFolder, cell: int) -> Place:
        """Where the grid's cell was drawn."""
        recipe = self._page.recipe
        classes = len(run.read_record().class_names) if recipe.networks.conditional else 0
        place = Place.from_seed(recipe.sampling.first_seed + cell, recipe.networks.latent_size)
        return replace(place, classes=grid_classes(cell + 1, classes)[cell])

    @Slot(int)
    def _on_nearest_wanted(self, cell: int) -> None:
        run, step = self._page.run, self._page.shown_step
        if run is not None:
            self._begin(lambda _: _cell_and_snapshot(run, step, cell), self._on_cell_read)

    @Slot(object)
    def _on_cell_read(self, read: tuple[RunFolder, np.ndarray, GeneratorSnapshot]) -> None:
        run, pixels, snapshot = read
        dialog = NearestDialog(run, snapshot, self._page)
        dialog.show_picture(pixels)
        self._open(dialog)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._panel.hide_real()
        tell_failure(self._page, error.headline, error.detail, error.hint)


def _real_grid(run: RunFolder, progress: Progress) -> tuple[RunFolder, np.ndarray, int, int]:
    """Return as many real pictures as the grid has cells, spread over the collection, laid out as the grid is."""
    record = run.read_record()
    images = pictures_of_run(run, record, progress).images
    sampling = record.recipe.sampling
    count = min(sampling.rows * sampling.columns, len(images))
    places = np.random.default_rng(0).choice(len(images), count, replace=False)
    pixels = grid(np.stack([np.asarray(images[place]) for place in places]), sampling.columns)
    return run, pixels, -(-count // sampling.columns), sampling.columns


def _raw_grid(run: RunFolder, step: int, progress: Progress) -> tuple[RunFolder, int, np.ndarray, int, int]:
    """Draw the grid with the generator in training, at the checkpoint nearest to a step."""
    from studio.explore.session import GeneratorSession  # loads ONNX Runtime
    from studio.explore.sheets import seed_pictures
    from studio.explore.snapshots import open_snapshot

    checkpoint, sampling = nearest_checkpoint(run, step), run.read_record().recipe.sampling
    session = GeneratorSession(open_snapshot(run.path, checkpoint, raw=True))
    pictures = seed_pictures(
        session,
        first_seed=sampling.first_seed,
        count=sampling.rows * sampling.columns,
        truncation=1.0,
        classes=None,
        progress=progress,
    )
    return run, checkpoint, grid(pictures, sampling.columns), sampling.rows, sampling.columns


def _cell_and_snapshot(run: RunFolder, step: int, cell: int) -> tuple[RunFolder, np.ndarray, GeneratorSnapshot]:
    from studio.explore.snapshots import open_snapshot  # loads ONNX
    from studio.explore.time_lapse import read_grid

    return run, read_grid(run, step).cell(cell), open_snapshot(run.path, nearest_checkpoint(run, step))
