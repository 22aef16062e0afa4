import itertools

from studio.core.thinning import to_drop


def test_nothing_is_dropped_while_there_is_room():
    assert to_drop([], 5) == []
    assert to_drop([1, 2, 3], 3) == []


def test_both_ends_stay_and_the_rest_is_spread_evenly():
    steps = list(range(0, 1010, 10))
    left = sorted(set(steps) - set(to_drop(steps, 11)))
    assert (left[0], left[-1], len(left)) == (0, 1000, 11)
    gaps = [b - a for a, b in itertools.pairwise(left)]
    assert max(gaps) <= 4 * min(gaps)


def test_one_by_one_the_ends_stay_too():
    kept: list[int] = []
    for step in range(500):
        kept.append(step)
        for dropped in to_drop(kept, 20):
            kept.remove(dropped)
    assert (kept[0], kept[-1], len(kept)) == (0, 499, 20)


def test_two_are_always_kept():
    assert to_drop([1, 2, 3], 0) == [2]
