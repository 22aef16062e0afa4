"""Everything on the Explore page that belongs to one generator: controls, picture, variations, favourites, walk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder, is_run
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.exploration import Exploration
from studio.explore.favourites import Favourite
from studio.explore.marks import PictureMark, save_png
from studio.explore.pictures import to_image
from studio.explore.place import Place
from studio.ui.dialogs.find_dialog import FindDialog
from studio.ui.dialogs.nearest_dialog import NearestDialog
from studio.ui.dialogs.walk_dialog import WalkDialog
from studio.ui.panels.explore_around import AroundPanel
from studio.ui.panels.explore_controls import ExploreControls
from studio.ui.panels.explore_favourites import FavouritesPanel
from studio.ui.panels.explore_stage import ExploreStage
from studio.ui.panels.explore_walk import WalkPanel
from studio.ui.threads.explorer_thread import Drawn, Purpose
from studio.ui.tokens import Spacing

AROUND_DELAY_MS = 40
PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"

Draw = Callable[[Purpose, list[Place]], int]
"""Asks for the pictures of places; the answer is a `Drawn` with the stamp that is returned."""


class ExploreWorkbench(QWidget):
    """Changes one `Exploration` and shows what it draws."""

    failed = Signal(object)

    def __init__(self, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_workbench")
        self._draw = draw
        self._snapshot: GeneratorSnapshot | None = None
        self._exploration = Exploration(1)
        self._run: RunFolder | None = None
        self._nearest: NearestDialog | None = None
        self._asked: dict[int, list[Place]] = {}
        self._thumbnails: dict[int, list[int]] = {}
        self._shown: tuple[Place, np.ndarray] | None = None
        self._around_places: list[Place] = []
        self._around_timer = QTimer(self, interval=AROUND_DELAY_MS, singleShot=True)
        self._controls, self._stage, self._around = ExploreControls(), ExploreStage(), AroundPanel()
        self._favourites, self._walk = FavouritesPanel(), WalkPanel()
        self._lay_out()
        self._connect_stage()
        self._connect_panels()
        self._add_shortcuts()

    def explore(self, snapshot: GeneratorSnapshot, path: Path | None) -> None:
        """Show this generator, opened from `path`; when it is the same one with newer weights, stay where one is."""
        before, self._snapshot = self._snapshot, snapshot
        if before is None or before.name != snapshot.name or not self._exploration.fits(snapshot):
            self._exploration = Exploration(snapshot.latent_size, len(snapshot.class_names))
            self._walk.clear()
            self._run = RunFolder(path) if path is not None and is_run(path) else None
            self._favourites.open_folder(path if self._run else None)
            self._stage.show_run(known=self._run is not None)
            self._close_nearest()
        self._controls.explore(self._exploration, snapshot, path)
        self._show_place()
        self._draw_thumbnails(Purpose.FAVOURITES)
        self._draw_thumbnails(Purpose.KEYFRAMES)

    def recall(self, mark: PictureMark) -> None:
        """Go where a saved picture was made."""
        self._do(Exploration.recall, mark)

    def find_picture(self, file: Path) -> None:
        """Search for a user's picture; `failed` tells when there is no run to search with."""
        if self._run is None:
            headline = self.tr("A picture can be searched for in a run only.")
            self.failed.emit(StudioError(headline, "", self.tr("Open the run this generator was exported from.")))
            return
        dialog = FindDialog(self._run, file, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.found.connect(self._on_found)
        dialog.show()

    def stop(self) -> None:
        """Play nothing, compute nothing."""
        self._controls.stop()
        self._walk.stop()
        self._close_nearest()

    @Slot(object)
    def show_drawn(self, drawn: Drawn) -> None:
        """Show pictures that were asked for."""
        places = self._asked.pop(drawn.stamp, [])
        match drawn.purpose:
            case Purpose.PICTURE if places:
                self._shown = places[0], drawn.pictures[0]
                self._stage.picture.set_pixels(drawn.pictures[0])
                self._stage.show_speed(drawn.seconds)
                if self._nearest is not None:
                    self._nearest.show_picture(drawn.pictures[0])
            case Purpose.VARIATIONS if places:
                self._around_places = places
                self._around.show_pictures(drawn.pictures)
            case Purpose.FAVOURITES:
                self._favourites.show_pictures(self._thumbnails.pop(drawn.stamp), drawn.pictures)
            case Purpose.KEYFRAMES:
                self._walk.show_pictures(self._thumbnails.pop(drawn.stamp), drawn.pictures)
        self._asked = {stamp: value for stamp, value in self._asked.items() if stamp + 100 > drawn.stamp}

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(Spacing.MEDIUM)
        right.addWidget(self._around)
        right.addWidget(self._favourites, 1)
        body = QHBoxLayout()
        body.setSpacing(Spacing.LARGE)
        body.addWidget(self._controls)
        body.addWidget(self._stage, 1)
        body.addLayout(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addLayout(body, 1)
        layout.addWidget(self._walk)

    def _connect_stage(self) -> None:
        stage = self._stage
        stage.picture.dragged.connect(lambda right, up: self._do(Exploration.drag, right, up))
        stage.picture.drag_ended.connect(lambda: self._exploration.end_drag())
        stage.undo_wanted.connect(lambda: self._do(Exploration.undo))
        stage.redo_wanted.connect(lambda: self._do(Exploration.redo))
        stage.hold_wanted.connect(lambda: self._do(Exploration.hold))
        stage.swap_wanted.connect(lambda: self._do(Exploration.swap))
        stage.compare_started.connect(self._on_compare_started)
        stage.compare_ended.connect(self._draw_here)
        stage.star_wanted.connect(self._on_star)
        stage.find_wanted.connect(self._on_find_wanted)
        stage.nearest_wanted.connect(self._on_nearest_wanted)
        stage.copy_wanted.connect(self._on_copy)
        stage.save_wanted.connect(self._on_save)

    def _connect_panels(self) -> None:
        self._around_timer.timeout.connect(self._draw_around)
        self._controls.changed.connect(self._show_place)
        self._controls.failed.connect(self.failed)
        self._around.chosen.connect(lambda number: self._do(Exploration.go, self._around_places[number]))
        self._around.others_wanted.connect(self._on_others)
        self._around.spread_changed.connect(self._on_spread_changed)
        self._favourites.recalled.connect(self.recall)
        self._favourites.walk_wanted.connect(lambda mark: self._walk.add(self._exploration.place.at_mark(mark)))
        self._favourites.pictures_wanted.connect(lambda: self._draw_thumbnails(Purpose.FAVOURITES))
        self._favourites.failed.connect(self.failed)
        self._walk.add_wanted.connect(self._on_add_keyframe)
        self._walk.recalled.connect(lambda place: self._do(Exploration.go, place))
        self._walk.frame_wanted.connect(self._draw_place)
        self._walk.stopped.connect(self._draw_here)
        self._walk.pictures_wanted.connect(lambda: self._draw_thumbnails(Purpose.KEYFRAMES))
        self._walk.render_wanted.connect(self._on_render_wanted)

    def _add_shortcuts(self) -> None:
        actions: dict[str, Callable[[], None]] = {
            "Ctrl+Z": self._stage.undo_wanted.emit,
            "Ctrl+Shift+Z": self._stage.redo_wanted.emit,
            "Ctrl+C": self._on_copy,
            "Ctrl+S": self._on_save,
            "R": self._controls.randomise,
            "H": self._stage.hold_wanted.emit,
            "X": self._stage.swap_wanted.emit,
            "S": self._on_star,
            "N": self._on_nearest_wanted,
            "F": self._on_find_wanted,
            "K": self._on_add_keyframe,
            "V": self._on_others,
        }
        for keys, action in actions.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _do(self, action: Callable[..., None], *values: Any) -> None:
        action(self._exploration, *values)
        self._show_place()

    @Slot()
    def _show_place(self) -> None:
        """Let every panel show where the exploration stands, and ask for its picture."""
        self._controls.show_place()
        self._stage.show_trail(can_undo=self._exploration.can_undo, can_redo=self._exploration.can_redo)
        self._stage.show_held(held=self._exploration.held is not None)
        self._draw_here()
        self._around_timer.start()

    @Slot()
    def _draw_here(self) -> None:
        self._draw_place(self._exploration.place)

    @Slot(object)
    def _draw_place(self, place: Place) -> None:
        self._ask(Purpose.PICTURE, [place])

    @Slot()
    def _draw_around(self) -> None:
        self._ask(Purpose.VARIATIONS, self._exploration.around(self._around.count))

    def _draw_thumbnails(self, purpose: Purpose) -> None:
        here = self._exploration.place
        places = self._favourites.places(here) if purpose == Purpose.FAVOURITES else self._walk.places()
        if places and self._snapshot is not None:
            self._thumbnails[self._ask(purpose, list(places.values()))] = list(places)

    def _ask(self, purpose: Purpose, places: list[Place]) -> int:
        stamp = self._draw(purpose, places)
        self._asked[stamp] = places
        return stamp

    @Slot()
    def _on_compare_started(self) -> None:
        if self._exploration.held is not None:
            self._draw_place(self._exploration.held)

    @Slot()
    def _on_others(self) -> None:
        self._exploration.shuffle_around()
        self._draw_around()

    @Slot(float)
    def _on_spread_changed(self, spread: float) -> None:
        self._exploration.spread = spread
        self._draw_around()

    @Slot()
    def _on_star(self) -> None:
        if self._snapshot is not None:
            mark = self._exploration.place.mark(self._snapshot.name, self._snapshot.step)
            self._favourites.add(Favourite(mark=mark))

    @Slot()
    def _on_add_keyframe(self) -> None:
        self._walk.add(self._exploration.place)

    @Slot()
    def _on_render_wanted(self) -> None:
        self._walk.stop()
        if self._snapshot is not None:
            WalkDialog(self._snapshot, list(self._walk.places().values()), self).open()

    @Slot()
    def _on_find_wanted(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Find a picture"), "", self.tr("Pictures") + f" ({PICTURES})"
        )
        if name:
            self.find_picture(Path(name))

    @Slot(object, object)
    def _on_found(self, latent: np.ndarray, classes: np.ndarray) -> None:
        self._do(Exploration.go, self._exploration.place.found(latent, classes))

    @Slot()
    def _on_nearest_wanted(self) -> None:
        if self._run is None or self._snapshot is None or self._shown is None:
            return
        self._close_nearest()
        self._nearest = NearestDialog(self._run, self._snapshot, self)
        self._nearest.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._nearest.destroyed.connect(self._on_nearest_gone)
        self._nearest.show_picture(self._shown[1])
        self._nearest.show()

    def _close_nearest(self) -> None:
        if self._nearest is not None:
            self._nearest.destroyed.disconnect(self._on_nearest_gone)
            self._nearest.close()
            self._nearest = None

    @Slot()
    def _on_nearest_gone(self) -> None:
        self._nearest = None

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
