"""Silence for TensorFlow's greetings, which it writes past Python and past its own setting while it loads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
_NATIVE_STDERR = 2


@contextmanager
def quiet_tensorflow(level: str = "2") -> Iterator[None]:
    """Point the file descriptor that native code writes to nowhere, then back; for one thread at a time.

    `level` is what TensorFlow shall say later on (2: errors) where `TF_CPP_MIN_LOG_LEVEL` does not tell; with 0 there,
    its greetings can be read.
    """
    if os.environ.setdefault(_LOG_LEVEL, level) == "0":
        yield
        return
    try:
        saved = os.dup(_NATIVE_STDERR)
    except OSError:  # a program without a console
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _NATIVE_STDERR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(saved, _NATIVE_STDERR)
        os.close(saved)
