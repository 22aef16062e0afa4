"""Puts the coach beside a run: its diagnoses go among the events of a training loop, live or watched."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from studio.core.events import Diagnosed, Event, SettingsChanged, Started, StepsDone
from studio.core.health.coach import Coach
from studio.core.recipe import Recipe
from studio.core.scores import Score


class Coaching:
    """Lets a coach listen to the events of a run on `pictures` pictures; every `Started` brings a new one.

    `recipe` returns the recipe that holds now, `scores` those of the run so far; `coach` has listened to what was
    before, if there is one.
    """

    def __init__(
        self,
        recipe: Callable[[], Recipe],
        pictures: int,
        scores: Callable[[], Mapping[int, Score]] = dict,
        *,
        coach: Coach | None = None,
    ) -> None:
        self._recipe, self._pictures, self._scores = recipe, pictures, scores
        self.coach = coach

    def take(self, event: Event) -> Diagnosed | None:
        """Listen to one event; return the diagnosis when it has become another."""
        match event:
            case Started(target_step=target):
                self.coach = Coach(self._recipe(), self._pictures, target)
                self.coach.recall(self._scores())
            case SettingsChanged() if self.coach:
                self.coach.change_recipe(self._recipe())
            case StepsDone() if self.coach:
                diagnosis = self.coach.observe({"step": event.step, "images": event.images, **event.metrics})
                return Diagnosed(event.step, diagnosis) if diagnosis else None
        return None


def coached(
    events: Iterable[Event],
    recipe: Callable[[], Recipe],
    pictures: int,
    scores: Callable[[], Mapping[int, Score]] = dict,
) -> Iterator[Event]:
    """Yield all `events` of a run on `pictures` pictures, and `Diagnosed` after the steps that changed the diagnosis.

    `recipe` returns the recipe that holds now, `scores` those of the run so far.
    """
    coaching = Coaching(recipe, pictures, scores)
    for event in events:
        yield event
        diagnosed = coaching.take(event)
        if diagnosed:
            yield diagnosed
