"""Near duplicates: all of them, only them, and quickly."""

import numpy as np
import pytest

from studio.data.doctor.duplicates import NEAR_BITS, exact_groups, near_groups
from studio.data.doctor.record import PictureRecord

GREY = (100.0, 100.0, 100.0)


def record(bits: np.ndarray, name: str, colour: tuple[float, float, float] = GREY) -> PictureRecord:
    look_hash = np.packbits(bits).tobytes().hex()
    return PictureRecord(name, 1, name, width=64, height=64, look_hash=look_hash, colour=colour)


def flipped(bits: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    changed = bits.copy()
    changed[random.choice(len(bits), count, replace=False)] ^= True
    return changed


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_found_are_those_of_comparing_all_with_all(seed):
    random = np.random.default_rng(seed)
    originals = random.random((300, 256)) < 0.42
    copies = [flipped(originals[index], int(random.integers(0, 2 * NEAR_BITS)), random) for index in range(100)]
    all_bits = np.concatenate([originals, copies])
    near = (all_bits[:, None, :] ^ all_bits[None, :, :]).sum(axis=2) <= NEAR_BITS
    expected = [(index, 300 + index) for index in range(100) if near[index, 300 + index]]
    assert np.triu(near, 1).sum() == len(expected)
    assert near_groups([record(bits, str(index)) for index, bits in enumerate(all_bits)]) == expected
    assert 20 < len(expected) < 100


def test_no_chain_joins_what_differs():
    random = np.random.default_rng(7)
    first = random.random(256) < 0.5
    places = random.permutation(256)
    chain = [first]
    for step in range(3):
        nearly = chain[-1].copy()
        nearly[places[step * NEAR_BITS : (step + 1) * NEAR_BITS]] ^= True
        chain.append(nearly)
    assert near_groups([record(bits, str(index)) for index, bits in enumerate(chain)]) == [(0, 1), (2, 3)]


def test_the_same_drawing_in_another_colour_is_another_picture():
    bits = np.random.default_rng(1).random(256) < 0.5
    records = [record(bits, "red", (200.0, 20.0, 20.0)), record(bits, "blue", (20.0, 20.0, 200.0))]
    assert near_groups(records) == []


def test_flat_pictures_are_compared_by_their_bytes():
    flat = np.zeros(256, bool)
    records = [record(flat, "a"), record(flat, "b"), record(flat, "a")]
    assert near_groups(records) == exact_groups(records) == [(0, 2)]


def test_nothing_is_no_duplicate():
    assert near_groups([]) == exact_groups([]) == []
