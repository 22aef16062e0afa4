"""The classic sets that Keras offers, as sources: downloaded on first use, without Keras."""

import gzip
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.downloads import Download, downloaded
from studio.data.listing import Item, Known
from studio.data.pixel_portions import read_in_portions
from studio.data.reading import ReadPictures

PREFIX = "keras:"

# Addresses and the first checksum as in Keras 3.15 (keras/src/datasets); Fashion-MNIST and CIFAR-10 as published by
# their authors. CIFAR-10 comes in its binary version, because the one that Keras reads is a pickle.
_STORAGE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_MNIST = Download(
    f"{_STORAGE}mnist.npz", 11_490_434, "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
)
_FASHION_PICTURES = Download(
    f"{_STORAGE}train-images-idx3-ubyte.gz",
    26_421_880,
    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
)
_FASHION_LABELS = Download(
    f"{_STORAGE}train-labels-idx1-ubyte.gz",
    29_515,
    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
)
_CIFAR = Download(
    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    170_052_171,
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)

_FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_THINGS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_CIFAR_RECORD = 1 + 3 * 32 * 32  # bytes: the label, then red, green and blue


def read_mnist(files: Sequence[Path]) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures uint8 (n, 28, 28, 1) and labels (n,) of `mnist.npz`."""
    with np.load(files[0], allow_pickle=False) as arrays:
        return arrays["x_train"][..., None], arrays["y_train"]


def read_fashion(files: Sequence[Path]) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures uint8 (n, 28, 28, 1) and labels (n,) of two IDX files."""
    pictures, labels = (np.frombuffer(gzip.decompress(file.read_bytes()), np.uint8) for file in files)
    return pictures[16:].reshape(-1, 28, 28, 1), labels[8:]


def read_cifar(files: Sequence[Path]) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures uint8 (n, 32, 32, 3) and labels (n,) of the five training batches."""
    with tarfile.open(files[0], "r:gz") as archive:
        batches = sorted((m for m in archive.getmembers() if "data_batch_" in m.name), key=lambda member: member.name)
        parts = [file.read() for member in batches if (file := archive.extractfile(member))]
    records = np.frombuffer(b"".join(parts), np.uint8).reshape(-1, _CIFAR_RECORD)
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0]


@dataclass(frozen=True, slots=True)
class KerasSet:
    """The files of a set, how they become pictures and labels, and what the labels mean."""

    files: tuple[Download, ...]
    read: Callable[[Sequence[Path]], tuple[np.ndarray, np.ndarray]]
    class_names: tuple[str, ...]


SETS = {
    "mnist": KerasSet((_MNIST,), read_mnist, tuple("0123456789")),
    "fashion_mnist": KerasSet((_FASHION_PICTURES, _FASHION_LABELS), read_fashion, _FASHION),
    "cifar10": KerasSet((_CIFAR,), read_cifar, _THINGS),
}


def keras_names() -> tuple[str, ...]:
    """Return what can be opened, such as `keras:mnist`."""
    return tuple(PREFIX + name for name in SETS)


class KerasSource:
    """The training pictures of one classic set; raises `StudioError` when there is none of that name."""

    def __init__(self, name: str) -> None:
        if name not in SETS:
            known = ", ".join(keras_names())
            raise StudioError(f"There is no set called '{PREFIX}{name}'.", "", f"There are: {known}.")
        self._short_name = name
        self._set = SETS[name]

    @property
    def name(self) -> str:
        """The prefix and the name."""
        return PREFIX + self._short_name

    def items(self, progress: Progress) -> list[Item]:
        """Stand for the published files, whether they are here or not."""
        del progress
        return [Item(file.sha256, file.size, 0) for file in self._set.files]

    def read(
        self, items: Sequence[Item], settings: DataSettings, known: Known, progress: Progress
    ) -> Iterator[ReadPictures]:
        """Download what is not here yet, then read it."""
        del items, known
        images, labels = self._set.read([downloaded(file, progress) for file in self._set.files])
        classes = [self._set.class_names[label] for label in labels.tolist()]
        yield from read_in_portions(images, classes, settings, progress)
