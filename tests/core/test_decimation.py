import numpy as np
import pytest

from studio.core.decimation import BLOCK, Trace, non_positive, upright


def traced(y, weight=0.0, *, positive=False):
    trace = Trace(weight, positive=positive)
    trace.update(np.asarray(y, float))
    return trace


def plain_average(y, weight):
    """The definition, one step after the other."""
    total = mass = 0.0
    out = []
    for value in y:
        if np.isnan(value):
            out.append(np.nan)
            continue
        total, mass = weight * total + (1 - weight) * value, weight * mass + (1 - weight)
        out.append(total / mass)
    return np.array(out)


def test_few_points_are_drawn_as_they_are_without_gaps():
    y = [1.0, np.nan, 3.0]
    x, drawn = traced(y).points(np.arange(3.0), 0, 3, 100)
    assert x.tolist() == [0, 2]
    assert drawn.tolist() == [1, 3]


@pytest.mark.parametrize("rows", [5_000, 200_000])
def test_every_extreme_is_drawn_however_many_points_there_are(rows):
    y = np.random.default_rng(0).normal(size=rows)
    y[rows // 3], y[rows // 2] = 99.0, -99.0
    x, drawn = traced(y).points(np.arange(rows, dtype=float), 0, rows, 100)
    assert len(drawn) <= 200
    assert drawn.max() == 99.0
    assert drawn.min() == -99.0
    assert (np.diff(x) >= 0).all()


@pytest.mark.parametrize(("first", "last"), [(0, 200_000), (1, 199_999), (63, 150_001), (777, 50_777), (64, 128_064)])
def test_extremes_at_the_very_ends_of_a_part_are_drawn(first, last):
    y = np.zeros(200_000)
    y[first], y[last - 1] = -5.0, 7.0
    y[first - 1 : first], y[last : last + 1] = -99.0, 99.0  # beside the part
    x, drawn = traced(y).points(np.arange(200_000), first, last, 50)
    assert (drawn.min(), drawn.max()) == (-5.0, 7.0)
    assert len(drawn) <= 100
    assert (x[0], x[-1] < last) == (first, True)


def test_every_column_is_drawn_from_its_least_to_its_greatest_value():
    y = np.random.default_rng(3).normal(size=64 * 1000)
    x, drawn = traced(y).points(np.arange(len(y)), 0, len(y), 100)
    by_column = y.reshape(100, -1)
    np.testing.assert_array_equal(
        drawn.reshape(-1, 2), np.stack([by_column.min(axis=1), by_column.max(axis=1)], axis=1)
    )
    np.testing.assert_array_equal(x.reshape(-1, 2)[:, 0], np.arange(0, len(y), 640))


def test_a_part_is_drawn_in_its_own_detail():
    y = np.arange(100_000.0)
    x, drawn = traced(y).points(y, 5000, 5100, 100)
    assert drawn.tolist() == list(range(5000, 5100))
    assert x.tolist() == drawn.tolist()


@pytest.mark.parametrize("weight", [0.3, 0.6, 0.99, 0.9999])
def test_smoothing_is_what_its_definition_says_in_whatever_portions_rows_arrive(weight):
    y = np.random.default_rng(1).normal(5.0, size=3000)
    y[100:120] = np.nan
    trace = Trace(weight)
    for end in (1, 7, 1000, 1001, 3000):
        trace.update(y[:end])
    assert len(trace) == 3000
    got = np.array([trace.value(row) for row in range(3000)])
    np.testing.assert_allclose(got, plain_average(y, weight), rtol=1e-9)


def test_rows_that_arrive_later_are_in_the_extremes():
    trace, y = Trace(), np.zeros(BLOCK * 1000)
    trace.update(y[:100])
    y[BLOCK * 700 + 1] = 7.0
    trace.update(y)
    assert trace.points(np.arange(len(y)), 0, len(y), 10)[1].max() == 7.0


def test_a_column_of_gaps_draws_nothing():
    rows = BLOCK * 300
    assert len(traced(np.full(rows, np.nan)).points(np.arange(rows), 0, rows, 10)[0]) == 0


def test_a_logarithmic_axis_leaves_out_what_is_not_positive_and_says_where():
    y = np.array([1.0, 0.0, -2.0, 3.0])
    x = np.arange(4.0)
    assert traced(y, positive=True).points(x, 0, 4, 10)[1].tolist() == [1, 3]
    assert non_positive(x, y, 10).tolist() == [1, 2]
    assert len(non_positive(np.arange(1000.0), np.zeros(1000), 10)) <= 10


def test_upright_lines_touch_each_other_and_reach_as_far_as_their_columns():
    y = np.cumsum(np.random.default_rng(5).normal(size=64 * 100)) + np.repeat(np.arange(100.0), 64) * 9
    x, drawn = traced(y).points(np.arange(len(y)), 0, len(y), 100)
    at, lines = upright(x, drawn)
    np.testing.assert_array_equal(at, x)
    starts, ends = lines.reshape(-1, 2).T
    lows, highs = drawn.reshape(-1, 2).T
    assert (starts <= lows).all()
    assert (ends >= highs).all()
    assert ((starts[1:] <= ends[:-1]) & (starts[:-1] <= ends[1:])).all()
    assert (starts.min(), ends.max()) == (y.min(), y.max())


def test_single_rows_are_no_upright_lines():
    assert upright(np.arange(6.0), np.arange(6.0)) is None
    assert upright(np.empty(0), np.empty(0)) is None
