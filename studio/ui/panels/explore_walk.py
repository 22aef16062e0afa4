"""The walk: keyframes on a strip, played in the window and rendered to a file."""

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLabel, QPushButton, QToolButton, QWidget

from studio.core.errors import StudioError
from studio.core.latents import read_seeds
from studio.explore.interpolation import walk_classes, walk_latents, walk_truncations
from studio.explore.place import Place, walk_through
from studio.ui.icons import icon
from studio.ui.panels.explore_mime import take, welcome
from studio.ui.panels.explore_strip import PictureStrip
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.tool_buttons import tool_button

FRAMES_PER_KEYFRAME = 60
TICK_MS = 33


class WalkPanel(QFrame):
    """Collects places; `frame_wanted` asks for the picture of one on the way, `pictures_wanted` for the keyframes'.

    `seeds_wanted` and `marks_wanted` ask to add what seeds, or pictures that were dropped here, stand for.
    """

    add_wanted = Signal()
    seeds_wanted = Signal(list)
    marks_wanted = Signal(list)
    failed = Signal(object)
    recalled = Signal(object)
    frame_wanted = Signal(object)
    stopped = Signal()
    pictures_wanted = Signal(object)
    render_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_walk_panel")
        set_role(self, "card")
        self.setAcceptDrops(True)
        self._places: dict[int, Place] = {}
        self._next = 0
        self._frames: list[Place] = []
        self._frame = 0
        self._strip = PictureStrip("explore_keyframes", self.tr("Keyframes of the walk"), wraps=False)
        self._hint = QLabel(self.tr("Add or drop pictures here, and the walk leads from one to the next."))
        set_role(self._hint, "muted")
        self._add = QPushButton(icon("plus"), self.tr("Add"))
        self._add.setObjectName("explore_add_keyframe")
        self._add.setToolTip(self.tr("Add the picture as the next keyframe (K)"))
        self._seeds = tool_button(
            "explore_add_seeds", "dice", self.tr("Add seeds"), self.tr("Add the pictures of some seeds as keyframes")
        )
        self._play = QToolButton()
        self._play.setObjectName("explore_play_walk")
        self._play.setAccessibleName(self.tr("Play the walk"))
        self._play.setToolTip(self.tr("Play the walk"))
        self._play.setCheckable(True)
        self._render = QPushButton(icon("export"), self.tr("Render…"))
        self._render.setObjectName("explore_render_walk")
        self._render.setToolTip(self.tr("Render the walk to WebP, GIF, MP4 or pictures"))
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._lay_out()
        self._strip.chosen.connect(self._on_chosen)
        self._strip.arranged.connect(self._on_arranged)
        self._add.clicked.connect(self._on_add)
        self._seeds.clicked.connect(self._on_seeds)
        self._play.toggled.connect(self._on_play)
        self._render.clicked.connect(self._on_render)
        self._update()

    def clear(self) -> None:
        """Begin with no keyframes."""
        self._play.setChecked(False)
        self._places = {}
        self._strip.clear()
        self._update()

    def add(self, place: Place) -> None:
        """Append a keyframe."""
        self._places[self._next] = place
        told = self.tr("edited") if place.seed is None else self.tr("seed {0}").format(place.seed)
        self._strip.add(self._next, told, place.mark("", 0))
        self._next += 1
        self._update()

    def places(self) -> dict[int, Place]:
        """The keyframes by number, in their order."""
        return {number: self._places[number] for number in self._strip.numbers()}

    def show_pictures(self, numbers: list[int], pictures: np.ndarray) -> None:
        """Show uint8 (n, height, width, channels)."""
        self._strip.set_pictures(numbers, pictures)

    def stop(self) -> None:
        """Stand still."""
        self._play.setChecked(False)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Walk"))
        set_type(title, Type.STRONG)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.TINY, Spacing.MEDIUM, Spacing.TINY)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(title)
        layout.addWidget(self._add)
        layout.addWidget(self._seeds)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self._strip, 1)
        layout.addWidget(self._play)
        layout.addWidget(self._render)

    def _update(self) -> None:
        several = len(self._places) > 1
        self._hint.setVisible(not self._places)
        self._strip.setVisible(bool(self._places))
        self._play.setEnabled(several)
        self._render.setEnabled(several)
        if not several:
            self._play.setChecked(False)
        self._show_play()
        self._plan()
        if self._places:
            self.pictures_wanted.emit(self)

    def _plan(self) -> None:
        """Work out the places of all frames that are played."""
        places = list(self.places().values())
        if len(places) < 2:
            self._frames = []
            return
        walk = walk_through(places, FRAMES_PER_KEYFRAME * len(places))
        frames = zip(
            walk_latents(walk), walk_truncations(walk), walk_classes(walk, len(places[0].classes)), strict=True
        )
        self._frames = [Place(latent, None, float(truncation), classes) for latent, truncation, classes in frames]

    def _show_play(self) -> None:
        self._play.setIcon(icon("pause" if self._play.isChecked() else "play"))

    @Slot()
    def _on_tick(self) -> None:
        if self._frames:
            self._frame = (self._frame + 1) % len(self._frames)
            self.frame_wanted.emit(self._frames[self._frame])

    @Slot(bool)
    def _on_play(self, playing: bool) -> None:  # noqa: FBT001  a slot
        self._show_play()
        if playing:
            self._frame = -1
            self._timer.start()
        else:
            self._timer.stop()
            self.stopped.emit()

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.recalled.emit(self._places[number])

    @Slot()
    def _on_arranged(self) -> None:
        self._places = self.places()
        self._update()

    @Slot()
    def _on_add(self) -> None:
        self.add_wanted.emit()

    @Slot()
    def _on_seeds(self) -> None:
        text, wanted = QInputDialog.getText(self, self.tr("Add seeds"), self.tr("Seeds, such as 1,2,3"))
        if wanted and text.strip():
            try:
                self.seeds_wanted.emit(read_seeds(text))
            except StudioError as error:
                self.failed.emit(error)

    @Slot()
    def _on_render(self) -> None:
        self.render_wanted.emit()

    def hideEvent(self, event: object) -> None:
        self.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        try:
            self.marks_wanted.emit(take(event))
        except StudioError as error:
            self.failed.emit(error)
