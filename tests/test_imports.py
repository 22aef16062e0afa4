"""What may be imported where: the contracts hold, and the window comes up without TensorFlow, Keras or ONNX Runtime."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
HEAVY = {"tensorflow", "keras", "onnxruntime", "onnx", "tf2onnx"}


@pytest.mark.parametrize("module", ["studio.app", "studio.cli.application", "studio.__main__"])
def test_starting_loads_no_machine_learning_library(module):
    assert not loaded_by(module) & HEAVY


@pytest.mark.parametrize(
    "module", ["studio.core", "studio.data.sources", "studio.cli.application", "studio.explore.session"]
)
def test_working_without_a_window_loads_no_qt(module):
    assert "PySide6" not in loaded_by(module)


def test_exploring_needs_no_tensorflow():
    assert not loaded_by("studio.explore.session") & {"tensorflow", "keras", "tf2onnx"}


def test_contracts_hold():
    """In a process of its own: the tool keeps the standard output it finds when it is imported."""
    program = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def loaded_by(module: str) -> set[str]:
    """The top-level packages a fresh interpreter holds after importing `module`."""
    program = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())
