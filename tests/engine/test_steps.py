"""One step made eagerly by networks whose weights are set by hand, so that every number is known."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.recipe import Recipe
from studio.engine.interruption import Interruption
from studio.engine.judging import Batch, Rates
from studio.engine.state import TrainingState
from studio.engine.step import METRICS, Step

REAL = Batch(tf.fill((4, 8, 8, 1), 0.5), tf.zeros((4, 0)))
STILL = (0.0, 0.0)


def tiny(**changes) -> Recipe:
    sizes = {"data.width": 8, "data.height": 8, "data.colour": "grey", "networks.architecture": "mlp"}
    sizes |= {"networks.latent_size": 4, "networks.width": 4, "networks.depth": 1, "training.batch_size": 4}
    return Recipe().changed({**sizes, "optimizer.kind": "sgd", "optimizer.beta1": 0.0, **changes})


def begin(recipe: Recipe, logit: float | None = None) -> TrainingState:
    """A generator of grey pictures (0 everywhere); with `logit` a discriminator that says so of every picture."""
    state = TrainingState(recipe)
    for weight in state.generator.trainable_weights:
        weight.assign(tf.zeros_like(weight))
    if logit is not None:
        for weight in state.discriminator.trainable_weights:
            weight.assign(tf.fill(weight.shape, logit if weight.shape == (1,) else 0.0))
    return state


def make_steps(recipe: Recipe, state: TrainingState, count: int, rates: tuple[float, float]) -> dict[str, float]:
    """Return the last step's metrics; `rates` are those of generator and discriminator."""
    step, metrics = Step(recipe, state, Interruption(needed=False)), tf.zeros((len(METRICS),))
    now = Rates(*(tf.constant(rate) for rate in (*rates, 1.0)))
    for index in range(count):
        healthy, metrics = step(tf.constant(index, tf.int64), lambda update, part: REAL, now)
        assert healthy
    return dict(zip(METRICS, metrics.numpy().tolist(), strict=True))


@pytest.mark.parametrize("simultaneous", [True, False])
@pytest.mark.parametrize(("logit", "strength"), [(0.75, 0.1), (0.25, 0.0)])
def test_adaptive_strength_asks_on_which_side_of_the_boundary_real_pictures_are(simultaneous, logit, strength):
    """Least squares draws real pictures to 1 and generated ones to 0, so that 0.25 is not sure of real ones."""
    adaptive = {"augmentation.translation": True, "augmentation.adaptive": True, "augmentation.adaptation": 160}
    losses = {"loss.discriminator": "least_squares", "loss.generator": "least_squares"}
    recipe = tiny(**adaptive, **losses, **{"training.simultaneous": simultaneous})
    metrics = make_steps(recipe, begin(recipe, logit), 5, STILL)
    assert metrics["augmentation_strength"] == pytest.approx(strength)


@pytest.mark.parametrize("simultaneous", [True, False])
def test_squared_difference_counts_by_its_weight(simultaneous):
    with_it, without = (tiny(**{"training.simultaneous": simultaneous, "loss.mse_weight": w}) for w in (3.0, 0.0))
    one, other = (make_steps(recipe, begin(recipe, 0.0), 1, STILL)["generator_loss"] for recipe in (with_it, without))
    assert one - other == pytest.approx(3.0 * 0.5**2, rel=1e-5)


def test_several_discriminator_steps_are_so_many_updates_of_it():
    """The generator stands still at grey, so one step of three updates is three steps of one."""
    several, single = tiny(**{"training.discriminator_steps": 3}), tiny()
    states = begin(several), begin(single)
    make_steps(several, states[0], 1, (0.0, 0.1))
    make_steps(single, states[1], 3, (0.0, 0.1))
    for one, other in zip(*(state.discriminator.get_weights() for state in states), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)
    assert not np.array_equal(
        states[0].discriminator.get_weights()[0], TrainingState(single).discriminator.get_weights()[0]
    )
