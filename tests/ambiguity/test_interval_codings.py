"""Codings within intervals: those that part two alternatives the most, and those next to one."""

import itertools
import math

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.ambiguity import interval_codings
from mcda_nato.methods import scaling

KERNELS = {
    "minmax": scaling.minmax,
    "vector": scaling.vector,
    "total": scaling.total,
    "maximum": scaling.maximum,
    "fixed": lambda table, senses: scaling.fixed(table, senses, low=np.array(1.0), high=np.array(5.0)),
}
SIGNED = {"minmax", "vector", "fixed"}  # scales without a natural zero


def column(values):
    return np.array(values, dtype=float)[:, None]


def widest_differences(low, high, sense, scale):
    """Return the kernel's codings of one column ``(m, m, m)`` and its differences ``(m, m)``."""
    tables = interval_codings.widest(column(low), column(high), np.array([sense]), scale)
    values = KERNELS[scale](tables, np.array([sense]))[..., 0]
    m = len(low)
    gaps = [[values[i, k, i] - values[i, k, k] for k in range(m)] for i in range(m)]
    return tables[..., 0], np.array(gaps)


def scaled(values, sense, scale):
    return slow.SCALES[scale](list(values), sense, 1.0, 5.0)


def most_apart(low, high, sense, scale, steps=4):
    """Specification: the largest v_i - v_k on a dense grid of the box, in plain Python."""
    axes = [sorted({a + (b - a) * t / steps for t in range(steps + 1)}) for a, b in zip(low, high, strict=True)]
    m = len(low)
    found = [[-math.inf] * m for _ in range(m)]
    for point in itertools.product(*axes):
        values = scaled(point, sense, scale)
        for i, k in itertools.product(range(m), repeat=2):
            found[i][k] = max(found[i][k], values[i] - values[k])
    return np.array(found)


@st.composite
def boxes(draw, scale, most=3):
    m = draw(st.integers(1, most))
    low = draw(st.lists(st.integers(-3 if scale in SIGNED else 1, 5), min_size=m, max_size=m))
    width = draw(st.lists(st.integers(0, 4), min_size=m, max_size=m))
    return [float(a) for a in low], [float(a + b) for a, b in zip(low, width, strict=True)]


@pytest.mark.parametrize("scale", KERNELS)
@law
@given(data=st.data(), sense=st.sampled_from([1.0, -1.0]))
def test_no_coding_parts_two_alternatives_more(scale, data, sense):
    """No point of a dense grid of the box exceeds the widest difference."""
    low, high = data.draw(boxes(scale))
    tables, gaps = widest_differences(low, high, sense, scale)
    seen = most_apart(low, high, sense, scale)
    assert (tables >= low).all()
    assert (tables <= high).all()
    assert (seen <= gaps + 1e-12).all()


@pytest.mark.parametrize("scale", KERNELS)
@law
@given(data=st.data(), sense=st.sampled_from([1.0, -1.0]))
def test_the_widest_difference_is_attained(scale, data, sense):
    """The difference is that of the coding returned, scaled by the obvious formula."""
    low, high = data.draw(boxes(scale, most=5))
    tables, gaps = widest_differences(low, high, sense, scale)
    m = len(low)
    for i, k in itertools.permutations(range(m), 2):
        values = scaled(tables[i, k].tolist(), sense, scale)
        assert gaps[i, k] == pytest.approx(values[i] - values[k], abs=1e-12)


@pytest.mark.parametrize("scale", KERNELS)
@law
@given(data=st.data(), sense=st.sampled_from([1.0, -1.0]), seed=st.integers(0, 2**32 - 1))
def test_no_random_coding_parts_larger_columns_more(scale, data, sense, seed):
    """In columns of five, thousands of points drawn from the box stay within the widest differences."""
    low, high = data.draw(boxes(scale, most=5))
    _, gaps = widest_differences(low, high, sense, scale)
    rng = np.random.default_rng(seed)
    share = rng.random((500, len(low), 1))
    share[::2] = share[::2].round()  # corners too
    drawn = column(low) + share * (column(high) - column(low))
    values = KERNELS[scale](drawn, np.array([sense]))[..., 0]
    assert ((values[:, :, None] - values[:, None, :]).max(axis=0) <= gaps + 1e-12).all()


