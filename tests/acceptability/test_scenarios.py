"""Raw scenarios against the counts of the sweep they are of, and against a plain loop over `evaluate`."""

import csv
import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm import methods as peers
from small_sweeps import MODELS, NAMED, Quantiles, random_problem, small
from strategies import heavy_law, integer_cases, simplex_grid_points

import mcda_nato as mn
from mcda_nato.acceptability import scenario_rows
from mcda_nato.acceptability import scenarios as module

URGENT = mn.load_profiles()["urgent_security"]
GRID = np.array([[i, j, k, 9 - i - j - k] for i in range(10) for j in range(10 - i) for k in range(10 - i - j)]) / 9
#: Each way in which scenarios are drawn.
WAYS = {
    "whole simplex": {"n": 333},
    "limits": {"n": 333, "weights": mn.Simplex({"Risk Exposure": 0.2}, {"Speed of Integration": 0.4})},
    "order": {"n": 333, "weights": mn.Simplex(order=["Risk Exposure", "Resource Allocation"])},
    "Dirichlet": {"n": 333, "weights": mn.Dirichlet(URGENT, 20)},
    "around": {"n": 333, "weights": mn.around(URGENT, 0.1)},
    "table": {"weights": GRID},
    "frame": {"weights": pd.DataFrame(GRID[:, ::-1], columns=MODELS.criteria[::-1])},
    "fixed": {"n": 333, "weights": URGENT, "cells": "uniform"},
    "uniform cells": {"n": 333, "cells": "uniform"},
    "triangular cells": {"n": 333, "cells": "triangular", "rng": 7},
    "own cells": {"n": 333, "cells": Quantiles(MODELS.performance)},
    "Sobol'": {"n": 333, "sampling": "sobol"},
    "Sobol' limits and cells": {
        "n": 333, "sampling": "sobol", "weights": mn.Simplex({"Risk Exposure": 0.2}), "cells": "uniform"
    },
}  # fmt: skip
METHODS = {name: name for name in NAMED} | {
    "ahp ideal": mn.ahp("ideal"),
    "topsis minmax": mn.topsis("minmax", ideal=1.0, anti_ideal=0.0),
    "pymcdm": mn.from_pymcdm(peers.MABAC()),
}


pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")


@pytest.fixture(autouse=True)
def _small_blocks():
    with small():
        yield


def part(rows, problem, what):
    names = problem.criteria if what == "weight" else problem.alternatives
    return rows[[f"{what}: {name}" for name in names]].to_numpy()


def tables(rows, problem):
    """Return the performances of every row."""
    found = np.broadcast_to(problem.performance, (len(rows), *problem.performance.shape)).copy()
    for i, alternative in enumerate(problem.alternatives):
        for j, criterion in enumerate(problem.criteria):
            if f"value: {alternative}, {criterion}" in rows:
                found[:, i, j] = rows[f"value: {alternative}, {criterion}"]
    return found


def counted(rows, problem):
    """Count rows by alternative and rank."""
    ranks = part(rows, problem, "rank")
    return np.array([[(column == rank).sum() for rank in range(1, len(ranks.T) + 1)] for column in ranks.T])


