"""Scenarios: numbered, within their cells and sets, and quasi-random where that is asked for."""

import numpy as np
import pytest
from small_sweeps import MODELS, Quantiles, random_problem, recorded, small

import mcda_nato as mn

# Scenarios are numbered.


@pytest.mark.parametrize("cells", ["modal", "uniform"])
@pytest.mark.parametrize("weights", [mn.Simplex(), mn.Simplex(upper={"C1": 0.6}), mn.Dirichlet(None, 3)], ids=repr)
def test_scenario_i_does_not_depend_on_how_many_there_are(weights, cells):
    """The scenarios of a shorter sweep are the first ones of a longer."""
    with small(32):
        runs = [recorded(random_problem(3), "topsis", n, weights=weights, cells=cells) for n in (1, 7, 16, 33, 200)]
    longest = runs[-1]
    for _, drawn, tables in runs:
        assert drawn.tobytes() == longest[1][: len(drawn)].tobytes()
        assert np.array_equal(tables, longest[2][: len(tables)])


def test_scenarios_of_different_blocks_and_seeds_differ():
    with small(32):
        _, first, _ = recorded(MODELS, "topsis", 64)
        _, other, _ = recorded(MODELS, "topsis", 64, rng=1)
    assert len(np.unique(first, axis=0)) == 64
    assert not np.isin(first, other).any()


def test_blocks_of_a_quasi_random_replicate_continue_its_sequence():
    """Cutting a replicate into blocks does not change its points."""
    runs = []
    for block in (16, 64):
        with small(block):
            runs.append(recorded(MODELS, "topsis", 16 * 64, sampling="sobol")[1])
    assert runs[0].tobytes() == runs[1].tobytes()


# Cells.


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_a_distribution_is_called_with_open_uniforms_a_scenario_a_row(sampling):
    cells = Quantiles(MODELS.performance, "ppf")
    with small():
        mn.sweep(MODELS, n=200, cells=cells, sampling=sampling)
    assert all(u.shape[1:] == (3, 4) for u in cells.seen)
    assert sum(len(u) for u in cells.seen) >= 200
    assert min(u.min() for u in cells.seen) > 0
    assert max(u.max() for u in cells.seen) < 1


@pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
@pytest.mark.parametrize(("cells", "variance"), [("uniform", 1 / 12), ("triangular", 1 / 24)])
def test_cells_fill_their_intervals_and_crisp_ones_stay(cells, variance):
    """On (-1, 1) about a mode of 0 a uniform cell has variance 1/3, a triangular one 1/6."""
    table = np.full((2, 2), 3.0)
    problem = mn.DecisionProblem(table, [1, 1], low=[[2, 3], [3, 3]], high=[[4, 3], [3, 3]])
    _, weights, tables = recorded(problem, "weighted_sum", 20_000, cells=cells)
    assert (tables[:, [0, 1, 1], [1, 0, 1]] == 3).all()
    cell = tables[:, 0, 0]
    assert cell.min() >= 2
    assert cell.max() <= 4
    assert abs(cell.mean() - 3) < 5 * np.sqrt(4 * variance / len(cell))
    assert abs(cell.var() - 4 * variance) < 0.02
    assert abs(np.corrcoef(cell, weights[:, 0])[0, 1]) < 5 / np.sqrt(len(cell))


def test_cells_without_intervals_are_modal():
    crisp = MODELS.replace(low=None, high=None) if (MODELS.low < MODELS.high).any() else MODELS
    assert_shares = [mn.sweep(crisp, n=1000, cells=cells).rank_acceptability for cells in ("modal", "uniform")]
    assert assert_shares[0].equals(assert_shares[1])


@pytest.mark.parametrize("cells", ["uniform", "triangular"])
@pytest.mark.parametrize("method", ["ahp", mn.weighted_sum("maximum"), mn.topsis("total")], ids=str)
def test_a_scale_that_is_undefined_on_a_sampled_table_is_refused(method, cells):
    """`evaluate` refuses negative values on a ratio scale, and so does a sweep whose intervals reach them."""
    problem = mn.DecisionProblem([[1.0, 2], [2, 1]], [1, -1], low=[[-3, -3], [-3, -3]], high=[[3, 3], [3, 3]])
    with pytest.raises(mn.MethodError):
        mn.sweep(problem, method, n=100, cells=cells)


# Quasi-random sampling.


def test_quasi_random_shares_are_nearer_than_pseudo_random_ones():
    """The error stated from the replicates covers the true one and is smaller."""
    problem, n = mn.DecisionProblem(np.eye(4), [1] * 4), 16 * 2048
    quasi, pseudo = (mn.sweep(problem, "weighted_sum", n=n, sampling=kind) for kind in ("sobol", "random"))
    error = np.abs(quasi.rank_acceptability - 0.25)
    assert (error <= 6 * quasi.standard_error).all(axis=None)
    assert quasi.standard_error.to_numpy().mean() < pseudo.standard_error.to_numpy().mean() / 1.5
    assert quasi.provenance["replicates"] >= 10
    assert quasi.provenance["error_from"] != "independent scenarios"


def test_the_spread_of_replicates_covers_as_a_normal_error_does():
    problem, inside = mn.DecisionProblem(np.eye(3), [1] * 3), []
    for seed in range(60):
        found = mn.sweep(problem, "weighted_sum", n=16 * 64, sampling="sobol", rng=seed)
        inside.append(abs(found.rank_acceptability.iloc[0, 0] - 1 / 3) < 2.13 * found.standard_error.iloc[0, 0])
    assert np.mean(inside) > 0.85


@pytest.mark.parametrize("n", [1, 5, 16, 17, 1000])
def test_quasi_random_scenarios_are_divided_among_the_replicates(n):
    found = mn.sweep(MODELS, n=n, sampling="sobol")
    assert n <= found.n < n + 16
    assert found.provenance["n"] == found.n
    np.testing.assert_allclose(found.rank_acceptability.sum(axis=1), 1, rtol=1e-14)


def test_quasi_random_weights_of_a_small_dirichlet_are_defined():
    """Gamma quantiles that underflow do not become missing weights."""
    found = mn.sweep(MODELS, n=20_000, weights=mn.Dirichlet(None, 0.01), sampling="sobol")
    vertices = mn.evaluate(MODELS, "topsis", np.eye(4)).ranks.eq(1).mean()
    assert np.abs(found.rank_acceptability[1] - vertices).max() < 0.1
