"""A run that was stopped, interrupted and killed ends with the same bits as one that was left alone."""

import signal
import subprocess

import pytest

from studio.core.checkpoint_file import read_checkpoint
from studio.core.run_folder import RunFolder

STEPS = 6000
RECIPE = (
    *("--recipe", "mlp-128", "--seed", "11"),
    *("--set", "networks.discriminator_dropout=0.3", "--set", "networks.width=64", "--set", "checkpoints.interval=1"),
)


@pytest.mark.slow
def test_stopped_interrupted_and_killed_in_other_processes_yet_bit_for_bit_the_same(start, read_until, tmp_path):
    straight, disturbed = tmp_path / "straight", tmp_path / "disturbed"
    alone = start("train", "demo:digits", *RECIPE, "--steps", str(STEPS), "--out", str(straight))

    stopped = start("train", "demo:digits", *RECIPE, "--steps", "700", "--out", str(disturbed))
    stopped.communicate()
    assert stopped.returncode == 0
    assert _interrupt(start, read_until, disturbed, signal.SIGINT) == (130, "Stopping and saving a checkpoint.")
    assert _interrupt(start, read_until, disturbed, signal.SIGKILL) == (-signal.SIGKILL, "")
    resumed = start("resume", str(disturbed), "--steps", str(STEPS))
    resumed.communicate()
    assert resumed.returncode == 0

    alone.communicate()
    assert alone.returncode == 0
    assert _digest(disturbed) == _digest(straight)


def _interrupt(start, read_until, run, number) -> tuple[int, str]:
    """Resume, let it train a little, send the signal; returns the exit code and the next sentence on stderr."""
    process = start("resume", str(run), "--steps", str(STEPS))
    read_until(process, "epoch")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.3)
    process.send_signal(number)
    _, said = process.communicate()
    return process.returncode, said.partition(" Press")[0]


def _digest(run) -> str:
    header, _ = read_checkpoint(RunFolder(run).checkpoint_file(STEPS))
    return header.tensors_sha256
