"""Pictures that occur more than once: the same bytes, or nearly the same look."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np

from studio.data.doctor.record import PictureRecord

# Measured on paintings, of the hash's 256 bits: strangers differ in 82 and more; copies saved again as JPEG, scaled,
# brightened, or of less contrast differ in at most 17 for 99 of 100.
NEAR_BITS = 20
NEAR_LEVELS = 16  # by which the mean of red, green or blue may differ
TELLING_BITS = 64  # set in a hash that tells pictures apart; handwritten digits, mostly background, have fewer
HASH_BITS = 256
_SPREAD = np.arange(HASH_BITS) * 101 % HASH_BITS  # far bits beside each other, so that a band is of no one place


def exact_groups(records: Sequence[PictureRecord]) -> list[tuple[int, ...]]:
    """Return groups of two or more indices of files with the same bytes, in order."""
    return [tuple(group) for group in _alike(record.content_hash for record in records) if len(group) > 1]


def near_groups(records: Sequence[PictureRecord]) -> list[tuple[int, ...]]:
    """Return groups of two or more indices, in order: a picture and those after it that look nearly the same.

    Files with the same bytes count too. Every member is near its group's first one, so no chain joins what differs. Of
    a picture that is mostly flat only the bytes are compared.
    """
    members = _alike(_look_of(record) for record in records)
    firsts = [records[group[0]] for group in members]
    near = defaultdict(set)
    for one, other in _near_pairs(firsts):
        near[min(one, other)].add(max(one, other))
    groups: list[tuple[int, ...]] = []
    taken: set[int] = set()
    for position, own in enumerate(members):
        if position in taken:
            continue
        others = sorted(near[position] - taken)
        taken.update(others)
        group = sorted([*own, *(index for other in others for index in members[other])])
        if len(group) > 1:
            groups.append(tuple(group))
    return groups


def _alike(keys: Iterable[Hashable]) -> list[list[int]]:
    positions = defaultdict(list)
    for index, key in enumerate(keys):
        positions[key].append(index)
    return list(positions.values())


def _look_of(record: PictureRecord) -> Hashable:
    """What two pictures have in common that look the same for certain; the bytes, of one that is mostly flat."""
    if not _is_telling(record):
        return record.content_hash
    return record.look_hash, tuple(int(level) // NEAR_LEVELS for level in record.colour)


def _is_telling(record: PictureRecord) -> bool:
    return int(record.look_hash, 16).bit_count() >= TELLING_BITS


def _near_pairs(records: Sequence[PictureRecord]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices of telling records whose look hashes differ in few bits and whose colours are near.

    A hash is cut into 16 bands, and only hashes that are the same in one are compared (multi-index hashing, Norouzi et
    al., 2012): which two that differ in 15 bits are for certain, and 99 of 100 pairs that differ in 20.
    """
    telling = np.array([index for index, record in enumerate(records) if _is_telling(record)], np.int64)
    joined = "".join(records[index].look_hash for index in telling)
    hashes = np.frombuffer(bytes.fromhex(joined), np.uint8).reshape(-1, HASH_BITS // 8)
    colours = np.array([records[index].colour for index in telling], np.float32).reshape(-1, 3)
    words = np.ascontiguousarray(hashes).view(np.uint64)
    bands = np.ascontiguousarray(np.packbits(np.unpackbits(hashes, axis=1)[:, _SPREAD], axis=1)).view(np.uint16)
    for band in bands.T:
        for left, right in _same(band):
            distance = np.bitwise_count(words[left] ^ words[right]).sum(axis=1, dtype=np.int64)
            shift = np.abs(colours[left] - colours[right]).max(axis=1, initial=0)
            near = (distance <= NEAR_BITS) & (shift <= NEAR_LEVELS)
            yield from zip(telling[left[near]].tolist(), telling[right[near]].tolist(), strict=True)


def _same(keys: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all pairs of rows with the same key, as two arrays of rows: neighbours first, then those further apart."""
    order = np.argsort(keys, kind="stable")
    sorted_keys = keys[order]
    rows, distance = np.arange(len(keys)), 1
    while True:
        rows = rows[: np.searchsorted(rows, len(keys) - distance)]
        rows = rows[sorted_keys[rows] == sorted_keys[rows + distance]]
        if not len(rows):
            return
        yield order[rows], order[rows + distance]
        distance += 1
