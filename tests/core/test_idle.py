"""Settings that change nothing as the recipe stands: named while it is so, and no longer."""

import pytest

from studio.core.idle import idle_settings
from studio.core.recipe import Recipe, all_settings


@pytest.mark.parametrize(
    ("key", "idle", "at_work"),
    [
        ("networks.depth", {"networks.architecture": "dcgan"}, {"networks.architecture": "mlp"}),
        ("networks.extra_convolution", {"networks.architecture": "resnet"}, {"networks.architecture": "dcgan"}),
        ("networks.activation", {"networks.architecture": "stylegan2"}, {"networks.architecture": "mlp"}),
        ("networks.largest_width", {"networks.architecture": "dcgan"}, {"networks.architecture": "fastgan"}),
        ("networks.generator_normalisation", {"networks.architecture": "mlp"}, {"networks.architecture": "dcgan"}),
        ("networks.generator_normalisation", {"networks.architecture": "resnet"}, {"networks.architecture": "fastgan"}),
        ("networks.discriminator_dropout", {"networks.architecture": "r3gan"}, {"networks.architecture": "dcgan"}),
        ("loss.reconstruction_weight", {"networks.architecture": "dcgan"}, {"networks.architecture": "fastgan"}),
        ("loss.code_weight", {}, {"networks.categories": 4}),
        ("loss.penalty_interval", {}, {"loss.r2_weight": 1}),
        ("data.balance", {"data.classes": "none"}, {}),
        ("optimizer.beta2", {"optimizer.kind": "sgd"}, {"optimizer.kind": "rmsprop"}),
        ("optimizer.epsilon", {"optimizer.kind": "sgd"}, {"optimizer.kind": "rmsprop"}),
        ("optimizer.beta1", {"optimizer.kind": "rmsprop"}, {"optimizer.kind": "sgd"}),
        ("averaging.ramp_up", {"averaging.half_life": 0}, {}),
        ("augmentation.strength", {}, {"augmentation.flip": True}),
        ("augmentation.strength", {"augmentation.flip": True, "augmentation.adaptive": True}, {"augmentation.flip": 1}),
        ("augmentation.target", {}, {"augmentation.adaptive": True}),
        ("augmentation.adaptation", {}, {"augmentation.adaptive": True}),
    ],
)
def test_an_idle_setting_is_named_as_long_as_it_is_idle(key, idle, at_work):
    assert key in {s.key for s in all_settings()}
    assert idle_settings(Recipe().changed(idle))[key].endswith(".")
    assert key not in idle_settings(Recipe().changed(at_work))
