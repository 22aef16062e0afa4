"""What native code writes, in a process of its own: the descriptor belongs to all of it."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os
from studio.core.quiet import quiet_tensorflow
with quiet_tensorflow():
    os.write(2, b"greeting ")
os.write(2, b"error")
"""


@pytest.mark.parametrize(("level", "told"), [(None, b"error"), ("3", b"error"), ("0", b"greeting error")])
def test_greetings_are_kept_back_unless_they_are_asked_for(level, told):
    environment = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    if level is not None:
        environment["TF_CPP_MIN_LOG_LEVEL"] = level
    run = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True)
    assert run.stderr == told
