"""Directions through the latents: principal ones of the generator's first features, and ones learned from groups."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.latents import latents
from studio.core.progress import Progress, check
from studio.explore.bounds import LARGEST_LATENT
from studio.explore.marks import exact_floats

SAMPLES = 10_000
PORTION = 500
MOST_FEATURES = 512
FILE_NAME = "directions.json"

Features = Callable[[np.ndarray], np.ndarray]
"""Latents float32 (n, latent_size) to features float32 (n, features)."""


class Learning(StrEnum):
    """How a direction is learned from two groups."""

    SEPARATOR = "separator"
    MEANS = "means"


class Direction(BaseModel):
    """A named direction of length 1 in the latents; `share` is the part of the features' variance it explains."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    name: str = Field(min_length=1, max_length=60)
    values: tuple[float, ...] = Field(min_length=1, max_length=LARGEST_LATENT)
    share: float = 0.0

    @classmethod
    def along(cls, name: str, vector: np.ndarray, share: float = 0.0) -> Self:
        """Name the direction of a vector (latent_size,); raises `StudioError` for one without length."""
        length = float(np.linalg.norm(vector))
        if length < 1e-9:
            raise StudioError("This direction leads nowhere.", "", "Choose groups that differ more.")
        return cls(name=name, values=exact_floats(vector / length), share=share)

    def vector(self) -> np.ndarray:
        """The direction, float32 (latent_size,)."""
        return np.array(self.values, np.float32)


def principal_directions(features: Features, size: int, count: int, progress: Progress) -> list[Direction]:
    """Return the `count` directions that change the features most, the strongest first.

    Principal components of the features of 10,000 latents, brought back to the latents by least squares (Härkönen et
    al. 2020, GANSpace, section 2). Of many features a fixed choice of `MOST_FEATURES` stands for all.
    """
    batch = latents(0, SAMPLES, size)
    portions = []
    for start in range(0, SAMPLES, PORTION):
        check(progress)
        progress.report(start, SAMPLES, "Finding principal directions")
        portions.append(_chosen(features(batch[start : start + PORTION])))
    rows = np.concatenate(portions)
    components, shares = principal_components(rows, min(count, size))
    scores = (rows - rows.mean(axis=0)) @ components.T
    bases = np.linalg.lstsq(scores, batch, rcond=None)[0]
    progress.report(SAMPLES, SAMPLES, "Finding principal directions")
    return [_upright(i, base, share) for i, (base, share) in enumerate(zip(bases, shares, strict=True), 1)]


def principal_components(rows: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the `count` strongest principal components (count, columns) and their shares of the variance (count,)."""
    centred = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    variances, vectors = np.linalg.eigh(centred.T @ centred / len(rows))
    count = min(count, len(variances))
    total = max(float(variances.sum()), 1e-30)
    return vectors[:, ::-1][:, :count].T, variances[::-1][:count] / total


def learned(name: str, having: np.ndarray, lacking: np.ndarray, learning: Learning) -> Direction:
    """Return the direction from the latents (n, size) that lack something to those that have it."""
    return (linear_separator if learning == Learning.SEPARATOR else difference_of_means)(name, having, lacking)


def difference_of_means(name: str, having: np.ndarray, lacking: np.ndarray) -> Direction:
    """Return the direction from the mean of the latents (n, size) that lack something to those that have it."""
    _require(having, lacking)
    return Direction.along(name, having.mean(axis=0) - lacking.mean(axis=0))


def linear_separator(name: str, having: np.ndarray, lacking: np.ndarray) -> Direction:
    """Return the normal of the plane that separates the two groups best, by ridge regression on +1 and -1.

    The ridge is as strong as the data (lambda = n), because there are fewer examples than coordinates.
    """
    _require(having, lacking)
    rows = np.concatenate([having, lacking]).astype(np.float64)
    rows -= (having.mean(axis=0) + lacking.mean(axis=0)) / 2
    answers = np.concatenate([np.ones(len(having)), -np.ones(len(lacking))])
    normal = np.linalg.solve(rows.T @ rows + len(rows) * np.eye(rows.shape[1]), rows.T @ answers)
    return Direction.along(name, normal)


def read_directions(run: Path, size: int) -> list[Direction]:
    """Return the named directions kept in a run's folder that fit its latents; a damaged file counts as empty."""
    try:
        return parse_directions((run / FILE_NAME).read_bytes(), size)
    except OSError:
        return []


def parse_directions(content: bytes | str, size: int) -> list[Direction]:
    """Return the directions in JSON that fit latents of this size; none when it is damaged."""
    try:
        found = TypeAdapter(list[Direction]).validate_json(content)
    except ValidationError:
        return []
    return [direction for direction in found if len(direction.values) == size]


def directions_json(directions: Sequence[Direction]) -> str:
    """Write directions as JSON."""
    return json.dumps([direction.model_dump() for direction in directions], indent=1)


def write_directions(run: Path, directions: Sequence[Direction]) -> None:
    """Keep named directions in a run's folder; raises `StudioError`."""
    write_atomically(run / FILE_NAME, directions_json(directions).encode() + b"\n")


def _upright(number: int, vector: np.ndarray, share: float) -> Direction:
    """Components have no sign of their own: their largest number is made positive."""
    sign = np.sign(vector[np.argmax(np.abs(vector))])
    return Direction.along(str(number), vector * sign, float(share))


def _chosen(features: np.ndarray) -> np.ndarray:
    count = features.shape[1]
    if count <= MOST_FEATURES:
        return features
    return features[:, np.random.default_rng(0).choice(count, MOST_FEATURES, replace=False)]


def _require(having: np.ndarray, lacking: np.ndarray) -> None:
    if not len(having) or not len(lacking):
        raise StudioError(
            "A direction is learned from two groups.", "One of them is empty.", "Mark pictures with and without it."
        )
