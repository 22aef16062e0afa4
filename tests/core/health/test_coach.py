"""The coach on histories made up to have one trouble each; the real ones are in `tests/benchmarks/coach_cases.py`."""

import math

import pytest

from studio.core.events import Diagnosed, Started, StepsDone
from studio.core.health.coach import Coach, examine
from studio.core.health.coaching import coached
from studio.core.health.diagnosis import Condition
from studio.core.recipe import Recipe, find_setting
from studio.core.scores import Score
from studio.core.settings import Effect

SOUND = {
    "real_accuracy": 0.75,
    "fake_accuracy": 0.72,
    "real_score": 0.6,
    "fake_score": 0.4,
    "generator_gradient_norm": 2.0,
    "discriminator_gradient_norm": 4.0,
}
GRID = {"diversity": 0.8, "nearest_distance": 0.7, "saturation": 0.1, "latent_sensitivity": 0.9}
TROUBLES = {
    Condition.COLLAPSED: {"diversity": 0.02, "latent_sensitivity": 0.01},
    Condition.OVERPOWERED: {"real_accuracy": 1.0, "fake_accuracy": 1.0, "fake_score": 1e-5},
    Condition.UNSTABLE: {"discriminator_gradient_norm": 400.0},
}


def rows(first, last, images_a_step=100, **changes):
    for step in range(first, last, 5):
        grid = {**GRID, **{k: v for k, v in changes.items() if k in GRID}} if step % 25 == 0 else {}
        own = {k: v for k, v in changes.items() if k not in GRID}
        yield {"step": step, "images": step * images_a_step, **SOUND, **own, **grid}


def said(coach, history):
    return [diagnosis for row in history if (diagnosis := coach.observe(row))]


def test_a_sound_run_is_called_sound_once():
    assert [d.condition for d in said(Coach(Recipe(), 6000, 5000), rows(0, 5000))] == [Condition.HEALTHY]


@pytest.mark.parametrize("condition", TROUBLES)
def test_a_trouble_is_named_with_evidence_and_remedies_and_is_over_when_it_is_over(condition):
    coach = Coach(Recipe(), 6000, 5000)
    said(coach, rows(0, 1000))
    (trouble,) = said(coach, rows(1000, 1400, **TROUBLES[condition]))
    assert trouble.condition == condition
    assert 1000 <= trouble.since < 1200
    assert trouble.headline.endswith(".")
    assert all(math.isfinite(e.value) for e in trouble.evidence)
    assert trouble.remedies
    assert [d.condition for d in said(coach, rows(1400, 4000))] == [Condition.HEALTHY]


def test_a_trouble_is_rolled_back_to_a_step_that_had_no_part_in_its_signs():
    coach = Coach(Recipe(), 6000, 5000)
    said(coach, rows(0, 1000))
    (collapsed,) = said(coach, rows(1000, 1400, **TROUBLES[Condition.COLLAPSED]))
    assert (collapsed.since, collapsed.sound_at) == (1025, 925)  # two grids show it, and means need a while
    weak = examine([*rows(0, 400), *rows(400, 900, **TROUBLES[Condition.OVERPOWERED])], Recipe(), 6000, 5000)
    assert weak.sound_at == weak.since - 100
    assert examine(rows(0, 400, **TROUBLES[Condition.COLLAPSED]), Recipe(), 6000, 5000).sound_at == 0


def test_where_grids_are_rare_a_collapse_goes_back_to_the_last_one_that_was_none():
    coach = Coach(Recipe(), 6000, 5000)
    said(coach, ({**SOUND, **GRID, "step": step, "images": 0} for step in range(0, 3000, 500)))
    collapsed = ({**SOUND, **GRID, "diversity": 0.02, "step": step, "images": 0} for step in range(3000, 6000, 500))
    (trouble,) = said(coach, collapsed)
    assert (trouble.since, trouble.sound_at) == (3500, 2500)


def test_a_loss_without_a_boundary_hides_who_is_ahead_and_the_coach_says_so():
    wasserstein = Recipe().changed({"loss.discriminator": "wasserstein", "loss.generator": "wasserstein"})
    sure = TROUBLES[Condition.OVERPOWERED]
    found = examine(rows(0, 1000, **sure), wasserstein, 6000, 5000)
    assert found.condition == Condition.HEALTHY
    assert "cannot be told with this loss" in found.detail
    assert "overpowers" not in found.detail


