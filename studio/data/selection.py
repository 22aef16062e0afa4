"""Which of the pictures that were read are trained on, and to which class each belongs: what the data settings say."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from studio.core.sections.data import Balance, Classes, DataSettings, Duplicates
from studio.data.doctor.duplicates import exact_groups, near_groups
from studio.data.doctor.record import PictureRecord

FEWEST = 4  # pictures that can be trained on at all


@dataclass(frozen=True, slots=True)
class Selection:
    """`rows` int64 (n,) of the good pictures, in order, repeated where a class is oversampled.

    `labels` int32 (n,) are indices into `class_names`, or None when there are no classes.
    """

    rows: np.ndarray
    labels: np.ndarray | None
    class_names: tuple[str, ...]


def excluded_by(settings: DataSettings) -> Callable[[str], bool]:
    """Return what tells of a name in the source whether the settings leave out this file, or a folder it is in."""
    excluded = frozenset(settings.exclude)
    if not excluded:
        return lambda _name: False
    return lambda name: name in excluded or any(str(folder) in excluded for folder in PurePosixPath(name).parents)


def absent_of(names: Sequence[str], settings: DataSettings) -> tuple[str, ...]:
    """Return what the settings leave out and no file of these `names` is, nor a folder with one in it."""
    there = {*names, *(str(folder) for name in names for folder in PurePosixPath(name).parents)}
    return tuple(path for path in settings.exclude if path not in there)


def select(records: Sequence[PictureRecord], settings: DataSettings) -> Selection:
    """Choose among the good ones of `records`; a row is the number of a picture among these only."""
    good = [record for record in records if record.is_good]
    dropped = _dropped(good, settings)
    rows = [row for row in range(len(good)) if row not in dropped]
    labels, names = classes_of([good[row].name for row in rows], settings.classes)
    chosen = np.array(rows, np.int64)
    if labels is None:
        return Selection(chosen, None, ())
    order = _balanced(labels, settings.balance)
    return Selection(chosen[order], labels[order], names)


def classes_of(names: Sequence[str], classes: Classes) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Labels int32 (n,) and class names, when every picture is in a folder and there are two of them or more."""
    if classes == Classes.NONE:
        return None, ()
    found: dict[str, int] = {}
    folders = (folder_of(name, classes) for name in names)
    order = np.fromiter((found.setdefault(folder, len(found)) for folder in folders), np.int32, len(names))
    if len(found) < 2 or "" in found:
        return None, ()
    class_names = sorted(found)
    rank = np.empty(len(found), np.int32)
    rank[[found[name] for name in class_names]] = np.arange(len(found))
    return rank[order], tuple(class_names)


def folder_of(name: str, classes: Classes) -> str:
    """Return the folder that is the class of a picture; empty where it is in none."""
    if classes == Classes.INNERMOST:
        return name.rpartition("/")[0].rpartition("/")[2]
    folder, slash, _ = name.partition("/")
    return folder if slash else ""


def _dropped(good: Sequence[PictureRecord], settings: DataSettings) -> set[int]:
    is_excluded = excluded_by(settings)
    out = {
        row
        for row, record in enumerate(good)
        if is_excluded(record.name) or min(record.width, record.height) < settings.minimum_side
    }
    kept = [row for row in range(len(good)) if row not in out]
    groups = _groups([good[row] for row in kept], settings.duplicates)
    return out | {kept[row] for group in groups for row in group[1:]}


def _groups(good: Sequence[PictureRecord], duplicates: Duplicates) -> Iterable[tuple[int, ...]]:
    match duplicates:
        case Duplicates.KEEP:
            return []
        case Duplicates.DROP_EXACT:
            return exact_groups(good)
        case Duplicates.DROP_NEAR:
            return near_groups(good)


def _balanced(labels: np.ndarray, balance: Balance) -> np.ndarray:
    """Return the positions (m,) that make every class as large as the largest or the smallest; in order."""
    sizes = Counter(labels.tolist())
    wanted = {Balance.NONE: None, Balance.OVERSAMPLE: max, Balance.UNDERSAMPLE: min}[balance]
    if wanted is None:
        return np.arange(len(labels))
    if not sizes:
        return np.arange(0)
    size = wanted(sizes.values())
    positions = [np.resize(np.flatnonzero(labels == label), size) for label in sorted(sizes)]
    return np.sort(np.concatenate(positions))
