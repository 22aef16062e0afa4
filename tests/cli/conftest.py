"""A command line to call inside this process or in one of its own, and a small trained run."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from studio.cli.application import build, with_verb
from studio.core.run_folder import RunFolder
from tests.cli.processes import Started


@dataclass(frozen=True, slots=True)
class Answered:
    """What a verb left: its exit code and what it wrote."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.stdout)


@pytest.fixture(scope="session")
def gan_studio():
    """Call a verb in this process."""

    def call(*words: str) -> Answered:
        result = CliRunner().invoke(build(), with_verb(words), prog_name="gan-studio")
        return Answered(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture(scope="session")
def tiny() -> tuple[str, ...]:
    """Options of `train` that make a step cost next to nothing."""
    return ("--recipe", "mlp-128", "--set", "networks.width=8", "--set", "training.batch_size=16")


@pytest.fixture(scope="session")
def trained(gan_studio, tiny, tmp_path_factory) -> tuple[RunFolder, Answered]:
    """A run of 20 steps on the built-in digits, and what `train --json` said of it. To look at, not to change."""
    out = tmp_path_factory.mktemp("trained") / "digits"
    answer = gan_studio("train", "demo:digits", *tiny, "--steps", "20", "--seed", "3", "--out", str(out), "--json")
    assert answer.exit_code == 0, answer.stderr
    return RunFolder(out), answer


@pytest.fixture
def run(trained, tmp_path) -> RunFolder:
    """A copy of that run, to do anything with."""
    return RunFolder(shutil.copytree(trained[0].path, tmp_path / "digits"))


@pytest.fixture(scope="session")
def draw_pictures():
    """Fill a folder with small pictures, no two alike."""

    def draw(folder: Path, count: int) -> Path:
        folder.mkdir(exist_ok=True)
        generator = np.random.default_rng(0)
        for i in range(count):
            Image.fromarray(generator.integers(0, 255, (32, 32), np.uint8)).save(folder / f"{i:03d}.png")
        return folder

    return draw


@pytest.fixture
def start(tmp_path):
    """Start a verb in a process of its own; what still runs at the end of the test is killed."""
    started: list[Started] = []

    def begin(*words: str) -> Started:
        started.append(Started(tmp_path / f"said-{len(started)}.txt", words))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