def test_a_fall_to_a_part_of_the_diversity_is_a_collapse_though_as_little_at_the_beginning_is_none():
    few = {"diversity": 0.25, "latent_sensitivity": 0.3}
    assert examine(rows(0, 1000, **few), Recipe(), 6000, 5000).condition == Condition.HEALTHY
    fallen = [*rows(0, 500), *rows(500, 1000, **few)]
    assert examine(fallen, Recipe(), 6000, 5000).condition == Condition.COLLAPSED


def test_a_generator_that_heeds_the_classes_alone_has_collapsed_though_its_pictures_differ():
    found = examine([*rows(0, 500), *rows(500, 1000, latent_sensitivity=0.01)], Recipe(), 6000, 5000)
    assert found.condition == Condition.COLLAPSED
    assert examine(rows(0, 1000, latent_sensitivity=0.17), Recipe(), 6000, 5000).condition == Condition.HEALTHY


def with_scores(first, last, distance):
    """Rows of which every twentieth is scored."""
    for row in rows(first, last):
        scored = {"sliced_wasserstein": distance, "real_sliced_wasserstein": 20.0} if row["step"] % 100 == 0 else {}
        yield {**row, **scored}


def test_scores_that_are_worse_for_a_while_are_told_with_the_best_to_roll_back_to():
    coach = Coach(Recipe(), 6000, 5000)
    before = [*with_scores(0, 500, 60), *with_scores(500, 600, 30), *with_scores(600, 1000, 34)]
    assert [d.condition for d in said(coach, before)] == [Condition.HEALTHY]
    (trouble,) = said(coach, with_scores(1000, 2000, 70))
    assert (trouble.condition, trouble.since) == (Condition.WORSENED, 500)
    assert [round(e.value) for e in trouble.evidence] == [70, 30, 20]
    assert trouble.remedies[0].rolls_back
    assert not trouble.remedies[0].changes
    assert [d.condition for d in said(coach, with_scores(2000, 3000, 31))] == [Condition.HEALTHY]


def test_earlier_scores_count_where_they_compare():
    def score(distance, pictures):
        return Score(distance, 20.0, (distance,), pictures)

    coach = Coach(Recipe(), 6000, 5000)
    coach.recall({100: score(30, 256), 150: score(5, 64)})
    (_, trouble) = said(coach, with_scores(200, 1500, 70))
    assert (trouble.condition, trouble.since) == (Condition.WORSENED, 100)


def test_overfitting_is_told_from_overpowering_by_how_often_pictures_were_seen():
    sure = {"real_accuracy": 0.97, "fake_accuracy": 0.97, "fake_score": 0.1}
    assert examine(rows(0, 2000, **sure), Recipe(), 30, 2000).condition == Condition.OVERFITTING
    assert examine(rows(0, 2000, **sure), Recipe(), 60_000, 2000).condition == Condition.HEALTHY


def test_signs_that_come_and_go_do_not_make_it_flicker():
    coach = Coach(Recipe(), 6000, 5000)
    said(coach, rows(0, 1000))
    spells = [r for s in range(1000, 4000, 200) for r in (*rows(s, s + 60, diversity=0.01), *rows(s + 60, s + 200))]
    assert said(coach, spells) == []


def test_no_remedy_asks_for_what_the_discriminator_does_not_allow():
    batch = Recipe().changed({"networks.discriminator_normalisation": "batch"})
    found = examine(rows(0, 1000, **TROUBLES[Condition.OVERPOWERED]), batch, 6000, 1000)
    assert all("loss.r1_weight" not in remedy.changes for remedy in found.remedies)


def test_remedies_that_do_not_roll_back_can_be_made_at_once():
    for trouble in TROUBLES.values():
        found = examine([*rows(0, 500), *rows(500, 1000, **trouble)], Recipe(), 6000, 1000)
        live = [key for remedy in found.remedies if not remedy.rolls_back for key in remedy.changes]
        assert all(find_setting(key).effect == Effect.NOW for key in live)


def test_diagnoses_go_among_the_events():
    steps = [StepsDone(r["step"], 0, r["images"], 0, 0, r) for r in rows(1, 600)]
    started = Started(0, 5000, 60, 100, "cpu", 1, 1, resumed=False)
    found = [e for e in coached([started, *steps], Recipe, 6000) if isinstance(e, Diagnosed)]
    assert [e.diagnosis.condition for e in found] == [Condition.HEALTHY]
