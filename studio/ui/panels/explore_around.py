"""The pictures around the present one, and how far around they are."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.panels.explore_variations import VariationsGrid
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type

SPREAD = 0.4
WIDTH_PX = 230


class AroundPanel(QFrame):
    """A grid of variations: one is chosen, others are wanted, or they shall lie farther away."""

    chosen = Signal(int)
    others_wanted = Signal()
    spread_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_around_panel")
        set_role(self, "card")
        self.setMinimumWidth(WIDTH_PX)
        self._grid = VariationsGrid()
        self._grid.chosen.connect(self.chosen)
        self._spread = ValueSlider("explore_spread", self.tr("Spread"), minimum=0.0, maximum=1.0)
        self._spread.set_value(SPREAD)
        self._spread.setToolTip(self.tr("How different the variations are; at 1 they have nothing of the picture left"))
        self._spread.value_changed.connect(self._on_spread)
        self._others = QToolButton()
        self._others.setObjectName("explore_other_variations")
        self._others.setIcon(icon("dice"))
        self._others.setAccessibleName(self.tr("Other variations"))
        self._others.setToolTip(self.tr("Other variations (V)"))
        self._others.clicked.connect(self._on_others)
        title = QLabel(self.tr("Variations"))
        set_type(title, Type.STRONG)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._others)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.MEDIUM, Spacing.MEDIUM)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(head)
        layout.addWidget(self._grid)
        layout.addWidget(self._spread)

    @property
    def count(self) -> int:
        """How many pictures are wanted; the middle one is the present picture."""
        return self._grid.count

    def show_pictures(self, pictures: np.ndarray) -> None:
        """Show uint8 (count, height, width, channels)."""
        self._grid.set_pictures(pictures)

    @Slot(float)
    def _on_spread(self, spread: float) -> None:
        self.spread_changed.emit(min(max(spread, 0.0), 1.0))

    @Slot()
    def _on_others(self) -> None:
        self.others_wanted.emit()
