"""Running means of a run's numbers, as the coach's rules read them."""

import math
from collections import deque
from collections.abc import Mapping

from studio.core import history
from studio.core.health.score_trail import ScoreTrail

GRIDS = 2  # a single odd grid proves nothing
SPIKE_FACTOR = 10.0
LEAST_SPIKE = 10.0  # gradient norm; below that a leap does no harm
NORMS = (history.GENERATOR_GRADIENT_NORM, history.DISCRIMINATOR_GRADIENT_NORM)
GRID_METRICS = (history.DIVERSITY, history.NEAREST_DISTANCE, history.SATURATION, history.LATENT_SENSITIVITY)


class Signals:
    """Takes in rows of a history. Means are exponential, with half of `patience` (steps) as their time constant."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.first_step: int | None = None
        self.step = 0
        self.images = 0
        self._means: dict[str, float] = {}
        self._grids: deque[Mapping[str, float]] = deque(maxlen=GRIDS)
        self._grid_steps: list[int] = []
        self._spikes: deque[int] = deque()
        self.peak_diversity = 0.0  # the highest that it was at so many grids in a row
        self.scores = ScoreTrail()

    def observe(self, row: Mapping[str, float]) -> None:
        """Take in one logged call: `step`, `images` and its metrics."""
        step = int(row["step"])
        if self.first_step is None:
            self.first_step = self.step = step
        share = 1.0 - math.exp(-max(step - self.step, 1) * 2 / self.patience)
        self.step, self.images = step, int(row.get("images", 0))
        self._find_spikes(row)
        for name, value in row.items():
            self._means[name] = self._means.get(name, value) + share * (value - self._means.get(name, value))
        for name in NORMS:
            if row.get(name, 0.0) > 0.0:
                self._take_logarithm(name, row[name], share)
        if history.SLICED_WASSERSTEIN in row:
            self.scores.add(step, row[history.SLICED_WASSERSTEIN])
        if history.DIVERSITY in row:
            self._grid_steps.append(step)
            self._grids.append({name: row[name] for name in GRID_METRICS if name in row})
            if len(self._grids) == GRIDS:
                lowest = min(grid[history.DIVERSITY] for grid in self._grids)
                self.peak_diversity = max(self.peak_diversity, lowest)

    def mean(self, name: str) -> float:
        """Return the running mean of a metric; NaN while it has not been seen."""
        return self._means.get(name, math.nan)

    def highest(self, name: str) -> float:
        """Return the highest value of a metric over the last grids; NaN before there are enough of them."""
        values = [grid[name] for grid in self._grids if name in grid]
        return max(values) if len(values) == GRIDS else math.nan

    def before(self, since: int, *, grids: bool) -> int:
        """Return the last step that had no part in signs first seen at `since`, in those of `grids` or in means."""
        earlier = [step for step in self._grid_steps if step <= since][:-GRIDS] if grids else [since]
        return max(min(since - self.patience, *earlier[-1:]) if earlier else 0, 0)

    @property
    def spikes(self) -> int:
        """How many rows of the last `4 * patience` steps had a gradient norm far above its running mean."""
        while self._spikes and self._spikes[0] < self.step - 4 * self.patience:
            self._spikes.popleft()
        return len(self._spikes)

    def _find_spikes(self, row: Mapping[str, float]) -> None:
        """A spike is measured against the geometric mean, which one huge value moves by little.

        Gradients of the first steps change by orders of magnitude in sound runs too.
        """
        if self.step - (self.first_step or 0) < self.patience:
            return
        for name in NORMS:
            usual = self._means.get(_logarithm(name))
            least = LEAST_SPIKE if usual is None else max(LEAST_SPIKE, SPIKE_FACTOR * math.exp(usual))
            if usual is not None and row.get(name, 0.0) > least:
                self._spikes.append(self.step)
                return

    def _take_logarithm(self, name: str, value: float, share: float) -> None:
        key, logarithm = _logarithm(name), math.log(value)
        self._means[key] = self._means.get(key, logarithm) + share * (logarithm - self._means.get(key, logarithm))


def _logarithm(name: str) -> str:
    return f"log {name}"
