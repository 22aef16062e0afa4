"""From epochs to steps and back: how long a run is and how often its grid is drawn."""

from typing import Any

from studio.core.recipe import Recipe
from studio.core.sections.training import Unit


def steps_per_epoch(recipe: Recipe, pictures: int) -> int:
    """Return the steps in which the discriminator sees about every picture once."""
    return max(1, pictures // (recipe.training.batch_size * recipe.training.discriminator_steps))


def target_step(recipe: Recipe, pictures: int) -> int:
    """Return the step at which the run is finished."""
    return _in_steps(recipe, pictures, recipe.training.length, recipe.training.length_unit)


def sample_interval(recipe: Recipe, pictures: int) -> int:
    """Return the steps between two grids."""
    return _in_steps(recipe, pictures, recipe.sampling.interval, recipe.sampling.interval_unit)


def changes_of_unit(recipe: Recipe, key: str, unit: str, pictures: int) -> dict[str, Any]:
    """Return what changes when a length is counted in another unit: the length stays, rounded up to whole epochs."""
    counted = key.removesuffix("_unit")
    length, epoch = recipe.value(counted), steps_per_epoch(recipe, pictures)
    if unit == recipe.value(key):
        return {}
    return {counted: length * epoch if unit == Unit.STEPS else -(-length // epoch), key: unit}


def _in_steps(recipe: Recipe, pictures: int, length: int, unit: Unit) -> int:
    return length * (steps_per_epoch(recipe, pictures) if unit == Unit.EPOCHS else 1)
