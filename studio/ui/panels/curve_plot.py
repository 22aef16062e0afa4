"""One plot of some curves, raw and smoothed, of one run and of others to compare it with."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.core.decimation import non_positive
from studio.ui.panels.curve_groups import Curve, CurveGroup, meaning
from studio.ui.panels.curve_head import CurveHead
from studio.ui.panels.curve_line import CurveLine
from studio.ui.panels.curve_pens import curve_pen, faint_pen, other_pen, plain_pen
from studio.ui.panels.curve_series import CurveSeries, Look
from studio.ui.panels.curve_view import CurvePicture, CurveView
from studio.ui.panels.decade_axis import DecadeAxis
from studio.ui.panels.progress_axis import ProgressAxis
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Tokens
from studio.ui.words import number

RAW_SHARE = 0.28
LEAST_PX = 96
DOT_PX = 5
CALM_PX = 4_000  # up and down in all; a line that travels further is drawn thin
QWIDGETSIZE_MAX = 16_777_215  # Qt's own, which PySide does not have
NOTHING = np.empty(0), np.empty(0)
TAIL = 1024  # rows that are searched first for the newest number


class CurvePlot(QWidget):
    """Draws the visible part only, below a head that says what is drawn. `CurveView` and `CurvePicture` tell the ways.

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
        self._left: Any = DecadeAxis()  # pyqtgraph's types know nothing of its arguments
        self._bottom = ProgressAxis()
        self._axes = (self._left, self._bottom)
        self._plot = CurvePicture(viewBox=self._view, axisItems={"left": self._left, "bottom": self._bottom})
        self._plot.setAccessibleName(group.title)
        self._plot.setAccessibleDescription(meaning(group.name))
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._item: Any = self._plot.getPlotItem()  # pyqtgraph passes most of its methods on at run time
        self._item.showGrid(x=True, y=True)
        for hidden in ("top", "right"):  # it would look for a unit of theirs in every frame
            self._item.getAxis(hidden).enableAutoSIPrefix(False)
        self._item.disableAutoRange()
        self._head = CurveHead(
            group.title, ["" if curve.label == group.title else curve.label for curve in group.curves]
        )
        self._head.setToolTip(meaning(group.name))
        self._item.layout.removeItem(self._item.titleLabel)
        self._item.layout.setRowMinimumHeight(0, 0)
        self._item.layout.setRowMaximumHeight(0, QWIDGETSIZE_MAX)
        self._item.layout.addItem(self._head, 0, 0, 1, 3)
        self._raw = [CurveLine() for _ in group.curves]
        self._smooth = [CurveLine(curve.label) for curve in group.curves]
        self._others: list[list[CurveLine]] = []
        self._dots = [pg.ScatterPlotItem(size=DOT_PX, pen=None) if curve.marked else None for curve in group.curves]
        for item in (*self._raw, *self._smooth, *filter(None, self._dots)):
            self._item.addItem(item)
        self._dropped = [pg.VTickGroup(yrange=[0.0, 0.04]) for _ in group.curves]
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        for item in (*self._dropped, self._cursor):
            self._item.addItem(item, ignoreBounds=True)
        self._words = QLabel(self.tr("Drawn as soon as training begins."))
        set_role(self._words, "muted")
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._connect()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot, 0, 0)
        layout.addWidget(self._words, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.setMinimumHeight(LEAST_PX)
        self._show_empty(True)
        self._recolour()

    @property
    def x_range(self) -> tuple[float, float]:
        """The part of the x axis that is visible."""
        low, high = self._view.viewRange()[0]
        return float(low), float(high)

    @property
    def picture(self) -> pg.PlotWidget:
        """The widget in which everything is drawn."""
        return self._plot

    @property
    def values(self) -> list[str]:
        """The numbers that the head says, one for each curve."""
        return self._head.values

    def draw(self, own: CurveSeries, others: Sequence[CurveSeries], look: Look) -> None:
        """Draw what is visible of a run and, dashed, of others."""
        look = replace(look, logarithmic=look.logarithmic or self.group.logarithmic)
        self._bottom.show_axis(look.axis)
        self._set_logarithmic(look.logarithmic)
        self._set_others(len(others))
        self._show_words(own, others)
        curves = self.group.curves
        plain = [self._points(own, curve, look, smooth=False) for curve in curves]
        foreign = [[self._smoothed_points(series, curve, look) for curve in curves] for series in others]
        self._fit_y(np.concatenate([y for _, y in (*plain, *chain(*foreign))]))
        for curve, points, raw, smooth, dots in zip(curves, plain, self._raw, self._smooth, self._dots, strict=True):
            raw.draw_thin(*(points if look.smoothing > 0 and curve.smoothed else NOTHING))
            smoothed = self._smoothed_points(own, curve, look)
            self._draw_smooth(smooth, curve, *smoothed)
            if dots is not None:
                dots.setData(*smoothed)
        for item, points in zip(chain(*self._others), chain(*foreign), strict=True):
            item.setData(*points)
        self._show_dropped(own, look)
        self._plot.setAccessibleDescription(self._summary(own))

    def show_values(self, own: CurveSeries, row: int | None) -> None:
        """Say in the head the numbers of a row; None: the newest."""
        end = len(own.history) if row is None else row + 1
        self._head.show_values([_newest(own.history.column(curve.column)[:end]) for curve in self.group.curves])

    def paint(self, painter: QPainter, target: QRectF, tokens: Tokens) -> None:
        """Draw what is seen, without the playhead, in the colours of `tokens`."""
        cursor = self._cursor.isVisible()
        self._cursor.hide()
        self._dress(tokens)
        self._plot.render(painter, target, self._plot.rect())
        self._cursor.setVisible(cursor)
        self._recolour()

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
        self._plot.zoomed.connect(self._on_zoomed)
        self._plot.panned.connect(self._on_panned)
        self._plot.fit_wanted.connect(self.fit_wanted)
        self._plot.focus_seen.connect(self._on_focus_seen)
        theme().changed.connect(self._recolour)

    def _points(self, series: CurveSeries, curve: Curve, look: Look, *, smooth: bool) -> tuple[np.ndarray, np.ndarray]:
        x = series.x(look)
        low, high = self.x_range
        first, last = int(x.searchsorted(low)) - 1, int(x.searchsorted(high, side="right")) + 1
        trace = series.trace(curve.column, look, smooth=smooth)
        x, y = trace.points(x, max(first, 0), min(last, len(x)), max(200, self._plot.width()))
        return x, np.log10(y) if look.logarithmic else y

    def _smoothed_points(self, series: CurveSeries, curve: Curve, look: Look) -> tuple[np.ndarray, np.ndarray]:
        """Return what the thick line shows."""
        return self._points(series, curve, look, smooth=curve.smoothed)

    def _draw_smooth(self, line: CurveLine, curve: Curve, x: np.ndarray, y: np.ndarray) -> None:
        """Draw thick and even where the line is calm; a restless one would take Qt a second to stroke."""
        low, high = self._view.viewRange()[1]
        travel_px = np.abs(np.diff(y)).sum() * self._plot.height() / max(high - low, 1e-12)
        calm = bool(travel_px <= CALM_PX)
        (line.draw_even if calm else line.draw_thin)(x, y)
        if line.pen.width() != (width := 2 if calm else 1):
            line.setPen(curve_pen(theme().tokens, curve, width))

    def _show_words(self, own: CurveSeries, others: Sequence[CurveSeries]) -> None:
        """Say in words why nothing is drawn."""
        wanted = {curve.column for curve in self.group.curves}
        self._show_empty(not any(wanted & set(series.history.names) for series in (own, *others)))
        none, soon = self.tr("This run has no such numbers."), self.tr("Drawn as soon as training begins.")
        self._words.setText(none if len(own.history) else soon)

    def _show_empty(self, empty: bool) -> None:  # noqa: FBT001  private
        self._words.setVisible(empty)
        for axis in self._axes:
            axis.setOpacity(0.0 if empty else 1.0)  # it keeps its place

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
            self._view.setYRange(low, high if high > low else low + (abs(low) or 1.0), padding=0.06)

    def _set_logarithmic(self, logarithmic: bool) -> None:  # noqa: FBT001  private
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self._left.setLogMode(logarithmic)

    def _set_others(self, count: int) -> None:
        if count == len(self._others):
            return
        for item in (item for items in self._others for item in items):
            self._item.removeItem(item)
        self._others = [[CurveLine(whole=True) for _ in self.group.curves] for _ in range(count)]
        for item in chain(*self._others):
            self._item.addItem(item)
        self._recolour()

    def _summary(self, own: CurveSeries) -> str:
        """The newest values in words, for those who cannot see the plot."""
        rows = len(own.history)
        return ", ".join(f"{c.label} {_newest(own.history.column(c.column))}" for c in self.group.curves if rows)

    @Slot()
    def _recolour(self) -> None:
        self._dress(theme().tokens)

    def _dress(self, tokens: Tokens) -> None:
        curves = self.group.curves
        self._plot.setBackground(tokens.panel)
        for axis in self._axes:
            axis.dress(tokens)
        self._head.dress(tokens, [curve_pen(tokens, curve, 2) for curve in curves])
        for index, curve in enumerate(curves):
            self._raw[index].setPen(faint_pen(tokens, curve.role, RAW_SHARE))
            self._smooth[index].setPen(curve_pen(tokens, curve, 2))
            if (dots := self._dots[index]) is not None:
                dots.setBrush(getattr(tokens, curve.role))
            self._dropped[index].setPen(plain_pen(tokens, curve.role))
            for run, items in enumerate(self._others):
                items[index].setPen(other_pen(tokens, curve.role, run))
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

    @Slot(float)
    def _on_zoomed(self, factor: float) -> None:
        low, high = self.x_range
        middle, half = (low + high) / 2, (high - low) / 2 * factor
        self._move(middle - half, middle + half)

    @Slot(float)
    def _on_panned(self, share: float) -> None:
        low, high = self.x_range
        self._move(low + share * (high - low), high + share * (high - low))

    def _move(self, low: float, high: float) -> None:
        self.moved.emit()
        self._view.setXRange(low, high, padding=0.0)

    @Slot(bool)
    def _on_focus_seen(self, seen: bool) -> None:  # noqa: FBT001  a slot
        self._view.setBorder(plain_pen(theme().tokens, "accent") if seen else None)

    @Slot()
    def _on_view_changed(self) -> None:
        self.view_changed.emit(self)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(math.nan)


def _newest(column: np.ndarray) -> str:
    """Say the newest number of a column, which may have gaps."""
    for part in (column[-TAIL:], column):
        known = part[np.isfinite(part)]
        if len(known):
            return number(float(known[-1]))
    return "–"
