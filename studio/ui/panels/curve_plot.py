"""One plot of some curves, raw and smoothed, drawn with no more points than the screen has columns."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.decimation import decimate, smooth
from studio.core.history import History
from studio.ui.theme import theme

RAW_ALPHA = 70


@dataclass(frozen=True, slots=True)
class Curve:
    """The column of a history, its label and its colour's role."""

    column: str
    label: str
    role: str


class CurvePlot(QWidget):
    """Pan with the mouse, zoom with the wheel or a drag with the right button, `fit` with a double click.

    `hovered` carries the x under the mouse (NaN when it leaves), `x_chosen` the x of a click.
    """

    hovered = Signal(float)
    x_chosen = Signal(float)

    def __init__(self, title: str, curves: tuple[Curve, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves = curves
        self._title = title
        self._logarithmic = False
        self._plot = pg.PlotWidget()
        self._plot.setAccessibleName(title)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._item: Any = self._plot.getPlotItem()  # pyqtgraph passes most of its methods on at run time
        self._item.showGrid(x=True, y=True, alpha=0.18)
        self._legend = self._item.addLegend(offset=(-8, 6), labelTextSize="9pt")
        self._raw = [self._item.plot(skipFiniteCheck=True) for _ in curves]
        self._smooth = [self._item.plot(name=curve.label, antialias=True, skipFiniteCheck=True) for curve in curves]
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._item.addItem(self._cursor, ignoreBounds=True)
        scene: Any = self._plot.scene()
        scene.sigMouseMoved.connect(self._on_mouse_moved)
        scene.sigMouseClicked.connect(self._on_mouse_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        theme().changed.connect(self._recolour)
        self._recolour()

    def draw(self, x: np.ndarray, history: History, smoothing: float) -> None:
        """Draw every curve over `x` (rows,); `smoothing` 0..1 is the weight of the past."""
        columns = max(200, self._plot.width())
        for curve, raw, smoothed in zip(self._curves, self._raw, self._smooth, strict=True):
            y = history.column(curve.column)
            if self._logarithmic:
                y = np.where(y > 0, y, np.nan)
            raw.setData(*(decimate(x, y, columns) if smoothing > 0 else ((), ())))
            smoothed.setData(*decimate(x, smooth(y, smoothing), columns))
        self._plot.setAccessibleDescription(self._summary(history))

    def set_logarithmic(self, logarithmic: bool) -> None:  # noqa: FBT001
        """Show the y axis logarithmically."""
        self._logarithmic = logarithmic
        self._item.setLogMode(y=logarithmic)
        self.fit()

    def set_range(self, low: float, high: float) -> None:
        """Fix the range of the y axis."""
        self._item.setYRange(low, high, padding=0.04)
        self._item.enableAutoRange(axis="x")

    def set_cursor(self, x: float | None) -> None:
        """Show a line at `x`, or none."""
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setValue(x)

    def link_to(self, other: "CurvePlot") -> None:
        """Pan and zoom x together with another plot."""
        self._item.setXLink(other._item)  # noqa: SLF001  the same class

    def fit(self) -> None:
        """Show everything."""
        self._item.enableAutoRange(axis="x")
        if self._item.getViewBox().autoRangeEnabled()[1] or self._logarithmic:
            self._item.enableAutoRange(axis="y")

    def _summary(self, history: History) -> str:
        """The newest values in words, for those who cannot see the plot."""
        parts = [f"{c.label} {history.column(c.column)[-1]:.3g}" for c in self._curves if len(history)]
        return ", ".join(parts)

    @Slot()
    def _recolour(self) -> None:
        tokens = theme().tokens
        self._plot.setBackground(tokens.panel)
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setPen(pg.mkPen(tokens.border_strong))
            axis.setTextPen(pg.mkPen(tokens.muted))
        self._item.setLabel("left", self._title, color=tokens.muted)
        self._item.getAxis("left").setWidth(58)
        for curve, raw, smoothed in zip(self._curves, self._raw, self._smooth, strict=True):
            faint = QColor(theme().colour(curve.role))
            faint.setAlpha(RAW_ALPHA)
            raw.setPen(pg.mkPen(faint, width=1))
            smoothed.setPen(pg.mkPen(theme().colour(curve.role), width=2))
        self._legend.setLabelTextColor(tokens.text)
        self._cursor.setPen(pg.mkPen(tokens.accent, width=1, style=Qt.PenStyle.DashLine))

    @Slot(object)
    def _on_mouse_moved(self, position: QPointF) -> None:
        inside = self._item.sceneBoundingRect().contains(position)
        self.hovered.emit(self._item.getViewBox().mapSceneToView(position).x() if inside else math.nan)

    @Slot(object)
    def _on_mouse_clicked(self, event: Any) -> None:
        if event.double():
            self.fit()
        else:
            place = event.scenePos()
            self.x_chosen.emit(self._item.getViewBox().mapSceneToView(place).x())