@pytest.mark.parametrize("scale", KERNELS)
@law
@given(data=st.data(), sense=st.sampled_from([1.0, -1.0]))
def test_narrower_boxes_part_less(scale, data, sense):
    """Half a box never parts two alternatives more than the whole of it."""
    low, high = data.draw(boxes(scale, most=4))
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    _, wide = widest_differences(low, high, sense, scale)
    _, narrow = widest_differences(middle, high, sense, scale)
    assert (narrow <= wide + 1e-12).all()


def test_minmax_needs_a_value_inside_an_interval():
    """Of 5 against 4, a third in [1, 9] is best between them: the whole scale lies there."""
    _, gaps = widest_differences([5, 4, 1], [5, 4, 9], 1.0, "minmax")
    assert gaps[0, 1] == 1.0


def test_control_the_ends_alone_miss_it():
    """The same with the third cell at its ends only finds a quarter and a fifth."""
    ends = [scaled([5, 4, third], 1.0, "minmax") for third in (1, 9)]
    assert [values[0] - values[1] for values in ends] == [0.25, 0.2]


def test_minmax_spreads_the_column_where_the_first_is_behind():
    """4 against 5 loses least with the rest far apart: one cell up, another down."""
    tables, gaps = widest_differences([4, 5, 1, 2], [4, 5, 9, 9], 1.0, "minmax")
    assert sorted(tables[0, 1, 2:].tolist()) == [1, 9]
    assert gaps[0, 1] == -1 / 8


def test_minmax_jumps_where_a_column_loses_its_spread():
    """Two alternatives alone: behind, equal or ahead, and nothing between."""
    for low, high, gap in (([1, 2], [1, 3], -1.0), ([1, 1], [2, 2], 1.0), ([2, 2], [2, 2], 0.0), ([1, 2], [2, 3], 0.0)):
        assert widest_differences(low, high, 1.0, "minmax")[1][0, 1] == gap


def test_vector_needs_a_value_inside_an_interval_where_signs_differ():
    """``(a - b) / ||(a, b)||`` is at most sqrt(2), where b = -a."""
    tables, gaps = widest_differences([2, -6], [2, -1], 1.0, "vector")
    assert gaps[0, 1] == pytest.approx(math.sqrt(2))
    assert tables[0, 1].tolist() == [2, -2]


def test_a_zero_column_does_not_discriminate():
    assert widest_differences([0, 0], [0, 0], 1.0, "vector")[1].tolist() == [[0, 0], [0, 0]]


def test_opposed_codings():
    best, worst = interval_codings.opposed(np.array([[1.0], [2.0]]), np.array([[3.0], [4.0]]), np.array([-1.0]))
    assert best[..., 0].tolist() == [[1, 4], [3, 2]]
    assert worst[..., 0].tolist() == [[3, 2], [1, 4]]


def test_corners_are_all_tables_of_ends():
    low, high = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0, 2.0], [3.0, 6.0]])
    assert sorted(interval_codings.corners(low, high).reshape(-1, 4).tolist()) == [
        [1, 2, 3, 4], [1, 2, 3, 6], [2, 2, 3, 4], [2, 2, 3, 6],
    ]  # fmt: skip


def test_neighbours_differ_in_one_cell_or_one_column():
    table = np.array([[1.0, 2.0], [3.0, 4.0]])
    cells = interval_codings.neighbours(table, np.array([[[1.0, 5.0], [3.0, 6.0]]]), np.zeros((0, 2, 2)))
    assert cells.tolist() == [[[1, 5], [3, 4]], [[1, 2], [3, 6]]]
    columns = interval_codings.neighbours(table, np.zeros((0, 2, 2)), np.array([[[7.0, 2.0], [8.0, 4.0]]]))
    assert columns.tolist() == [[[7, 2], [8, 4]]]
    assert interval_codings.neighbours(table, table[None], table[None]).shape == (0, 2, 2)
