"""The data behind each picture, as a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

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
from mcda_nato.plots.central_weight_dots import central_weights_frame
from mcda_nato.plots.critical_criteria_bars import critical_criteria, critical_criteria_frame
from mcda_nato.plots.flip_tornado import flips, flips_frame
from mcda_nato.plots.interval_bars import intervals, intervals_frame
from mcda_nato.plots.judgement_pairs import consistency, consistency_frame
from mcda_nato.plots.pairwise_winning_map import pairwise_winning_frame
from mcda_nato.plots.picture_kinds import check_kind
from mcda_nato.plots.rank_acceptability_bars import rank_acceptability, rank_acceptability_frame
from mcda_nato.plots.rank_bumps import ranks, ranks_frame
from mcda_nato.plots.rank_case_cells import rank_case, rank_case_frame
from mcda_nato.plots.reason_grid import reasons, reasons_frame
from mcda_nato.plots.reversal_matrix import reversals, reversals_frame
from mcda_nato.plots.score_dots import scores, scores_frame
from mcda_nato.plots.weight_path_lines import weight_path, weight_path_frame
from mcda_nato.plots.winner_triangles import winner_map, winner_map_frame
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.audit import ReversalAudit
from mcda_nato.reversal.witnesses import Witness
from mcda_nato.stability.critical_criteria import CriticalCriteria
from mcda_nato.stability.weight_path import WeightPath
from mcda_nato.stability.weight_stability import Stability

#: By the name of the picture: what it shows.
_FRAMES: dict[str, Callable[[Any], pd.DataFrame]] = {
    "weight_path": weight_path_frame,
    "rank_acceptability": rank_acceptability_frame,
    "flips": flips_frame,
    "ranks": ranks_frame,
    "pairwise_winning": pairwise_winning_frame,
    "central_weights": central_weights_frame,
    "intervals": intervals_frame,
    "reversals": reversals_frame,
    "consistency": consistency_frame,
    "scores": scores_frame,
    "reasons": reasons_frame,
    "critical_criteria": critical_criteria_frame,
    "rank_case": rank_case_frame,
    "winner_map": winner_map_frame,
}
#: The picture of each kind of result.
_OWN: dict[type, Callable[..., Any]] = {
    WeightPath: weight_path,
    Acceptance: rank_acceptability,
    Stability: flips,
    CellFlip: flips,
    JudgementFlip: flips,
    Flip: flips,
    Overview: ranks,
    PossibleRanks: intervals,
    ReversalAudit: reversals,
    Witness: reversals,
    Ranking: scores,
    Verdict: reasons,
    CriticalCriteria: critical_criteria,
    RankCase: rank_case,
    Judgements: consistency,
    Consistency: consistency,
    DecisionProblem: intervals,
    WinnerRegions: winner_map,
}


def data(name: str, result: Any) -> pd.DataFrame:
    """Return the frame that a picture shows.

    Parameters
    ----------
    name : str
        Of the picture, such as "rank_acceptability".
    result : Result
        What it is drawn of.

    Returns
    -------
    DataFrame

    Raises
    ------
    McdaError
        Where there is no such picture, or it shows no such result.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.data("ranks", mn.overview()).columns.to_list()
    ['profile', 'method', 'alternative', 'rank', 'tied', 'present']
    """
    if not isinstance(name, str) or name not in _FRAMES:
        raise McdaError(f"no picture is called {literal(name)}; use one of {', '.join(map(repr, _FRAMES))}")
    check_kind(name, result)
    return _FRAMES[name](result)


def picture_of(result: Any, ax: Any = None) -> Any:
    """Draw a result by the picture of its kind."""
    found = next((draw for kind, draw in _OWN.items() if isinstance(result, kind)), None)
    if found is None:
        known = ", ".join(kind.__name__ for kind in _OWN)
        raise McdaError(f"there is no picture of a {type(result).__name__}; pictures are of {known}")
    return found(result, ax)
