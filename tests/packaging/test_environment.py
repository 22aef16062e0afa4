"""The environment is made once, kept while it fits, and made afresh when it is torn, moved or of another Python.

The project installed here is an empty one, so that this takes a second and no network.
"""

import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

EMPTY_PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "empty"
version = "1"

[dependency-groups]
dev = []
"""
BACKEND = """
import zipfile
from pathlib import Path

def build_editable(folder, *_):
    name = "empty-1-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, name), "w") as wheel:
        wheel.writestr("empty.pth", str(Path.cwd()))
        wheel.writestr("empty-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: empty\\nVersion: 1\\n")
        wheel.writestr("empty-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("empty-1.dist-info/RECORD", "")
    return name

def build_wheel(*_):
    raise SystemExit("not here")
"""
pytestmark = pytest.mark.slow


KEPT = ".venv/kept"


@pytest.fixture(scope="module")
def made(environment, tmp_path_factory) -> Path:
    """A checkout of the empty project, its environment made once."""
    checkout = tmp_path_factory.mktemp("somewhere") / "with a space"
    (checkout / "packaging").mkdir(parents=True)
    (checkout / "packaging/constraints.txt").write_text("")
    (checkout / "pyproject.toml").write_text(EMPTY_PROJECT)
    (checkout / "backend.py").write_text(BACKEND)
    environment.Environment(checkout, development=True).prepare(lambda _: None)
    return checkout


@pytest.fixture
def checkout(environment, made) -> Path:
    """That checkout, ready, with a file in its environment that tells whether it was kept."""
    if not environment.Environment(made, development=True).is_ready():
        environment.Environment(made, development=True).prepare(lambda _: None)
    (made / KEPT).touch()
    return made


def test_a_ready_environment_starts_with_the_project_in_it(environment, checkout):
    ready = environment.Environment(checkout)
    program = "from importlib.metadata import version; print(version('empty'))"
    assert subprocess.run([ready.python, "-c", program], capture_output=True, text=True, check=True).stdout == "1\n"


def test_other_versions_are_installed_into_the_same_environment(environment, checkout):
    (checkout / "packaging/constraints.txt").write_text("numpy==9.9.9\n")
    assert_prepared_again(environment, checkout, kept=True)
    (checkout / "packaging/constraints.txt").write_text("")


def test_an_interrupted_installation_is_made_afresh(environment, checkout):
    (checkout / ".venv/installing").touch()
    assert_prepared_again(environment, checkout, kept=False)


def test_an_environment_that_does_not_start_is_made_afresh(environment, checkout):
    interpreter = environment.Environment(checkout).python
    interpreter.unlink()
    interpreter.symlink_to(checkout / "no such python")
    assert_prepared_again(environment, checkout, kept=False)


def test_another_python_makes_its_environment_afresh(environment, checkout):
    stamp = checkout / ".venv/gan-studio.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "3.9"}))
    assert not environment.Environment(checkout).is_ready()


def test_the_tools_are_asked_for_by_developers_only(environment, checkout):
    stamp = checkout / ".venv/gan-studio.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "development": False}))
    assert environment.Environment(checkout).is_ready()
    assert not environment.Environment(checkout, development=True).is_ready()


def test_what_pip_refuses_is_told_and_not_taken_for_ready(environment, checkout):
    (checkout / "packaging/constraints.txt").write_text("no requirement at all\n")
    with pytest.raises(environment.InstallationError, match="Invalid requirement"):
        environment.Environment(checkout).prepare(lambda _: None)
    assert not environment.Environment(checkout).is_ready()
    (checkout / "packaging/constraints.txt").write_text("")


def test_a_moved_checkout_makes_its_environment_afresh(environment, checkout, tmp_path):
    moved = checkout.rename(tmp_path / "moved")
    try:
        assert_prepared_again(environment, moved, kept=False)
    finally:
        moved.rename(checkout)


def assert_prepared_again(environment: ModuleType, checkout: Path, *, kept: bool) -> None:
    changed = environment.Environment(checkout)
    assert not changed.is_ready()
    changed.prepare(lambda _: None)
    assert changed.is_ready()
    assert (checkout / KEPT).exists() == kept
