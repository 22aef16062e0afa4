"""A run's family in the library: the runs it comes from, and those that were branched from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.library import RunSummary


@dataclass(frozen=True, slots=True)
class Relative:
    """A run that is related to another one.

    `step` is where the younger of the two left; `folder` is None for one that is gone; `branches` counts its own.
    """

    name: str
    step: int
    folder: Path | None
    branches: int


@dataclass(frozen=True, slots=True)
class Family:
    """`ancestors` from the oldest to the parent, `children` by the step at which they left."""

    ancestors: tuple[Relative, ...]
    children: tuple[Relative, ...]

    @property
    def is_alone(self) -> bool:
        """Whether there is no relative."""
        return not (self.ancestors or self.children)


def family_of(run: RunSummary, library: Sequence[RunSummary]) -> Family:
    """Return the relatives of a run among the runs of its library."""
    known = {other.folder.path.name: other for other in library}
    ancestors = tuple(_ancestors(run, known))[::-1]
    children = [
        Relative(child.name, step, child.folder.path, len(_children(child, library)))
        for step, child in _children(run, library)
    ]
    return Family(ancestors, tuple(children))


def _ancestors(run: RunSummary, known: dict[str, RunSummary]) -> Iterator[Relative]:
    """Yield the parent, its parent and so on, as far as they are still there."""
    seen = {run.folder.path.name}
    origin = run.record.branched_from
    while origin is not None and origin.run not in seen:
        seen.add(origin.run)
        parent = known.get(origin.run)
        if parent is None:
            yield Relative(origin.run, origin.step, None, 0)
            return
        yield Relative(parent.name, origin.step, parent.folder.path, len(_children(parent, list(known.values()))))
        origin = parent.record.branched_from


def _children(run: RunSummary, library: Sequence[RunSummary]) -> list[tuple[int, RunSummary]]:
    name = run.folder.path.name
    found = [(o.step, other) for other in library if (o := other.record.branched_from) is not None and o.run == name]
    return sorted(found, key=lambda pair: pair[0])
