"""The command line's door to TensorFlow: opened inside verbs, after something is on the screen."""

import importlib
import os

from studio.cli.display import Display
from studio.core.commands import Control


def load_tensorflow(display: Display) -> None:
    """Import TensorFlow, its native chatter kept down; takes some seconds the first time."""
    display.report(0, 0, "Loading TensorFlow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    importlib.import_module("tensorflow")
