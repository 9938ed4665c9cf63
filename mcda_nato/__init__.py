"""How far can a ranking be trusted? Multi-criteria decision analysis that can be cited.

Rank alternatives by weighted sum, TOPSIS and AHP, with the conventions stated
in every result. The model table of one document on NATO enlargement is the
default data set; any problem of m alternatives and n criteria works alike.

Examples
--------
>>> import mcda_nato as mn
>>> mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"]).best
('Hybrid Integration',)
"""

from mcda_nato.adapter import PymcdmMethod, from_pymcdm
from mcda_nato.cellflip import CellFlip, nearest_cell_flip
from mcda_nato.checking import Criterion
from mcda_nato.critical import CriticalCriteria, critical_criteria
from mcda_nato.datasets import load_models, load_profiles
from mcda_nato.errors import (
    CheckpointError,
    ConstantCriterionWarning,
    FileError,
    JudgementError,
    McdaError,
    McdaWarning,
    MethodError,
    NotExact,
    ProblemError,
    SweepError,
    SweepInterrupted,
    SweepWarning,
    WeightsError,
)
from mcda_nato.evaluation import Ranking, evaluate
from mcda_nato.exact import acceptance
from mcda_nato.flip import Flip, nearest_flip
from mcda_nato.indices import Acceptance
from mcda_nato.judgementflip import JudgementFlip, nearest_judgement_flip
from mcda_nato.judgements import Consistency, Judgements
from mcda_nato.method import Method, ahp, topsis, weighted_sum
from mcda_nato.overview import Overview, overview
from mcda_nato.possible import PossibleRanks, possible_ranks
from mcda_nato.problem import DecisionProblem
from mcda_nato.rankcases import RankCase
from mcda_nato.reversal import ReversalAudit, audit_rank_reversal
from mcda_nato.scale import Scale, fixed
from mcda_nato.stability import Stability, weight_stability
from mcda_nato.sweep import sweep
from mcda_nato.tables import problem_from_judgements, read_problem, save_problem
from mcda_nato.weights import rescale
from mcda_nato.weightsets import Dirichlet, Simplex, around
from mcda_nato.witnesses import Witness

__all__ = [
    "Acceptance",
    "CellFlip",
    "CheckpointError",
    "Consistency",
    "ConstantCriterionWarning",
    "Criterion",
    "CriticalCriteria",
    "DecisionProblem",
    "Dirichlet",
    "FileError",
    "Flip",
    "JudgementError",
    "JudgementFlip",
    "Judgements",
    "McdaError",
    "McdaWarning",
    "Method",
    "MethodError",
    "NotExact",
    "Overview",
    "PossibleRanks",
    "ProblemError",
    "PymcdmMethod",
    "RankCase",
    "Ranking",
    "ReversalAudit",
    "Scale",
    "Simplex",
    "Stability",
    "SweepError",
    "SweepInterrupted",
    "SweepWarning",
    "WeightsError",
    "Witness",
    "acceptance",
    "ahp",
    "around",
    "audit_rank_reversal",
    "critical_criteria",
    "evaluate",
    "fixed",
    "from_pymcdm",
    "load_models",
    "load_profiles",
    "nearest_cell_flip",
    "nearest_flip",
    "nearest_judgement_flip",
    "overview",
    "possible_ranks",
    "problem_from_judgements",
    "read_problem",
    "rescale",
    "save_problem",
    "sweep",
    "topsis",
    "weight_stability",
    "weighted_sum",
]
