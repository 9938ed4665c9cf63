"""What a report is about to arrange: every result that a problem of its size allows, made once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.acceptability.winner_regions import WinnerRegions, winner_regions
from mcda_nato.conclusions.overview import Overview
from mcda_nato.conclusions.reasons import Reason
from mcda_nato.conclusions.verdict import Verdict
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.errors import McdaWarning, NotExact
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.plots.canvas import method_name
from mcda_nato.plots.weight_marks import profile_name
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.map_slices import slices_through
from mcda_nato.report.report_request import ReportRequest
from mcda_nato.stability.weight_path import WeightPath, weight_path

#: Cells up to which every profile and method is asked, rather than the base case alone.
EVERYWHERE = 120
#: Cells up to which the nearest change of several weights is asked everywhere.
_SEVERAL = 60
#: Cells up to which the regions of winners are outlined.
_REGIONS = 200
#: Alternatives up to which pictures and tables of pairs or of ranks are made.
MANY = 30


@dataclass(frozen=True, eq=False)
class Findings:
    """The results that a report of a request arranges; each is computed when first read.

    `profile` and `method` are the base case, on which the verdict is given.
    """

    request: ReportRequest

    @property
    def overview(self) -> Overview:
        """Every method under every profile."""
        return self.request.overview

    @property
    def problem(self) -> DecisionProblem:
        """The facts."""
        return self.overview.problem

    @property
    def verdict(self) -> Verdict:
        """The verdict on the base case."""
        return self.overview.verdict

    @property
    def profile(self) -> str:
        """The first profile."""
        return self.overview.profiles[0]

    @property
    def method(self) -> str:
        """The method of the verdict."""
        return self.overview.headline

    @property
    def by(self) -> str:
        """The method of the verdict, as captions call it."""
        return method_name(self.method)

    @property
    def under(self) -> str:
        """The weights of the first profile, as captions call them."""
        return profile_name(self.overview.weights_words(self.profile))

    @property
    def base(self) -> Scrutiny:
        """Every analysis of the base case."""
        return self.overview.scrutiny[self.profile, self.method]

    @property
    def winners(self) -> tuple[str, ...]:
        """Who is first in the base case."""
        return tuple(map(str, self.base.ranking.best))

    @property
    def cells(self) -> int:
        """How many ratings the problem has."""
        return len(self.problem.alternatives) * len(self.problem.criteria)

    @cached_property
    def asked(self) -> dict[str, Reason]:
        """What the verdict asked, by question."""
        return {reason.question: reason for reason in self.verdict.asked}

    @property
    def cases(self) -> Iterator[tuple[str, str, Scrutiny]]:
        """Profiles and methods about which everything is asked: all, of large tables the base case."""
        for (profile, method), item in self.overview.scrutiny.items():
            if self.cells <= EVERYWHERE or (profile, method) == (self.profile, self.method):
                yield profile, method, item

    def of_base(self, item: Scrutiny) -> bool:
        """Return whether a ranking is one of the base profile."""
        return any(item is own for own in self.overview.scrutinies(self.profile).values())

    def several(self, item: Scrutiny) -> bool:
        """Return whether the nearest change of several weights, or of a judgement, is asked of this ranking."""
        asked = (self.cells <= _SEVERAL and self.of_base(item)) or (
            item is self.base and "several weights" in self.asked
        )
        return asked and len(item.ranking.best) == 1

    def rating(self, item: Scrutiny) -> bool:
        """Return whether the nearest change of one rating is asked of this ranking."""
        asked = (self.cells <= EVERYWHERE and self.of_base(item)) or (item is self.base and "one rating" in self.asked)
        return asked and len(item.ranking.best) == 1

    @cached_property
    def shares(self) -> dict[str, Acceptance]:
        """Under what share of all weights each is first, by method; of large tables by that of the verdict."""
        if self.cells <= EVERYWHERE:
            return self.overview.shares
        found = self.verdict.shares
        return {} if found is None else {self.method: found}

    @property
    def several_alternatives(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.problem.alternatives) > 1

    @property
    def flip(self) -> Flip | None:
        """The nearest change of several weights in the base case, where it is asked."""
        return self.base.flip if self.several(self.base) else None

    @cached_property
    def regions(self) -> WinnerRegions | None:
        """The map of winners of three criteria or more, where it is quick and known."""
        if not len(self.problem.criteria) >= 3 or self.cells > _REGIONS or not self.several_alternatives:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", McdaWarning)
            try:
                return winner_regions(self.problem, self.base.method, present=self.base.weights, fixed=self._fixed())
            except NotExact:
                return None

    def _fixed(self) -> dict[str, list[float]] | None:
        """Return, of four criteria, the slices on which the present weights, the nearest flip and the profiles lie."""
        if len(self.problem.criteria) != 4:
            return None
        flip = None if self.flip is None else self.flip.weights
        nearest = [] if flip is None else [flip.to_numpy()]
        profiles = [self.overview.rankings[name, self.method].weights.to_numpy() for name in self.overview.profiles]
        return slices_through(self.problem.criteria, [profiles[0], *nearest, *profiles[1:]])

    @cached_property
    def path(self) -> WeightPath | None:
        """The scores along one weight, where the map of winners is none: that which need change least."""
        if len(self.problem.criteria) < 2 or len(self.problem.alternatives) > MANY or self.regions is not None:
            return None
        change = self.base.one_weight
        criterion = self.problem.criteria[0] if change is None else change["criterion"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", McdaWarning)
            return weight_path(self.problem, self.base.method, criterion, self.base.weights)

    @property
    def left_out(self) -> list[str]:
        """What a table of this size is not asked, in words."""
        m, found = len(self.problem.alternatives), []
        if self.cells > EVERYWHERE and len(self.overview.scrutiny) > 1:
            found.append(
                f"Of a table of {self.cells:,} ratings, more than {EVERYWHERE}, what would change the winner is asked "
                "of the base case alone."
            )
        if not self.shares:
            found.append(f"Shares of the weights are not computed for {self.cells:,} ratings.")
        if m > MANY:
            found.append(
                f"Of {m:,} alternatives, more than {MANY}, the pictures that need a line or a bar each are left out, "
                "and so are the tables of pairs and of all ranks."
            )
        if len(self.problem.criteria) > 2 and self.regions is None and self.several_alternatives:
            found.append(f"The map of winners is not outlined for {self.cells:,} ratings or for this method.")
        quick = {"several weights": "the nearest change of several weights", "one rating": "of one rating"}
        missing = [words for question, words in quick.items() if question not in self.asked]
        if missing and len(self.winners) == 1 and self.several_alternatives:
            found.append(f"Not asked, for the size of the table or the method: {' and '.join(missing)}.")
        return found