def wins(rows, problem):
    ranks = part(rows, problem, "rank")
    return (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("method", METHODS)
def test_ranks_counted_over_the_rows_are_the_counts_of_the_sweep(method, way):
    rows = mn.scenarios(MODELS, METHODS[method], **WAYS[way])
    found = mn.sweep(MODELS, METHODS[method], **WAYS[way])
    assert len(rows) == found.n
    assert rows["scenario"].tolist() == list(range(found.n))
    assert (counted(rows, MODELS) / found.n).tolist() == found.rank_acceptability.to_numpy().tolist()
    assert (wins(rows, MODELS) / found.n).tolist() == found.pairwise_winning.to_numpy().tolist()
    first, weights = part(rows, MODELS, "rank") == 1, part(rows, MODELS, "weight")
    for won, centre in zip(first.T, found.central_weights.to_numpy(), strict=True):
        expected = weights[won].mean(axis=0) if won.any() else np.full(4, np.nan)
        np.testing.assert_allclose(centre, expected, rtol=0, atol=2.0**-36)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("method", METHODS)
def test_each_row_is_what_evaluate_gives_for_what_was_drawn(method, way):
    """The slow twin: one call of `evaluate` a row, the same scores and ranks to the last bit."""
    rows = mn.scenarios(MODELS, METHODS[method], **WAYS[way]).iloc[::7]
    scores, ranks = part(rows, MODELS, "score"), part(rows, MODELS, "rank")
    for at, (table, weights) in enumerate(zip(tables(rows, MODELS), part(rows, MODELS, "weight"), strict=True)):
        one = mn.DecisionProblem(table, MODELS.senses, MODELS.alternatives, MODELS.criteria)
        ranking = mn.evaluate(one, METHODS[method], weights)
        assert ranking.scores.tolist() == scores[at].tolist()
        assert ranking.ranks.tolist() == ranks[at].tolist()


@pytest.mark.parametrize("m", [1, 2, 5, 9, 40])
@pytest.mark.parametrize("method", NAMED)
def test_any_number_of_alternatives_will_do(method, m):
    problem = random_problem(m)
    for options in ({}, {"cells": "uniform"}, {"sampling": "sobol"}):
        rows = mn.scenarios(problem, method, n=100, **options)
        found = mn.sweep(problem, method, n=100, **options)
        assert (counted(rows, problem) / found.n).tolist() == found.rank_acceptability.to_numpy().tolist()


@heavy_law(40)
@given(case=integer_cases(most=7), data=st.data())
def test_rows_count_as_the_sweep_does_on_grids_full_of_ties(case, data):
    table = np.array(data.draw(st.lists(simplex_grid_points(len(case.senses)), min_size=1, max_size=9)))
    problem = mn.DecisionProblem(case.table, case.senses)
    with small(4, 2):
        for method in NAMED:
            rows = mn.scenarios(problem, method, weights=table)
            found = mn.sweep(problem, method, weights=table)
            assert (counted(rows, problem) / found.n).tolist() == found.rank_acceptability.to_numpy().tolist()
            assert (wins(rows, problem) / found.n).tolist() == found.pairwise_winning.to_numpy().tolist()


def test_control_the_rows_of_another_seed_count_otherwise():
    rows = mn.scenarios(MODELS, n=1000, rng=1)
    assert (counted(rows, MODELS) / 1000 != mn.sweep(MODELS, n=1000).rank_acceptability.to_numpy()).any()


# Columns.


def test_columns_are_those_of_the_contract():
    rows = mn.scenarios(MODELS, n=10)
    names = [f"weight: {name}" for name in MODELS.criteria]
    names += [f"{what}: {name}" for what in ("score", "rank") for name in MODELS.alternatives]
    assert list(rows) == ["scenario", *names]
    kinds = {name: dtype.kind for name, dtype in rows.dtypes.items()}
    assert {name for name, kind in kinds.items() if kind == "i"} == {
        "scenario", *(name for name in names if name.startswith("rank: "))
    }  # fmt: skip
    assert {kinds[name] for name in names if not name.startswith("rank: ")} == {"f"}


def test_only_cells_that_vary_have_columns():
    problem = mn.DecisionProblem([[1, 2], [2, 1]], [1, -1], ["a", "b"], ["x", "y"], low=[[1, 1], [2, 1]])
    assert list(mn.scenarios(problem, n=5, cells="uniform"))[-1:] == ["value: a, y"]
    assert len(list(mn.scenarios(problem, n=5, cells="uniform"))) == 8


def test_columns_that_read_alike_are_kept_apart():
    problem = mn.DecisionProblem(
        [[1.0, 2.0], [2.0, 1.0]], [1, 1], ["a", "a, b"], ["b, c", "c"], low=[[0, 1], [1, 0]], high=[[3, 3], [3, 3]]
    )
    rows = mn.scenarios(problem, n=5, cells="uniform")
    assert list(rows)[-4:] == ["value: a, b, c", "value: a, c", "value: a, b, b, c", "value: a, b, c"]
    assert rows.shape == (5, 11)


# Workers.


@pytest.mark.parametrize("way", ["whole simplex", "table", "uniform cells", "Sobol'"])
def test_workers_change_no_bit(way, tmp_path):
    alone = mn.scenarios(MODELS, **WAYS[way])
    mn.write_scenarios(tmp_path / "alone.csv", MODELS, **WAYS[way])
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2) as processes:
        for pool in (threads, processes):
            pd.testing.assert_frame_equal(mn.scenarios(MODELS, executor=pool, **WAYS[way]), alone, check_exact=True)
            mn.write_scenarios(tmp_path / "pool.csv", MODELS, executor=pool, **WAYS[way])
            assert (tmp_path / "pool.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()


def test_a_pool_that_breaks_is_replaced_and_the_order_kept():
    class Broken(ThreadPoolExecutor):
        def submit(self, job, plan, block):
            if block == 3:
                raise RuntimeError("lost")
            return super().submit(job, plan, block)

    with Broken(2) as pool, pytest.warns(mn.SweepWarning, match="the executor broke"):
        rows = mn.scenarios(MODELS, n=333, executor=pool)
    pd.testing.assert_frame_equal(rows, mn.scenarios(MODELS, n=333), check_exact=True)


def test_blocks_too_large_to_be_held_are_made_here(monkeypatch):
    class Never:
        def submit(self, *_):
            raise AssertionError("a block was submitted")

    monkeypatch.setattr(scenario_rows, "_HELD", 1000)
    rows = mn.scenarios(MODELS, n=333, executor=Never())
    pd.testing.assert_frame_equal(rows, mn.scenarios(MODELS, n=333), check_exact=True)


def test_progress_is_told_to_the_end(tmp_path):
    for call in (mn.scenarios, lambda *a, **k: mn.write_scenarios(tmp_path / "s.csv", *a, **k)):
        told = {}
        call(MODELS, n=333, progress=told.__setitem__)
        assert list(told) == sorted(told)
        assert set(told.values()) == {333} == {max(told)}


# Files.


@pytest.mark.parametrize("way", ["whole simplex", "uniform cells"])
def test_a_csv_file_reads_back_to_every_bit(way, tmp_path):
    mn.write_scenarios(tmp_path / "s.csv", MODELS, **WAYS[way])
    with (tmp_path / "s.csv").open(newline="") as lines:
        found = pd.DataFrame(list(csv.DictReader(lines)))
    whole = {name: int for name in found if name == "scenario" or name.startswith("rank: ")}
    found = pd.DataFrame({name: [whole.get(name, float)(text) for text in found[name]] for name in found})
    pd.testing.assert_frame_equal(found, mn.scenarios(MODELS, **WAYS[way]), check_exact=True)


@pytest.mark.parametrize("way", ["whole simplex", "uniform cells"])
def test_a_parquet_file_reads_back_to_every_bit(way, tmp_path):
    mn.write_scenarios(tmp_path / "s.parquet", MODELS, **WAYS[way])
    found = pd.read_parquet(tmp_path / "s.parquet")
    pd.testing.assert_frame_equal(found, mn.scenarios(MODELS, **WAYS[way]), check_exact=True)


def test_a_file_of_that_name_is_replaced(tmp_path):
    (tmp_path / "s.csv").write_text("before")
    mn.write_scenarios(tmp_path / "s.csv", MODELS, n=5)
    assert len((tmp_path / "s.csv").read_text().splitlines()) == 6
    assert [entry.name for entry in tmp_path.iterdir()] == ["s.csv"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("fault", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interruption_leaves_the_earlier_file_alone(ending, fault, tmp_path):
    def stop(done, _):
        if done > 100:
            raise fault

    (tmp_path / f"s.{ending}").write_text("before")
    with pytest.raises(fault):
        mn.write_scenarios(tmp_path / f"s.{ending}", MODELS, n=333, progress=stop)
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [(f"s.{ending}", "before")]


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("before", [None, "before"])
def test_a_killed_process_leaves_no_half_file_under_the_name(ending, before, tmp_path):
    file = tmp_path / f"s.{ending}"
    if before is not None:
        file.write_text(before)
    code = f"""
import os, signal, mcda_nato as mn
def kill(done, _):
    if done > 50_000:
        os.kill(os.getpid(), signal.SIGKILL)
mn.write_scenarios({str(file)!r}, mn.load_models(), n=10**6, progress=kill)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (file.read_text() if file.exists() else None) == before
    left = [entry for entry in tmp_path.iterdir() if entry != file]
    assert [(entry.name.startswith(f".{file.name}."), entry.suffix) for entry in left] == [(True, ".partial")]


def peak_kilobytes(file, n):
    code = (
        f"import mcda_nato as mn; mn.write_scenarios({str(file)!r}, mn.load_models(), n={n}, progress=False); "
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak memory where Linux says it")
@pytest.mark.parametrize(("ending", "small", "large"), [("csv", 1 << 14, 1 << 17), ("parquet", 1 << 18, 1 << 20)])
def test_memory_does_not_grow_with_the_scenarios(ending, small, large, tmp_path):
    """The rows more, as a frame of 88 bytes each, would need several times what is allowed."""
    allowed = (large - small) * 88 / 1024 / 4
    grown = peak_kilobytes(tmp_path / f"l.{ending}", large) - peak_kilobytes(tmp_path / f"s.{ending}", small)
    assert grown < max(allowed, 4096)


# Bad input.


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(mn.FileError, match=r"ending '.xlsx'; use one of '.csv', '.parquet'"):
        mn.write_scenarios(tmp_path / "s.xlsx", MODELS, n=5)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said_before_anything_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "rows_in_order", lambda *_: pytest.fail("rows were made"))
    with pytest.raises(mn.FileError, match=r"cannot write .*nowhere.*: No such file or directory"):
        mn.write_scenarios(tmp_path / "nowhere" / "s.csv", MODELS, n=5)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(mn.FileError, match=r"cannot write .*folder.csv: Is a directory"):
        mn.write_scenarios(tmp_path / "folder.csv", MODELS, n=5)
    with pytest.raises(mn.FileError, match="a file is named by a path, got 3"):
        mn.write_scenarios(3, MODELS, n=5)


def test_without_pyarrow_the_error_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr("mcda_nato.files.long_tables.find_spec", lambda _: None)
    with pytest.raises(mn.FileError, match=r"pip install 'mcda_nato\[parquet\]', or give a file that ends in .csv"):
        mn.write_scenarios(tmp_path / "s.parquet", MODELS, n=5)


def test_a_frame_too_large_is_refused_with_the_remedy():
    with pytest.raises(mn.SweepError, match="more than 16 GiB; write_scenarios writes it"):
        mn.scenarios(MODELS, n=10**9)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give n="),
        ({"n": 0}, "n must be from 1"),
        ({"n": 5, "sampling": "halton"}, "'random' or 'sobol'"),
        ({"n": 5, "cells": "modl"}, "did you mean 'modal'"),
        ({"n": 5, "rng": -1}, "rng must be"),
        ({"n": 5, "weights": GRID}, "the table of weights has 220 scenarios"),
    ],
)
def test_what_a_sweep_refuses_is_refused(options, message, tmp_path):
    for call in (mn.scenarios, lambda *a, **k: mn.write_scenarios(tmp_path / "s.csv", *a, **k)):
        with pytest.raises(mn.SweepError, match=message):
            call(MODELS, **options)
    assert list(tmp_path.iterdir()) == []


def test_it_must_be_a_problem(tmp_path):
    with pytest.raises(mn.SweepError, match="scenarios needs a DecisionProblem, got list"):
        mn.scenarios([[1, 2]], n=5)
    with pytest.raises(mn.SweepError, match="write_scenarios needs a DecisionProblem, got list"):
        mn.write_scenarios(tmp_path / "s.csv", [[1, 2]], n=5)


def test_a_score_that_is_not_finite_is_an_error():
    problem = mn.DecisionProblem([[1, 2], [2, 1]], [1, 1])
    with pytest.raises(mn.MethodError, match="is not finite"):
        mn.scenarios(problem, mn.weighted_sum(mn.fixed(0, 1e-10)), n=500, cells=Quantiles(problem.performance * 3e299))
