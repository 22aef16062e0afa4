"""The page Explore: move through a generator's latents, and keep what is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.exploration import Exploration
from studio.explore.marks import read_mark, save_png
from studio.explore.place import Place
from studio.explore.sheets import to_image
from studio.ui.panels.explore_around import AroundPanel
from studio.ui.panels.explore_controls import ExploreControls
from studio.ui.panels.explore_empty import ExploreEmpty
from studio.ui.panels.explore_header import NEWEST, ExploreHeader
from studio.ui.panels.explore_stage import ExploreStage
from studio.ui.threads.explorer_thread import Drawn, ExplorerThread, Purpose
from studio.ui.tokens import Spacing

AROUND_DELAY_MS = 40
FOLLOW_INTERVAL_MS = 500
DRAG_DISTANCE = 4.0  # how far dragging across the whole picture goes, in standard deviations


class ExplorePage(QWidget):
    """Explores one generator at a time; `snapshot_wanted` asks the training under way for its newest weights."""

    snapshot_wanted = Signal()
    start_wanted = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_page")
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self._step = NEWEST
        self._training = False
        self._snapshot: GeneratorSnapshot | None = None
        self._exploration = Exploration(1)
        self._asked: dict[int, Place] = {}
        self._shown: tuple[Place, np.ndarray] | None = None
        self._thread = ExplorerThread(self)
        self._header, self._controls, self._stage = ExploreHeader(), ExploreControls(), ExploreStage()
        self._around, self._empty = AroundPanel(), ExploreEmpty()
        self._around_timer = QTimer(self, interval=AROUND_DELAY_MS, singleShot=True)
        self._follow_timer = QTimer(self, interval=FOLLOW_INTERVAL_MS)
        self._lay_out()
        self._connect_thread()
        self._connect_panels()
        self._add_shortcuts()

    def open_run(self, path: Path, step: int = NEWEST) -> None:
        """Explore a run's folder or an exported file; `failed` tells when that is not possible."""
        self._path, self._step = path, step
        self._start_thread()
        self._thread.open_path(path, None if step == NEWEST else step)

    def show_snapshot(self, snapshot: GeneratorSnapshot) -> None:
        """Take these weights; latent and sliders stay where the generator is otherwise the same."""
        self._start_thread()
        self._thread.open_snapshot(snapshot)

    def set_training(self, training: bool) -> None:  # noqa: FBT001  a slot
        """Say whether this window trains a run whose weights can be asked for."""
        self._training = training
        if training:
            self._header.set_follow(True)

    def shutdown(self) -> None:
        """End the thread and wait for it."""
        self._follow_timer.stop()
        self._controls.stop()
        self._thread.shutdown()

    def _start_thread(self) -> None:
        if not self._thread.isRunning():
            self._thread.start()

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(Spacing.LARGE)
        body.addWidget(self._controls)
        body.addWidget(self._stage, 1)
        body.addWidget(self._around, 0, Qt.AlignmentFlag.AlignTop)
        explorer = QWidget()
        layout = QVBoxLayout(explorer)
        layout.setContentsMargins(Spacing.WIDE, Spacing.LARGE, Spacing.WIDE, Spacing.WIDE)
        layout.setSpacing(Spacing.LARGE)
        layout.addWidget(self._header)
        layout.addLayout(body, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(explorer)

    def _connect_thread(self) -> None:
        self._thread.opened.connect(self._on_opened)
        self._thread.drawn.connect(self._on_drawn)
        self._thread.failed.connect(self.failed)
        self._around_timer.timeout.connect(self._draw_around)
        self._follow_timer.timeout.connect(self._on_follow_tick)

    def _connect_panels(self) -> None:
        self._empty.open_wanted.connect(self._on_open)
        self._empty.start_wanted.connect(self.start_wanted)
        self._header.open_wanted.connect(self._on_open)
        self._header.checkpoint_chosen.connect(self._on_checkpoint_chosen)
        self._header.follow_changed.connect(self._on_follow_changed)
        self._controls.changed.connect(self._show_place)
        self._stage.picture.dragged.connect(self._on_dragged)
        self._stage.picture.drag_ended.connect(self._on_drag_ended)
        self._stage.undo_wanted.connect(self._on_undo)
        self._stage.redo_wanted.connect(self._on_redo)
        self._stage.hold_wanted.connect(self._on_hold)
        self._stage.swap_wanted.connect(self._on_swap)
        self._stage.compare_started.connect(self._on_compare_started)
        self._stage.compare_ended.connect(self._draw)
        self._stage.copy_wanted.connect(self._on_copy)
        self._stage.save_wanted.connect(self._on_save)
        self._around.chosen.connect(self._on_variation_chosen)
        self._around.others_wanted.connect(self._on_others)
        self._around.spread_changed.connect(self._on_spread_changed)

    def _add_shortcuts(self) -> None:
        actions: dict[str, Callable[[], None]] = {
            "Ctrl+O": self._on_open,
            "Ctrl+Z": self._on_undo,
            "Ctrl+Shift+Z": self._on_redo,
            "Ctrl+C": self._on_copy,
            "Ctrl+S": self._on_save,
            "R": self._controls.randomise,
            "H": self._on_hold,
            "X": self._on_swap,
            "V": self._on_others,
        }
        for keys, action in actions.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    @Slot()
    def _show_place(self) -> None:
        """Let every panel show where the explorer stands, and ask for its picture."""
        self._controls.show_place()
        self._stage.show_trail(can_undo=self._exploration.can_undo, can_redo=self._exploration.can_redo)
        self._stage.show_held(held=self._exploration.held is not None)
        self._draw()
        self._around_timer.start()

    @Slot()
    def _draw(self) -> None:
        self._draw_place(self._exploration.place)

    def _draw_place(self, place: Place) -> None:
        self._asked[self._thread.draw(Purpose.PICTURE, place.drawn[None], place.classes[None])] = place

    @Slot()
    def _draw_around(self) -> None:
        self._places = self._exploration.around(self._around.count)
        latents = np.stack([place.drawn for place in self._places])
        self._thread.draw(Purpose.VARIATIONS, latents, np.stack([place.classes for place in self._places]))

    @Slot(object)
    def _on_opened(self, snapshot: GeneratorSnapshot) -> None:
        first = self._snapshot is None or not self._exploration.fits(snapshot) or self._snapshot.name != snapshot.name
        self._snapshot = snapshot
        if first:
            self._exploration = Exploration(snapshot.latent_size, len(snapshot.class_names))
            self._controls.explore(self._exploration, snapshot.class_names)
        height, width, _ = snapshot.shape
        facts = self.tr("step {0} · {1} × {2} pixels").format(f"{snapshot.step:,}", width, height)
        self._header.show_generator(snapshot.name, facts)
        self._header.show_checkpoints(self._checkpoint_steps(), self._step)
        self._layers.setCurrentIndex(1)
        self._show_place()

    @Slot(object)
    def _on_drawn(self, drawn: Drawn) -> None:
        if drawn.purpose == Purpose.VARIATIONS:
            self._around.show_pictures(drawn.pictures)
        elif drawn.stamp in self._asked:
            self._shown = self._asked[drawn.stamp], drawn.pictures[0]
            self._asked = {stamp: place for stamp, place in self._asked.items() if stamp > drawn.stamp}
            self._stage.picture.set_pixels(drawn.pictures[0])
            self._stage.show_speed(drawn.seconds)

    def _checkpoint_steps(self) -> list[int]:
        return RunFolder(self._path).checkpoint_steps() if self._path is not None else []

    @Slot()
    def _on_follow_tick(self) -> None:
        """Ask for newer weights: from the training in this window, or from a run that another process writes."""
        if not self.isVisible():
            return
        if self._training:
            self.snapshot_wanted.emit()
        elif self._path is not None and self._snapshot is not None:
            steps = self._checkpoint_steps()
            if steps and steps[-1] > self._snapshot.step:
                self._thread.open_path(self._path)

    @Slot(bool)
    def _on_follow_changed(self, follow: bool) -> None:  # noqa: FBT001  a slot
        if follow:
            self._step = NEWEST
            self._follow_timer.start()
            self._on_follow_tick()
        else:
            self._follow_timer.stop()

    @Slot(int)
    def _on_checkpoint_chosen(self, step: int) -> None:
        self._header.set_follow(False)
        if self._path is not None:
            self.open_run(self._path, step)

    @Slot()
    def _on_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a generator"), "", self.tr("Generators (*.onnx run.json)")
        )
        if name:
            self._open_any(Path(name))

    def _open_any(self, path: Path) -> None:
        """Open what was chosen or dropped: a run, an exported file, or a picture that tells its latent."""
        if path.name == "run.json":
            self.open_run(path.parent)
        elif path.suffix.lower() == ".png":
            self._recall(path)
        else:
            self.open_run(path)

    def _recall(self, path: Path) -> None:
        try:
            mark = read_mark(path)
        except StudioError as error:
            self.failed.emit(error)
            return
        self._act(self._exploration.recall, mark)

    def _act(self, action: Callable[..., None], *values: Any) -> None:
        action(*values)
        self._show_place()

    @Slot(float, float)
    def _on_dragged(self, right: float, up: float) -> None:
        for number, part in enumerate((right, up)):
            direction = np.zeros(len(self._exploration.place.latent), np.float32)
            direction[number % len(direction)] = 1.0
            self._exploration.move(direction, part * DRAG_DISTANCE, "drag")
        self._show_place()

    @Slot()
    def _on_drag_ended(self) -> None:
        self._exploration.end_drag()

    @Slot()
    def _on_undo(self) -> None:
        self._act(self._exploration.undo)

    @Slot()
    def _on_redo(self) -> None:
        self._act(self._exploration.redo)

    @Slot()
    def _on_hold(self) -> None:
        self._act(self._exploration.hold)

    @Slot()
    def _on_swap(self) -> None:
        self._act(self._exploration.swap)

    @Slot()
    def _on_compare_started(self) -> None:
        if self._exploration.held is not None:
            self._draw_place(self._exploration.held)

    @Slot(int)
    def _on_variation_chosen(self, number: int) -> None:
        self._act(self._exploration.go, self._places[number])

    @Slot()
    def _on_others(self) -> None:
        self._exploration.shuffle_around()
        self._draw_around()

    @Slot(float)
    def _on_spread_changed(self, spread: float) -> None:
        self._exploration.spread = spread
        self._draw_around()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setImage(self._stage.picture.image)

    @Slot()
    def _on_save(self) -> None:
        if self._shown is None or self._snapshot is None:
            return
        place, pixels = self._shown
        seed = "" if place.seed is None else f" seed {place.seed}"
        proposed = f"{self._snapshot.name} step {self._snapshot.step}{seed}.png"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the picture"), proposed, self.tr("PNG (*.png)"))
        if not name:
            return
        try:
            mark = place.mark(self._snapshot.name, self._snapshot.step)
            save_png(Path(name).with_suffix(".png"), to_image(pixels), mark)
        except StudioError as error:
            self.failed.emit(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._open_any(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()
