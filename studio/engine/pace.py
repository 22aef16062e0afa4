"""How many steps one graph call makes, when grids and checkpoints are due, and how fast it goes."""

from collections import deque

CALL_SECONDS = 0.09
MOST_STEPS = 2000


class Pace:
    """Keeps a call near 90 ms. The number of steps a call never changes a result, so measuring time is harmless."""

    def __init__(self, batch_size: int, seconds: float) -> None:
        self._batch_size = batch_size
        self._per_step = 0.0
        self._recent: deque[tuple[float, int]] = deque()
        self.seconds = seconds
        """Time spent training over the life of the run."""

    def steps(self, until: int) -> int:
        """Return how many steps the next call makes, at most `until`."""
        wanted = int(CALL_SECONDS / self._per_step) if self._per_step else 1
        return max(1, min(wanted, MOST_STEPS, until))

    def measured(self, seconds: float, steps: int, *, warm: bool) -> None:
        """Take in one call; the first one, which also compiles, does not count for the rate."""
        self.seconds += seconds
        if not warm:
            return
        self._per_step = seconds / steps if not self._per_step else 0.7 * self._per_step + 0.3 * seconds / steps
        self._recent.append((seconds, steps))
        while len(self._recent) > 2 and sum(s for s, _ in self._recent) > 2.0:
            self._recent.popleft()

    @property
    def pictures_per_second(self) -> float:
        """Over about the last two seconds of training; 0 before the second call."""
        seconds = sum(s for s, _ in self._recent)
        return self._batch_size * sum(n for _, n in self._recent) / seconds if seconds else 0.0


def next_multiple(step: int, interval: int) -> int:
    """Return the first multiple of `interval` after `step`."""
    return (step // interval + 1) * interval
