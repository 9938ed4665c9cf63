"""The raw scenarios of a sweep, a row each: as a frame, or written to a file in constant memory."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.blocks import Cells, Plan
from mcda_nato.acceptability.progress import Progress, progress_told
from mcda_nato.acceptability.scenario_rows import Rows, column_names, rows_in_order
from mcda_nato.acceptability.sweep_options import SweepOptions
from mcda_nato.acceptability.sweep_plan import baseline_of, plan_of
from mcda_nato.errors import SweepError
from mcda_nato.files.long_tables import table_format
from mcda_nato.files.whole_files import path_of, written_whole
from mcda_nato.methods.evaluate import MethodLike
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.problem.problem import DecisionProblem

#: Numbers of the largest frame of scenarios; they take 16 GiB.
LARGEST_FRAME = 2**31


def scenarios(  # noqa: PLR0913 - each is a keyword of its own
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    *,
    n: int | None = None,
    weights: Any = Simplex(),  # noqa: B008 - frozen
    cells: Cells = "modal",
    rng: int | SeedSequence | Generator = 0,
    sampling: Literal["random", "sobol"] = "random",
    executor: Executor | None = None,
    progress: Progress = None,
) -> pd.DataFrame:
    """Return the scenarios of a sweep as a frame: what was drawn, the scores and the ranks.

    Row i is scenario i of `sweep` with the same arguments, whatever the
    executor: counted over the rows, the ranks give its acceptabilities to the
    last one.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
    n : int, optional
        Number of scenarios. May be left out for a table of weights; rounded up
        by ``sampling="sobol"``, as in `sweep`.
    weights, cells, rng, sampling
        As in `sweep`.
    executor : concurrent.futures.Executor, optional
        May make rows faster; their order is kept.
    progress : bool or callable, optional
        Called with (done, all) scenarios; `True` or `False` to show or hide a bar.

    Returns
    -------
    DataFrame, shape (scenarios, columns)
        Columns: `scenario`, from 0; `weight: <criterion>`, sum 1;
        `score: <alternative>`, unrounded, larger is better; `rank: <alternative>`,
        from 1, ties share the better rank; and, of each cell that varies,
        `value: <alternative>, <criterion>`.

    Raises
    ------
    SweepError, WeightsError, MethodError
        Before work starts where that is possible; also where the frame would
        have more than 2**31 numbers, which `write_scenarios` can write.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> rows = mn.scenarios(mn.load_models(), "weighted_sum", n=1000)
    >>> rows.filter(like="rank: ").eq(1).mean().to_dict()
    {'rank: Incremental Enlargement': 0.201, 'rank: Strategic Partnership': 0.663, 'rank: Hybrid Integration': 0.136}
    >>> mn.sweep(mn.load_models(), "weighted_sum", n=1000).first_rank.to_list()
    [0.201, 0.663, 0.136]
    """
    options = SweepOptions(
        n=n, weights=weights, cells=cells, rng=rng, sampling=sampling, executor=executor, progress=progress
    )
    plan = _plan("scenarios", problem, method, options)
    names = column_names(problem, plan)
    if plan.scenarios * len(names) > LARGEST_FRAME:
        raise SweepError(
            f"a frame of {plan.scenarios:,} scenarios and {len(names):,} columns takes more than 16 GiB",
            call="write_scenarios writes it to a file in constant memory",
        )
    whole: Rows = [np.empty(plan.scenarios, dtype=_dtype(name)) for name in names]
    with (
        progress_told(progress, plan.scenarios) as tell,
        closing(rows_in_order(plan, executor, _themselves, len(names))) as parts,
    ):
        for done, rows in parts:
            for column, part in zip(whole, rows, strict=True):
                column[done - len(part) : done] = part
            tell(done)
    frame = pd.DataFrame(dict(enumerate(whole)), copy=False)
    frame.columns = pd.Index(names)  # of which two may read alike: names may hold commas
    return frame


def write_scenarios(  # noqa: PLR0913 - each is a keyword of its own
    path: str | os.PathLike[str],
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    *,
    n: int | None = None,
    weights: Any = Simplex(),  # noqa: B008 - frozen
    cells: Cells = "modal",
    rng: int | SeedSequence | Generator = 0,
    sampling: Literal["random", "sobol"] = "random",
    executor: Executor | None = None,
    progress: Progress = None,
) -> None:
    """Write the scenarios of a sweep to a CSV or Parquet file, in constant memory.

    The columns and rows are those of `scenarios`, at full precision. The file
    takes its name when it is whole: an interruption, or the end of the
    process by any signal, leaves an earlier file of that name as it was.

    Parameters
    ----------
    path : path
        ``.csv``, or ``.parquet``, which needs the extra `parquet`. As
        `save_problem` does, it replaces a file of that name.
    problem : DecisionProblem
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    n, weights, cells, rng, sampling, progress
        As in `scenarios`.
    executor : concurrent.futures.Executor, optional
        Makes the rows ahead of the one process that writes them, in their
        order, and holds up to 1 GiB of them ready; the bytes are the same.

    Raises
    ------
    FileError
        Where the file cannot be written, or its format not; nothing is left.
    SweepError, WeightsError, MethodError
        As `scenarios`.

    Examples
    --------
    >>> import mcda_nato as mn, pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name) / "scenarios.csv"
    >>> mn.write_scenarios(file, mn.load_models(), n=2)
    >>> len(file.read_text().splitlines())
    3
    >>> folder.cleanup()
    """
    file = path_of(path)
    form = table_format(file)
    options = SweepOptions(
        n=n, weights=weights, cells=cells, rng=rng, sampling=sampling, executor=executor, progress=progress
    )
    plan = _plan("write_scenarios", problem, method, options)
    names = column_names(problem, plan)
    with (
        written_whole(file) as write,
        form.opened(write, names) as take,
        progress_told(progress, plan.scenarios) as tell,
        closing(rows_in_order(plan, executor, form.part, len(names))) as parts,
    ):
        for done, part in parts:
            take(part)
            tell(done)


def _plan(call: str, problem: DecisionProblem, method: MethodLike, options: SweepOptions) -> Plan:
    """Return the plan of the sweep whose scenarios are asked for, checked as the sweep itself is."""
    if not isinstance(problem, DecisionProblem):
        raise SweepError(f"{call} needs a DecisionProblem, got {type(problem).__name__}")
    plan = plan_of(problem, method, options)
    baseline_of(problem, plan, options.weights)
    return plan


def _dtype(name: str) -> type:
    return np.int64 if name == "scenario" or name.startswith("rank: ") else np.float64


def _themselves(rows: Rows) -> Rows:
    return rows
