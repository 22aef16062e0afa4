"""Everything on the Explore page that belongs to one generator: controls, picture, variations, favourites, walk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDrag, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.run_folder import RunFolder, is_run
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.exploration import Exploration
from studio.explore.favourites import Favourite
from studio.explore.marks import PictureMark
from studio.explore.place import Place
from studio.ui.panels.explore_around import Around, AroundPanel
from studio.ui.panels.explore_controls import ExploreControls
from studio.ui.panels.explore_favourites import FavouritesPanel
from studio.ui.panels.explore_mime import carry
from studio.ui.panels.explore_outputs import Outputs
from studio.ui.panels.explore_stage import ExploreStage
from studio.ui.panels.explore_walk import WalkPanel
from studio.ui.threads.explorer_thread import Drawn, Purpose
from studio.ui.tokens import Spacing

AROUND_DELAY_MS = 40
ENDS_DELAY_MS = 300

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
        self._path: Path | None = None
        self._exploration = Exploration(1)
        self._asked: dict[int, list[Place]] = {}
        self._numbers: dict[int, list[int]] = {}
        self._around_places: list[Place] = []
        self._around_timer = QTimer(self, interval=AROUND_DELAY_MS, singleShot=True)
        self._ends_timer = QTimer(self, interval=ENDS_DELAY_MS, singleShot=True)
        self._controls, self._stage, self._around = ExploreControls(), ExploreStage(), AroundPanel()
        self._favourites, self._walk = FavouritesPanel(), WalkPanel()
        self.outputs = Outputs(self)
        self._lay_out()
        self._connect_stage()
        self._connect_around()
        self._connect_panels()
        self._add_shortcuts()

    @property
    def snapshot(self) -> GeneratorSnapshot | None:
        """The generator that is explored."""
        return self._snapshot

    def explore(self, snapshot: GeneratorSnapshot, path: Path | None) -> None:
        """Show this generator, opened from `path`; when it is the same one with newer weights, stay where one is."""
        known = self._snapshot is not None and path == self._path and self._exploration.fits(snapshot)
        self._snapshot, self._path = snapshot, path
        run = RunFolder(path) if path is not None and is_run(path) else None
        if not known:
            self._exploration = Exploration(snapshot.latent_size, len(snapshot.class_names), codes=snapshot.codes)
            self._walk.clear()
            self._favourites.open_folder(path if run else None)
            self._stage.show_run(known=run is not None)
        self.outputs.explore(snapshot, run)
        self._controls.explore(self._exploration, snapshot, path)
        self._show_place()
        self._draw_held()
        self._draw_thumbnails(Purpose.FAVOURITES)
        self._draw_thumbnails(Purpose.KEYFRAMES)

    def recall(self, mark: PictureMark) -> None:
        """Go where a saved picture was made."""
        self._do(Exploration.recall, mark)

    def stop(self) -> None:
        """Play nothing, compute nothing."""
        self._controls.stop()
        self._walk.stop()
        self.outputs.close()

    @Slot(object)
    def show_drawn(self, drawn: Drawn) -> None:
        """Show pictures that were asked for."""
        places, numbers = self._asked.pop(drawn.stamp, []), self._numbers.pop(drawn.stamp, [])
        match drawn.purpose:
            case Purpose.PICTURE if places:
                self._stage.picture.set_pixels(drawn.pictures[0])
                self._stage.show_speed(drawn.seconds)
                self.outputs.set_shown(places[0], drawn.pictures[0])
            case Purpose.HELD:
                self._stage.picture.set_held(drawn.pictures[0])
            case Purpose.VARIATIONS if places:
                self._around_places = places
                self._around.show_pictures(drawn.pictures)
            case Purpose.FAVOURITES:
                self._favourites.show_pictures(numbers, drawn.pictures)
            case Purpose.KEYFRAMES:
                self._walk.show_pictures(numbers, drawn.pictures)
            case Purpose.ENDS:
                before, after = drawn.pictures[: len(numbers)], drawn.pictures[len(numbers) :]
                self._controls.directions.show_ends(numbers, before, after)
        self._asked = {stamp: value for stamp, value in self._asked.items() if stamp + 100 > drawn.stamp}
        self._numbers = {stamp: value for stamp, value in self._numbers.items() if stamp + 100 > drawn.stamp}

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
        stage, outputs = self._stage, self.outputs
        stage.picture.dragged.connect(lambda right, up: self._do(Exploration.drag, right, up))
        stage.picture.drag_ended.connect(self._on_released)
        stage.undo_wanted.connect(lambda: self._do(Exploration.undo))
        stage.redo_wanted.connect(lambda: self._do(Exploration.redo))
        stage.hold_wanted.connect(lambda: self._hold(Exploration.hold))
        stage.swap_wanted.connect(lambda: self._hold(Exploration.swap))
        stage.compare_started.connect(self._on_compare_started)
        stage.compare_ended.connect(self._draw_here)
        stage.star_wanted.connect(self._on_star)
        stage.find_wanted.connect(outputs.ask_for_picture)
        stage.nearest_wanted.connect(outputs.show_nearest)
        stage.sheet_wanted.connect(outputs.save_sheet)
        stage.copy_wanted.connect(outputs.copy)
        stage.save_wanted.connect(outputs.save)
        outputs.found.connect(lambda latent, classes: self._do(Exploration.go_found, latent, classes))
        outputs.failed.connect(self.failed)

    def _connect_around(self) -> None:
        around = self._around
        self._around_timer.timeout.connect(self._draw_around)
        around.wanted.connect(self._draw_around)
        around.chosen.connect(lambda number: self._do(Exploration.go, self._around_places[number]))
        around.dragged_out.connect(self._on_dragged_out)
        around.others_wanted.connect(self._on_others)
        around.spread_changed.connect(lambda spread: self._set_around("spread", spread))
        around.stride_changed.connect(lambda stride: self._set_around("stride", stride))
        around.axis_chosen.connect(self._on_axis_chosen)
        around.moved.connect(lambda right, up: self._do(Exploration.go_to_position, right, up))
        around.released.connect(self._on_released)

    def _connect_panels(self) -> None:
        self._ends_timer.timeout.connect(self._draw_ends)
        self._controls.changed.connect(self._show_place)
        self._controls.failed.connect(self.failed)
        self._controls.directions.listed.connect(self._show_axes)
        self._controls.directions.ends_wanted.connect(self._ends_timer.start)
        self._favourites.recalled.connect(self.recall)
        self._favourites.walk_wanted.connect(lambda mark: self._on_marks_wanted([mark]))
        self._favourites.pictures_wanted.connect(lambda: self._draw_thumbnails(Purpose.FAVOURITES))
        self._favourites.failed.connect(self.failed)
        self._walk.add_wanted.connect(self._on_add_keyframe)
        self._walk.seeds_wanted.connect(self._on_seeds_wanted)
        self._walk.marks_wanted.connect(self._on_marks_wanted)
        self._walk.recalled.connect(lambda place: self._do(Exploration.go, place))
        self._walk.frame_wanted.connect(self._draw_place)
        self._walk.stopped.connect(self._draw_here)
        self._walk.pictures_wanted.connect(lambda: self._draw_thumbnails(Purpose.KEYFRAMES))
        self._walk.render_wanted.connect(self._on_render_wanted)
        self._walk.failed.connect(self.failed)

    def _add_shortcuts(self) -> None:
        actions: dict[str, Callable[[], None]] = {
            "Ctrl+Z": self._stage.undo_wanted.emit,
            "Ctrl+Shift+Z": self._stage.redo_wanted.emit,
            "Ctrl+C": self.outputs.copy,
            "Ctrl+S": self.outputs.save,
            "Ctrl+Shift+S": self.outputs.save_sheet,
            "R": self._controls.randomise,
            "H": self._stage.hold_wanted.emit,
            "X": self._stage.swap_wanted.emit,
            "W": self._stage.toggle_wipe,
            "S": self._on_star,
            "N": self.outputs.show_nearest,
            "F": self.outputs.ask_for_picture,
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

    def _hold(self, action: Callable[[Exploration], None]) -> None:
        self._do(action)
        self._draw_held()

    def _set_around(self, name: str, value: float) -> None:
        setattr(self._exploration, name, value)
        self._draw_around()

    @Slot()
    def _show_place(self) -> None:
        """Let every panel show where the exploration stands, and ask for its picture."""
        self._draw_here()
        self._controls.show_place()
        self._around.show_position(*self._exploration.position)
        self._stage.show_trail(can_undo=self._exploration.can_undo, can_redo=self._exploration.can_redo)
        self._stage.show_held(held=self._exploration.held is not None)
        self._around_timer.start()
        self._ends_timer.start()

    @Slot()
    def _show_axes(self) -> None:
        coordinate = self.tr("Coordinate {0}")
        directions = self._controls.directions.names()
        count = len(self._exploration.axes) - len(directions)
        names = directions + [coordinate.format(number + 1) for number in range(count)]
        self._around.show_axes(names, *self._exploration.chosen_axes)
        self._around.show_position(*self._exploration.position)
        if self._around.shows == Around.ALONG:
            self._around_timer.start()

    @Slot()
    def _draw_here(self) -> None:
        self._draw_place(self._exploration.place)

    @Slot(object)
    def _draw_place(self, place: Place) -> None:
        self._ask(Purpose.PICTURE, [place])

    @Slot()
    def _draw_around(self) -> None:
        side = self._around.side
        match self._around.shows:
            case Around.RANDOM:
                self._ask(Purpose.VARIATIONS, self._exploration.around(side * side))
            case Around.ALONG:
                self._ask(Purpose.VARIATIONS, self._exploration.along(side))

    @Slot()
    def _draw_ends(self) -> None:
        numbers = self._controls.directions.shown()
        if numbers and self._snapshot is not None:
            before, after = zip(*(self._exploration.ends(number) for number in numbers), strict=True)
            self._numbers[self._ask(Purpose.ENDS, [*before, *after])] = numbers

    def _draw_held(self) -> None:
        if self._exploration.held is not None:
            self._ask(Purpose.HELD, [self._exploration.held])

    def _draw_thumbnails(self, purpose: Purpose) -> None:
        here = self._exploration.place
        places = self._favourites.places(here) if purpose == Purpose.FAVOURITES else self._walk.places()
        if places and self._snapshot is not None:
            self._numbers[self._ask(purpose, list(places.values()))] = list(places)

    def _ask(self, purpose: Purpose, places: list[Place]) -> int:
        stamp = self._draw(purpose, places)
        self._asked[stamp] = places
        return stamp

    @Slot()
    def _on_released(self) -> None:
        self._exploration.end_drag()

    @Slot()
    def _on_compare_started(self) -> None:
        if self._exploration.held is not None:
            self._draw_place(self._exploration.held)

    @Slot(int, int)
    def _on_axis_chosen(self, which: int, number: int) -> None:
        self._exploration.choose_axis(which, number)
        self._around.show_position(*self._exploration.position)
        self._draw_around()

    @Slot(int)
    def _on_dragged_out(self, number: int) -> None:
        """Let a picture of the grid be dropped on the walk or among the favourites."""
        if self._snapshot is None:
            return
        drag, mime = QDrag(self), QMimeData()
        carry(mime, [self._around_places[number].mark(self._snapshot.name, self._snapshot.step)])
        drag.setMimeData(mime)
        drag.setPixmap(self._around.pixmap(number))
        drag.exec(Qt.DropAction.CopyAction)

    @Slot()
    def _on_others(self) -> None:
        self._exploration.shuffle_around()
        self._draw_around()

    @Slot()
    def _on_star(self) -> None:
        if self._snapshot is not None:
            mark = self._exploration.place.mark(self._snapshot.name, self._snapshot.step)
            self._favourites.add(Favourite(mark=mark))

    @Slot()
    def _on_add_keyframe(self) -> None:
        self._walk.add(self._exploration.place)

    @Slot(list)
    def _on_seeds_wanted(self, seeds: list[int]) -> None:
        for seed in seeds:
            self._walk.add(self._exploration.place_of_seed(seed))

    @Slot(list)
    def _on_marks_wanted(self, marks: list[PictureMark]) -> None:
        for mark in marks:
            self._walk.add(self._exploration.place.at_mark(mark))

    @Slot()
    def _on_render_wanted(self) -> None:
        self._walk.stop()
        self.outputs.render(list(self._walk.places().values()))
