"""Exploring one generator, without a window: where one stands, what is locked, what is held to compare with."""

from collections.abc import Sequence

import numpy as np

from studio.core.codes import Codes
from studio.core.latents import latent
from studio.core.snapshot import NO_CODES, GeneratorSnapshot
from studio.explore.directions import Direction, Learning, learned
from studio.explore.interpolation import Interpolation
from studio.explore.marks import PictureMark
from studio.explore.place import Place, Trail, variations
from studio.explore.plane import Plane

Axis = Direction | int
"""What one can move along: a direction, or a coordinate by its number."""

END = 3.0  # where the pictures before and after a direction are drawn, in standard deviations
MOST_SEEDS = 1_000_000  # random seeds stay short enough to be remembered and told
DRAG_DISTANCE = 4.0  # how far dragging across the whole picture goes, in standard deviations


class Exploration:
    """Every method is one thing a user does; a drag (same method, same number) is one step of undo."""

    def __init__(
        self,
        latent_size: int,
        classes: int = 0,
        random: np.random.Generator | None = None,
        *,
        codes: Codes = NO_CODES,
    ) -> None:
        self._trail = Trail(Place.start(latent_size, classes))
        self._locked = np.zeros(latent_size, bool)
        self._random = random or np.random.default_rng()
        self._around_seed = MOST_SEEDS
        self._seed = 0
        self._having: list[np.ndarray] = []
        self._lacking: list[np.ndarray] = []
        self.codes = codes
        self.held: Place | None = None
        self.spread = 0.4
        self.stride = 1.0
        self._axes: list[Axis | None] = [None, None]
        self.kept: list[Direction] = []
        self.principal: list[Direction] = []

    @property
    def place(self) -> Place:
        """Where one stands."""
        return self._trail.place

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self._trail.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return self._trail.can_redo

    @property
    def directions(self) -> list[Direction]:
        """All directions there are, the named ones first."""
        return [*self.kept, *self.principal]

    @property
    def marked(self) -> tuple[int, int]:
        """How many pictures are marked as having something and as lacking it."""
        return len(self._having), len(self._lacking)

    @property
    def direction_values(self) -> np.ndarray:
        """How far one stands along each direction, float32 (directions,)."""
        return np.array([direction.vector() @ self.place.latent for direction in self.directions], np.float32)

    @property
    def axes(self) -> list[Axis]:
        """All there is to move along: the directions, then every coordinate."""
        return [*self.directions, *range(len(self.place.latent))]

    @property
    def chosen_axes(self) -> tuple[int, int]:
        """The numbers, among `axes`, of those to the right and up: principal directions unless others are chosen."""
        axes, size = self.axes, len(self.place.latent)
        first = len(self.kept) if len(self.principal) > 1 else len(self.directions)
        standard = (first, first + min(1, size - 1))
        chosen = [axes.index(a) if a in axes else standard[i] for i, a in enumerate(self._axes)]
        return chosen[0], chosen[1]

    @property
    def plane(self) -> Plane:
        """The plane of the chosen axes."""
        right, up = (self._vector(self.axes[number]) for number in self.chosen_axes)
        return Plane(right, up)

    @property
    def position(self) -> tuple[float, float]:
        """Where one stands on the plane of the chosen axes."""
        return self.plane.position(self.place.latent)

    def fits(self, snapshot: GeneratorSnapshot) -> bool:
        """Whether a generator draws from latents and classes like these."""
        sizes = len(self.place.latent), len(self.place.classes)
        return (*sizes, self.codes) == (snapshot.latent_size, len(snapshot.class_names), snapshot.codes)

    def go(self, place: Place) -> None:
        """Go to a place."""
        self._trail.end_drag()
        self._visit(place)

    def go_found(self, latent: np.ndarray, classes: np.ndarray) -> None:
        """Go to a latent (size,) that a search has found, with its class shares (classes,)."""
        self.go(self.place.found(latent, classes))

    def place_of_seed(self, seed: int) -> Place:
        """The place of a seed, with the classes and the truncation of this one."""
        return self.place.at_seed(seed, np.zeros_like(self._locked))

    def choose_seed(self, seed: int) -> None:
        """Go to a seed; what is locked stays."""
        self._visit(self.place.at_seed(seed, self._locked))
        self._seed = seed

    def randomise(self) -> None:
        """Go to a random seed; what is locked stays."""
        self.choose_seed(int(self._random.integers(MOST_SEEDS)))

    def reset(self) -> None:
        """Go back to the last seed, locks or not."""
        self._visit(self.place_of_seed(self._seed))

    def set_coordinate(self, number: int, value: float) -> None:
        """Change one coordinate of the latent."""
        self._visit(self.place.with_coordinate(number, value), f"coordinate {number}")

    def reset_coordinate(self, number: int) -> None:
        """Give one coordinate the last seed's value."""
        self.set_coordinate(number, float(Place.from_seed(self._seed, len(self.place.latent)).latent[number]))
        self._trail.end_drag()

    def set_locked(self, number: int, locked: bool) -> None:  # noqa: FBT001  two plain values
        """Keep a coordinate when the seed changes, or let it go."""
        self._locked[number] = locked

    def choose_category(self, category: int) -> None:
        """Give the latent another category of its structured codes."""
        self.go(self.place.at_latent(self.codes.with_category(self.place.latent, category)))

    def set_code(self, number: int, value: float) -> None:
        """Change one continuous code to -1..1."""
        self._visit(self.place.at_latent(self.codes.with_value(self.place.latent, number, value)), f"code {number}")

    def reset_code(self, number: int) -> None:
        """Give one continuous code the last seed's value."""
        self.set_code(number, self.codes.value(latent(self._seed, len(self.place.latent)), number))
        self._trail.end_drag()

    def set_class(self, number: int, share: float) -> None:
        """Change the share of one class."""
        self._visit(self.place.with_class(number, share), f"class {number}")

    def choose_class(self, number: int) -> None:
        """Show one class alone."""
        self._visit(self.place.with_only_class(number))
        self._trail.end_drag()

    def set_truncation(self, truncation: float) -> None:
        """Change how far from the middle pictures are drawn."""
        self._visit(self.place.with_truncation(truncation), "truncation")

    def go_between(self, start: int, end: int, part: float) -> None:
        """Go to a point of the way between two seeds."""
        self._visit(self.place.toward(start, end, part, Interpolation.SPHERICAL), "between")

    def set_direction(self, number: int, value: float) -> None:
        """Go along a direction until one stands at `value` on it."""
        vector = self.directions[number].vector()
        self._visit(self.place.moved(vector, value - float(vector @ self.place.latent)), f"direction {number}")

    def reset_direction(self, number: int) -> None:
        """Go along a direction to where the last seed stands on it."""
        start = Place.from_seed(self._seed, len(self.place.latent)).latent
        self.set_direction(number, float(self.directions[number].vector() @ start))
        self._trail.end_drag()

    def choose_axis(self, which: int, number: int) -> None:
        """Move to the right (`which` 0) or up (1) along this one of `axes` from now on."""
        self._axes[which] = self.axes[number]

    def drag(self, right: float, up: float) -> None:
        """Move over the plane by parts of the picture's size."""
        plane = self.plane
        place = self.place.moved(plane.right, right * DRAG_DISTANCE).moved(plane.up, up * DRAG_DISTANCE)
        self._visit(place, "drag")

    def go_to_position(self, right: float, up: float) -> None:
        """Move over the plane to a position on it."""
        self._visit(self.place.at_latent(self.plane.moved_to(self.place.latent, right, up)), "position")

    def mark_having(self) -> None:
        """Mark this picture as having what a direction shall be learned for."""
        self._having.append(self.place.latent)

    def mark_lacking(self) -> None:
        """Mark this picture as lacking it."""
        self._lacking.append(self.place.latent)

    def mark_seeds(self, having: Sequence[int], lacking: Sequence[int]) -> None:
        """Mark the pictures of seeds as having it, and others as lacking it."""
        size = len(self.place.latent)
        self._having += [latent(seed, size) for seed in having]
        self._lacking += [latent(seed, size) for seed in lacking]

    def clear_marks(self) -> None:
        """Begin the two groups anew."""
        self._having, self._lacking = [], []

    def learn(self, name: str, learning: Learning = Learning.SEPARATOR) -> None:
        """Name the direction from one group to the other, and begin them anew; raises `StudioError`."""
        size = len(self.place.latent)
        having, lacking = (np.array(group, np.float32).reshape(-1, size) for group in (self._having, self._lacking))
        self.kept.append(learned(name, having, lacking, learning))
        self.clear_marks()

    def keep(self, number: int, name: str) -> None:
        """Name a principal direction."""
        self.kept.append(self.principal[number].model_copy(update={"name": name}))

    def forget(self, number: int) -> None:
        """Drop a named direction."""
        del self.kept[number]

    def end_drag(self) -> None:
        """Let the next change be a step of its own."""
        self._trail.end_drag()

    def undo(self) -> None:
        """Take the last step back."""
        self._trail.undo()
        self._remember_seed()

    def redo(self) -> None:
        """Take it again."""
        self._trail.redo()
        self._remember_seed()

    def hold(self) -> None:
        """Hold this place to compare with."""
        self.held = self.place

    def swap(self) -> None:
        """Go to the held place and hold this one."""
        if self.held is not None:
            here = self.place
            self.go(self.held)
            self.held = here

    def recall(self, mark: PictureMark) -> None:
        """Go where a saved picture was made."""
        self.go(self.place.at_mark(mark))

    def around(self, count: int) -> list[Place]:
        """Return so many places around this one, which is in their middle."""
        latents = variations(self.place, self.spread, count, self._around_seed)
        return [self.place if i == count // 2 else self.place.at_latent(row) for i, row in enumerate(latents)]

    def along(self, side: int) -> list[Place]:
        """Return side x side places, each one stride from the next along the chosen axes, this one in their middle."""
        rows = self.plane.grid(self.place.latent, side, self.stride)
        middle = len(rows) // 2
        return [self.place if i == middle else self.place.at_latent(row) for i, row in enumerate(rows)]

    def ends(self, number: int) -> tuple[Place, Place]:
        """Return the places before and after, far out along a direction."""
        vector = self.directions[number].vector()
        here = float(vector @ self.place.latent)
        return self.place.moved(vector, -END - here), self.place.moved(vector, END - here)

    def shuffle_around(self) -> None:
        """Let the places around be others."""
        self._around_seed += 100

    def _vector(self, axis: Axis) -> np.ndarray:
        if isinstance(axis, Direction):
            return axis.vector()
        return np.eye(1, len(self.place.latent), axis, dtype=np.float32)[0]

    def _visit(self, place: Place, drag: str = "") -> None:
        self._trail.go(place, drag)
        self._remember_seed()

    def _remember_seed(self) -> None:
        if self.place.seed is not None:
            self._seed = self.place.seed
