"""What may be done against each trouble, starting from the settings as they are."""

from collections.abc import Iterator

from studio.core.health.diagnosis import Condition, Remedy
from studio.core.recipe import Recipe
from studio.core.sections.networks import Normalisation

GENERATOR_RATE = "optimizer.generator_learning_rate"
DISCRIMINATOR_RATE = "optimizer.discriminator_learning_rate"
STRENGTH = "augmentation.strength"


def remedies_for(condition: Condition, recipe: Recipe) -> tuple[Remedy, ...]:
    """Return the remedies for a run that is trained with `recipe` now, the likeliest first."""
    return tuple(_remedies(condition, recipe))


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
