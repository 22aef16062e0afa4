"""One plot of some curves, raw and smoothed, of one run and of others to compare it with."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.decimation import non_positive
from studio.ui.panels.curve_groups import Curve, CurveGroup
from studio.ui.panels.curve_series import CurveSeries, Look
from studio.ui.panels.curve_view import CurveView
from studio.ui.panels.decade_axis import DecadeAxis
from studio.ui.theme import theme

RAW_SHARE, GRID_SHARE = 0.28, 0.2
OTHER_ALPHA = 150
AXIS_PX = 58
DOT_PX = 5
CALM_PX = 4_000  # up and down in all; a line that travels further is drawn thin
DASHES = (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine)


class CurvePlot(QWidget):
    """Draws the visible part only. Drag to zoom into a region, Shift-drag to pan, wheel to zoom, double click to fit.

    `hovered` carries the x under the mouse (NaN when it leaves), `x_chosen` the x of a click. `moved` tells that the
    user zoomed or panned, `fit_wanted` of a double click, `view_changed`, with the plot, that it shows another part.
    """

    hovered = Signal(float)
    x_chosen = Signal(float)
    moved = Signal()
    fit_wanted = Signal()
    view_changed = Signal(object)

    def __init__(self, group: CurveGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{group.name}_plot")
        self.group = group
        self._logarithmic = False
        self._follows_y = True
        self._view: Any = CurveView()
        self._plot = pg.PlotWidget(viewBox=self._view, axisItems={"left": DecadeAxis("left")})
        self._plot.setAccessibleName(group.title)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._item: Any = self._plot.getPlotItem()  # pyqtgraph passes most of its methods on at run time
        self._item.showGrid(x=True, y=True)
        for name in ("left", "bottom"):  # fine and translucent lines would cost more than all curves together
            self._item.getAxis(name).setStyle(maxTickLevel=1, tickAlpha=255)
            self._item.getAxis(name).setZValue(-1)  # the grid below the curves
        self._item.disableAutoRange()
        self._legend = self._item.addLegend(offset=(-8, 6), labelTextSize="9pt")
        self._legend.setColumnCount(len(group.curves))
        self._raw = [self._item.plot(skipFiniteCheck=True) for _ in group.curves]
        self._smooth = [self._item.plot(name=c.label, skipFiniteCheck=True) for c in group.curves]
        for item in (*self._raw, *self._smooth):
            item.curve.setSegmentedLineMode("on")  # a polyline that overlaps itself is stroked a hundred times slower
        self._others: list[list[Any]] = []
        self._dropped = [pg.VTickGroup(yrange=[0.0, 0.04]) for _ in group.curves]
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        for item in (*self._dropped, self._cursor):
            self._item.addItem(item, ignoreBounds=True)
        self._connect()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setMinimumHeight(96)
        self._recolour()

    @property
    def x_range(self) -> tuple[float, float]:
        """The part of the x axis that is visible."""
        low, high = self._view.viewRange()[0]
        return float(low), float(high)

    @property
    def picture(self) -> pg.PlotWidget:
        """The widget that can be rendered to a figure."""
        return self._plot

    def draw(self, own: CurveSeries, others: Sequence[CurveSeries], look: Look) -> None:
        """Draw what is visible of a run and, dashed, of others."""
        look = replace(look, logarithmic=look.logarithmic or self.group.logarithmic)
        self._set_logarithmic(look.logarithmic)
        self._set_others(len(others))
        curves = self.group.curves
        plain = [self._points(own, curve, look, smooth=False) for curve in curves]
        foreign = [[self._smoothed_points(series, curve, look) for curve in curves] for series in others]
        self._fit_y(np.concatenate([y for _, y in (*plain, *chain(*foreign))]))
        for curve, points, raw, smoothed in zip(curves, plain, self._raw, self._smooth, strict=True):
            raw.setData(*(points if look.smoothing > 0 and not curve.marked else ((), ())))
            self._draw_smooth(smoothed, curve, self._smoothed_points(own, curve, look))
        for item, points in zip(chain(*self._others), chain(*foreign), strict=True):
            item.setData(*points)
        self._show_dropped(own, look)
        self._plot.setAccessibleDescription(self._summary(own))

    def reading(self, own: CurveSeries, row: int) -> str:
        """Say the numbers of a row."""
        values = [_newest(own.history.column(curve.column)[: row + 1]) for curve in self.group.curves]
        return f"{self.group.title} {' / '.join(values)}"

    def set_x_range(self, low: float, high: float) -> None:
        """Show this part of the x axis, and all of the y axis that is drawn in it."""
        self._follows_y = True
        self._view.setXRange(low, high, padding=0.0)

    def follow_x(self, low: float, high: float) -> None:
        """Show this part of the x axis, and go on with the y axis as the user left it."""
        self._view.setXRange(low, high, padding=0.0)

    def set_cursor(self, x: float | None) -> None:
        """Show a line at `x`, or none."""
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setValue(x)

    def _connect(self) -> None:
        scene: Any = self._plot.scene()
        scene.sigMouseMoved.connect(self._on_mouse_moved)
        scene.sigMouseClicked.connect(self._on_mouse_clicked)
        self._view.sigRangeChangedManually.connect(self._on_moved)
        self._view.sigXRangeChanged.connect(self._on_view_changed)
        self._view.region_chosen.connect(self._on_region_chosen)
        theme().changed.connect(self._recolour)

    def _points(self, series: CurveSeries, curve: Curve, look: Look, *, smooth: bool) -> tuple[np.ndarray, np.ndarray]:
        x = series.x(look)
        low, high = self.x_range
        first, last = int(x.searchsorted(low)) - 1, int(x.searchsorted(high, side="right")) + 1
        trace = series.trace(curve.column, look, smooth=smooth)
        return trace.points(x, max(first, 0), min(last, len(x)), max(200, self._plot.width()))

    def _smoothed_points(self, series: CurveSeries, curve: Curve, look: Look) -> tuple[np.ndarray, np.ndarray]:
        """Return what the thick line shows: single numbers, each with its dot, stay as they are."""
        return self._points(series, curve, look, smooth=not curve.marked)

    def _draw_smooth(self, item: Any, curve: Curve, points: tuple[np.ndarray, np.ndarray]) -> None:
        """Draw thick and even where the line is calm; a restless one would take Qt a second to stroke."""
        values = np.log10(points[1]) if self._logarithmic else points[1]
        low, high = self._view.viewRange()[1]
        travel_px = np.abs(np.diff(values)).sum() * self._plot.height() / max(high - low, 1e-12)
        calm = bool(travel_px <= CALM_PX)
        item.setData(*points, antialias=calm)
        if item.opts["pen"].width() != (width := 2 if calm else 1):
            item.setPen(_line(curve, width))

    def _show_dropped(self, own: CurveSeries, look: Look) -> None:
        """Mark at the lower edge where a logarithmic axis cannot show a value."""
        low, high = self.x_range
        for curve, ticks in zip(self.group.curves, self._dropped, strict=True):
            places = np.empty(0)
            if look.logarithmic:
                x = own.x(look)
                part = slice(int(x.searchsorted(low)), int(x.searchsorted(high)))
                places = non_positive(x[part], own.history.column(curve.column)[part], 200)
            ticks.setXVals(places)

    def _fit_y(self, values: np.ndarray) -> None:
        if not self._follows_y:
            return
        if self.group.low is not None and self.group.high is not None and not self._logarithmic:
            self._view.setYRange(self.group.low, self.group.high, padding=0.04)
        elif len(values):
            low, high = float(values.min()), float(values.max())
            if self._logarithmic:
                low, high = math.log10(low), math.log10(high)
            self._view.setYRange(low, high if high > low else low + (abs(low) or 1.0), padding=0.06)

    def _set_logarithmic(self, logarithmic: bool) -> None:  # noqa: FBT001  private
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self._item.setLogMode(y=logarithmic)

    def _set_others(self, count: int) -> None:
        if count == len(self._others):
            return
        for item in (item for items in self._others for item in items):
            self._item.removeItem(item)
        self._others = [[self._item.plot(skipFiniteCheck=True) for _ in self.group.curves] for _ in range(count)]
        for items in self._others:
            for item in items:
                item.setLogMode(False, self._logarithmic)
        self._recolour()

    def _summary(self, own: CurveSeries) -> str:
        """The newest values in words, for those who cannot see the plot."""
        rows = len(own.history)
        return ", ".join(f"{c.label} {_newest(own.history.column(c.column))}" for c in self.group.curves if rows)

    @Slot()
    def _recolour(self) -> None:
        tokens = theme().tokens
        self._plot.setBackground(tokens.panel)
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setPen(pg.mkPen(tokens.border_strong))
            axis.setTickPen(pg.mkPen(_faint("border_strong", GRID_SHARE)))
            axis.setTextPen(pg.mkPen(tokens.muted))
        self._item.setLabel("left", self.group.title, color=tokens.muted)
        self._item.getAxis("left").setWidth(AXIS_PX)
        for index, curve in enumerate(self.group.curves):
            self._raw[index].setPen(pg.mkPen(_faint(curve.role, RAW_SHARE), width=1))
            self._smooth[index].setPen(_line(curve, 2))
            if curve.marked:
                self._smooth[index].setSymbol("o")
                self._smooth[index].setSymbolSize(DOT_PX)
                self._smooth[index].setSymbolPen(None)
                self._smooth[index].setSymbolBrush(theme().colour(curve.role))
            self._dropped[index].setPen(_pen(curve.role, 1))
            for number, items in enumerate(self._others):
                pen = _pen(curve.role, 1, OTHER_ALPHA)
                pen.setStyle(DASHES[number % len(DASHES)])
                items[index].setPen(pen)
        self._legend.setLabelTextColor(tokens.text)
        for _, label in self._legend.items:
            label.setText(label.text)  # which is when it takes its colour
        self._cursor.setPen(pg.mkPen(tokens.accent, width=1, style=Qt.PenStyle.DashLine))

    @Slot(object)
    def _on_mouse_moved(self, position: QPointF) -> None:
        inside = self._item.sceneBoundingRect().contains(position)
        self.hovered.emit(self._view.mapSceneToView(position).x() if inside else math.nan)

    @Slot(object)
    def _on_mouse_clicked(self, event: Any) -> None:
        if event.double():
            self.fit_wanted.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.x_chosen.emit(self._view.mapSceneToView(event.scenePos()).x())

    @Slot()
    def _on_moved(self) -> None:
        self.moved.emit()

    @Slot()
    def _on_region_chosen(self) -> None:
        self._follows_y = False
        self.moved.emit()

    @Slot()
    def _on_view_changed(self) -> None:
        self.view_changed.emit(self)


def _faint(role: str, share: float) -> QColor:
    """A role's colour with so much of it on the panel; opaque, because Qt draws translucent lines ten times slower."""
    colour, panel = theme().colour(role), theme().colour("panel")
    parts = ((colour.redF(), panel.redF()), (colour.greenF(), panel.greenF()), (colour.blueF(), panel.blueF()))
    return QColor.fromRgbF(*(share * own + (1 - share) * below for own, below in parts))


def _line(curve: Curve, width: int) -> QPen:
    pen = _pen(curve.role, width)
    if curve.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def _newest(column: np.ndarray) -> str:
    """Say the newest number of a column, which may have gaps."""
    if len(column) and np.isfinite(column[-1]):
        return f"{column[-1]:.4g}"
    known = column[np.isfinite(column)]
    return f"{known[-1]:.4g}" if len(known) else "–"


def _pen(role: str, width: int, alpha: int = 255) -> QPen:
    colour = QColor(theme().colour(role))
    colour.setAlpha(alpha)
    return pg.mkPen(colour, width=width)
