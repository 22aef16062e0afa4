"""Where the explorer stands: a latent, the seed it came from, truncation; and the trail of places for undo."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from studio.core.latents import grid_classes, latent, latents
from studio.explore.interpolation import Easing, Interpolation, Walk, between
from studio.explore.marks import PictureMark, exact_floats

MOST_UNDONE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A latent float32 (size,); `seed` is None once it was changed by hand. `truncation` scales it when drawn.

    `classes` are the shares of a conditional generator's classes, float32 (classes,), else empty.
    """

    latent: np.ndarray
    seed: int | None = None
    truncation: float = 1.0
    classes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def from_seed(cls, seed: int, size: int, truncation: float = 1.0) -> Self:
        """The place of a seed."""
        return cls(latent(seed, size), seed, truncation)

    @classmethod
    def start(cls, size: int, classes: int) -> Self:
        """Seed 0, and the first class where there are several."""
        return cls(latent(0, size), 0, 1.0, grid_classes(1, classes)[0])

    def at_mark(self, mark: PictureMark) -> Self:
        """Go where a saved picture, or the first picture of a saved sheet, was made."""
        fits = len(mark.latent) == len(self.latent)
        seed = mark.seed if fits else mark.seed or 0
        values = mark.latent_array() if fits else latent(seed or 0, len(self.latent))
        classes = np.array(mark.classes, np.float32) if len(mark.classes) == len(self.classes) else self.classes
        return replace(self, latent=values, seed=seed, truncation=mark.truncation, classes=classes)

    def same(self, other: "Place") -> bool:
        """Whether both draw the same picture and say the same of themselves."""
        alike = (self.seed, self.truncation) == (other.seed, other.truncation)
        return alike and np.array_equal(self.latent, other.latent) and np.array_equal(self.classes, other.classes)

    def with_coordinate(self, index: int, value: float) -> Self:
        """Change one coordinate."""
        changed = self.latent.copy()
        changed[index] = value
        return replace(self, latent=changed, seed=None)

    def with_class(self, index: int, share: float) -> Self:
        """Change the share of one class."""
        changed = self.classes.copy()
        changed[index] = share
        return replace(self, classes=changed)

    def with_only_class(self, index: int) -> Self:
        """Give one class the whole share."""
        return replace(self, classes=np.eye(len(self.classes), dtype=np.float32)[index])

    def at_latent(self, values: np.ndarray) -> Self:
        """Go to a latent float32 (size,) that is no seed's."""
        return replace(self, latent=values.astype(np.float32), seed=None)

    def found(self, values: np.ndarray, classes: np.ndarray) -> Self:
        """Go to a latent that a search has found, with its class shares; it is drawn untruncated."""
        return replace(self, latent=values.astype(np.float32), seed=None, truncation=1.0, classes=classes)

    def with_truncation(self, truncation: float) -> Self:
        """Change how far from the middle the picture is drawn."""
        return replace(self, truncation=truncation)

    def at_seed(self, seed: int, locked: np.ndarray) -> Self:
        """Go to a seed; coordinates where `locked` (size,) is true stay as they are."""
        fresh = latent(seed, len(self.latent))
        if not locked.any():
            return replace(self, latent=fresh, seed=seed)
        return replace(self, latent=np.where(locked, self.latent, fresh), seed=None)

    def moved(self, direction: np.ndarray, distance: float) -> Self:
        """Go along a direction float32 (size,)."""
        return self.at_latent(self.latent + direction * np.float32(distance))

    def toward(self, start: int, end: int, part: float, interpolation: Interpolation) -> Self:
        """Go to the point `part` (0..1) of the way between two seeds; the ends are the seeds' own places."""
        size = len(self.latent)
        if part in (0.0, 1.0):
            seed = end if part else start
            return replace(self, latent=latent(seed, size), seed=seed)
        values = between(latent(start, size), latent(end, size), np.array([part]), interpolation)[0]
        return self.at_latent(values)

    def mark(self, run: str, step: int) -> PictureMark:
        """What a picture of this place says of itself."""
        return PictureMark(
            run=run[:200],
            step=step,
            seed=self.seed,
            truncation=self.truncation,
            latent=exact_floats(self.latent),
            classes=exact_floats(self.classes),
        )


def variations(place: Place, spread: float, count: int, first_seed: int) -> np.ndarray:
    """Return latents around a place, float32 (count, size), the middle one the place itself.

    `spread` 0..1 mixes in that much of random latents; the length stays what random latents have on the average:
    sqrt(1 - spread^2) z + spread e.
    """
    noise = latents(first_seed, count, len(place.latent))
    around = np.sqrt(1.0 - spread**2) * place.latent + spread * noise
    around[count // 2] = place.latent
    return around.astype(np.float32)


def walk_through(
    places: Sequence[Place],
    frames: int,
    *,
    interpolation: Interpolation = Interpolation.SPHERICAL,
    easing: Easing = Easing.SMOOTH,
    loop: bool = True,
) -> Walk:
    """Return the walk through some places, as they are drawn."""
    keyframes, classes = np.stack([place.latent for place in places]), np.stack([place.classes for place in places])
    truncations = np.array([place.truncation for place in places], np.float32)
    return Walk(keyframes, frames, interpolation, easing, loop, classes, truncations)


class Trail:
    """The places that were visited, for undo and redo; a drag is one step, however many places it touches."""

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._now = 0
        self._drag = ""

    @property
    def place(self) -> Place:
        """Where the explorer stands."""
        return self._places[self._now]

    @property
    def can_undo(self) -> bool:
        """Whether there is a place before."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a place to go forward to."""
        return self._now + 1 < len(self._places)

    def go(self, place: Place, drag: str = "") -> None:
        """Visit a place. Visits in a row with the same name of a `drag` count as one step."""
        if place.same(self.place):
            return
        if drag and drag == self._drag:
            self._places[self._now] = place
            return
        self._drag = drag
        self._places = [*self._places[: self._now + 1], place][-MOST_UNDONE:]
        self._now = len(self._places) - 1

    def end_drag(self) -> None:
        """Let the next visit be a step of its own."""
        self._drag = ""

    def undo(self) -> None:
        """Go back one step."""
        self._step(-1, self.can_undo)

    def redo(self) -> None:
        """Go forward one step."""
        self._step(1, self.can_redo)

    def _step(self, by: int, possible: bool) -> None:  # noqa: FBT001  private
        self._drag = ""
        if possible:
            self._now += by
