"""The live curves of a run: the plots one chooses, above each other on one axis of steps, pictures or time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.core.history import History
from studio.ui.panels.curve_controls import CurveControls
from studio.ui.panels.curve_figure import Caption, save_figure
from studio.ui.panels.curve_groups import CurveGroup, axis_titles, curve_groups
from studio.ui.panels.curve_legend import CurveLegend
from studio.ui.panels.curve_plot import LEAST_PX, CurvePlot
from studio.ui.panels.curve_reading import CurveReading
from studio.ui.panels.curve_series import CurveSeries, Look
from studio.ui.theme import set_role, theme
from studio.ui.tokens import LIGHT, Spacing

SHOWN_FIRST = ("loss", "score", "swd")
SMOOTHING_STEP, MOST_SMOOTHING = 0.1, 0.99
FRAME_MS = 16
TURN_MS = 4  # between the plots of a frame
READ_MS = 100  # between two changes of the numbers that are said


class CurvesPanel(QWidget):
    """Shows a `History` and, dashed, those of other runs.

    `step_chosen` carries the step the user clicked at. `choices_wanted` asks for the runs there are to compare with
    (`set_choices`), `overlay_wanted` for the history of the one at a path (`add_overlay`); `overlay_removed` carries
    the path of one that is taken away. `figure_wanted` asks to save the plots as a picture, in the light look where
    True, `table_wanted` to save the numbers. `groups_chosen` carries the names of the plots the user has chosen,
    `look_chosen` the `Look`.
    """

    step_chosen = Signal(int)
    choices_wanted = Signal()
    overlay_wanted = Signal(str)
    overlay_removed = Signal(str)
    figure_wanted = Signal(bool)
    table_wanted = Signal()
    groups_chosen = Signal(list)
    look_chosen = Signal(object)
    _view_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves")
        self._own = CurveSeries(History())
        self._others: dict[str, CurveSeries] = {}
        self._plots: dict[str, CurvePlot] = {}
        self._wanted: list[str] = list(SHOWN_FIRST)
        self._shown: list[str] = []
        self._columns: frozenset[str] = frozenset()
        self._look = Look()
        self._follows = True
        self._cursor: int | None = None
        self._hovered: float | None = None
        self._unread = False
        self._controls, self._legend = CurveControls(), CurveLegend()
        self._reading = CurveReading()
        self._stack = QVBoxLayout()
        self._range = (0.0, 1.0)  # the part of the x axis that all plots show
        self._undrawn: list[CurvePlot] = []
        self._frame = QTimer(self, interval=FRAME_MS, singleShot=True)
        self._turn = QTimer(self, interval=TURN_MS, singleShot=True)
        self._pause = QTimer(self, interval=READ_MS, singleShot=True)  # between two readings
        self._lay_out()
        self._connect()
        self._offer_groups()
        self._show_plots()

    @property
    def history(self) -> History:
        """The numbers that are shown."""
        return self._own.history

    @property
    def plots(self) -> list[CurvePlot]:
        """The plots that are shown, from top to bottom."""
        return [self._plots[name] for name in self._shown]

    @property
    def overlays(self) -> dict[str, str]:
        """The names of the other runs by their paths."""
        return {path: series.label for path, series in self._others.items()}

    def show_history(self, history: History) -> None:
        """Draw these numbers, or what was added to them."""
        self._controls.set_empty(len(history) == 0)
        if history is not self._own.history:
            self._own = CurveSeries(history)
        self._frame.start()

    def add_overlay(self, path: str, name: str, history: History) -> None:
        """Compare with another run."""
        if path not in self._others:
            self._others[path] = CurveSeries(history, name)
            self._legend.show_runs(self.overlays)
            self._offer_groups()
            self._frame.start()

    @Slot(str)
    def remove_overlay(self, path: str) -> None:
        """Compare with it no more."""
        self._others.pop(path, None)
        self._legend.show_runs(self.overlays)
        self._frame.start()
        self.overlay_removed.emit(path)

    @Slot(str, list)
    def extend_overlay(self, path: str, rows: list[dict[str, Any]]) -> None:
        """Draw what was added to the numbers of another run."""
        if path in self._others:
            self._others[path].history.extend(rows)
            self._frame.start()

    def set_choices(self, runs: Sequence[tuple[str, str]]) -> None:
        """Offer runs to compare with: (path, name)."""
        self._controls.offer_runs(runs, self.overlays)

    def set_groups(self, names: Sequence[str]) -> None:
        """Show these plots, as far as there are numbers for them."""
        self._wanted = list(names) or list(SHOWN_FIRST)
        self._offer_groups()
        self._show_plots()

    def set_look(self, look: Look) -> None:
        """Draw the curves in another way."""
        self._controls.set_look(look)
        self._follows = self._follows or look.axis != self._look.axis
        self._look = look
        for series in (self._own, *self._others.values()):
            series.keep_only(look)
        self.set_cursor(self._cursor)
        self._frame.start()

    def set_cursor(self, step: int | None) -> None:
        """Mark a step with a line in every plot; None takes it away."""
        self._cursor = step
        x = self._x_of(step)
        for plot in self._plots.values():
            plot.set_cursor(x)
        self._read()

    def save_figure(self, path: Path, name: str, *, light: bool) -> None:
        """Write the plots that are shown, of the run `name`, in the light look or as they are; raises `StudioError`."""
        caption = Caption(axis_titles()[self._look.axis], name, tuple(self.overlays.values()))
        for plot in self.plots:
            plot.show_values(self._own, None)  # the playhead is not in the figure
        save_figure(path, self.plots, caption, LIGHT if light else theme().tokens)
        self._read()

    @Slot()
    def fit(self) -> None:
        """Show the whole run, and what is still to come of it."""
        self._follows = True
        self._frame.start()

    @Slot()
    def toggle_logarithmic(self) -> None:
        """Draw the y axes logarithmic, or no more, as the user would."""
        self._on_look_changed(replace(self._look, logarithmic=not self._look.logarithmic))

    @Slot()
    def smooth_more(self) -> None:
        """Smooth the curves a little more, as the user would."""
        self._smooth(SMOOTHING_STEP)

    @Slot()
    def smooth_less(self) -> None:
        """Smooth the curves a little less, as the user would."""
        self._smooth(-SMOOTHING_STEP)

    def _smooth(self, by: float) -> None:
        weight = min(max(round(self._look.smoothing + by, 2), 0.0), MOST_SMOOTHING)
        self._on_look_changed(replace(self._look, smoothing=weight))

    def _lay_out(self) -> None:
        inner = QWidget()
        set_role(inner, "plain")
        inner.setLayout(self._stack)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(Spacing.SMALL)
        scroll = QScrollArea()
        scroll.setObjectName("curves_scroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(2 * LEAST_PX + Spacing.SMALL)  # two plots are seen whole
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        for widget in (self._controls, self._legend, scroll, self._reading):
            layout.addWidget(widget, int(widget is scroll))

    def _connect(self) -> None:
        self._controls.look_changed.connect(self._on_look_changed)
        self._controls.group_toggled.connect(self._on_group_toggled)
        self._controls.choices_wanted.connect(self.choices_wanted)
        self._controls.overlay_wanted.connect(self.overlay_wanted)
        self._controls.overlay_unwanted.connect(self.remove_overlay)
        self._controls.figure_wanted.connect(self.figure_wanted)
        self._controls.table_wanted.connect(self.table_wanted)
        self._controls.fit_wanted.connect(self.fit)
        self._legend.removed.connect(self.remove_overlay)
        self._frame.timeout.connect(self._draw)
        self._turn.timeout.connect(self._draw_next)
        self._pause.timeout.connect(self._on_paused)
        self._view_moved.connect(self._on_view_moved, Qt.ConnectionType.QueuedConnection)

    def _groups(self) -> dict[str, CurveGroup]:
        columns = {name for series in (self._own, *self._others.values()) for name in series.history.names}
        return {group.name: group for group in curve_groups(columns)}

    def _offer_groups(self) -> None:
        self._columns = frozenset(self._own.history.names)
        self._controls.offer_groups({g.name: g.title for g in self._groups().values()}, self._wanted)

    def _show_plots(self) -> None:
        groups = self._groups()
        self._shown = [name for name in groups if name in self._wanted] or ["loss"]
        for name in self._shown:
            if name not in self._plots:
                self._plots[name] = self._made(groups[name])
        for name, plot in self._plots.items():
            self._stack.removeWidget(plot)
            plot.setVisible(name in self._shown)
        for name in self._shown:
            self._stack.addWidget(self._plots[name], 3 if name == "loss" else 2)
        self.set_cursor(self._cursor)
        self._frame.start()

    def _made(self, group: CurveGroup) -> CurvePlot:
        plot = CurvePlot(group)
        plot.x_chosen.connect(self._on_x_chosen)
        plot.hovered.connect(self._on_hovered)
        plot.moved.connect(self._on_moved)
        plot.fit_wanted.connect(self.fit)
        plot.view_changed.connect(self._on_view_changed)
        return plot

    def _x_of(self, step: int | None) -> float | None:
        row = None if step is None else self._own.row_at(replace(self._look, axis="step"), float(step))
        return None if row is None else float(self._own.x(self._look)[row])

    @Slot()
    def _draw(self) -> None:
        """Begin a frame: one plot after the other, so that the window answers in between; new plots a frame before."""
        self._frame.stop()
        if frozenset(self._own.history.names) != self._columns:
            self._offer_groups()
            self._show_plots()
            return
        ends = [x[-1] for x in (series.x(self._look) for series in (self._own, *self._others.values())) if len(x)]
        if self._follows and ends:
            high = float(max(ends))
            self._range = (-0.02 * high, 1.02 * high or 1.0)
        self._undrawn += [plot for plot in self.plots if plot not in self._undrawn]
        self._draw_next()
        self._read()

    @Slot()
    def _draw_next(self) -> None:
        """Draw a plot; after the last one, where much has to be taken in, go on with it in the next frame."""
        if self._undrawn:
            plot = self._undrawn.pop(0)
            show = plot.set_x_range if self._follows else plot.follow_x
            show(*self._range)
            plot.draw(self._own, list(self._others.values()), self._look)
        if self._undrawn:
            self._turn.start()
        elif any(series.is_behind() for series in (self._own, *self._others.values())):
            self._frame.start()

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        self.set_look(look)
        self.look_chosen.emit(look)

    @Slot(str, bool)
    def _on_group_toggled(self, name: str, shown: bool) -> None:  # noqa: FBT001  a slot
        others = [other for other in self._wanted if other != name]
        self._wanted = [*others, name] if shown else others or [name]
        self._offer_groups()
        self._show_plots()
        self.groups_chosen.emit(self._wanted)

    @Slot()
    def _on_moved(self) -> None:
        self._follows = False

    @Slot(object)
    def _on_view_changed(self, plot: CurvePlot) -> None:
        """Let the other plots follow the one that the user moved."""
        if plot.x_range == self._range:
            return
        self._range = plot.x_range
        self._undrawn = [plot, *(other for other in self._undrawn if other is not plot)]
        if not self._frame.isActive():
            self._frame.start()
            self._view_moved.emit()

    @Slot()
    def _on_view_moved(self) -> None:
        """Draw the other part before Qt paints, which would else paint twice: a part of the curves, then all."""
        if self._frame.isActive():
            self._draw()

    @Slot(float)
    def _on_x_chosen(self, x: float) -> None:
        row = self._own.row_at(self._look, x)
        if row is not None:
            self.step_chosen.emit(int(self._own.history.column("step")[row]))

    @Slot(float)
    def _on_hovered(self, x: float) -> None:
        """Say the numbers of the row under the mouse; NaN: the mouse has left."""
        self._hovered = None if x != x else x
        self._read()

    def _read(self) -> None:
        """Say the numbers under the mouse, else those at the playhead, else the newest; at most ten times a second."""
        if self._pause.isActive():
            self._unread = True
            return
        self._unread = False
        self._pause.start()
        rows = len(self._own.history)
        row = self._row_read()
        for plot in self.plots:
            plot.show_values(self._own, row)
        self._reading.show_row(self._own.history, rows - 1 if rows and row is None else row)

    def _row_read(self) -> int | None:
        if self._hovered is not None:
            return self._own.row_at(self._look, self._hovered)
        if self._cursor is not None:
            return self._own.row_at(replace(self._look, axis="step"), float(self._cursor))
        return None

    @Slot()
    def _on_paused(self) -> None:
        if self._unread:
            self._read()
