"""The row above the grid: real pictures beside it, which generator, how it is laid out, and saving."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from studio.ui.panels.gallery import GridLook
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.tool_buttons import menu_button, tool_button

ZOOMS = (1, 2, 3, 4, 6, 8)


class GalleryControls(QWidget):
    """Edits a `GridLook` and asks for everything else; the caption says which step is shown."""

    look_changed = Signal(object)
    real_toggled = Signal(bool)
    raw_toggled = Signal(bool)
    sample_wanted = Signal()
    grid_wanted = Signal()
    time_lapse_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = GridLook()
        self._layouts: list[tuple[QAction, str, Any]] = []  # each with the field of the look and the value it sets
        self.caption = QLabel()
        self.caption.setObjectName("gallery_caption")
        self.caption.setMinimumWidth(1)
        set_role(self.caption, "muted")
        self._weights = CalmComboBox()
        self._weights.setObjectName("gallery_weights")
        self._weights.setAccessibleName(self.tr("Which generator"))
        self._weights.setToolTip(
            self.tr("Averaged: the generator that is exported. Raw: the one being trained, at its checkpoints.")
        )
        self._weights.addItem(self.tr("Averaged"), False)
        self._weights.addItem(self.tr("Raw"), True)
        self._weights.currentIndexChanged.connect(self._on_weights_changed)
        self._real = tool_button("gallery_real", "picture", self.tr("Real pictures beside the generated ones"))
        self._real.setCheckable(True)
        self._real.toggled.connect(self.real_toggled)
        self._sample = tool_button("gallery_sample", "camera", self.tr("Draw the grid now"))
        self._sample.clicked.connect(self.sample_wanted)
        self._layout_menu = menu_button("gallery_layout", "grid", self.tr("How the grid is laid out"))
        self._save = menu_button("gallery_save", "save", self.tr("Save the grid or a time-lapse"))
        self._fill_menus()
        self.set_look(self._look)
        self.set_state(has_run=False, trains_here=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.TINY)
        row.addWidget(self._weights)
        row.addSpacing(Spacing.TINY)
        row.addWidget(self.caption, 1)
        for button in (self._real, self._sample, self._layout_menu, self._save):
            row.addWidget(button)

    @property
    def is_raw(self) -> bool:
        """Whether the generator in training is asked for instead of the averaged one."""
        return bool(self._weights.currentData())

    def set_state(self, *, has_run: bool, trains_here: bool) -> None:
        """Let pictures be asked for while there are some, and a grid while there is somebody to draw it."""
        for button in (self._real, self._save):
            button.setEnabled(has_run)
            button.setToolTip(button.accessibleName() if has_run else self.tr("Open or train a run first."))
        self._sample.setEnabled(trains_here)
        alone = self.tr("Draw the grid now (only while this window trains)")
        self._sample.setToolTip(self.tr("Draw the grid now (Ctrl+G)") if trains_here else alone)

    def set_real(self, shown: bool) -> None:  # noqa: FBT001  a slot
        """Show whether real pictures are beside, without telling of it."""
        blocked = self._real.blockSignals(True)
        self._real.setChecked(shown)
        self._real.blockSignals(blocked)

    def set_raw(self, raw: bool) -> None:  # noqa: FBT001  a slot
        """Show which generator draws, without telling of it."""
        with QSignalBlocker(self._weights):
            self._weights.setCurrentIndex(self._weights.findData(raw))

    @Slot()
    def toggle_real(self) -> None:
        """Show real pictures beside, or no more, as the user would."""
        self._real.toggle()

    @Slot()
    def toggle_raw(self) -> None:
        """Let the other generator draw, as the user would."""
        self._weights.setCurrentIndex(self._weights.findData(not self.is_raw))

    def offer_saving(self, actions: Sequence[QAction]) -> None:
        """Offer these in the menu of the button that saves."""
        self._save.menu().addActions(actions)

    def set_look(self, look: GridLook) -> None:
        """Show how the grid is laid out, without telling of it."""
        self._look = look
        for action, field, value in self._layouts:
            action.setChecked(getattr(look, field) == value)

    def _fill_menus(self) -> None:
        menu = self._layout_menu.menu()
        zooms = {self.tr("As large as fits"): 0, **{f"{100 * n} %": n for n in ZOOMS}}
        columns = {self.tr("As drawn"): 0, **{str(n): n for n in (1, 2, 3, 4, 6, 8, 12, 16)}}
        gaps = {self.tr("%1 pixels").replace("%1", str(n)): n for n in (0, 1, 2, 4, 8, 16)}
        backgrounds = {self.tr("Of the window"): "", self.tr("White"): "#ffffff", self.tr("Grey"): "#808080"}
        backgrounds[self.tr("Black")] = "#000000"
        self._choices(menu, self.tr("Zoom"), "zoom", zooms)
        self._choices(menu, self.tr("Pictures a row"), "columns", columns)
        self._choices(menu, self.tr("Space between"), "gap", gaps)
        self._choices(menu, self.tr("Background"), "background", backgrounds)

    def _choices(self, menu: QMenu, title: str, field: str, options: Mapping[str, Any]) -> None:
        inner, group = menu.addMenu(title), QActionGroup(self)
        for text, value in options.items():
            action = group.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, value=value: self.choose(field, value))
            inner.addAction(action)
            self._layouts.append((action, field, value))

    def choose(self, field: str, value: Any) -> None:
        """Lay the grid out in another way, as the user would."""
        self._look = replace(self._look, **{field: value})
        self.look_changed.emit(self._look)

    @Slot(int)
    def _on_weights_changed(self, _: int) -> None:
        self.raw_toggled.emit(bool(self._weights.currentData()))
