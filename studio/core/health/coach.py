"""The coach: listens to a run row by row and changes its mind slowly."""

from collections.abc import Iterable, Mapping

from studio.core.health.diagnosis import TOO_EARLY, Condition, Diagnosis
from studio.core.health.rules import RULES, Case
from studio.core.health.signals import Signals
from studio.core.health.words import describe, sound
from studio.core.recipe import Recipe
from studio.core.scores import Score, comparable

LEAST_PATIENCE, MOST_PATIENCE = 100, 1000  # steps
PATIENCE_SHARE = 0.01  # of the run's length


class Coach:
    """Signs count when they last `patience` steps, and are over when they are gone for twice as long."""

    def __init__(self, recipe: Recipe, pictures: int, target_step: int) -> None:
        self._case = Case(recipe, pictures)
        self._signals = Signals(patience_of(target_step))
        self._since: dict[Condition, int] = {}
        self._last_seen: dict[Condition, int] = {}
        self._known: set[Condition] = set()
        self.diagnosis: Diagnosis = TOO_EARLY

    def change_recipe(self, recipe: Recipe) -> None:
        """Offer remedies for another recipe from now on."""
        self._case = Case(recipe, self._case.pictures)

    def recall(self, scores: Mapping[int, Score]) -> None:
        """Take in the scores of earlier steps, those that compare with what this run scores."""
        for step, distance in comparable(scores, self._case.recipe.scoring.pictures, self._case.pictures).items():
            self._signals.scores.add(step, distance)

    def observe(self, row: Mapping[str, float]) -> Diagnosis | None:
        """Take in one logged call (`step`, `images`, metrics); return the diagnosis when it has become another."""
        self._signals.observe(row)
        for condition, rule in RULES.items():
            known = condition in self._known
            self._judge(condition, signs=rule(self._case, self._signals, known))
        condition = next((c for c in RULES if c in self._known), self._without_trouble())
        if condition == self.diagnosis.condition:
            return None
        self.diagnosis = self._describe(condition)
        return self.diagnosis

    def _judge(self, condition: Condition, *, signs: bool) -> None:
        step, patience = self._signals.step, self._signals.patience
        if signs:
            self._since.setdefault(condition, step)
            self._last_seen[condition] = step
            waited = step - self._since[condition] >= patience
            if waited or condition == Condition.UNSTABLE:  # which counts spikes over a while already
                self._known.add(condition)
        elif condition not in self._known or step - self._last_seen[condition] >= 2 * patience:
            self._known.discard(condition)
            self._since.pop(condition, None)

    def _without_trouble(self) -> Condition:
        first = self._signals.first_step or 0
        early = self._signals.step - first < 2 * self._signals.patience
        doubtful = bool(self._since) and self.diagnosis.condition == Condition.TOO_EARLY
        return Condition.TOO_EARLY if early or doubtful else Condition.HEALTHY

    def _describe(self, condition: Condition) -> Diagnosis:
        match condition:
            case Condition.TOO_EARLY:
                return TOO_EARLY
            case Condition.HEALTHY:
                return sound(self._case)
            case Condition.WORSENED:
                return describe(condition, self._case, self._signals, self._signals.scores.best_step)
            case _:
                return describe(condition, self._case, self._signals, self._since[condition])


def patience_of(target_step: int) -> int:
    """Return how many steps a sign must last in a run of this length."""
    return round(min(max(PATIENCE_SHARE * target_step, LEAST_PATIENCE), MOST_PATIENCE))


def examine(rows: Iterable[Mapping[str, float]], recipe: Recipe, pictures: int, target_step: int) -> Diagnosis:
    """Return what the coach says after all `rows` of a history."""
    coach = Coach(recipe, pictures, target_step)
    for row in rows:
        coach.observe(row)
    return coach.diagnosis
