"""How long the window's thread does not answer: while TensorFlow is imported, and while `dcgan-28` trains.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.ui_stalls [SECONDS]`.
"""

import sys
import time

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from studio.core.recipe_book import load_recipe
from tests.benchmarks.report import Figure, report
from tests.benchmarks.window import open_studio, start, wait, work

TICK_MS = 1
SECONDS = 60.0


class Pulse(QObject):
    """Ticks every millisecond and keeps how late each tick was."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._last = 0.0
        self.gaps: list[float] = []

    def start(self) -> None:
        """Begin, or begin anew."""
        self.gaps, self._last = [], time.perf_counter()
        self._timer.start()

    def stop(self) -> np.ndarray:
        """End and return the gaps in milliseconds."""
        self._timer.stop()
        gaps, self.gaps = np.array(self.gaps) * 1000 - TICK_MS, []
        return gaps

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def main() -> int:
    """Measure both phases in one window."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    recipe = load_recipe("dcgan-28").changed({"training.length": 10_000_000, "training.length_unit": "steps"})
    ready: list[object] = []
    pulse = Pulse()
    with open_studio() as studio:
        studio.training.trainer.tensorflow_ready.connect(ready.append)
        pulse.start()
        wait(lambda: bool(ready))
        importing = pulse.stop()
        start(studio, recipe)
        work(1.0)
        pulse.start()
        work(seconds)
        training = pulse.stop()
    figures = [
        Figure("longest stall during TensorFlow's import", float(importing.max()), "ms", most=400),
        Figure("longest stall while dcgan-28 trains", float(training.max()), "ms", most=50),
        Figure("99th percentile while dcgan-28 trains", float(np.percentile(training, 99)), "ms", most=16),
        Figure("median while dcgan-28 trains", float(np.median(training)), "ms"),
    ]
    return report("ui_stalls", figures)


if __name__ == "__main__":
    sys.exit(main())
