"""The numbers of a run over its steps, as charts, coach and tables read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from studio.core.column import Column
from studio.core.journal import read_journal
from studio.core.run_folder import RunFolder

GENERATOR_LOSS = "generator_loss"
DISCRIMINATOR_LOSS = "discriminator_loss"  # penalty included
REAL_SCORE = "real_score"  # mean of sigmoid(logit) on real pictures, 0..1
FAKE_SCORE = "fake_score"  # the same on generated pictures
REAL_LOGIT = "real_logit"  # mean logit on real pictures; the logit gap is this minus the next
FAKE_LOGIT = "fake_logit"
REAL_ACCURACY = "real_accuracy"  # share of real pictures that the discriminator takes for real
FAKE_ACCURACY = "fake_accuracy"  # share of generated pictures that it takes for generated
GENERATOR_GRADIENT_NORM = "generator_gradient_norm"
DISCRIMINATOR_GRADIENT_NORM = "discriminator_gradient_norm"
PENALTY = "penalty"
CODE_LOSS = "code_loss"  # how badly the discriminator guesses InfoGAN's codes; only where there are any
AUGMENTATION_STRENGTH = "augmentation_strength"
GENERATOR_LEARNING_RATE = "generator_learning_rate"  # schedule included
DISCRIMINATOR_LEARNING_RATE = "discriminator_learning_rate"
PICTURES_PER_SECOND = "pictures_per_second"

# In the rows that were scored (`studio.core.scores`):
SLICED_WASSERSTEIN = "sliced_wasserstein"  # generated against real pictures, in thousandths; lower is better
REAL_SLICED_WASSERSTEIN = "real_sliced_wasserstein"  # real against other real pictures: the floor of the one above

# In the rows that a grid was drawn at:
DIVERSITY = "diversity"  # mean distance between two pictures of the grid; 1: that of real pictures
NEAREST_DISTANCE = "nearest_distance"  # the same for a picture and the one most like it
SATURATION = "saturation"  # share of the grid's values at 0 or 255
REAL_SATURATION = "real_saturation"  # the same for real pictures
LATENT_SENSITIVITY = "latent_sensitivity"  # how much a picture moves with its latent; 1: as between unrelated latents


class History:
    """Columns of numbers, one row per logged call, steps ascending. A row with an earlier step replaces all later ones.

    That is how a run continued from a checkpoint overwrites what was logged after it and then lost.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self._length = 0
        self._rewrites = 0
        self._columns: dict[str, Column] = {"step": Column()}
        for row in rows:
            self.append(row)

    def __len__(self) -> int:
        return self._length

    @property
    def rewrites(self) -> int:
        """How often rows were replaced or amended; as long as it is the same, rows that were read stay as they are."""
        return self._rewrites

    @property
    def names(self) -> list[str]:
        """The columns there are, `step` first."""
        return list(self._columns)

    def column(self, name: str) -> np.ndarray:
        """Return one column, float64 (rows,), NaN where a row lacks the number; a view, valid until the next append."""
        return self._columns[name].values if name in self._columns else np.full(self._length, np.nan)

    def append(self, row: Mapping[str, Any]) -> None:
        """Add one logged call; `row["step"]` is required, everything that is not a number is passed over."""
        kept = int(np.searchsorted(self.column("step"), float(row["step"])))
        if kept < self._length:
            self._rewrites += 1
            for column in self._columns.values():
                column.cut(kept)
        numbers = {name: number for name, value in row.items() if not np.isnan(number := _number(value))}
        for name in numbers.keys() - self._columns:
            self._columns[name] = Column(kept)
        for name, column in self._columns.items():
            column.append(numbers.get(name, np.nan))
        self._length = kept + 1

    def amend(self, step: int, numbers: Mapping[str, float]) -> None:
        """Set numbers of the row of a step that were found out later; nothing happens where there is no such row."""
        row = int(np.searchsorted(self.column("step"), step))
        if row == self._length or self.column("step")[row] != step:
            return
        for name, number in numbers.items():
            if self.column(name)[row] == number:
                continue
            if name not in self._columns:
                self._columns[name] = Column(self._length)
            self._columns[name].put(row, number)
            self._rewrites += 1

    def extend(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many logged calls at once, as `append` does one by one."""
        steps = np.array([float(row["step"]) for row in rows])
        last = self.column("step")[-1] if self._length else -np.inf
        if len(rows) == 0 or steps[0] <= last or (np.diff(steps) <= 0).any():
            for row in rows:
                self.append(row)
            return
        for name in dict.fromkeys([*self._columns, *(name for row in rows for name in row)]):
            numbers = _numbers([row.get(name) for row in rows])
            if name not in self._columns and not np.isnan(numbers).all():
                self._columns[name] = Column(self._length)
            if name in self._columns:
                self._columns[name].extend(numbers)
        self._length += len(rows)


def _numbers(values: list[Any]) -> np.ndarray:
    """Return values as numbers; where all are, as in most columns, without looking at each."""
    plain = set(map(type, values)) <= {int, float}
    return np.array(values if plain else [_number(value) for value in values], float)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def read_history(run: RunFolder) -> History:
    """Read a run's `metrics.jsonl`."""
    return History(row for row in read_journal(run.metrics_file) if isinstance(row.get("step"), int | float))
