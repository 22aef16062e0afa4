"""What a frame of the curves costs: 4 curves of 1,000,000 points, raw and smoothed, panned and growing.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.curve_frames`. A frame is everything from the wish to
its pixels, in the window's own widgets; the figures are the median and the 99th percentile of all frames.
"""

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from studio.core.history import History
from studio.ui.panels.curve_groups import curve_groups
from studio.ui.panels.curve_plot import CurvePlot
from studio.ui.panels.curve_series import CurveSeries, Look
from studio.ui.theme import apply_theme
from studio.ui.tokens import Mode
from tests.benchmarks.report import Figure, report

ROWS = 1_000_000
FRAMES = 300
SIZE = (640, 320)
SHOWN = ("loss", "score")
WIDTHS = (ROWS, 300_000, 30_000, 1_000)  # rows that are visible


def main() -> int:
    """Measure panning at several zooms, then live rows at the end."""
    application = QApplication.instance() or QApplication([])
    apply_theme(Mode.LIGHT)
    random = np.random.default_rng(0)
    series, look = CurveSeries(History(_row(step, random) for step in range(1, ROWS + 1))), Look()
    plots = [CurvePlot(group) for group in curve_groups(series.history.names) if group.name in SHOWN]
    for plot in plots:
        plot.resize(*SIZE)
        plot.show()
    application.processEvents()  # a repaint before the first exposure draws nothing

    def draw(low: float, high: float) -> None:
        for plot in plots:
            plot.set_x_range(low, high)
            plot.draw(series, (), look)
            plot.show_values(series, None)
            plot.picture.viewport().repaint()

    def grow(frame: int) -> None:
        series.history.append(_row(ROWS + frame + 1, random))
        draw(-0.02 * ROWS, 1.02 * (ROWS + frame))

    draw(0, ROWS)
    while series.is_behind():
        draw(0, ROWS)
    figures = []
    for width in WIDTHS:
        times = _times(lambda frame, w=width: draw(frame * w / 200, frame * w / 200 + w))
        figures += _figures(f"pan over {width:,} rows", times)
    figures += _figures("live, all rows", _times(grow))
    return report("curve_frames", figures)


def _times(frame: Callable[[int], None]) -> np.ndarray:
    """Milliseconds of each frame."""
    times = []
    for number in range(FRAMES):
        begun = time.perf_counter()
        frame(number)
        times.append((time.perf_counter() - begun) * 1000)
    return np.array(times)


def _figures(name: str, times: np.ndarray) -> list[Figure]:
    return [
        Figure(f"{name}, median", float(np.median(times)), "ms", most=16),
        Figure(f"{name}, 99th percentile", float(np.percentile(times, 99)), "ms", most=16),
    ]


def _row(step: int, random: np.random.Generator) -> dict[str, float]:
    noise = random.normal(1.0, 0.2, 4).tolist()
    losses = {"generator_loss": 1.5 * noise[0], "discriminator_loss": noise[1]}
    return {"step": step, **losses, "real_score": 0.6 * noise[2], "fake_score": 0.4 * noise[3]}


if __name__ == "__main__":
    sys.exit(main())
