"""Rank reversal: whether the order of two alternatives depends on a third.

An audit goes one way: what is audited (`setting`), the tests with their
variants (`plan`), every variant evaluated (`evaluations`), what follows for
each test (`verdicts`), and examples as problems (`witnesses`); when first
read, under which weights (`shares`), and what would help (`remedies`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.errors import ProblemError
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import literal, shown
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.bounds import CellBounds, resolve_bounds
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Source
from mcda_nato.reversal.evaluations import evaluations
from mcda_nato.reversal.plan import checked_names, planned
from mcda_nato.reversal.planned_tests import SOURCES, PlannedTest
from mcda_nato.reversal.remedies import cured
from mcda_nato.reversal.setting import Setting, check_judgements
from mcda_nato.reversal.shares import event_shares
from mcda_nato.reversal.verdicts import Verdict, verdicts
from mcda_nato.reversal.witnesses import Witness, witnesses


@dataclass(frozen=True, eq=False, repr=False)
class ReversalAudit(OfRanking):
    """Whether the order of alternatives survives changes of the others.

    Attributes
    ----------
    passed : bool
        Whether no strict reversal of a surviving pair was found by any test.
    rows : DataFrame
        One row a test; see `to_frame`.
    witnesses : tuple of Witness
        The smallest counterexample of each test that reversed something, and
        for additions and replacements also the one that reverses the most.
    probability : DataFrame
        For each row (``test``, ``change``) the share of all weights under which it
        reverses something (``reversal``) and under which it changes the winner
        (`winner`); `standard_error`, the larger of the two (0 where `exact`),
        and `n`, the weightings sampled (seed 0). Who is first is asked under
        each weighting. `at_least` where only the variants found at the present
        weights were tried: replacements and additions. Of pairs: on cycles, or
        where none cycle. Computed when first read.
    cures : DataFrame
        For each test that reversed something, the methods that would remove it
        (`method`, and `remedy`, its name with its numbers) and whether the
        audit by them passes that test. Computed when first read.
    baseline : Ranking
        The ranking that is audited.
    bounds_rule : str
        Where the bounds of new ratings are from.

    References
    ----------
    Belton, V., & Gear, T. (1983). On a short-coming of Saaty's method of
    analytic hierarchies. *Omega*, 11(3), 228-230.
    https://doi.org/10.1016/0305-0483(83)90047-6
    Wang, X., & Triantaphyllou, E. (2008). Ranking irregularities when
    evaluating alternatives by using some ELECTRE methods. *Omega*, 36(1),
    45-63. https://doi.org/10.1016/j.omega.2005.12.003
    """

    baseline: Ranking
    rows: pd.DataFrame
    witnesses: tuple[Witness, ...]
    bounds_rule: str
    _setting: Setting
    _tests: tuple[PlannedTest, ...]
    _call: ClassVar[str] = "audit_rank_reversal"

    @property
    def passed(self) -> bool:  # noqa: D102 - in the class docstring
        return bool((self.rows["verdict"] != "reversed").all())

    @cached_property
    def probability(self) -> pd.DataFrame:  # noqa: D102
        shares = event_shares(self._setting, self._tests)
        return pd.DataFrame(shares, index=self.rows.index)

    @cached_property
    def cures(self) -> pd.DataFrame:  # noqa: D102
        return cured(self._setting, self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a test.

        Columns: ``test``; `change`, what was changed; `verdict`: proved (all
        variants or the optimum were tried, or a theorem holds), none found
        (see `search`), reversed, or undefined (pairs that cycle have no order
        to recompose); `variants`, how many were evaluated; `reversals`, under
        how many a strict pair reversed; `winner_changes`, under how many nobody
        who led the survivors leads them still; `ties_broken`, under how many a
        tie broke or was made; `kendall`, the most strict pairs that one variant
        reversed; `first`, `second`, the pair of the smallest counterexample;
        `by`, the largest lead of a reversed pair after the change, as a share
        of the spread of the scores; `size` of the smallest counterexample;
        `search`, `theorem`, `source`.
        """
        return self.rows.copy()

    def _arguments(self) -> dict[str, Any]:
        tests = list(dict.fromkeys(self.rows["test"]))
        ends = {"low": self._setting.low.tolist(), "high": self._setting.high.tolist()}
        judged = self._setting.judgements or {}
        given = {"judgements": {name: digest(under.matrix) for name, under in judged.items()}} if judged else {}
        return super()._arguments() | {"tests": tests, "bounds": {"rule": self.bounds_rule, **ends}} | given

    def _sources(self) -> tuple[Source, ...]:
        return (*dict.fromkeys(SOURCES[text] for text in self.rows["source"]), *self.baseline._sources())  # noqa: SLF001 - its own kind

    def _finding(self) -> str:
        if self.witnesses:
            first = self.witnesses[0]
            count = int((self.rows["verdict"] == "reversed").sum())
            return f"Two alternatives change places under {count} of {len(self.rows)} tests: {first.in_words}"
        return f"No order of two alternatives changes with the others under any of {len(self.rows)} tests"

    def _certainty(self) -> str:
        if self.witnesses:
            return "attained by a counterexample"
        proved = int((self.rows["verdict"] == "proved").sum())
        return f"{proved} proved, the rest searched or undefined" if proved < len(self.rows) else "proved"

    def _title(self) -> str:
        proved = int((self.rows["verdict"] == "proved").sum())
        settled = f"{proved} of {len(self.rows)} tests proved, the others searched or undefined"
        verdict = f"no reversal found ({settled})" if self.passed else "REVERSED"
        return f"Rank reversal by {self.baseline.method}: {verdict}"

    def _cited(self) -> list[str]:
        legend = (
            "Verdicts: reversed, two alternatives that stay change places; proved, it is proven that no such change "
            "reverses anything at these weights; none found, a search found none."
        )
        return [legend, *super()._cited()]

    def _read_frame(self) -> pd.DataFrame:
        columns = ["change", "verdict", "reversals", "variants", "winner_changes", "first", "second"]
        return self.rows.set_index("test")[columns]

    def _shown_table(self) -> pd.DataFrame:
        return self._read_frame().map(lambda v: "" if v is None else shown(v))

    def _remarks(self) -> list[str]:
        return [f"Bounds of new ratings: {self.bounds_rule}"]


