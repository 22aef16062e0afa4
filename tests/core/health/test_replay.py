"""The coach on runs that are opened later."""

import numpy as np
import pytest

from studio.core.errors import CancelledError
from studio.core.events import Started, StepsDone
from studio.core.health.diagnosis import HEALTHY, TOO_EARLY, Condition
from studio.core.health.replay import replay
from studio.core.journal import Journal
from studio.core.progress import Quiet
from studio.core.run_contents import read_contents
from studio.core.run_folder import Lineage, record_event

SOUND = {"real_accuracy": 0.75, "fake_accuracy": 0.7, "real_score": 0.6, "fake_score": 0.4, "penalty": np.nan}


def write(run, first, last, diversity, *entries):
    with Journal(run.metrics_file) as metrics, Journal(run.events_file) as events:
        for step in range(first, last, 5):
            grid = {"diversity": diversity} if step % 25 == 0 else {}
            metrics.append({"step": step, "images": step * 64, **SOUND, **grid})
        for entry in entries:
            events.append(entry)


@pytest.fixture
def run(linear_run):
    made = linear_run(100)
    write(made, 0, 3000, 0.8, record_event("started", 0, target_step=10_000))
    return made


def said(run):
    return replay(read_contents(run, Quiet()), Quiet()).coach.diagnosis


def test_what_the_last_rows_show_is_said_with_its_evidence(run):
    assert said(run) == HEALTHY
    write(run, 3000, 4000, 0.02)
    trouble = said(run)
    assert trouble.condition == Condition.COLLAPSED
    assert trouble.since == pytest.approx(3000, abs=50)
    assert trouble.evidence[0].value == pytest.approx(0.02)
    assert trouble.remedies


def test_a_long_past_is_known_by_its_end(run):
    write(run, 3000, 4000, 0.02)
    write(run, 4000, 9000, 0.8)
    assert said(run) == HEALTHY


def test_a_run_that_diverged_says_so_until_it_goes_on(run):
    write(run, 3000, 3000, 0.8, record_event("warning", 2995, condition="diverged"), record_event("failed", 2995))
    assert said(run).condition == Condition.DIVERGED
    write(run, 3000, 3000, 0.8, record_event("resumed", 2900, target_step=10_000))
    assert said(run) == HEALTHY


def test_a_run_without_numbers_is_too_early(linear_run):
    assert said(linear_run(1)) == TOO_EARLY


def test_it_listens_on_to_what_happens_later(run):
    coaching = replay(read_contents(run, Quiet()), Quiet())
    rows = [StepsDone(s, 0, s * 64, 0, 0, {**SOUND, "diversity": 0.02}) for s in range(3000, 3400, 5)]
    (diagnosed,) = [found for row in rows if (found := coaching.take(row))]
    assert diagnosed.diagnosis.condition == Condition.COLLAPSED
    coaching.take(Started(3400, 10_000, 60, 64, "cpu", 1, 1, resumed=True))
    assert coaching.coach.diagnosis == TOO_EARLY


def test_it_can_be_cancelled(run):
    class Impatient(Quiet):
        def cancelled(self):
            return True

    contents = read_contents(run, Quiet())
    with pytest.raises(CancelledError):
        replay(contents, Impatient())


def test_scores_count_from_the_first_step_on(run):
    pictures = min(256, run.read_record().pictures // 2)
    scores = {100: 30.0, **dict.fromkeys(range(8000, 9000, 200), 70.0)}
    told = [record_event("scored", s, distance=d, floor=20.0, levels=[d], pictures=pictures) for s, d in scores.items()]
    write(run, 3000, 9000, 0.8, *told)
    assert (said(run).condition, said(run).since) == (Condition.WORSENED, 100)


def test_a_branch_is_not_told_to_go_back_to_what_its_parent_had_scored(linear_run):
    run = linear_run(3000)
    with Journal(run.metrics_file) as metrics, Journal(run.events_file) as events:
        events.append(record_event("started", 0, target_step=10_000))
        for step in range(0, 6000, 5):
            grid = {"diversity": 0.8} if step % 25 == 0 else {}
            scored = {"sliced_wasserstein": 1.0 if step == 2500 else 3.0} if step % 500 == 0 else {}
            metrics.append({"step": step, "images": step * 64, **SOUND, **grid, **scored})
    assert said(run).since == 2500
    origin = Lineage(run="old", step=3000)
    run.write_record(run.read_record().model_copy(update={"branched_from": origin}))
    assert said(run) == HEALTHY
