import numpy as np
import pytest

from studio.core.column import LEAST_ROWS, PORTION, Column


@pytest.mark.parametrize("portion", [1, 7, 3000, 50_000])
def test_numbers_stay_what_they_are_while_the_column_grows(portion):
    column, numbers = Column(), np.random.default_rng(0).normal(size=30_000)
    for first in range(0, len(numbers), portion):
        part = numbers[first : first + portion]
        column.append(float(part[0])) if portion == 1 else column.extend(part)
        assert column.values[-1] == part[-1]
    np.testing.assert_array_equal(column.values, numbers)


def test_numbers_added_after_a_cut_follow_those_that_were_kept():
    column, numbers = Column(), np.arange(10.0 * PORTION)
    for number in numbers:
        column.append(number)
        if number == 3 * LEAST_ROWS * 2:
            column.cut(len(column) - 100)
    kept = 3 * LEAST_ROWS * 2 + 1 - 100
    np.testing.assert_array_equal(column.values, [*numbers[:kept], *numbers[kept + 100 :]])


def test_a_number_is_replaced_for_good_at_whatever_moment():
    column, numbers = Column(), np.zeros(20_000)
    for row in range(len(numbers)):
        column.append(0.0)
        column.put(row // 2, 1.0)
    numbers[: len(numbers) // 2] = 1.0
    np.testing.assert_array_equal(column.values, numbers)


def test_a_column_may_begin_with_gaps():
    column = Column(gaps=2000)
    column.extend(np.ones(3000))
    assert np.isnan(column.values[:2000]).all()
    assert column.values[2000:].tolist() == [1.0] * 3000


@pytest.mark.parametrize("looks", [0, 1, 50])
def test_gaps_are_there_whatever_happens_before_they_are_filled(looks):
    column, numbers = Column(gaps=20_000), [np.nan] * 20_000
    for row, kept in ((19_000, 19_990), (3_000, 18_000), (17_999, 12_000)):
        column.put(row, 5.0)
        numbers[row] = 5.0
        column.cut(kept)
        del numbers[kept:]
        for _ in range(looks):
            column.append(1.0)
            numbers.append(1.0)
            np.testing.assert_array_equal(column.values, numbers)
        column.extend(np.full(PORTION, 2.0))
        numbers += [2.0] * PORTION
    np.testing.assert_array_equal(column.values, numbers)


@pytest.mark.parametrize("portion", [1, 20_000])
def test_no_addition_copies_a_long_column(monkeypatch, portion):
    """Everything is moved in time by and by; only what more than fills a column at once makes room at once."""
    column, grown = Column(), []
    column.extend(np.zeros(100_000))
    monkeypatch.setattr(Column, "_grow", lambda *_: grown.append(1))
    for _ in range(0, 500_000, portion):
        column.extend(np.ones(portion))
    assert grown == []
    assert (len(column), column.values.sum()) == (600_000, 500_000)
