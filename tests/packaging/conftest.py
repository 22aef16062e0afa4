"""The set-up's modules, which live outside the package and are not on the path."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="session")
def machine() -> ModuleType:
    return load("machine")


@pytest.fixture(scope="session")
def environment() -> ModuleType:
    return load("environment")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"set_up_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
