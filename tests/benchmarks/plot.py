"""A figure for RESULTS.md: curves on logarithmic axes, drawn by the window's own plotting library."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyqtgraph
from pyqtgraph.exporters import ImageExporter
from PySide6.QtWidgets import QApplication

COLOURS = ("#b3541e", "#2a6fb0", "#3d8b5f", "#7a4fa0")
SIZE = (900, 520)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: its name in the legend and its points."""

    name: str
    x: Sequence[float]
    y: Sequence[float]


def save_plot(path: Path, curves: Sequence[Curve], *, x: str, y: str, title: str) -> None:
    """Draw the curves with both axes logarithmic and save a PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    plot = pyqtgraph.PlotWidget(background="w", title=title)
    plot.resize(*SIZE)
    item = plot.getPlotItem()
    item.setLogMode(x=True, y=True)
    item.showGrid(x=True, y=True, alpha=0.2)
    item.setLabel("bottom", x)
    item.setLabel("left", y)
    item.addLegend(offset=(-20, 20))
    for curve, colour in zip(curves, COLOURS, strict=False):
        pen = pyqtgraph.mkPen(colour, width=2)
        item.plot(
            list(curve.x), list(curve.y), pen=pen, symbol="o", symbolBrush=colour, symbolPen=None, name=curve.name
        )
    plot.show()
    application.processEvents()
    ImageExporter(item).export(str(path))
    plot.close()
