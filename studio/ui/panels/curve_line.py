"""One line of a plot, drawn many times a second."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from studio.core.decimation import upright


class CurveLine(pg.PlotCurveItem):
    """A line of points that are ready to be drawn, without what pyqtgraph's `PlotDataItem` would compute of them.

    To Qt it is as large as its view. Its own bounds would have to be found again for every frame.
    A `whole` one keeps its dashes from point to point, but where it overlaps itself it takes a hundred times longer.
    """

    def __init__(self, name: str | None = None, *, whole: bool = False) -> None:
        super().__init__(name=name, skipFiniteCheck=True)
        self.setSegmentedLineMode("off" if whole else "on")

    @property
    def pen(self) -> QPen:
        """What it is drawn with."""
        return self.opts["pen"]

    def draw_even(self, x: np.ndarray, y: np.ndarray) -> None:
        """Draw a calm line with smooth edges."""
        self.setData(x, y, antialias=True, connect="all")

    def draw_thin(self, x: np.ndarray, y: np.ndarray) -> None:
        """Draw a line that may be restless."""
        lines = upright(x, y)
        self.setData(*(lines or (x, y)), antialias=False, connect="pairs" if lines else "all")

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF() if view is None else QRectF(view.viewRect())
