"""One backward pass for both networks makes the update that two passes make, also where one loss is flat."""

import numpy as np
import pytest

from studio.core.recipe_book import load_recipe
from studio.data.image_set import ImageSet
from studio.engine import step
from studio.engine.graph_call import GraphCall
from studio.engine.pictures import pictures_for
from studio.engine.shared_pass import can_share
from studio.engine.state import TrainingState

PIXELS = np.random.default_rng(0).integers(0, 256, (40, 16, 16, 1), dtype=np.uint8)
IMAGES = ImageSet(PIXELS, np.arange(40, dtype=np.int32) % 3, ("a", "b", "c"), "fingerprint", "test")
SMALL = {
    "data.width": 16,
    "data.height": 16,
    "networks.width": 8,
    "networks.latent_size": 8,
    "networks.generator_normalisation": "none",
    "networks.discriminator_normalisation": "spectral",
    "networks.discriminator_dropout": 0.2,
    "optimizer.kind": "sgd",
    "training.batch_size": 8,
    "training.simultaneous": True,
}
LOSSES = [
    ("cross_entropy", "minimax"),
    ("cross_entropy", "non_saturating"),
    ("least_squares", "least_squares"),
    ("hinge", "hinge"),
    ("wasserstein", "wasserstein"),
]


def recipe_of(changes):
    return load_recipe("mlp-128").changed({**SMALL, **changes})


def trained(recipe, rates=(0.02, 0.02, 1.0), classes=0):
    state = TrainingState(recipe, classes)
    result = GraphCall(recipe, state, pictures_for(recipe, IMAGES))(0, 3, 100, rates)
    assert result.healthy
    return [*state.generator.get_weights(), *state.discriminator.get_weights()], result.metrics


def both(recipe, monkeypatch, **how):
    assert can_share(recipe)
    shared = trained(recipe, **how)
    monkeypatch.setattr(step, "can_share", lambda _: False)
    return shared, trained(recipe, **how)


def agree(shared, apart):
    for one, other in zip(shared[0], apart[0], strict=True):
        np.testing.assert_allclose(one, other, atol=2e-6)
    assert shared[1] == pytest.approx(apart[1], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(("discriminator", "generator"), LOSSES)
def test_every_pair_of_losses(discriminator, generator, monkeypatch):
    recipe = recipe_of({"loss.discriminator": discriminator, "loss.generator": generator})
    agree(*both(recipe, monkeypatch))


def test_convolutions_with_classes_penalties_and_augmentation_in_parts(monkeypatch):
    convolutional = {"networks.architecture": "dcgan", "networks.conditional": True, "training.accumulation": 2}
    recipe = recipe_of(convolutional | {"loss.r1_weight": 0.1, "augmentation.translation": True})
    agree(*both(recipe, monkeypatch, classes=3))


def test_where_the_discriminator_is_sure_the_generator_still_learns(monkeypatch):
    """The discriminator's loss is flat there: after a step with a huge rate its logits are large, its slope nothing."""
    recipe = recipe_of({"loss.discriminator": "hinge", "networks.discriminator_normalisation": "none"})
    shared, apart = both(recipe, monkeypatch, rates=(0.01, 30.0, 1.0))
    assert apart[1]["generator_gradient_norm"] > 0
    assert shared[1]["generator_gradient_norm"] == pytest.approx(apart[1]["generator_gradient_norm"], rel=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"networks.architecture": "dcgan", "networks.discriminator_normalisation": "batch"},
        {"networks.architecture": "stylegan2"},
        {"loss.discriminator": "relativistic", "loss.generator": "relativistic"},
        {"loss.mse_weight": 1.0},
    ],
)
def test_losses_that_look_at_more_than_one_logit_are_not_shared(changes):
    assert not can_share(recipe_of(changes))
