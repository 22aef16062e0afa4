"""The area of a plot, for the mouse (`CurveView`) and for the keys (`CurvePicture`)."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

ZOOM, PAN = 0.75, 0.1  # of the part of the x axis that is shown, for each press of a key
_ZOOMS = {
    Qt.Key.Key_Plus: ZOOM,
    Qt.Key.Key_Equal: ZOOM,
    Qt.Key.Key_Minus: 1 / ZOOM,
}
_PANS = {Qt.Key.Key_Left: -PAN, Qt.Key.Key_Right: PAN}
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class CurveView(pg.ViewBox):
    """A drag chooses a region, a drag with Shift or the middle button pans, the wheel zooms x.

    `region_chosen` follows a drag over a region, which then fills the plot in both directions.
    """

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


class CurvePicture(pg.PlotWidget):
    """Plus and minus zoom, arrows pan, Home shows all. `focus_seen` tells whether a key has brought the focus here."""

    zoomed = Signal(float)
    panned = Signal(float)
    fit_wanted = Signal()
    focus_seen = Signal(bool)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        key = Qt.Key(ev.key())
        if key in _ZOOMS:
            self.zoomed.emit(_ZOOMS[key])
        elif key in _PANS:
            self.panned.emit(_PANS[key])
        elif key == Qt.Key.Key_Home:
            self.fit_wanted.emit()
        else:
            ev.ignore()
            return
        ev.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_seen.emit(event.reason() in _BY_KEY)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_seen.emit(False)
