"""The column of controls: seed, truncation, the way between two seeds, and sliders for coordinates and classes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from studio.core.snapshot import GeneratorSnapshot
from studio.explore.exploration import Exploration
from studio.ui.panels.explore_between import BetweenPanel
from studio.ui.panels.explore_codes import CodesPanel
from studio.ui.panels.explore_directions import DirectionsPanel
from studio.ui.panels.explore_seed import SeedPanel
from studio.ui.panels.explore_sliders import SliderPages
from studio.ui.tokens import Spacing

WIDTH_PX = 356


class ExploreControls(QScrollArea):
    """Changes the exploration it was given, and tells with `changed` whenever it did.

    `directions` is the part that finds and learns directions.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_controls")
        self._exploration = Exploration(1)
        self._seed, self._between, self._tabs = SeedPanel(), BetweenPanel(), QTabWidget()
        self._coordinates = SliderPages("explore_coordinates", minimum=-3.0, maximum=3.0, lockable=True)
        alone = "check", self.tr("Show this class alone")
        self._classes = SliderPages("explore_classes", minimum=0.0, maximum=1.0, label_px=110, reset=alone)
        self.directions, self._codes = DirectionsPanel(), CodesPanel()
        self._lay_out()
        self._connect()

    def explore(self, exploration: Exploration, snapshot: GeneratorSnapshot, path: Path | None) -> None:
        """Change this exploration from now on; `snapshot` is what is explored, `path` where it was opened from."""
        self.directions.explore(exploration, snapshot, path)
        if exploration is self._exploration:
            return
        self.stop()
        self._exploration = exploration
        self._coordinates.set_names([str(i + 1) for i in range(snapshot.latent_size)])
        self._classes.set_names(snapshot.class_names)
        self._codes.set_codes(snapshot.codes)
        self._show_tab(self._classes, self.tr("Classes"), wanted=bool(snapshot.class_names))
        self._show_tab(self._codes, self.tr("Codes"), wanted=snapshot.codes.size > 0)

    def show_place(self) -> None:
        """Show where the exploration stands."""
        place = self._exploration.place
        self._seed.show_place(place.seed, place.truncation)
        self._coordinates.set_values(place.latent)
        self._classes.set_values(place.classes)
        self._codes.show_latent(place.latent)
        self.directions.show_values()

    def stop(self) -> None:
        """Play nothing, compute nothing."""
        self._between.stop()
        self.directions.stop()

    @Slot()
    def randomise(self) -> None:
        """Go to a random seed."""
        self._do(Exploration.randomise)

    def _lay_out(self) -> None:
        self._tabs.setObjectName("explore_tabs")
        self._tabs.addTab(self._coordinates, self.tr("Coordinates"))
        self._tabs.addTab(self.directions, self.tr("Directions"))
        self._tabs.addTab(self._between, self.tr("Between"))
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, Spacing.SMALL, 0)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(self._seed)
        layout.addWidget(self._tabs, 1)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH_PX)

    def _show_tab(self, page: QWidget, label: str, *, wanted: bool) -> None:
        """Put a page before the others, or take it out."""
        index = self._tabs.indexOf(page)
        if wanted and index < 0:
            self._tabs.setCurrentIndex(self._tabs.insertTab(0, page, label))
        elif not wanted and index >= 0:
            self._tabs.removeTab(index)

    def _connect(self) -> None:
        self._seed.seed_chosen.connect(lambda seed: self._do(Exploration.choose_seed, seed))
        self._seed.random_wanted.connect(lambda: self._do(Exploration.randomise))
        self._seed.reset_wanted.connect(lambda: self._do(Exploration.reset))
        self._seed.truncation_changed.connect(lambda value: self._do(Exploration.set_truncation, value))
        self._between.moved.connect(lambda *way: self._do(Exploration.go_between, *way))
        self._coordinates.value_changed.connect(lambda *change: self._do(Exploration.set_coordinate, *change))
        self._coordinates.reset_wanted.connect(lambda number: self._do(Exploration.reset_coordinate, number))
        self._coordinates.lock_changed.connect(lambda *lock: self._do(Exploration.set_locked, *lock))
        self._classes.value_changed.connect(lambda *change: self._do(Exploration.set_class, *change))
        self._classes.reset_wanted.connect(lambda number: self._do(Exploration.choose_class, number))
        self._codes.category_chosen.connect(lambda number: self._do(Exploration.choose_category, number))
        self._codes.value_changed.connect(lambda *change: self._do(Exploration.set_code, *change))
        self._codes.reset_wanted.connect(lambda number: self._do(Exploration.reset_code, number))
        self.directions.changed.connect(self.changed)
        self.directions.failed.connect(self.failed)
        for panel in (self._seed, self._between, self._coordinates, self._classes, self._codes):
            panel.released.connect(self._on_released)

    def _do(self, action: Callable[..., None], *values: Any) -> None:
        action(self._exploration, *values)
        self.changed.emit()

    @Slot()
    def _on_released(self) -> None:
        self._exploration.end_drag()
