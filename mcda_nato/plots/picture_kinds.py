"""Of which results each picture is, checked before it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.ambiguity.possible_ranks import PossibleRanks
from mcda_nato.ambiguity.rank_cases import RankCase
from mcda_nato.conclusions.overview import Overview
from mcda_nato.conclusions.verdict import Verdict
from mcda_nato.errors import McdaError
from mcda_nato.flips.cell_flip import CellFlip
from mcda_nato.flips.judgement_flip import JudgementFlip
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import literal
from mcda_nato.methods.ranking import Ranking
from mcda_nato.plots.canvas import without_matplotlib
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.audit import ReversalAudit
from mcda_nato.reversal.witnesses import Witness
from mcda_nato.stability.critical_criteria import CriticalCriteria
from mcda_nato.stability.weight_path import WeightPath
from mcda_nato.stability.weight_stability import Stability

P = ParamSpec("P")
R = TypeVar("R")

#: By the name of the picture: of which results it is.
KINDS: dict[str, tuple[type, ...]] = {
    "weight_path": (WeightPath,),
    "rank_acceptability": (Acceptance,),
    "flips": (Stability, CellFlip, JudgementFlip, Flip),
    "ranks": (Overview,),
    "pairwise_winning": (Acceptance,),
    "central_weights": (Acceptance,),
    "intervals": (DecisionProblem, PossibleRanks),
    "reversals": (ReversalAudit, Witness),
    "consistency": (Judgements, Consistency),
    "scores": (Ranking,),
    "reasons": (Verdict,),
    "critical_criteria": (CriticalCriteria,),
    "rank_case": (RankCase,),
    "winner_map": (WinnerRegions,),
}


def check_kind(name: str, result: object) -> None:
    """Refuse what a picture does not show."""
    kinds = KINDS[name]
    if not isinstance(result, kinds):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise McdaError(f"the picture {name!r} shows a {wanted}, got a {type(result).__name__}")


def checked(draw: Callable[P, R]) -> Callable[P, R]:
    """Let a picture refuse what it does not show, and what it cannot draw on."""
    name, first = draw.__name__, next(iter(signature(draw).parameters))

    @wraps(draw)
    def drawn(*given: P.args, **named: P.kwargs) -> R:
        found: dict[str, Any] = dict(zip((first, "ax"), given, strict=False)) | named
        if first in found:
            check_kind(name, found[first])
            _check_axes(name, found.get("ax"))
        return draw(*given, **named)

    return drawn


def _check_axes(name: str, ax: object) -> None:
    if ax is None:
        return
    try:
        from matplotlib.axes import Axes
    except ImportError as error:
        raise without_matplotlib() from error
    if not isinstance(ax, Axes):
        raise McdaError(f"the picture {name!r} is drawn on Axes of Matplotlib, or new ones for None; got {literal(ax)}")
