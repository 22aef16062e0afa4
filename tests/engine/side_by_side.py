"""A process with two logical processors, which share batches: `python side_by_side.py RECIPE` prints JSON.

`difference` is the greatest one between weights after some steps of two devices together and of one that works through
the same parts one after the other. What ran where is written to stderr.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "0"

import numpy as np
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState

PLACES = ("/CPU:0", "/CPU:1")
SETTINGS = {"training.batch_size": 12, "networks.width": 8, "optimizer.kind": "sgd", "training.precision": "float32"}


def weights_after(recipe: Recipe, places: tuple[str, ...]) -> list[np.ndarray]:
    random = np.random.default_rng(0)
    images = ImageSet(random.integers(0, 256, (50, *recipe.data.shape), np.uint8), None, (), "fingerprint", "test")
    with tf.device(places[0]):
        state = TrainingState(recipe)
        assert GraphCall(recipe, state, pictures_for(recipe, images), places)(0, 3, 100, (1e-2, 1e-2, 1.0)).healthy
    return [*state.generator.get_weights(), *state.discriminator.get_weights()]


def main() -> None:
    tf.debugging.set_log_device_placement(True)
    processor = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)
    recipe = load_recipe(sys.argv[1]).changed(SETTINGS)
    alone = weights_after(recipe.changed({"training.accumulation": 4}), PLACES[:1])
    together = weights_after(recipe.changed({"training.accumulation": 2}), PLACES)
    difference = max(float(np.abs(one - other).max()) for one, other in zip(alone, together, strict=True))
    sys.stdout.write(json.dumps({"difference": difference}) + "\n")


if __name__ == "__main__":
    main()
