"""The live curves: losses of both networks above, mean scores below, on one axis of steps, pictures or time."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.history import DISCRIMINATOR_LOSS, FAKE_SCORE, GENERATOR_LOSS, REAL_SCORE, History
from studio.ui.panels.curve_plot import Curve, CurvePlot
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class CurvesPanel(QWidget):
    """Shows a `History`; `step_chosen` is emitted when the user clicks into a plot."""

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves")
        self._history = History()
        self._losses = CurvePlot(
            self.tr("Loss"),
            (
                Curve(GENERATOR_LOSS, self.tr("Generator"), "generator"),
                Curve(DISCRIMINATOR_LOSS, self.tr("Discriminator"), "discriminator"),
            ),
        )
        self._losses.setObjectName("loss_plot")
        self._scores = CurvePlot(
            self.tr("Score"),
            (
                Curve(REAL_SCORE, self.tr("Real pictures"), "real"),
                Curve(FAKE_SCORE, self.tr("Generated pictures"), "fake"),
            ),
        )
        self._scores.setObjectName("score_plot")
        self._scores.set_range(0.0, 1.0)
        self._scores.link_to(self._losses)
        for plot in (self._losses, self._scores):
            plot.x_chosen.connect(self._on_x_chosen)
            plot.hovered.connect(self._on_hovered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(self._controls())
        layout.addWidget(self._losses, 3)
        layout.addWidget(self._scores, 2)
        layout.addWidget(self._reading)

    def show_history(self, history: History) -> None:
        """Draw these numbers; to be called at most some ten times a second."""
        self._history = history
        self._draw()

    def set_cursor(self, step: int | None) -> None:
        """Mark a step with a line in both plots; None takes it away."""
        x = None if step is None else self._x_of(step)
        self._losses.set_cursor(x)
        self._scores.set_cursor(x)

    def fit(self) -> None:
        """Show the whole run again after zooming."""
        self._losses.fit()
        self._scores.fit()

    def _controls(self) -> QHBoxLayout:
        self._axis = QComboBox()
        self._axis.setObjectName("curves_axis")
        self._axis.setAccessibleName(self.tr("Horizontal axis"))
        for name, label in (
            ("step", self.tr("Steps")),
            ("images", self.tr("Pictures")),
            ("seconds", self.tr("Seconds")),
        ):
            self._axis.addItem(label, name)
        self._axis.currentIndexChanged.connect(self._on_axis_changed)
        self._log = QCheckBox(self.tr("Log"))
        self._log.setObjectName("curves_log")
        self._log.setToolTip(self.tr("Logarithmic losses; values of zero and below are left out."))
        self._log.toggled.connect(self._on_log_toggled)
        self._smoothing = ValueSlider("curves_smoothing", self.tr("Smoothing"), minimum=0.0, maximum=0.99)
        self._smoothing.set_value(0.6)
        self._smoothing.value_changed.connect(self._on_smoothing_changed)
        self._reading = QLabel(" ")
        self._reading.setObjectName("curves_reading")
        self._reading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._reading.setMinimumWidth(1)
        set_role(self._reading, "muted")
        set_type(self._reading, Type.CAPTION)
        controls = QHBoxLayout()
        controls.setSpacing(Spacing.SMALL)
        controls.addWidget(self._axis)
        controls.addWidget(self._log)
        controls.addWidget(self._smoothing, 1)
        return controls

    def _draw(self) -> None:
        x = self._history.column(self._axis.currentData())
        for plot in (self._losses, self._scores):
            plot.draw(x, self._history, self._smoothing.value())

    def _x_of(self, step: int) -> float | None:
        row = self._row_at(float(step), "step")
        return None if row is None else float(self._history.column(self._axis.currentData())[row])

    def _row_at(self, value: float, name: str) -> int | None:
        column = self._history.column(name)
        return None if len(column) == 0 else min(int(column.searchsorted(value)), len(column) - 1)

    @Slot(int)
    def _on_axis_changed(self, _: int) -> None:
        self._draw()
        self.fit()

    @Slot(bool)
    def _on_log_toggled(self, logarithmic: bool) -> None:  # noqa: FBT001  Qt's signature
        self._losses.set_logarithmic(logarithmic)
        self._draw()

    @Slot(float)
    def _on_smoothing_changed(self, _: float) -> None:
        self._draw()

    @Slot(float)
    def _on_x_chosen(self, x: float) -> None:
        row = self._row_at(x, self._axis.currentData())
        if row is not None:
            self.step_chosen.emit(int(self._history.column("step")[row]))

    @Slot(float)
    def _on_hovered(self, x: float) -> None:
        """Say the numbers of the row under the mouse; NaN: the mouse has left."""
        row = None if x != x else self._row_at(x, self._axis.currentData())
        if row is None:
            self._reading.setText(" ")
            return
        values = [f"{float(self._history.column(name)[row]):.3g}" for name in _READ]
        text = self.tr("Step %1 · loss %2 and %3 · score %4 and %5")
        for index, value in enumerate([f"{int(self._history.column('step')[row]):,}", *values], 1):
            text = text.replace(f"%{index}", value)
        self._reading.setText(text)


_READ = (GENERATOR_LOSS, DISCRIMINATOR_LOSS, REAL_SCORE, FAKE_SCORE)
