"""Preparing real pictures, every check included, against Keras reading the same folder once; and opening it again.

Run from the checkout: `.venv/bin/python -m tests.benchmarks.data_preparing DIGITS PAINTINGS`, two folders of pictures:
10,000 digits in class folders and 300 paintings. The three take turns, each set in a new cache. What the import of
TensorFlow left in memory is kept out of Python's garbage collection, as in the window.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras

from studio.core.sections.data import DataSettings
from studio.data.sources import open_images
from tests.benchmarks.report import Figure, report

ROUNDS = 5
LONGEST_REOPENING_S = 0.3


def main(folders: list[str]) -> int:
    """Measure both folders."""
    gc.freeze()
    digits = DataSettings(width=28, height=28)
    paintings = DataSettings(width=64, height=64, colour="colour")
    figures = [
        *_measure("digits", folders[0], digits, labels="inferred"),
        *_measure("paintings", folders[1], paintings, labels=None),
    ]
    return report("data_preparing", figures)


def _measure(what: str, folder: str, settings: DataSettings, labels: str | None) -> list[Figure]:
    own, keras_own, again = [], [], []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        _iterate_with_keras(folder, settings, labels)
        keras_own.append(time.perf_counter() - begun)
        with tempfile.TemporaryDirectory() as home:
            os.environ["GAN_STUDIO_HOME"] = home
            for times in (own, again):
                begun = time.perf_counter()
                count = len(open_images(folder, settings))
                times.append(time.perf_counter() - begun)
    ratios = [theirs / mine for mine, theirs in zip(own[1:], keras_own[1:], strict=True)]
    return [
        Figure(f"{count:,} {what} prepared", statistics.median(own[1:]), "s"),
        Figure(f"{count:,} {what} with Keras", statistics.median(keras_own[1:]), "s"),
        Figure(f"{what}: as fast as Keras", statistics.median(ratios), "x", least=1.0),
        Figure(f"{what}: opened again", statistics.median(again[1:]), "s", most=LONGEST_REOPENING_S),
    ]


def _iterate_with_keras(folder: str, settings: DataSettings, labels: str | None) -> None:
    """Let Keras find, decode and fit every picture once, as its documentation shows."""
    pictures = keras.utils.image_dataset_from_directory(
        folder,
        labels=labels,
        image_size=(settings.height, settings.width),
        color_mode="rgb" if settings.colour.channels == 3 else "grayscale",
        batch_size=64,
        verbose=False,
    )
    for _ in pictures:
        pass


if __name__ == "__main__":
    sys.exit(main([str(Path(folder)) for folder in sys.argv[1:3]]))
