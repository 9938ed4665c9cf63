"""The command that samples: under what share of drawn weights and ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import mcda_nato as mn
from mcda_nato.cli.options import reporting
from mcda_nato.cli.output import BAD_INPUT, Unfinished
from mcda_nato.cli.weight_sets import LIMITS, SINGLE, AskedSet
from mcda_nato.errors import FileError, SweepError, SweepInterrupted

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from mcda_nato.acceptability.acceptance import Acceptance
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.preferences.weight_sets import WeightSet
    from mcda_nato.problem.problem import DecisionProblem
    from mcda_nato.report.sections import Report

_SCENARIOS = 100_000  # where nothing says how many: a share is then known to 0.0016 or better
_OWN = [
    click.option(
        "--spread",
        type=float,
        metavar="S",
        help="Largest standard deviation of a weight about those of --around: a distribution, in place of --within.",
    ),
    click.option("--n", type=int, metavar="N", help=f"Number of scenarios, {_SCENARIOS:,} where not given."),
    click.option(
        "--until",
        metavar="HALFWIDTH",
        help="In place of --n: until every share is known to this half-width with 95% confidence, "
        "or 'separated', until the best is separated from all others.",
    ),
    click.option(
        "--cells",
        type=click.Choice(["modal", "uniform", "triangular"]),
        default="modal",
        help="Whether ratings vary over their intervals too, and how.",
    ),
    click.option(
        "--sampling",
        type=click.Choice(["random", "sobol"]),
        default="random",
        help="Pseudo-random numbers, or scrambles of a Sobol' sequence.",
    ),
    click.option(
        "--rng",
        "--seed",
        "rng",
        type=click.IntRange(0),
        default=0,
        metavar="SEED",
        help="Seed of the draws, 0 by default.",
    ),
    click.option("--workers", type=click.IntRange(1), metavar="K", help="Processes that share the work."),
    click.option(
        "--checkpoint",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Keep what is done in FILE; the same command goes on from it. For one method.",
    ),
    click.option("--progress/--no-progress", default=None, help="A bar on standard error; in a terminal by default."),
    click.option(
        "--write",
        "file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Also write the raw scenarios, a row each, to a CSV or Parquet file. For one method.",
    ),
]


@reporting(*LIMITS, *_OWN, refused=SINGLE)
def sweep(asked: Asked, **given: Any) -> Report:
    """Sample under what share of weights and ratings each alternative has each rank.

    Of PROBLEM_FILE, or of the default data set; for every method. Scenarios
    are drawn from all weights, those within limits, or those about given ones.
    An interruption prints what was done so far, with exit status 130.
    """
    wanted = AskedSet(**{key: given.pop(key) for key in ("lower", "upper", "order", "around", "within", "spread")})
    weights, limits = wanted.resolved(asked, "sweep")
    found = mn.overview(asked.problem, asked.chosen_methods, {"equal": None})
    notes = [*found.notes, *_unvaried(asked.problem, given["cells"])]
    run = _Run(asked.problem, found.methods, weights, file=given.pop("file"), workers=given.pop("workers"), **given)

    def report() -> Report | None:
        from mcda_nato.report.sweep import sweep_report

        return sweep_report(run.shares, limits, notes, wanted.said | run.said) if run.shares else None

    run.to_the_end(report)
    done = report()
    assert done is not None  # noqa: S101 - every method has its shares by now
    return done


class _Run:
    """The sweeps of a command, method after method, and what was asked of them."""

    def __init__(  # noqa: PLR0913 - each is an option
        self,
        problem: DecisionProblem,
        methods: tuple[str, ...],
        weights: WeightSet,
        *,
        n: int | None,
        until: str | None,
        cells: str,
        sampling: str,
        rng: int,
        progress: bool | None,
        checkpoint: Path | None,
        workers: int | None,
        file: Path | None,
    ) -> None:
        self.problem, self.methods = problem, methods
        self.drawn = {"weights": weights, "cells": cells, "sampling": sampling, "rng": rng}
        self.size = {"n": _SCENARIOS if n is None and until is None else n, "until": _until(until)}
        self.progress, self.checkpoint, self.workers, self.file = progress, checkpoint, workers, file
        self.shares: dict[str, Acceptance] = {}
        self._check_files()

    def _check_files(self) -> None:
        """Refuse, before anything is drawn, files that cannot be."""
        from mcda_nato.files.long_tables import table_format
        from mcda_nato.labels import listed

        for option, path in {"--checkpoint": self.checkpoint, "--write": self.file}.items():
            if path is not None and len(self.methods) > 1:
                raise SweepError(f"{option} is for one method, not for {listed(self.methods)}; give --method NAME once")
        if self.file is not None:
            table_format(self.file)

    @property
    def said(self) -> dict[str, Any]:
        """What was asked, by option."""
        asked = {key: value for key, value in self.drawn.items() if key != "weights"} | self.size
        return {"method": list(self.methods)} | asked

    def to_the_end(self, report: Callable[[], Report | None]) -> None:
        """Sweep, and write the scenarios; end early with a report of what was done where that cannot be."""
        try:
            with _pool(self.workers) as executor:
                for name in self.methods:
                    self._sweep(name, executor)
                if self.file is not None:
                    self._write(self.file, self.methods[0], executor)
        except SweepInterrupted as stopped:
            raise Unfinished(report(), f"{stopped}; {self._how_to_go_on}") from None
        except KeyboardInterrupt:
            raise Unfinished(report(), f"interrupted; {self.file} was not written") from None
        except FileError as error:
            if not self.shares:
                raise
            raise Unfinished(report(), f"error: {error.on_command_line}", BAD_INPUT) from None

    def _sweep(self, name: str, executor: Executor | None) -> None:
        options: dict[str, Any] = self.drawn | self.size
        try:
            self.shares[name] = mn.sweep(
                self.problem, name, executor=executor, checkpoint=self.checkpoint, progress=self.progress, **options
            )
        except SweepInterrupted as stopped:
            if isinstance(stopped.partial, mn.Acceptance):
                self.shares[name] = stopped.partial
            raise SweepInterrupted(f"{name}: {stopped}", stopped.partial) from None

    def _write(self, file: Path, name: str, executor: Executor | None) -> None:
        drawn: dict[str, Any] = self.drawn | {"n": self.shares[name].n, "progress": self.progress}
        mn.write_scenarios(file, self.problem, name, executor=executor, **drawn)

    @property
    def _how_to_go_on(self) -> str:
        if self.checkpoint is None:
            return "with --checkpoint FILE the same command would go on from here"
        return f"the same command goes on from {self.checkpoint}"


def _unvaried(problem: DecisionProblem, cells: str) -> list[str]:
    """Say where ratings were to vary that have nothing to vary over."""
    compared = problem.settled
    if cells == "modal" or (compared.low < compared.high).any():
        return []
    return [f"No rating has an interval, so that --cells {cells} changes nothing."]


@contextmanager
def _pool(workers: int | None) -> Iterator[Executor | None]:
    """Give processes that leave an interruption from the keyboard to their parent."""
    if workers is None or workers == 1:
        yield None
        return
    import signal
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        yield pool


def _until(text: str | None) -> Any:
    """Return a half-width as a number, and a word as it is."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return text
