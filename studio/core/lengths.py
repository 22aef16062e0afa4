"""From epochs to steps: how long a run is and how often its grid is drawn."""

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


def _in_steps(recipe: Recipe, pictures: int, length: int, unit: Unit) -> int:
    return length * (steps_per_epoch(recipe, pictures) if unit == Unit.EPOCHS else 1)
