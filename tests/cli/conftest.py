"""A command line to call inside this process, or in one of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from studio.cli.application import build, with_verb

CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Answered:
    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory) -> Path:
    """A library and a cache for all tests of the command line: pictures are prepared once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def home(shared_home, monkeypatch) -> Path:
    """Make the verbs, in this process and in others, work in that library."""
    monkeypatch.setenv("GAN_STUDIO_HOME", str(shared_home))
    return shared_home


@pytest.fixture
def gan_studio():
    """Call a verb in this process."""

    def call(*words: str) -> Answered:
        result = CliRunner().invoke(build(), with_verb(words), prog_name="gan-studio")
        return Answered(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def start():
    """Start a verb in a process of its own; what still runs at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "studio", *words],
            cwd=CHECKOUT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def read_until():
    """Read a process's stderr up to the line that holds a text."""

    def read(process: subprocess.Popen[str], text: str) -> None:
        assert process.stderr is not None
        heard = []
        for line in process.stderr:
            heard.append(line)
            if text in line:
                return
        raise AssertionError(f"never said {text!r} but {''.join(heard)!r}")

    return read
