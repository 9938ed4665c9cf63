"""The command that says under what share of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import mcda_nato as mn
from mcda_nato.cli.options import reporting
from mcda_nato.errors import WeightsError

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report

_LINEAR = ("weighted_sum", "ahp")
_NOT_LINEAR = "left out, for shares are exact only where scores are linear in the weights; sweep samples them."
_LIMITS = [
    click.option("--lower", multiple=True, metavar="NAME=W", help="A weight is at least this; may be repeated."),
    click.option("--upper", multiple=True, metavar="NAME=W", help="A weight is at most this; may be repeated."),
    click.option("--order", metavar="LIST", help="Criteria from the most to the least important: Risk,Speed,..."),
]


@reporting(*_LIMITS)
def acceptance(asked: Asked, lower: tuple[str, ...], upper: tuple[str, ...], order: str | None) -> Report:
    """Say under what share of all weights each alternative has each rank, exactly.

    Of PROBLEM_FILE, or of the default data set; for methods that are linear in
    the weights. Takes a set of weights, all of them or those within limits,
    and no single weights, profile or rescaling.
    """
    from mcda_nato.cli.inputs import bounds, names
    from mcda_nato.report.acceptance import acceptance_report

    single = {
        "--weights": asked.weights is not None,
        "--profile": asked.profile is not None,
        "--rescale": asked.rescaled,
        "--rounded": asked.rounded is not None,
    }
    if any(single.values()):
        given = next(option for option, is_given in single.items() if is_given)
        raise WeightsError(
            f"acceptance takes a set of weights, not {given}: all weights, or those within the limits "
            "--lower NAME=W, --upper NAME=W and --order LIST; rank, stability and flip take single weights"
        )
    problem = asked.problem
    found = mn.overview(problem, asked.chosen_methods, {"equal": None})
    weights = mn.Simplex(bounds(lower, "lower"), bounds(upper, "upper"), names(order))
    limits = [words for words, *_ in weights.constraints(problem.criteria)][len(problem.criteria) :]
    methods = asked.methods or [name for name in found.methods if name in _LINEAR]
    left_out = [f"{name}: {_NOT_LINEAR}" for name in found.methods if name not in methods]
    shares = {name: mn.acceptance(problem, name, weights=weights) for name in methods}
    return acceptance_report(shares, limits, [*found.notes, *left_out])
