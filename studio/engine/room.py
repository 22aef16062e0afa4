"""Whether the machine has room for a run's steps, and what is told where it has not."""

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import TypeVar

from studio.core.commands import Control
from studio.core.events import Event, Preparing
from studio.core.recipe import Recipe
from studio.engine.devices import CPU, Device
from studio.engine.first_step import attempt_here
from studio.engine.fitting import Attempt, attempt_apart, largest_fitting, too_large
from studio.engine.free_memory import free_memory
from studio.engine.memory import NEAR_SHARE, step_bytes
from studio.engine.state import TrainingState

T = TypeVar("T")


class Room:
    """The memory one device has for the steps of one recipe."""

    def __init__(self, recipe: Recipe, classes: int, device: Device, control: Control) -> None:
        self._recipe = recipe
        self._classes = classes
        self._device = device
        self._control = control

    def prove(self, state: TrainingState) -> Iterator[Event]:
        """Where a step may need more memory than there is, let another process die of it; raises `StudioError`.

        A graphics card tells by an error that it has no room, a processor by the end of the process.
        """
        if self._device.name != CPU or step_bytes(self._recipe, state) < NEAR_SHARE * free_memory():
            return
        fits = yield from self._tried(self._attempt(self._recipe))
        if fits is False:
            yield from self.refuse()

    def refuse(self) -> Iterator[Event]:
        """Find out what would fit, and raise the `StudioError` that says so; a stop ends it without."""
        fitting = yield from self._tried(largest_fitting(self._recipe, self._attempt))
        if not self._control.stop_asked:
            raise too_large(self._recipe, fitting)

    def _attempt(self, recipe: Recipe) -> Attempt:
        if self._device.name == CPU:
            return attempt_apart(recipe, self._classes, self._device.name)
        return attempt_here(recipe, self._classes, self._device)

    def _tried(self, work: Generator[str, None, T]) -> Generator[Event, None, T | None]:
        """Tell what the work does; a stop ends it without an answer, other commands wait."""
        with closing(work):
            while not self._control.stop_asked:
                try:
                    what = next(work)
                except StopIteration as end:
                    return end.value
                yield Preparing(what)
        return None
