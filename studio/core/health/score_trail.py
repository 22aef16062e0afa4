"""The scores of a run, in the order of steps: which was best, and whether those of late are clearly worse."""

import math

import numpy as np

LATEST = 4  # scores in a row that must all be worse
LEAST_RISE = math.log(1.5)  # sound runs wander by a fifth or so for some scores
LEAST_SCORES = 5  # with fewer nothing tells how they fluctuate
NOISE_FACTOR = 5.0  # the best of many is lucky by two deviations itself
DEVIATION = 0.6745 * math.sqrt(1.5)  # median of |x1 - (x0 + x2) / 2| of independent numbers, in their deviation


class ScoreTrail:
    """Distances to real pictures by step, lower is better; they are compared by their logarithms.

    How much they fluctuate is told by how far each lies from the middle of its neighbours, which a steady rise or fall
    leaves as it is.
    """

    def __init__(self) -> None:
        self._distances: dict[int, float] = {}
        self.best_step = 0
        self.best = math.nan
        self.rise = 0.0
        self.margin = math.inf

    @property
    def latest(self) -> float:
        """The last distance; NaN where there is none."""
        return next(reversed(self._distances.values()), math.nan)

    def add(self, step: int, distance: float) -> None:
        """Take in the score of a step."""
        self._distances = dict(sorted({**self._distances, step: max(distance, 1e-6)}.items()))
        self.best_step = min(self._distances, key=lambda s: (self._distances[s], s))
        self.best = self._distances[self.best_step]
        logarithms = np.log(list(self._distances.values()))
        later = logarithms[int(logarithms.argmin()) + 1 :]
        self.rise = float(later[-LATEST:].min() - logarithms.min()) if len(later) >= LATEST else 0.0
        self.margin = _margin(logarithms)


def _margin(logarithms: np.ndarray) -> float:
    """Return the rise that fluctuation alone does not explain."""
    if len(logarithms) < LEAST_SCORES:
        return LEAST_RISE
    aside = np.abs(logarithms[1:-1] - (logarithms[:-2] + logarithms[2:]) / 2)
    return max(LEAST_RISE, NOISE_FACTOR * float(np.median(aside)) / DEVIATION)
