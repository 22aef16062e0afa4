"""The plain Keras loop in a process of its own, where TensorFlow chooses its kernels by itself.

`studio` has oneDNN used on every x86 processor (`studio/__init__.py`); who writes the loop of a tutorial has not.
"""

import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from unittest.mock import patch

import numpy as np

from studio.core.recipe import Recipe

CHOICE = "TF_ENABLE_ONEDNN_OPTS"


class KerasApart:
    """Makes the steps of `KerasLoop` in its process when called, none in between."""

    def __init__(self, recipe: Recipe, images: np.ndarray) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, recipe, images), daemon=True)
        with patch.dict(os.environ, {CHOICE: ""}):  # TensorFlow's own default, and `studio` leaves it as it is
            self._process.start()

    def __call__(self, seconds: float) -> int:
        """Train for about `seconds`; return how many steps that were."""
        self._pipe.send(seconds)
        return self._pipe.recv()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _work(pipe: Connection, recipe: Recipe, images: np.ndarray) -> None:
    from tests.benchmarks.plain_loops import KerasLoop  # TensorFlow

    loop = KerasLoop(recipe, images)
    while True:
        seconds, steps = pipe.recv(), 0
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            loop.run(1)
            steps += 1
        pipe.send(steps)
