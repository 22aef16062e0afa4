"""What the coach says of each trouble: headline, evidence and remedies, for the recipe at hand."""

import math
from collections.abc import Iterator
from dataclasses import replace

from studio.core import history
from studio.core.health.diagnosis import HEALTHY, Condition, Diagnosis, Evidence
from studio.core.health.remedies import remedies_for
from studio.core.health.rules import Case, overconfidence
from studio.core.health.signals import Signals
from studio.core.recipe import Recipe


def sound(case: Case) -> Diagnosis:
    """Return the diagnosis of a run without trouble; where the loss hides some, it says so."""
    if case.has_boundary:
        return HEALTHY
    detail = (
        "The pictures differ, and no gradient leaps. Whether the discriminator wins every time or knows the pictures "
        "by heart cannot be told with this loss: its logits have no boundary between real and generated."
    )
    return replace(HEALTHY, detail=detail)


def describe(condition: Condition, case: Case, signals: Signals, since: int) -> Diagnosis:
    """Return the diagnosis of a trouble that began at step `since`."""
    headline, detail = _SENTENCES[condition]
    evidence = tuple(_evidence(condition, signals))
    sound_at = (
        since if condition == Condition.WORSENED else signals.before(since, grids=condition == Condition.COLLAPSED)
    )
    return Diagnosis(condition, headline, detail, since, sound_at, evidence, remedies_for(condition, case.recipe))


def diverged(recipe: Recipe, step: int) -> Diagnosis:
    """Return the diagnosis of a run whose numbers are no longer finite after `step`."""
    headline, detail = _SENTENCES[Condition.DIVERGED]
    remedies = remedies_for(Condition.DIVERGED, recipe)
    return Diagnosis(Condition.DIVERGED, headline, detail, step, step, (), remedies)


_SENTENCES = {
    Condition.DIVERGED: (
        "Training diverged.",
        "A loss or a gradient is no longer a finite number. The saved weights are untouched.",
    ),
    Condition.COLLAPSED: (
        "The pictures are nearly all alike.",
        "The generator has collapsed: whatever the latent, it draws the same few pictures.",
    ),
    Condition.OVERFITTING: (
        "The discriminator knows the pictures by heart.",
        "It has seen each of them many times and tells them from generated ones without looking at what they have in "
        "common. More pictures help most; more augmentation helps too.",
    ),
    Condition.OVERPOWERED: (
        "The discriminator wins every time.",
        "Hardly any generated picture passes for real, so the generator is told little that it can learn from.",
    ),
    Condition.WORSENED: (
        "The pictures were better before.",
        "Every score of late is clearly worse than the best, whose checkpoint is kept.",
    ),
    Condition.UNSTABLE: (
        "Training leaps about.",
        "Some gradients are many times as large as usual; a larger leap can undo what was learnt.",
    ),
}


def _evidence(condition: Condition, signals: Signals) -> Iterator[Evidence]:
    mean, highest = signals.mean, signals.highest
    match condition:
        case Condition.COLLAPSED:
            diversity, sensitivity = highest(history.DIVERSITY), highest(history.LATENT_SENSITIVITY)
            yield Evidence(history.DIVERSITY, diversity, "diversity of the grid (real: 1)")
            yield Evidence(history.LATENT_SENSITIVITY, sensitivity, "sensitivity to the latent (0: none)")
            yield Evidence(history.SATURATION, highest(history.SATURATION), "share of values at black or white")
        case Condition.OVERFITTING:
            yield Evidence(history.REAL_ACCURACY, mean(history.REAL_ACCURACY), "of real pictures recognised")
            yield Evidence(history.FAKE_ACCURACY, mean(history.FAKE_ACCURACY), "of generated pictures found out")
            yield Evidence(history.REAL_LOGIT, overconfidence(signals), "mean sign of real logits; 0.6 is usual")
        case Condition.OVERPOWERED:
            yield Evidence(history.FAKE_SCORE, mean(history.FAKE_SCORE), "mean score of generated pictures")
            yield Evidence(history.FAKE_ACCURACY, mean(history.FAKE_ACCURACY), "of generated pictures found out")
            norm = mean(history.GENERATOR_GRADIENT_NORM)
            yield Evidence(history.GENERATOR_GRADIENT_NORM, norm, "gradient norm of the generator")
        case Condition.WORSENED:
            scores = signals.scores
            yield Evidence(history.SLICED_WASSERSTEIN, scores.latest, "latest score (lower is better)")
            yield Evidence(history.SLICED_WASSERSTEIN, scores.best, f"best score, at step {scores.best_step:,}")
            floor = mean(history.REAL_SLICED_WASSERSTEIN)
            if not math.isnan(floor):
                yield Evidence(history.REAL_SLICED_WASSERSTEIN, floor, "real against real pictures")
        case _:
            for name, words in (("generator", "the generator"), ("discriminator", "the discriminator")):
                metric = f"{name}_gradient_norm"
                yield Evidence(metric, mean(metric), f"gradient norm of {words}")
