"""Settings that change nothing in a recipe as it stands: harmless, and worth saying beside the field."""

from collections.abc import Iterator

from studio.core.families import USED_BY
from studio.core.recipe import Recipe
from studio.core.sections.data import Classes
from studio.core.sections.optimizer import OptimizerKind
from studio.core.sections.training import AugmentationSettings


def idle_settings(recipe: Recipe) -> dict[str, str]:
    """Return {dotted key: why it changes nothing} for every setting that other settings leave without effect."""
    return dict([*_of_networks(recipe), *_of_training(recipe), *_of_augmentation(recipe.augmentation)])


def _of_networks(recipe: Recipe) -> Iterator[tuple[str, str]]:
    for key, families in USED_BY.items():
        if recipe.networks.architecture not in families:
            yield key, f"Of no effect: {recipe.networks.architecture} does not use it."
    if not recipe.networks.codes.size:
        yield "loss.code_weight", "Of no effect without structured codes."
    if recipe.data.classes == Classes.NONE:
        yield "data.balance", "Of no effect without classes."


def _of_training(recipe: Recipe) -> Iterator[tuple[str, str]]:
    if not recipe.loss.is_penalised:
        yield "loss.penalty_interval", "Of no effect without a penalty."
    if recipe.optimizer.kind == OptimizerKind.SGD:
        yield "optimizer.beta2", "Of no effect with sgd."
        yield "optimizer.epsilon", "Of no effect with sgd."
    if recipe.optimizer.kind == OptimizerKind.RMSPROP:
        yield "optimizer.beta1", "Of no effect with rmsprop."
    if not recipe.averaging.half_life:
        yield "averaging.ramp_up", "Of no effect without averaging."


def _of_augmentation(settings: AugmentationSettings) -> Iterator[tuple[str, str]]:
    if settings.adaptive:
        yield "augmentation.strength", "Of no effect: the strength is adaptive."
        return
    if not settings.is_any:
        yield "augmentation.strength", "Of no effect without an augmentation."
    yield "augmentation.target", "Of no effect while the strength is fixed."
    yield "augmentation.adaptation", "Of no effect while the strength is fixed."
