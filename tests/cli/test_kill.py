"""Kill -9 at any moment, twenty times over: the runs stay readable and go on."""

import random

import pytest

from studio.core.checkpoint_file import read_checkpoint
from studio.core.history import read_history
from studio.core.library import RunState, summarise
from studio.core.run_folder import RunFolder

ENDLESS = "10000000"
RECIPE = ("--recipe", "mlp-128", "--set", "networks.width=16", "--set", "checkpoints.interval=1")
ROUNDS = 10


@pytest.mark.slow
def test_two_runs_killed_ten_times_each_stay_readable_and_go_on(gan_studio, start, tmp_path):
    runs = [RunFolder(tmp_path / name) for name in ("one", "other")]
    for run in runs:
        assert gan_studio("train", "demo:digits", *RECIPE, "--steps", "10", "--out", str(run.path)).exit_code == 0
    chance = random.Random(9)
    for _ in range(ROUNDS):
        processes = [start("resume", str(run.path), "--steps", ENDLESS) for run in runs]
        for process, run in zip(processes, runs, strict=True):
            if chance.random() < 0.8:
                process.hear("epoch")
            assert process.ended(chance.uniform(0.0, 1.5)) is None
            process.kill()
            _check(run)
    for run in runs:
        beyond = run.checkpoint_steps()[-1] + 10
        answer = gan_studio("resume", str(run.path), "--steps", str(beyond), "--json")
        assert answer.exit_code == 0
        assert answer.document["step"] == beyond
        assert answer.document["warnings"] == []


def _check(run: RunFolder) -> None:
    """Every checkpoint that is there is whole, the journals can be read, and the list of runs shows the run."""
    steps = run.checkpoint_steps()
    assert steps
    for step in steps:
        header, _ = read_checkpoint(run.checkpoint_file(step))
        assert header.step == step
    assert summarise(run).state in (RunState.INTERRUPTED, RunState.FINISHED)
    assert len(read_history(run)) > 0
