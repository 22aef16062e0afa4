"""Recipes that make no sense, and the field that each problem names."""

import pytest

from studio.core.checks import find_problems, refuse_problems
from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.recipe_book import built_in_recipes
from studio.core.sizes import nearest_reachable, reachable


@pytest.mark.parametrize("recipe", built_in_recipes().values(), ids=lambda r: r.name)
def test_built_in_recipes_have_no_problems(recipe):
    assert find_problems(recipe, 10_000) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"data.width": 100, "data.height": 100}, "data.width"),
        ({"networks.architecture": "mlp", "data.width": 256, "data.height": 256}, "data.width"),
        ({"networks.generator_normalisation": "spectral"}, "networks.generator_normalisation"),
        ({"training.batch_size": 1}, "training.batch_size"),
        (
            {"networks.discriminator_normalisation": "batch", "loss.r1_weight": 1},
            "networks.discriminator_normalisation",
        ),
        ({"loss.discriminator": "relativistic"}, "loss.generator"),
        ({"loss.discriminator": "wasserstein", "loss.generator": "wasserstein"}, "loss.gradient_penalty_weight"),
        ({"training.simultaneous": True, "training.discriminator_steps": 2}, "training.simultaneous"),
        ({"training.accumulation": 3}, "training.accumulation"),
        ({"loss.discriminator": "wasserstein", "loss.gradient_penalty_weight": 10}, "loss.generator"),
        ({"loss.discriminator": "hinge", "loss.generator": "minimax"}, "loss.generator"),
        ({"loss.discriminator": "least_squares", "loss.generator": "minimax"}, "loss.generator"),
        ({"networks.architecture": "resnet", "networks.largest_width": 32}, "networks.largest_width"),
        (
            {"networks.architecture": "mlp", "networks.discriminator_normalisation": "batch"},
            "networks.discriminator_normalisation",
        ),
        (
            {"networks.architecture": "r3gan", "networks.discriminator_normalisation": "spectral"},
            "networks.discriminator_normalisation",
        ),
        ({"networks.architecture": "resnet", "networks.continuous_codes": 1}, "networks.continuous_codes"),
        ({"augmentation.adaptive": True}, "augmentation.adaptive"),
        (
            {
                "augmentation.adaptive": True,
                "augmentation.flip": True,
                "loss.discriminator": "wasserstein",
                "loss.generator": "wasserstein",
                "loss.gradient_penalty_weight": 10,
            },
            "augmentation.adaptive",
        ),
        (
            {
                "augmentation.adaptive": True,
                "augmentation.flip": True,
                "loss.discriminator": "relativistic",
                "loss.generator": "relativistic",
            },
            "augmentation.adaptive",
        ),
        ({"networks.architecture": "stylegan2", "training.batch_size": 1}, "training.batch_size"),
        ({"networks.architecture": "stylegan2", "training.accumulation": 64}, "training.batch_size"),
        ({"data.width": 1024, "data.height": 1024}, "data.width"),
        ({"networks.architecture": "fastgan"}, "data.width"),
        ({"networks.architecture": "stylegan2", "data.width": 1024, "data.height": 8}, "data.width"),
        ({"networks.conditional": True, "data.classes": "none"}, "networks.conditional"),
        (
            {"optimizer.warmup_steps": 100, "training.length": 90, "training.length_unit": "steps"},
            "optimizer.warmup_steps",
        ),
    ],
)
def test_problem_names_its_field(changes, key):
    assert key in [p.key for p in find_problems(Recipe().changed(changes))]


@pytest.mark.parametrize(
    "changes",
    [
        {"networks.architecture": "r3gan", "training.batch_size": 1},  # no batch norm, whatever the setting says
        {"networks.architecture": "dcgan", "networks.largest_width": 32},  # dcgan's layers have no limit
        {"networks.categories": 4, "networks.conditional": True},  # styles within each class
        {"networks.categories": 4, "training.simultaneous": True},
        {"loss.mse_weight": 1, "networks.conditional": True},  # real and generated classes are the same
        {"loss.discriminator": "hinge", "loss.generator": "non_saturating"},
        {"loss.discriminator": "hinge", "loss.generator": "hinge", "loss.label_smoothing": 0.1},
        {"networks.discriminator_dropout": 0.3, "loss.r1_weight": 1},
        {"training.accumulation": 4, "networks.discriminator_normalisation": "batch"},
        {"loss.penalty_interval": 16},
        {"networks.architecture": "stylegan2", "data.width": 256, "data.height": 1024},
        {
            "augmentation.adaptive": True,
            "augmentation.flip": True,
            "loss.discriminator": "least_squares",
            "loss.generator": "least_squares",
        },
    ],
)
def test_what_is_harmless_or_common_is_no_problem(changes):
    assert find_problems(Recipe().changed(changes), 10_000, 10) == []


def test_a_warm_up_in_a_run_of_epochs_is_judged_by_the_number_of_pictures():
    recipe = Recipe().changed({"optimizer.warmup_steps": 500, "training.length": 50})  # 64 pictures a step
    assert find_problems(recipe) == []
    assert find_problems(recipe, 64 * 11) == []
    assert [p.key for p in find_problems(recipe, 64 * 10)] == ["optimizer.warmup_steps"]


def test_batch_larger_than_the_data_is_refused():
    with pytest.raises(StudioError, match="3 pictures"):
        refuse_problems(Recipe(), 3)


def test_all_problems_are_told_at_once():
    recipe = Recipe().changed({"data.width": 100, "data.height": 100, "loss.discriminator": "relativistic"})
    with pytest.raises(StudioError) as refusal:
        refuse_problems(recipe)
    assert "100" in str(refusal.value)
    assert "pairs" in str(refusal.value)


def test_reachable_sides():
    assert all(reachable(s, s) for s in (28, 32, 48, 64, 96, 128, 256))
    assert not any(reachable(s, s) for s in (27, 30, 100, 33))


@pytest.mark.parametrize(
    ("size", "bounds", "near"),
    [
        ((100, 100), {}, (96, 96)),
        ((30, 64), {}, (32, 64)),
        ((64, 30), {}, (64, 32)),
        ((30, 30), {}, (32, 32)),
        ((28, 28), {"smallest": 32}, (32, 32)),
        ((1024, 1024), {"largest": 256}, (256, 256)),
        ((1000, 1000), {"largest": 256}, (256, 256)),
        ((8, 1024), {}, (128, 1024)),
    ],
)
def test_the_nearest_size_takes_each_side_on_its_own(size, bounds, near):
    assert nearest_reachable(*size, **bounds) == near
    assert reachable(*near)


def test_a_size_that_a_family_cannot_make_is_refused_with_the_nearest_and_the_families_that_can():
    recipe = Recipe().changed({"data.width": 1024, "data.height": 1024})
    assert "256x256, or resnet or r3gan or stylegan2 or fastgan" in find_problems(recipe)[0].sentence
    narrow = recipe.changed({"data.width": 64, "data.height": 30})
    assert "64x32" in find_problems(narrow)[0].sentence


def test_what_a_family_does_not_have_is_told_once_and_not_advised():
    batch = {"networks.architecture": "stylegan2", "networks.discriminator_normalisation": "batch", "loss.r1_weight": 1}
    assert [p.hint for p in find_problems(Recipe().changed(batch))] == ["Choose none."]
    flat = {"networks.architecture": "r3gan", "loss.discriminator": "wasserstein", "loss.generator": "wasserstein"}
    assert not any("spectral" in p.sentence for p in find_problems(Recipe().changed(flat)))
