"""What the coach says of each trouble: headline, evidence and remedies, for the recipe at hand."""

import math
from collections.abc import Iterator

from studio.core import history
from studio.core.health.diagnosis import Condition, Diagnosis, Evidence, Remedy
from studio.core.health.rules import Case, overconfidence
from studio.core.health.signals import Signals
from studio.core.recipe import Recipe
from studio.core.sections.networks import Normalisation

GENERATOR_RATE = "optimizer.generator_learning_rate"
DISCRIMINATOR_RATE = "optimizer.discriminator_learning_rate"
STRENGTH = "augmentation.strength"


def describe(condition: Condition, case: Case, signals: Signals, since: int) -> Diagnosis:
    """Return the diagnosis of a trouble that began at step `since`."""
    headline, detail = _SENTENCES[condition]
    evidence = tuple(_evidence(condition, signals))
    return Diagnosis(condition, headline, detail, since, evidence, tuple(_remedies(condition, case.recipe)))


def diverged(recipe: Recipe, step: int) -> Diagnosis:
    """Return the diagnosis of a run whose numbers are no longer finite after `step`."""
    headline, detail = _SENTENCES[Condition.DIVERGED]
    remedies = tuple(_remedies(Condition.DIVERGED, recipe))
    return Diagnosis(Condition.DIVERGED, headline, detail, step, (), remedies)


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


def _remedies(condition: Condition, recipe: Recipe) -> Iterator[Remedy]:
    optimizer = recipe.optimizer
    slower = {GENERATOR_RATE: optimizer.generator_learning_rate / 2}
    both = {**slower, DISCRIMINATOR_RATE: optimizer.discriminator_learning_rate / 2}
    match condition:
        case Condition.DIVERGED:
            yield Remedy("Roll back at half the rates", both, rolls_back=True)
        case Condition.COLLAPSED:
            yield Remedy("Roll back at half the rate", slower, rolls_back=True)
            yield Remedy("Halve the generator's rate", slower)
            yield from _penalty(recipe)
        case Condition.OVERFITTING:
            yield from _augmentation(recipe)
            yield from _penalty(recipe)
        case Condition.OVERPOWERED:
            rate = optimizer.discriminator_learning_rate / 2
            yield Remedy("Halve the discriminator's rate", {DISCRIMINATOR_RATE: rate})
            yield from _penalty(recipe)
        case Condition.WORSENED:
            yield Remedy("Roll back to the best", rolls_back=True)
            yield Remedy("Roll back at half the rates", both, rolls_back=True)
        case Condition.UNSTABLE:
            yield Remedy("Halve both rates", both)
            yield from _penalty(recipe)
        case _:
            return


def _penalty(recipe: Recipe) -> Iterator[Remedy]:
    """R1 where there is no penalty yet and the discriminator allows one."""
    loss, networks = recipe.loss, recipe.networks
    penalised = max(loss.r1_weight, loss.r2_weight, loss.gradient_penalty_weight) > 0
    if not penalised and networks.discriminator_normalisation != Normalisation.BATCH:
        yield Remedy("Add an R1 penalty", {"loss.r1_weight": 1.0}, rolls_back=True)


def _augmentation(recipe: Recipe) -> Iterator[Remedy]:
    settings = recipe.augmentation
    chosen = settings.flip or settings.translation or settings.colour or settings.cutout
    if chosen and not settings.adaptive and settings.strength < 1.0:
        yield Remedy("Augment every picture", {STRENGTH: 1.0})
    missing = [name for name in ("translation", "cutout") if not getattr(settings, name)]
    if missing:
        yield Remedy("Add shift and cut-out", {f"augmentation.{name}": True for name in missing}, rolls_back=True)
