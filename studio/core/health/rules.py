"""The signs by which each trouble is known. A rule is stricter about seeing a trouble than about its being over.

The bounds were found on the runs of `tests/benchmarks/coach_cases.py`, which also watches over them.
"""

from collections.abc import Callable, Mapping

from studio.core import history
from studio.core.health.diagnosis import Condition
from studio.core.health.signals import Signals
from studio.core.recipe import Recipe
from studio.core.sections.loss import DiscriminatorLoss

Rule = Callable[["Case", Signals, bool], bool]
"""(what was known before, the numbers so far, whether the trouble is known already) -> whether its signs are there."""


class Case:
    """What is known of a run before its first step."""

    def __init__(self, recipe: Recipe, pictures: int) -> None:
        self.recipe = recipe
        self.pictures = pictures

    def epochs(self, signals: Signals) -> float:
        """Return how often every picture has been seen."""
        return signals.images / max(self.pictures, 1)

    @property
    def has_boundary(self) -> bool:
        """Whether the logits have a fixed boundary between real and generated, so that accuracy tells who is ahead."""
        return self.recipe.loss.discriminator not in (DiscriminatorLoss.WASSERSTEIN, DiscriminatorLoss.RELATIVISTIC)


def overconfidence(signals: Signals) -> float:
    """Return r_t of Karras et al. 2020b, equation 1: the mean sign of the logits of real pictures, -1..1."""
    return 2.0 * signals.mean(history.REAL_ACCURACY) - 1.0


def _collapsed(_case: Case, signals: Signals, known: bool) -> bool:  # noqa: FBT001
    """Hardly any diversity, or little of what there was: a collapsed generator may still scatter noise about.

    One that heeds the classes alone keeps its diversity; the latent then changes next to nothing. It changes no less
    than 0.17 in the sound cases, and 0.05 or less in the collapsed ones.
    """
    if signals.highest(history.LATENT_SENSITIVITY) < (0.15 if known else 0.05):
        return True
    bounds = (0.3, 0.45) if signals.peak_diversity > 0.5 else (0.18, 0.3)
    return signals.highest(history.DIVERSITY) < bounds[known]


def _overfitting(case: Case, signals: Signals, known: bool) -> bool:  # noqa: FBT001
    """As sure of real pictures as in `overconfidence`, after so many epochs that they can be known by heart."""
    if not case.has_boundary or case.epochs(signals) < 50:
        return False
    sure, unmoved = (0.6, 0.6) if known else (0.75, 0.85)
    return overconfidence(signals) > sure and signals.mean(history.FAKE_ACCURACY) > unmoved


def _overpowered(case: Case, signals: Signals, known: bool) -> bool:  # noqa: FBT001
    """Hardly any generated picture is taken for real, so that the generator learns from next to nothing."""
    if not case.has_boundary:
        return False
    score, accuracy = (0.05, 0.9) if known else (0.02, 0.97)
    sure = min(signals.mean(history.REAL_ACCURACY), signals.mean(history.FAKE_ACCURACY)) > accuracy
    return sure and signals.mean(history.FAKE_SCORE) < score


def _worsened(_case: Case, signals: Signals, known: bool) -> bool:  # noqa: FBT001
    return signals.scores.rise > signals.scores.margin * (0.5 if known else 1.0)


def _unstable(_case: Case, signals: Signals, known: bool) -> bool:  # noqa: FBT001
    return signals.spikes >= (1 if known else 3)


RULES: Mapping[Condition, Rule] = {
    Condition.COLLAPSED: _collapsed,
    Condition.OVERFITTING: _overfitting,
    Condition.OVERPOWERED: _overpowered,
    Condition.WORSENED: _worsened,
    Condition.UNSTABLE: _unstable,
}
"""Gravest first: where the signs of several are there, the first one is told. The loop itself tells of divergence."""
