"""One number of several runs over steps, pictures or seconds, each run in a colour of its own."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.comparison import ComparedRun
from studio.core.decimation import Trace
from studio.core.history import GENERATOR_LOSS, REAL_SLICED_WASSERSTEIN, SLICED_WASSERSTEIN
from studio.ui.panels.decade_axis import DecadeAxis
from studio.ui.panels.progress_axis import ProgressAxis
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.words import score_meaning

AXES = ("step", "images", "seconds")
SMOOTHING = 0.8
COLUMNS = 800
NOT_CURVES = frozenset({"step", "epoch", "images", "seconds"})


class ComparedCurves(QWidget):
    """Shows the runs it is given; the number and the axis are chosen above the plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: Sequence[ComparedRun] = ()
        self._number = self._choice("compare_number", self.tr("Number"))
        self._axis = self._choice("compare_axis", self.tr("Horizontal axis"))
        for name, label in zip(AXES, (self.tr("Steps"), self.tr("Pictures"), self.tr("Time")), strict=True):
            self._axis.addItem(label, name)
        self._smooth = QCheckBox(self.tr("Smooth"))
        self._smooth.setObjectName("compare_smooth")
        self._smooth.setChecked(True)
        self._smooth.toggled.connect(self._draw)
        self._left, self._bottom = DecadeAxis(), ProgressAxis()
        self._plot = pg.PlotWidget(axisItems={"left": self._left, "bottom": self._bottom})
        self._plot.setAccessibleName(self.tr("Curves of the runs compared"))
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._item: Any = self._plot.getPlotItem()
        self._item.showGrid(x=True, y=True)
        heading = QLabel(self.tr("Curves"))
        set_role(heading, "muted")
        head = QHBoxLayout()
        head.setSpacing(Spacing.SMALL)
        head.addWidget(heading)
        head.addStretch(1)
        for widget in (self._number, self._axis, self._smooth):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._plot, 1)
        theme().changed.connect(self._draw)

    def show_runs(self, runs: Sequence[ComparedRun]) -> None:
        """Show these runs."""
        self._runs = runs
        names = sorted({name for run in runs for name in run.history.names} - NOT_CURVES)
        known = {SLICED_WASSERSTEIN: self.tr("SWD"), REAL_SLICED_WASSERSTEIN: self.tr("SWD, real against real")}
        self._number.clear()
        for name in names:
            self._number.addItem(known.get(name, name.replace("_", " ").capitalize()), name)
            if name in known:
                self._number.setItemData(self._number.count() - 1, score_meaning(), Qt.ItemDataRole.ToolTipRole)
        first = SLICED_WASSERSTEIN if SLICED_WASSERSTEIN in names else GENERATOR_LOSS
        self._number.setCurrentIndex(max(self._number.findData(first), 0))
        self._draw()

    def _choice(self, name: str, label: str) -> CalmComboBox:
        choice = CalmComboBox()
        choice.setObjectName(name)
        choice.setAccessibleName(label)
        choice.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.activated.connect(self._draw)
        return choice

    @Slot()
    def _draw(self) -> None:
        tokens = theme().tokens
        self._plot.setBackground(tokens.panel)
        for axis in (self._left, self._bottom):
            axis.dress(tokens)
        self._item.clear()
        self._bottom.show_axis(self._axis.currentData())
        number = self._number.currentData()
        few = number == SLICED_WASSERSTEIN
        self._item.setLogMode(y=few)
        if not self._runs or not self._number.count():
            return
        for colour, run in zip(run_colours(len(self._runs)), self._runs, strict=True):
            trace = Trace(SMOOTHING if self._smooth.isChecked() and not few else 0.0)
            trace.update(run.history.column(number))
            points = trace.points(run.history.column(self._axis.currentData()), 0, len(trace), COLUMNS)
            dots = {"symbol": "o", "symbolSize": 5, "symbolPen": None, "symbolBrush": colour} if few else {}
            self._item.plot(*points, pen=pg.mkPen(colour, width=2), antialias=True, skipFiniteCheck=True, **dots)
        self._item.enableAutoRange()


def run_colours(count: int) -> list[QColor]:
    """Return a colour for each of `count` runs: those of the theme, then hues between them."""
    own = [QColor(colour) for colour in theme().tokens.curves]
    hues = [QColor.fromHsv(int(360 * index / max(count, 1)), 150, 180) for index in range(count)]
    return [*own, *hues[len(own) :]][:count]
