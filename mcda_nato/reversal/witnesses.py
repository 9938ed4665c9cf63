"""Counterexamples of a rank reversal audit, as problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from mcda_nato.labels import quoted
from mcda_nato.methods.evaluate import ranked
from mcda_nato.methods.ranking import Ranking, arguments_of
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source
from mcda_nato.reversal.changed_problem import changed_problem
from mcda_nato.reversal.planned_tests import SOURCES, PlannedTest
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.verdicts import Example, Verdict


@dataclass(frozen=True, eq=False, repr=False)
class Witness(Result):
    """A changed problem in which two alternatives swap places, to be evaluated again by anyone.

    Attributes
    ----------
    test : str
        removal, copy, replacement, addition, transitivity or recomposition.
    change : str
        What was changed, in words.
    problem : DecisionProblem
        The changed problem; for the last two tests the two alternatives alone.
    pair : tuple of str
        Two alternatives that the change left as they were: the first was
        strictly ahead of the second, and is strictly behind it now.
    before, after : Ranking
    size : float
        How large the change is: alternatives removed, or the largest distance
        of a new rating from that of the nearest alternative, as a share of the
        bounds; 0 for copies and pairs. Of judgements that are s times others
        ``|ln s| / ln 9``.
    minimal : bool
        Whether no smaller change of this kind reverses anything (all were
        tried); otherwise it is the smallest found.
    source : str
        The publication of the test.
    """

    test: str
    change: str
    problem: DecisionProblem
    pair: tuple[str, str]
    before: Ranking
    after: Ranking
    size: float
    minimal: bool
    source: str
    _call: ClassVar[str] = "audit_rank_reversal"

    def to_frame(self) -> pd.DataFrame:
        """Return one row an alternative, as the problem has them, what was added last.

        Columns: `rank_before`, `rank_after`, `score_before`, `score_after`,
        NaN where the alternative was not there; `reversed`, whether it is one
        of the pair.
        """
        old, new = self.before.problem.alternatives, self.after.problem.alternatives
        names = pd.Index(dict.fromkeys((*old, *new)), name="alternative")
        parts = {f"{what}s": what for what in ("rank", "score")}
        columns = {
            f"{what}_{when}": getattr(ranking, part).reindex(names).astype(float)
            for part, what in parts.items()
            for when, ranking in (("before", self.before), ("after", self.after))
        }
        return pd.DataFrame(columns, index=names).assign(reversed=names.isin(self.pair))

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return self.after.conventions

    def _arguments(self) -> dict[str, Any]:
        about: dict[str, Any] = {key: getattr(self, key) for key in ("test", "change", "size")}
        about |= {"pair": list(self.pair), "new_ratings": self._new_ratings(), "changed_problem": digest(self.problem)}
        return arguments_of(self.before.problem, self.before.method, self.before.weights, **about)

    def _new_ratings(self) -> dict[str, dict[str, float]]:
        """Return the ratings of every alternative that was added or replaced."""
        before, after = self.before.problem.settled, self.problem
        old = dict(zip(before.alternatives, before.performance.tolist(), strict=True))
        new = dict(zip(after.alternatives, after.performance.tolist(), strict=True))
        made = {name: row for name, row in new.items() if old.get(name) != row}
        return {name: dict(zip(after.criteria, row, strict=True)) for name, row in made.items()}

    def _cited(self) -> list[str]:
        made = self._new_ratings().items()
        ratings = [f"Ratings of {name}: {', '.join(f'{c} {x:.10g}' for c, x in row.items())}." for name, row in made]
        return [*ratings, f"Size of the change: {self.size:.6g}.", *super()._cited()]

    @property
    def in_words(self) -> str:
        """What happens, in a clause."""
        return f"with {self.change}, {self.pair[1]} overtakes {self.pair[0]}"

    def _sources(self) -> tuple[Source, ...]:
        return (SOURCES[self.source], *self.before._sources())  # noqa: SLF001 - the same method

    def _conduct(self) -> str:
        return self.before._conduct()  # noqa: SLF001

    def _finding(self) -> str:
        return self.in_words[0].upper() + self.in_words[1:]

    def _certainty(self) -> str:
        return f"attained, {'the smallest such change' if self.minimal else 'the smallest found'}"

    def _title(self) -> str:
        return f"{self.test}: {self.change} ({'the smallest' if self.minimal else 'the smallest found'})"

    def _answer(self) -> list[str]:
        first, second = self.pair
        return [f"{quoted(first)} was ahead of {quoted(second)} and is behind it now"]

    def _shown_table(self) -> str:
        return repr(self.after)


def witnesses(setting: Setting, verdicts: Sequence[Verdict]) -> tuple[Witness, ...]:
    """Return the examples of every verdict as problems, evaluated again."""
    return tuple(
        _witness(setting, verdict.test, example, smallest=place == 0)
        for verdict in verdicts
        for place, example in enumerate(verdict.examples)
    )


def _witness(setting: Setting, test: PlannedTest, example: Example, *, smallest: bool) -> Witness:
    names = setting.problem.alternatives
    changed, words = changed_problem(setting, test, example.variant)
    after = ranked(changed, setting.method, setting.weights)
    pair = names[example.pair[0]], names[example.pair[1]]
    minimal = smallest and (example.size == 0.0 or test.test == "removal")  # of removals, all smaller were tried
    return Witness(test.test, words, changed, pair, setting.baseline, after, example.size, minimal, test.source)
