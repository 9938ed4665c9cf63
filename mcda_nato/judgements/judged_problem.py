"""The problem whose performances are priorities of judgements."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mcda_nato.errors import JudgementError
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, quoted
from mcda_nato.problem.problem import DecisionProblem


def problem_from_judgements(judgements: Mapping[str, Judgements]) -> DecisionProblem:
    """Return the problem whose performances are judged under each criterion.

    Parameters
    ----------
    judgements : dict of str to Judgements
        Comparisons of the same alternatives under each criterion. Their
        priorities by the principal eigenvector become the performances; they
        are preferences, so more is better throughout.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> pairs = mn.Judgements.from_pairs
    >>> p = mn.problem_from_judgements({"speed": pairs({("A", "B"): 3}), "risk": pairs({("A", "B"): 1 / 2})})
    >>> mn.evaluate(p, "ahp", {"speed": 0.5, "risk": 0.5}).scores.round(4).to_dict()
    {'A': 0.5417, 'B': 0.4583}
    """
    if not isinstance(judgements, Mapping) or not judgements:
        raise JudgementError("give judgements of the alternatives as a mapping from each criterion to Judgements")
    for criterion, under in judgements.items():
        if not isinstance(under, Judgements):
            raise JudgementError(f"the judgements under {quoted(criterion)} are {type(under).__name__}, not Judgements")
    names = next(iter(judgements.values())).names
    for criterion, under in judgements.items():
        check_same_names(under.names, names, f"alternatives judged under {quoted(criterion)}", JudgementError)
    columns = [under.priorities()[list(names)].to_numpy() for under in judgements.values()]
    return DecisionProblem(np.stack(columns, axis=1), [1] * len(columns), names, list(judgements))
