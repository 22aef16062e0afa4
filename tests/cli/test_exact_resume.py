"""A run that was stopped, interrupted and killed ends with the same bits as one that was left alone."""

import signal

import pytest

from studio.core.checkpoint_file import read_checkpoint
from studio.core.run_folder import RunFolder

STEPS = 4000
RECIPE = (
    *("--recipe", "mlp-128", "--seed", "11"),
    *("--set", "networks.discriminator_dropout=0.3", "--set", "networks.width=64", "--set", "checkpoints.interval=1"),
)


@pytest.mark.slow
def test_stopped_interrupted_and_killed_in_other_processes_yet_bit_for_bit_the_same(start, tmp_path):
    straight, disturbed = tmp_path / "straight", tmp_path / "disturbed"
    alone = start("train", "demo:digits", *RECIPE, "--steps", str(STEPS), "--out", str(straight))

    stopped = start("train", "demo:digits", *RECIPE, "--steps", "700", "--out", str(disturbed))
    assert stopped.ended() == 0
    assert _interrupt(start, disturbed, signal.SIGINT) == (130, "Stopping and saving a checkpoint.")
    assert _interrupt(start, disturbed, signal.SIGKILL) == (-signal.SIGKILL, "")
    assert start("resume", str(disturbed), "--steps", str(STEPS)).ended() == 0

    assert alone.ended() == 0
    assert _digest(disturbed) == _digest(straight)


def _interrupt(start, run, number) -> tuple[int, str]:
    """Resume, let it train a little, send the signal; returns the exit code and the next sentence on stderr."""
    process = start("resume", str(run), "--steps", str(STEPS))
    process.hear("epoch")
    assert process.ended(0.3) is None
    process.heard()
    process.send(number)
    code = process.ended()
    said = [line for line in process.heard().splitlines() if "epoch" not in line]
    return code, "".join(said[:1]).partition(" Press")[0]


def _digest(run) -> str:
    header, _ = read_checkpoint(RunFolder(run).checkpoint_file(STEPS))
    return header.tensors_sha256
