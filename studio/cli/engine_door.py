"""The command line's door to TensorFlow: opened inside verbs, after something is on the screen."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from studio.cli.display import Display

_LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
_NATIVE_STDERR = 2


def load_tensorflow(display: Display) -> None:
    """Import TensorFlow and let it find its devices; takes some seconds.

    TensorFlow 2.21 writes its greetings past `TF_CPP_MIN_LOG_LEVEL`; set that to 0 to read them.
    """
    display.report(0, 0, "Loading TensorFlow")
    if os.environ.setdefault(_LOG_LEVEL, "2") == "0":
        _import()
        return
    with _native_stderr_silenced():
        _import()


def _import() -> None:
    importlib.import_module("tensorflow").config.list_physical_devices()


@contextmanager
def _native_stderr_silenced() -> Iterator[None]:
    """Point the file descriptor that native code writes to nowhere, then back."""
    saved = os.dup(_NATIVE_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _NATIVE_STDERR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(saved, _NATIVE_STDERR)
        os.close(saved)
