"""Choosing the two directions of the grid, the pad and a drag on the picture."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.fields import form_of

MOST_SHOWN = 20


class AxesPicker(QWidget):
    """Two choices from one list; `chosen` tells which (0: to the right, 1: up) and the number in the list."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_axes")
        self._right = self._box("explore_axis_right", self.tr("To the right"))
        self._up = self._box("explore_axis_up", self.tr("Up"))
        layout = form_of((("→", self._right), ("↑", self._up)))
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(Spacing.SMALL)
        layout.setVerticalSpacing(Spacing.TINY)
        self.setLayout(layout)
        self._right.activated.connect(self._on_right)
        self._up.activated.connect(self._on_up)

    def show_axes(self, names: Sequence[str], right: int, up: int) -> None:
        """Offer these, with two of them chosen."""
        for box, number in ((self._right, right), (self._up, up)):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(list(names))
                box.setCurrentIndex(number)

    def _box(self, name: str, label: str) -> CalmComboBox:
        box = CalmComboBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setToolTip(label)
        box.setMaxVisibleItems(MOST_SHOWN)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    @Slot(int)
    def _on_right(self, number: int) -> None:
        self.chosen.emit(0, number)

    @Slot(int)
    def _on_up(self, number: int) -> None:
        self.chosen.emit(1, number)
