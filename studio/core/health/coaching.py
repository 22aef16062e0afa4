"""Puts the coach beside a training loop: its diagnoses go among the loop's events."""

from collections.abc import Callable, Iterable, Iterator

from studio.core.events import Diagnosed, Event, SettingsChanged, Started, StepsDone
from studio.core.health.coach import Coach
from studio.core.recipe import Recipe


def coached(events: Iterable[Event], recipe: Callable[[], Recipe], pictures: int) -> Iterator[Event]:
    """Yield all `events` of a run on `pictures` pictures, and `Diagnosed` after the steps that changed the diagnosis.

    `recipe` returns the recipe that holds now.
    """
    coach: Coach | None = None
    for event in events:
        yield event
        match event:
            case Started(target_step=target):
                coach = Coach(recipe(), pictures, target)
            case SettingsChanged() if coach:
                coach.change_recipe(recipe())
            case StepsDone() if coach:
                diagnosis = coach.observe({"step": event.step, "images": event.images, **event.metrics})
                if diagnosis:
                    yield Diagnosed(event.step, diagnosis)