def audit_rank_reversal(
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    weights: Weights = None,
    *,
    bounds: CellBounds = None,
    tests: Sequence[str] | None = None,
    judgements: Mapping[str, Judgements] | None = None,
) -> ReversalAudit:
    """Ask whether the order of alternatives depends on which others are in the set.

    Removal of all subsets, exact and near copies, worse replacements, added
    alternatives found by optimisation (dominated, dominating, anywhere), and
    the decomposition into pairs. A reversal is one of strict order, beyond the
    tie tolerance, of two alternatives that the change left as they were.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria, at their modal cells.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : weights, shape (n,)
        In any form that `evaluate` takes; one set.
    bounds : (low, high), optional
        Of new ratings, a number or one a criterion; by default those of the
        fixed scale, else the scale on which a criterion is rated
        (`Criterion.codes`), else its range widened by half on each side.
    tests : sequence of str, optional
        Some of removal, copy, replacement, addition, transitivity,
        recomposition; all where not given.
    judgements : dict of str to Judgements, optional
        Of the alternatives under each criterion, as `problem_from_judgements`
        takes them; the performances must be their priorities. Every change is
        then one of judgements, and all priorities are computed again: rows and
        columns are deleted; a copy is judged 1 against its original and like
        it against the others; a new alternative is judged s times an existing
        one and s times what that is against the others (a replacement likewise
        by what it was), s on Saaty's scale of 1/9 to 9, under one criterion at
        a time and under all. Products are not held to that scale. The size of
        such a change is ``|ln s| / ln 9``. Nothing is rated then: `bounds` are
        only those of a fixed scale among the cures.

    Returns
    -------
    ReversalAudit

    Raises
    ------
    ProblemError, WeightsError, MethodError, JudgementError

    Warns
    -----
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> audit = mn.audit_rank_reversal(mn.load_models(), "weighted_sum", mn.load_profiles()["urgent_security"])
    >>> audit.passed
    False
    >>> safe = mn.audit_rank_reversal(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5)))
    >>> safe.passed
    True

    Belton and Gear's case, a copy among judged alternatives:

    >>> ratios = {"a": [1, 9, 1], "b": [9, 1, 1], "c": [8, 9, 1]}
    >>> matrix = mn.Judgements.from_matrix
    >>> judged = {c: matrix([[i / k for k in r] for i in r], ["A", "B", "C"]) for c, r in ratios.items()}
    >>> problem = mn.problem_from_judgements(judged)
    >>> mn.audit_rank_reversal(problem, mn.ahp("distributive"), tests="copy", judgements=judged).passed
    False
    >>> mn.audit_rank_reversal(problem, mn.ahp("ideal"), tests="copy", judgements=judged).passed
    True
    """
    setting, rule = _audited(problem, method, weights, bounds, judgements)
    planned_tests = planned(setting, checked_names(tests))
    evaluated = evaluations(setting, planned_tests)
    found = verdicts(planned_tests, evaluated, setting.ahead)
    rows = pd.DataFrame([_row(verdict, problem.alternatives) for verdict in found])
    return ReversalAudit(setting.baseline, rows, witnesses(setting, found), rule, setting, planned_tests)


def _audited(
    problem: DecisionProblem,
    method: MethodLike,
    weights: Weights,
    bounds: CellBounds,
    judgements: Mapping[str, Judgements] | None,
) -> tuple[Setting, str]:
    """Return what is audited, and where the bounds of new ratings are from."""
    chosen = admitted(problem, method, "audit_rank_reversal")
    w = one_set(weights, problem)
    if isinstance(bounds, str):
        raise ProblemError(f"a new alternative has no interval: bounds must be (low, high), got {literal(bounds)}")
    room = resolve_bounds(problem, getattr(chosen, "scale", None), bounds)
    setting = Setting(ranked(problem, chosen, weights), w, room.low[0], room.high[0], judgements)
    if judgements is None:
        return setting, room.rule
    check_judgements(problem, judgements)
    return setting, "none, for new alternatives are judged and not rated"


def _row(verdict: Verdict, names: tuple[str, ...]) -> dict[str, Any]:
    test, smallest = verdict.test, next(iter(verdict.examples), None)
    return {
        "test": test.test,
        "change": test.change,
        "verdict": verdict.verdict,
        "variants": verdict.variants,
        "reversals": verdict.reversals,
        "winner_changes": verdict.winner_changes,
        "ties_broken": verdict.ties_broken,
        "kendall": verdict.kendall,
        "first": None if smallest is None else names[smallest.pair[0]],
        "second": None if smallest is None else names[smallest.pair[1]],
        "by": np.nan if smallest is None else verdict.by,
        "size": np.nan if smallest is None else smallest.size,
        "search": verdict.search,
        "theorem": test.theorem,
        "source": test.source,
    }
