"""The verb `score`, and where a checkpoint may be the best one."""

import pytest

from studio.core.journal import Journal
from studio.core.run_folder import record_event
from studio.core.scores import best_checkpoint, read_scores


@pytest.fixture
def scored(linear_run):
    """A run with scored checkpoints, the best of them in the middle."""
    run = linear_run(10, 20, 30)
    with Journal(run.events_file) as events:
        for step, distance in ((10, 9.0), (20, 4.0), (30, 6.0)):
            events.append(record_event("scored", step, distance=distance, floor=1.0, levels=[distance], pictures=50))
    return run


def test_training_tells_its_scores(trained):
    run, answer = trained
    (told,) = answer.document["scores"]
    assert told["step"] == 20
    assert told["distance"] == pytest.approx(answer.document["metrics"]["sliced_wasserstein"], rel=1e-4)
    assert best_checkpoint(run) == 20


def test_score_measures_as_training_did_and_writes_it_down(gan_studio, run):
    before = read_scores(run)
    answer = gan_studio("score", str(run.path), "--json")
    assert answer.exit_code == 0, answer.stderr
    (told,) = answer.document["scores"]
    assert told["sliced_wasserstein"] == pytest.approx(before[20].distance, rel=1e-3)
    assert [level["height"] for level in told["levels"]] == [28]
    assert answer.document["best"] == 20
    lines = run.events_file.read_bytes().splitlines()
    assert b'"scored"' in lines[-1]
    few = gan_studio("score", str(run.path), "--pictures", "20")
    assert few.exit_code == 0
    assert "SWD" in few.stdout
    assert len(run.events_file.read_bytes().splitlines()) == len(lines)


def test_score_refuses_a_checkpoint_that_is_not_there(gan_studio, scored):
    assert "no checkpoint at step 15" in gan_studio("score", str(scored.path), "--at", "15").stderr
    assert gan_studio("score", str(scored.path), "--at", "soon").exit_code == 2


def test_best_names_a_checkpoint_everywhere(gan_studio, scored, tmp_path):
    sheet = gan_studio("sample", str(scored.path), "--at", "best", "-o", str(tmp_path / "sheet.png"), "--json")
    assert sheet.document["step"] == 20
    branch = gan_studio("branch", str(scored.path), "--at", "best", "-o", str(tmp_path / "branch"), "--json")
    assert branch.document["branched_from"]["step"] == 20
    assert gan_studio("branch", str(scored.path), "--at", "worst", "-o", str(tmp_path / "c")).exit_code == 2


def test_best_is_refused_where_nothing_was_scored(gan_studio, linear_run, tmp_path):
    run = linear_run(10)
    answer = gan_studio("sample", str(run.path), "--at", "best", "-o", str(tmp_path / "sheet.png"))
    assert answer.exit_code == 1
    assert "gan-studio score" in answer.stderr


def test_the_list_of_runs_shows_the_best_score(gan_studio, scored):
    answer = gan_studio("runs", str(scored.path.parent), "--json")
    assert answer.document[0]["best_score"]["distance"] == 4.0
    assert "4.0" in gan_studio("runs", str(scored.path.parent)).stdout
