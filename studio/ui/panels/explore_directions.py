"""Sliders for directions: principal ones that are found by themselves, and named ones that are kept with the run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.run_folder import is_run
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.directions import Direction, Learning, principal_directions, read_directions, write_directions
from studio.explore.exploration import Exploration
from studio.ui.dialogs.seed_groups_dialog import SeedGroupsDialog
from studio.ui.icons import icon
from studio.ui.panels.explore_learning import LearningPanel
from studio.ui.panels.explore_sliders import SliderPages
from studio.ui.theme import set_role
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing

COUNT = 8


class DirectionsPanel(QWidget):
    """Finds, learns, names and keeps directions of the exploration it was given; `changed` when one was moved along.

    `listed` tells that there are other directions, `ends_wanted` asks for pictures of what lies at their ends.
    """

    changed = Signal()
    listed = Signal()
    ends_wanted = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_directions_panel")
        self._exploration = Exploration(1)
        self._snapshot: GeneratorSnapshot | None = None
        self._folder: Path | None = None
        self._task: Task | None = None
        self._sliders = SliderPages("explore_directions", minimum=-4.0, maximum=4.0, label_px=96)
        self._learning = LearningPanel()
        self._bar, self._hint = QProgressBar(), QLabel()
        self._find = QPushButton(icon("refresh"), self.tr("Find again"))
        self._find.setObjectName("explore_find_directions")
        self._find.setToolTip(self.tr("Find the principal directions of the weights as they are now"))
        self._names = QPushButton(icon("star"), self.tr("Names"))
        self._names.setObjectName("explore_direction_names")
        self._names.setToolTip(self.tr("Name a direction to keep it with the run, or forget one"))
        self._menu = QMenu(self)
        self._names.setMenu(self._menu)
        self._lay_out()
        self._sliders.value_changed.connect(lambda *change: self._do(Exploration.set_direction, *change))
        self._sliders.reset_wanted.connect(lambda number: self._do(Exploration.reset_direction, number))
        self._sliders.released.connect(self._on_released)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._find.clicked.connect(self._on_find)
        self._learning.having_marked.connect(lambda: self._mark(Exploration.mark_having))
        self._learning.lacking_marked.connect(lambda: self._mark(Exploration.mark_lacking))
        self._learning.cleared.connect(lambda: self._mark(Exploration.clear_marks))
        self._learning.seeds_wanted.connect(self._on_seeds_wanted)
        self._learning.learn_wanted.connect(self._on_learn)
        self._sliders.page_turned.connect(self.ends_wanted)

    def explore(self, exploration: Exploration, snapshot: GeneratorSnapshot, path: Path | None) -> None:
        """Show the directions of this exploration; named ones are kept in `path` when that is a run."""
        self._snapshot = snapshot
        if exploration is self._exploration:
            return
        self.stop()
        self._exploration = exploration
        self._folder = path if path is not None and is_run(path) else None
        exploration.kept = _kept(snapshot, self._folder)
        self._show_all()
        if self.isVisible():
            self._on_find()

    def show_values(self) -> None:
        """Show where the exploration stands along every direction."""
        self._sliders.set_values(self._exploration.direction_values)

    def names(self) -> list[str]:
        """What the directions are called, in the order of `Exploration.directions`."""
        principal = self.tr("Principal {0}")
        kept = [direction.name for direction in self._exploration.kept]
        return kept + [principal.format(direction.name) for direction in self._exploration.principal]

    def shown(self) -> list[int]:
        """The numbers of the directions that are seen now."""
        return self._sliders.shown if self.isVisible() else []

    def show_ends(self, numbers: list[int], before: np.ndarray, after: np.ndarray) -> None:
        """Show what lies at both ends of these directions, uint8 (n, height, width, channels) each."""
        self._sliders.show_ends(numbers, before, after)

    def stop(self) -> None:
        """Give up what is being computed."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._show_busy()

    def _lay_out(self) -> None:
        self._hint.setWordWrap(True)
        set_role(self._hint, "muted")
        tools = QHBoxLayout()
        tools.addWidget(self._names)
        tools.addStretch(1)
        tools.addWidget(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Spacing.SMALL, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(tools)
        layout.addWidget(self._hint)
        layout.addWidget(self._bar)
        layout.addWidget(self._sliders, 1)
        layout.addWidget(self._learning)
        self._show_busy()

    def _show_all(self) -> None:
        self._sliders.set_names(self.names())
        self.show_values()
        self._learning.show_marked(*self._exploration.marked)
        self._show_busy()
        self.listed.emit()

    def _show_busy(self) -> None:
        busy = self._task is not None
        self._bar.setVisible(busy)
        self._find.setEnabled(not busy)
        self._hint.setVisible(busy)
        self._hint.setText(self.tr("Finding what changes pictures most…"))
        self._names.setEnabled(bool(self._exploration.directions))

    def _do(self, action: Callable[..., None], *values: Any) -> None:
        action(self._exploration, *values)
        self.changed.emit()

    def _mark(self, action: Callable[[Exploration], None]) -> None:
        action(self._exploration)
        self._learning.show_marked(*self._exploration.marked)

    def _keep(self) -> None:
        if self._folder is not None:
            write_directions(self._folder, self._exploration.kept)

    @Slot()
    def _on_find(self) -> None:
        if self._snapshot is None or self._task is not None:
            return
        snapshot, classes = self._snapshot, self._exploration.place.classes

        def work(progress: Progress) -> list[Direction]:
            from studio.explore.features import FirstFeatures  # loads ONNX Runtime

            return principal_directions(FirstFeatures(snapshot, classes), snapshot.latent_size, COUNT, progress)

        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_found)
        self._task.failed.connect(self._on_failed)
        self._show_busy()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_found(self, directions: list[Direction]) -> None:
        if self.sender() is self._task:
            self._task = None
            self._exploration.principal = directions
            self._show_all()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self.sender() is self._task:
            self._task = None
            self._show_busy()
            self.failed.emit(error)

    @Slot()
    def _on_seeds_wanted(self) -> None:
        dialog = SeedGroupsDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_seeds_chosen)
        dialog.open()

    @Slot(list, list)
    def _on_seeds_chosen(self, having: list[int], lacking: list[int]) -> None:
        self._exploration.mark_seeds(having, lacking)
        self._learning.show_marked(*self._exploration.marked)

    @Slot(str, object)
    def _on_learn(self, name: str, learning: Learning) -> None:
        try:
            self._exploration.learn(name, learning)
            self._keep()
        except StudioError as error:
            self.failed.emit(error)
        self._show_all()

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for number, direction in enumerate(self._exploration.principal):
            action = self._menu.addAction(self.tr("Name principal {0}…").format(direction.name))
            action.triggered.connect(lambda _=False, number=number: self._on_name(number))
        self._menu.addSeparator()
        for number, direction in enumerate(self._exploration.kept):
            action = self._menu.addAction(icon("trash"), self.tr("Forget {0}").format(direction.name))
            action.triggered.connect(lambda _=False, number=number: self._on_forget(number))

    def _on_name(self, number: int) -> None:
        name, wanted = QInputDialog.getText(
            self, self.tr("Name a direction"), self.tr("What it changes, such as slant")
        )
        if wanted and name.strip():
            self._change_kept(lambda: self._exploration.keep(number, name.strip()[:60]))

    def _on_forget(self, number: int) -> None:
        self._change_kept(lambda: self._exploration.forget(number))

    def _change_kept(self, change: Callable[[], None]) -> None:
        change()
        try:
            self._keep()
        except StudioError as error:
            self.failed.emit(error)
        self._show_all()

    @Slot()
    def _on_released(self) -> None:
        self._exploration.end_drag()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._snapshot is not None and not self._exploration.principal:
            self._on_find()
        self.ends_wanted.emit()


def _kept(snapshot: GeneratorSnapshot, folder: Path | None) -> list[Direction]:
    """The named directions of a run, or those that an exported file carries."""
    if folder is not None:
        return read_directions(folder, snapshot.latent_size)
    from studio.explore.snapshots import exported_directions  # loads ONNX, which opening the file has done

    return exported_directions(snapshot)
