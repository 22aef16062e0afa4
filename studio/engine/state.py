"""All that training changes: networks, averaged generator, optimizers, augmentation. As tensors it is a checkpoint."""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
import tensorflow as tf

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.engine.adaptive import AugmentationController
from studio.engine.averaging import copy
from studio.engine.networks.registry import build_generator, build_networks
from studio.engine.optimizers import Optimizer


class TrainingState:
    """The weights of one run in memory."""

    def __init__(self, recipe: Recipe, classes: int = 0) -> None:
        keras.utils.clear_session(free_memory=False)  # names count from one: the order of sums in a graph follows them
        self._averages = recipe.averaging.half_life > 0
        self.classes = classes if recipe.networks.conditional else 0
        networks = build_networks(recipe, classes)
        self.generator = networks.generator
        self.discriminator = networks.discriminator
        self.averaged_generator = build_generator(recipe, classes)
        self.averaged_generator.set_weights(self.generator.get_weights())
        self.generator_optimizer = Optimizer(recipe.optimizer, trainable(self.generator))
        self.augmentation = AugmentationController(recipe.augmentation, recipe.training.batch_size)
        self.discriminator_optimizer = Optimizer(recipe.optimizer, trainable(self.discriminator))

    def settle(self) -> None:
        """Bring the averaged generator up to date where it is not averaged at every step; before it is looked at."""
        if not self._averages:
            copy(self.generator, self.averaged_generator)

    def generate(
        self, latents: tf.Tensor, classes: tf.Tensor, *, training: bool, by: keras.Model | None = None
    ) -> tf.Tensor:
        """Return a generator's pictures for latents (n, latent_size) and classes (n, classes); if not `by`, the raw."""
        return (by or self.generator)([latents, classes] if self.classes else latents, training=training)

    def average(self, latents: tf.Tensor, classes: tf.Tensor) -> tf.Tensor:
        """Return the averaged generator's pictures for latents (n, latent_size) and classes (n, classes)."""
        return self.generate(latents, classes, training=False, by=self.averaged_generator)

    def tensors(self) -> dict[str, np.ndarray]:
        """Return every number by name, as `core.checkpoint_file` documents the names."""
        return {name: variable.numpy() for name, variable in self._variables().items()}

    def load(self, tensors: Mapping[str, np.ndarray]) -> None:
        """Set every number; raises `StudioError` naming the first one that is missing or of another shape."""
        variables = self._variables()
        for name, variable in variables.items():
            if name not in tensors or tensors[name].shape != tuple(variable.shape):
                raise _mismatch(name)
        if set(tensors) != set(variables):
            raise _mismatch(min(set(tensors) - set(variables)))
        for name, variable in variables.items():
            variable.assign(tensors[name])

    def statistics(self) -> list[tf.Tensor]:
        """Return what a step changes before its updates: moving averages and estimates that no optimizer moves."""
        return [tf.identity(variable) for variable in self._statistics()]

    def restore_statistics(self, values: Sequence[tf.Tensor]) -> None:
        """Take back what `statistics` returned."""
        for variable, value in zip(self._statistics(), values, strict=True):
            variable.assign(value)

    def snapshot_weights(self, *, raw: bool) -> dict[str, np.ndarray]:
        """Return the averaged, or the raw, generator's weights as a snapshot names them: `000`, `001` and so on."""
        generator = self.generator if raw else self.averaged_generator
        return {f"{index:03d}": weight.numpy() for index, weight in enumerate(generator.weights)}

    def _statistics(self) -> list[tf.Variable]:
        models = self.generator, self.averaged_generator, self.discriminator
        return [weight.value for model in models for weight in model.non_trainable_weights]

    def _variables(self) -> dict[str, tf.Variable]:
        models = {
            "generator": self.generator,
            "averaged_generator": self.averaged_generator,
            "discriminator": self.discriminator,
        }
        found = {f"{owner}/{name}": v for owner, model in models.items() for name, v in _named(model).items()}
        optimizers = {
            "generator_optimizer": self.generator_optimizer,
            "discriminator_optimizer": self.discriminator_optimizer,
        }
        for owner, optimizer in optimizers.items():
            found |= {f"{owner}/{index:03d}": slot for index, slot in enumerate(optimizer.slots)}
        for index, variable in enumerate(self.augmentation.variables):
            found[f"augmentation/{index:03d}"] = variable
        return found


def trainable(model: keras.Model) -> list[tf.Variable]:
    """The variables that an optimizer moves."""
    return [weight.value for weight in model.trainable_weights]


def _named(model: keras.Model) -> dict[str, tf.Variable]:
    return {f"{index:03d}:{weight.name}": weight.value for index, weight in enumerate(model.weights)}


def _mismatch(name: str) -> StudioError:
    return StudioError(
        "The checkpoint does not fit this run's networks.",
        f"They differ at {name}.",
        "Continue it with the recipe it was made with.",
    )
