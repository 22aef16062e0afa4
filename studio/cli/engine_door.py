"""The command line's door to TensorFlow: opened inside verbs, after something is on the screen."""

import importlib

from studio.cli.display import Display
from studio.core.quiet import quiet_tensorflow


def load_tensorflow(display: Display) -> None:
    """Import TensorFlow and let it find its devices; takes some seconds."""
    display.report(0, 0, "Loading TensorFlow")
    with quiet_tensorflow():
        importlib.import_module("tensorflow").config.list_physical_devices()
