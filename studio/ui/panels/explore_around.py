"""What lies around the present picture: random variations, a grid along two directions, or a pad to move over both."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from studio.ui.panels.explore_axes import AxesPicker
from studio.ui.panels.explore_pad import Pad
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.panels.explore_variations import VariationsGrid
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.widgets.tool_buttons import tool_button

SPREAD = 0.4
STRIDE = 1.0


class Around(IntEnum):
    """What is shown."""

    RANDOM = 0
    ALONG = 1
    PAD = 2


class AroundPanel(QFrame):
    """A grid of pictures of which one is `chosen` or `dragged_out`, or a pad whose position is `moved`.

    `wanted` asks for other pictures, because something else shall be shown.
    """

    chosen = Signal(int)
    dragged_out = Signal(int)
    wanted = Signal()
    others_wanted = Signal()
    spread_changed = Signal(float)
    stride_changed = Signal(float)
    axis_chosen = Signal(int, int)
    moved = Signal(float, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_around_panel")
        set_role(self, "card")
        self._tabs = QTabBar()
        self._tabs.setObjectName("explore_around_tabs")
        self._tabs.setAccessibleName(self.tr("What is shown around the picture"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._tabs.setUsesScrollButtons(False)
        for text, tip in (
            (self.tr("Random"), self.tr("Pictures that differ a little in everything")),
            (self.tr("Along"), self.tr("Pictures along two directions")),
            (self.tr("Pad"), self.tr("Move over two directions at once")),
        ):
            self._tabs.setTabToolTip(self._tabs.addTab(text), tip)
        self._grid, self._pad, self._axes = VariationsGrid(), Pad(), AxesPicker()
        self._spread = ValueSlider("explore_spread", self.tr("Spread"), minimum=0.0, maximum=1.0)
        self._spread.set_value(SPREAD)
        self._spread.setToolTip(self.tr("How different the variations are; at 1 they have nothing of the picture left"))
        self._stride = ValueSlider("explore_stride", self.tr("Step"), minimum=0.0, maximum=3.0)
        self._stride.set_value(STRIDE)
        self._stride.setToolTip(self.tr("How far one picture is from the next, in standard deviations"))
        self._others = tool_button(
            "explore_other_variations", "dice", self.tr("Other variations"), self.tr("Other variations (V)")
        )
        self._lay_out()
        self._connect()
        self._show_mode()

    @property
    def side(self) -> int:
        """How many pictures are wanted in a row and in a column; the middle one is the present picture."""
        return self._grid.side

    @property
    def shows(self) -> Around:
        """What is shown."""
        return Around(self._tabs.currentIndex())

    def show_pictures(self, pictures: np.ndarray) -> None:
        """Show uint8 (count, height, width, channels)."""
        self._grid.set_pictures(pictures)

    def pixmap(self, number: int) -> QPixmap:
        """One picture of the grid as it is seen."""
        return self._grid.grab(self._grid.cell(number))

    def show_axes(self, names: Sequence[str], right: int, up: int) -> None:
        """Offer these directions, with two of them chosen."""
        self._axes.show_axes(names, right, up)

    def show_position(self, right: float, up: float) -> None:
        """Show where one stands along both directions."""
        self._pad.set_position(right, up)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._tabs, 1)
        head.addWidget(self._others)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.TINY, Spacing.MEDIUM, Spacing.MEDIUM)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(head)
        for widget in (self._grid, self._pad, self._spread, self._stride, self._axes):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._on_tab)
        self._grid.chosen.connect(self.chosen)
        self._grid.dragged_out.connect(self.dragged_out)
        self._others.clicked.connect(self._on_others)
        self._spread.value_changed.connect(self._on_spread)
        self._stride.value_changed.connect(self.stride_changed)
        self._axes.chosen.connect(self.axis_chosen)
        self._pad.moved.connect(self.moved)
        self._pad.released.connect(self.released)

    def _show_mode(self) -> None:
        self._grid.setVisible(self.shows != Around.PAD)
        self._pad.setVisible(self.shows == Around.PAD)
        self._axes.setVisible(self.shows != Around.RANDOM)
        self._spread.setVisible(self.shows == Around.RANDOM)
        self._stride.setVisible(self.shows == Around.ALONG)
        self._others.setVisible(self.shows == Around.RANDOM)

    @Slot(int)
    def _on_tab(self, _index: int) -> None:
        self._show_mode()
        self.wanted.emit()

    @Slot(float)
    def _on_spread(self, spread: float) -> None:
        self.spread_changed.emit(min(max(spread, 0.0), 1.0))

    @Slot()
    def _on_others(self) -> None:
        self.others_wanted.emit()
