"""Pictures that occur more than once: the same bytes, or nearly the same look."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from studio.data.doctor.record import PictureRecord

NEAR_BITS = 10  # of the 256 of a look hash, in which near duplicates may differ
NEAR_LEVELS = 16  # by which the mean of red, green or blue may differ
LEAST_CONTRAST = 4.0  # below, a look hash tells nothing
_BLOCK = 512  # rows compared with eight times as many at a time


def exact_groups(records: Sequence[PictureRecord]) -> list[tuple[int, ...]]:
    """Return groups of two or more indices of files with the same bytes, in order."""
    return _groups([record.content_hash for record in records])


def near_groups(records: Sequence[PictureRecord]) -> list[tuple[int, ...]]:
    """Return groups of two or more indices, in order: a picture and those after it that look nearly the same.

    Files with the same bytes count. Every member is near the group's first one, so no chain joins what differs.
    """
    alike = defaultdict(list)
    for index, record in enumerate(records):
        cell = tuple(int(level) // NEAR_LEVELS for level in record.colour)
        alike[(record.look_hash, cell) if record.contrast >= LEAST_CONTRAST else record.content_hash].append(index)
    members = list(alike.values())
    looks = [position for position, group in enumerate(members) if records[group[0]].contrast >= LEAST_CONTRAST]
    near = defaultdict(list)
    for one, other in _near_pairs([records[members[position][0]] for position in looks]):
        near[looks[min(one, other)]].append(looks[max(one, other)])
    groups, taken = [], set[int]()
    for position, own in enumerate(members):
        if position in taken:
            continue
        others = sorted(set(near[position]) - taken)
        taken.update(others)
        group = sorted([*own, *(index for other in others for index in members[other])])
        if len(group) > 1:
            groups.append(tuple(group))
    return groups


def _groups(keys: Sequence[str]) -> list[tuple[int, ...]]:
    positions = defaultdict(list)
    for index, key in enumerate(keys):
        positions[key].append(index)
    return [tuple(group) for group in positions.values() if len(group) > 1]


def _near_pairs(records: Sequence[PictureRecord]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices of records whose look hashes differ in few bits and whose colours are near.

    Hashes are sorted by how many of their bits are set: two that differ in d bits differ by at most d in this number,
    so each block is compared only with the rows that follow within d; by one word first, then by all where it is near.
    """
    hashes = np.frombuffer(bytes.fromhex("".join(r.look_hash for r in records)), np.uint64).reshape(len(records), -1)
    colours = np.array([record.colour for record in records], np.float32).reshape(-1, 3)
    ones = np.bitwise_count(hashes).sum(axis=1, dtype=np.int64)
    order = np.argsort(ones, kind="stable")
    hashes, colours, ones = np.ascontiguousarray(hashes[order]), colours[order], ones[order]
    for start in range(0, len(hashes), _BLOCK):
        block = hashes[start : start + _BLOCK]
        end = int(np.searchsorted(ones, ones[start + len(block) - 1] + NEAR_BITS, side="right"))
        for first in range(start, end, 8 * _BLOCK):
            others = hashes[first : min(end, first + 8 * _BLOCK)]
            left, right = np.nonzero(np.bitwise_count(block[:, :1] ^ others[:, 0]) <= NEAR_BITS)
            left, right = left + start, right + first
            left, right = left[left < right], right[left < right]
            distance = np.bitwise_count(hashes[left] ^ hashes[right]).sum(axis=1, dtype=np.int64)
            shift = np.abs(colours[left] - colours[right]).max(axis=1, initial=0)
            near = (distance <= NEAR_BITS) & (shift <= NEAR_LEVELS)
            yield from zip(order[left[near]].tolist(), order[right[near]].tolist(), strict=True)
