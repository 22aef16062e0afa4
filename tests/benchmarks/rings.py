"""Mode collapse on a ring of eight Gaussians: how many modes each loss covers, with `mlp` networks.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.rings`. A point is a picture of 8x8 whose left half holds
one coordinate and whose right half the other, so that the engine trains on it as on any picture.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

from studio.core.pixels import to_uint8
from studio.core.recipe import Recipe
from studio.core.sections.loss import DiscriminatorLoss, GeneratorLoss
from studio.data.image_set import ImageSet
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.state import TrainingState
from tests.benchmarks.report import Figure, report

MODES = 8
RADIUS, DEVIATION = 80.0, 4.0  # in grey levels, around 127.5
STEPS = 3000
POINTS = 1024
COVERED = POINTS / MODES / 10  # a mode is found when it gets a tenth of its share

PARTNERS = {
    DiscriminatorLoss.CROSS_ENTROPY: GeneratorLoss.NON_SATURATING,
    DiscriminatorLoss.LEAST_SQUARES: GeneratorLoss.LEAST_SQUARES,
    DiscriminatorLoss.HINGE: GeneratorLoss.HINGE,
    DiscriminatorLoss.WASSERSTEIN: GeneratorLoss.WASSERSTEIN,
    DiscriminatorLoss.RELATIVISTIC: GeneratorLoss.RELATIVISTIC,
}


def main() -> int:
    """Train every loss with its partner, with its penalty."""
    figures = []
    for kind, partner in {**PARTNERS, "minimax": GeneratorLoss.MINIMAX}.items():
        loss = DiscriminatorLoss.CROSS_ENTROPY if kind == "minimax" else DiscriminatorLoss(kind)
        least = None if kind == "minimax" else 7
        figures.append(Figure(f"{kind}", modes_found(train(ring_recipe(loss, partner))), "modes of 8", least=least))
    return report("rings", figures)


def ring_recipe(kind: DiscriminatorLoss, partner: GeneratorLoss) -> Recipe:
    """Small dense networks and a penalty: the gradient penalty for Wasserstein, R1 for the others."""
    penalty = "gradient_penalty_weight" if kind == DiscriminatorLoss.WASSERSTEIN else "r1_weight"
    return Recipe().changed(
        {
            "data.width": 8,
            "data.height": 8,
            "networks.architecture": "mlp",
            "networks.latent_size": 16,
            "networks.width": 64,
            "loss.discriminator": kind,
            "loss.generator": partner,
            f"loss.{penalty}": 10.0 if penalty == "gradient_penalty_weight" else 0.1,
            "optimizer.generator_learning_rate": 5e-4,
            "optimizer.discriminator_learning_rate": 1e-3,
            "optimizer.beta1": 0.0,
            "optimizer.beta2": 0.99,
            "training.batch_size": 128,
            "averaging.half_life": 5000,
        }
    )


def ring(count: int = 4096) -> np.ndarray:
    """Return points of the ring as pictures uint8 (count, 8, 8, 1), the modes taking turns."""
    generator = np.random.default_rng(0)
    noise = generator.normal(0.0, DEVIATION, (count, 2))
    return _pictures(centres()[np.arange(count) % MODES] + noise)


def centres() -> np.ndarray:
    """Return the modes' places, float (8, 2) in grey levels."""
    angles = np.arange(MODES) * 2.0 * np.pi / MODES
    return 127.5 + RADIUS * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def train(recipe: Recipe, steps: int = STEPS) -> np.ndarray:
    """Train on the ring; return generated points, float (POINTS, 2) in grey levels."""
    state = TrainingState(recipe)
    pictures = pictures_for(recipe, ImageSet(ring(), None, (), "fingerprint", "ring"))
    rates = (recipe.optimizer.generator_learning_rate, recipe.optimizer.discriminator_learning_rate, 1.0)
    GraphCall(recipe, state, pictures)(0, steps, steps, rates)
    latents = tf.random.stateless_normal((POINTS, recipe.networks.latent_size), (1, 2))
    images = to_uint8(state.average(latents, tf.zeros((POINTS, 0))).numpy()).astype(np.float64)
    return np.stack([images[:, :, :4].mean(axis=(1, 2, 3)), images[:, :, 4:].mean(axis=(1, 2, 3))], axis=1)


def modes_found(points: np.ndarray) -> int:
    """Return how many modes have enough points within three standard deviations."""
    distances = np.linalg.norm(points[:, None] - centres()[None], axis=2)
    near = (distances.argmin(axis=1))[distances.min(axis=1) < 3.0 * DEVIATION]
    return int(np.sum(np.bincount(near, minlength=MODES) >= COVERED))


def _pictures(points: np.ndarray) -> np.ndarray:
    halves = np.repeat(np.repeat(points[:, None, :], 8, axis=1), 4, axis=2)
    return np.clip(np.round(halves), 0, 255).astype(np.uint8)[..., None]


if __name__ == "__main__":
    sys.exit(main())
