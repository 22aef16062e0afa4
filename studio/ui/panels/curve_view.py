"""The area of a plot: a drag chooses a region, a drag with Shift or the middle button pans, the wheel zooms x."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal


class CurveView(pg.ViewBox):
    """`region_chosen` follows a drag over a region, which then fills the plot in both directions."""

    region_chosen = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=False)

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        middle, shift = Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.ShiftModifier
        pans = ev.button() == middle or bool(ev.modifiers() & shift)
        self.state["mouseMode"] = self.PanMode if pans else self.RectMode
        super().mouseDragEvent(ev, axis)
        if not pans and axis is None and ev.isFinish() and ev.button() == Qt.MouseButton.LeftButton:
            self.region_chosen.emit()
