"""The command that says under what share of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mcda_nato as mn
from mcda_nato.cli.options import reporting
from mcda_nato.cli.weight_sets import LIMITS, SINGLE, AskedSet

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report

_LINEAR = ("weighted_sum", "ahp")
_NOT_LINEAR = "left out, for shares are exact only where scores are linear in the weights; sweep samples them."


@reporting(*LIMITS, refused=SINGLE)
def acceptance(asked: Asked, **given: Any) -> Report:
    """Say under what share of all weights each alternative has each rank, exactly.

    Of PROBLEM_FILE, or of the default data set; for methods that are linear in
    the weights. Takes a set of weights: all of them, those within limits, or
    those about given ones.
    """
    from mcda_nato.report.acceptance import acceptance_report

    problem, wanted = asked.problem, AskedSet(**given)
    found = mn.overview(problem, asked.chosen_methods, {"equal": None})
    weights, limits = wanted.simplex(asked, "acceptance")
    methods = [name for name in found.methods if name in _LINEAR] or list(found.methods)
    left_out = [f"{name}: {_NOT_LINEAR}" for name in found.methods if name not in methods]
    shares = {name: mn.acceptance(problem, name, weights=weights) for name in methods}
    return acceptance_report(shares, limits, [*found.notes, *left_out], wanted.said)
