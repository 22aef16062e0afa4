"""Pictures a second in the running window against the same recipe without one, taking turns in one process.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.window_rate [RECIPE]`.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from studio.app import Studio
from studio.core.events import Event, StepsDone
from studio.core.recipe_book import load_recipe
from studio.core.run_status import Phase
from tests.benchmarks.report import Figure, report
from tests.benchmarks.training_rate import GREY as SOURCE
from tests.benchmarks.training_rate import StudioRun
from tests.benchmarks.window import open_studio, start, wait, work

ROUNDS = 9
TURN_S = 4.0


def main() -> int:
    """Alternate between both and compare round by round."""
    name = sys.argv[1] if len(sys.argv) > 1 else "mlp-128"
    recipe = load_recipe(name).changed({"training.length": 10_000_000, "training.length_unit": "steps"})
    shares = []
    with tempfile.TemporaryDirectory() as folder, open_studio() as studio:
        start(studio, recipe)
        _pause(studio)
        headless = StudioRun(recipe, SOURCE, Path(folder) / "run")
        headless(TURN_S)
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            steps = headless(TURN_S)
            without = steps / (time.perf_counter() - begun)
            shares.append(_turn_in_window(studio) / without)
        headless.close()
    spread = f"{name}: {min(shares):.3f} to {max(shares):.3f} over {ROUNDS} rounds"
    return report(f"window_rate_{name}", [Figure(spread, statistics.median(shares), "x headless", least=0.97)])


def _turn_in_window(studio: Studio) -> float:
    """Steps a second between two moments at which the window was told of steps: up to a fifth of a second apart."""
    told: list[tuple[float, int]] = []

    def listen(events: list[Event]) -> None:
        told.extend((time.perf_counter(), event.step) for event in events[-1:] if isinstance(event, StepsDone))

    studio.training.act()
    studio.training.trainer.happened.connect(listen)
    wait(lambda: bool(told))
    work(TURN_S)
    count = len(told)
    wait(lambda: len(told) > count)
    studio.training.trainer.happened.disconnect(listen)
    (begun, first), (ended, last) = told[0], told[-1]
    _pause(studio)
    return (last - first) / (ended - begun)


def _pause(studio: Studio) -> None:
    studio.training.act()
    wait(lambda: studio.train_page.status.phase == Phase.PAUSED)
    work(0.3)


if __name__ == "__main__":
    sys.exit(main())
