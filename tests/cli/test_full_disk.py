"""A disk that is full while a checkpoint is saved: the run ends with a sentence, and what was saved before is good."""

import subprocess
import sys

import pytest

from studio.core.checkpoint_file import read_checkpoint

pytest.importorskip("resource", reason="only POSIX limits the size of files")

LARGEST_FILE = 100_000  # bytes: room for journals and grids, none for a checkpoint


def test_a_full_disk_ends_the_run_with_a_sentence_and_loses_nothing(gan_studio, run):
    (kept,) = run.checkpoint_steps()
    assert run.checkpoint_file(kept).stat().st_size > LARGEST_FILE
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({LARGEST_FILE}, {LARGEST_FILE}))\n"
        "from studio.cli.application import main\n"
        f"main(['resume', {str(run.path)!r}, '--steps', '30'])\n"
    )
    full = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert full.returncode == 1
    assert "Error: Could not write 000030.safetensors" in full.stderr
    assert "what was saved before is untouched" in full.stderr
    assert "Traceback" not in full.stderr
    assert [file.name for file in run.checkpoints.iterdir()] == [run.checkpoint_file(kept).name]
    assert not run.lock_file.exists()
    read_checkpoint(run.checkpoint_file(kept))
    assert gan_studio("resume", str(run.path), "--steps", "30").exit_code == 0
