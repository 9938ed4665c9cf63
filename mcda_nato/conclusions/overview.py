"""The main job: one call that computes what the default run shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.conclusions.claims import audit_claims
from mcda_nato.conclusions.reasons import THRESHOLDS, Evidence
from mcda_nato.conclusions.verdict import SAMPLED, Verdict, verdict_of
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.datasets.document import load_claims, load_models, load_profile_table, load_profiles
from mcda_nato.errors import MethodError, WeightsError
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judged_weights import warn_inconsistent, weights_statement
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import checked_names, literal, quoted, shown
from mcda_nato.methods.evaluate import BUILT_IN, MethodLike, admitted, ranked, resolve_method
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranking import AnyMethod, Ranking, assumptions_of, conventions_of, judged_lines
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source, convention_lines, weights_line

_ONE_METHOD = (str, Method, PymcdmMethod)
Profiles: TypeAlias = Mapping[str, Weights]


@dataclass(frozen=True, eq=False, repr=False)
class Overview(Result):
    """Every method under every profile, and what a reader must know beside it.

    Attributes
    ----------
    problem : DecisionProblem
    rankings : dict of (str, str) to Ranking
        By profile and name of the method.
    undefined : dict of str to str
        Methods that the problem does not allow, with the reason.
    consistency : dict of str to Consistency
        Of each profile that is given as judgements.
    descriptions : dict of str to str
        What a profile stands for, where that is known.
    claims : DataFrame or None
        The document's statements, held against its table; `None` for another problem.
    given : dict of str to weights
        The profiles as they were given.
    """

    problem: DecisionProblem
    rankings: dict[tuple[str, str], Ranking]
    undefined: dict[str, str]
    consistency: dict[str, Consistency]
    descriptions: dict[str, str]
    claims: pd.DataFrame | None
    given: Profiles
    _call: ClassVar[str] = "overview"

    @cached_property
    def scrutiny(self) -> dict[tuple[str, str], Scrutiny]:
        """What would change each winner, by profile and method; each part computed when first read."""
        return {
            (profile, name): Scrutiny(self.problem, ranking.method, self.given[profile])
            for (profile, name), ranking in self.rankings.items()
        }

    def scrutinies(self, profile: str) -> dict[str, Scrutiny]:
        """Return what would change the winners under one profile, by method."""
        return {method: self.scrutiny[profile, method] for method in self.methods}

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        found = self.scrutinies(self.profiles[0])
        return {name: Evidence(item, THRESHOLDS, Simplex(), "uniform", SAMPLED, 0) for name, item in found.items()}

    @property
    def shares(self) -> dict[str, Acceptance]:
        """Under what share of all weights each is first: exact, or sampled where that is not quick.

        Without the tables that are so large that this is not asked.
        """
        return {name: found.shares for name, found in self._evidence.items() if found.shares is not None}

    @property
    def headline(self) -> str:
        """The method of the verdict: TOPSIS where it is among the methods, else the first."""
        return "topsis" if "topsis" in self.methods else self.methods[0]

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict under the first profile, by the method `headline`."""
        profile = self.profiles[0]
        return verdict_of(self._evidence[self.headline], self.weights_words(profile, "the profile "))

    def weights_words(self, profile: str, prefix: str = "") -> str:
        """Return what a sentence calls the weights of a profile: its name is no words where nobody named it."""
        judged = "the judgements given" if isinstance(self.given[profile], Judgements) else "the weights given"
        return {"equal": "equal weights", "given": judged}.get(profile, f"{prefix}{profile}")

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names of the profiles, in order."""
        return tuple(dict.fromkeys(profile for profile, _ in self.rankings))

    @property
    def methods(self) -> tuple[str, ...]:
        """Names of the methods that are defined, in order."""
        return tuple(dict.fromkeys(method for _, method in self.rankings))

    @property
    def conventions(self) -> dict[str, Any]:
        """What a citation must state of each method, and of all of them."""
        found = {method: self.rankings[self.profiles[0], method].conventions for method in self.methods}
        first = next(iter(found.values()))
        methods = {name: {key: about[key] for key in ("method", "source")} for name, about in found.items()}
        shared = conventions_of(self.rankings[self.profiles[0], self.methods[0]].method, self.problem)
        of_all = {key: text for key, text in shared.items() if key not in ("method", "source")}
        return {"methods": methods} | of_all | {"margin": first["margin"]}

    def _arguments(self) -> dict[str, Any]:
        weights = {profile: self.rankings[profile, self.methods[0]].weights.to_dict() for profile in self.profiles}
        methods = [str(self.rankings[self.profiles[0], method].method) for method in self.methods]
        return {"problem": digest(self.problem), "methods": methods, "profiles": weights}

    @property
    def sentence(self) -> str:
        """The one sentence to quote: the verdict by the method `headline` under the first profile."""
        found = self.verdict
        return shown(f"{found.headline} {found.judgement} ({found.baseline.method.words}; {self._reference()}).")

    def _finding(self) -> str:
        return self.verdict.headline.removesuffix(".")

    def _certainty(self) -> str:
        return self.verdict.kind

    def _sources(self) -> tuple[Source, ...]:
        rankings = [key for ranking in self.rankings.values() for key in ranking._sources()]  # noqa: SLF001 - its own kind
        return (*rankings, *self.verdict._sources())  # noqa: SLF001

    def _answer(self) -> tuple[str, ...]:
        return (self.verdict.headline, self.verdict.judgement)

    def _shown_table(self) -> str:
        winners = self.agreement[list(self.methods)]
        return winners.map(" = ".join).rename(index=shown).to_string()

    def _remarks(self) -> tuple[str, ...]:
        return self.notes

    def _cited(self) -> list[str]:
        found = {method: self.rankings[self.profiles[0], method] for method in self.methods}
        given = {profile: self.rankings[profile, self.methods[0]].weights for profile in self.profiles}
        weights = [f"Weights of {profile}: {weights_line(used.to_dict())}." for profile, used in given.items()]
        return [*weights, *convention_lines({name: ranking.conventions for name, ranking in found.items()})]

    def _title(self) -> str:
        return f"Overview by {', '.join(self.methods)}"

    def to_frame(self) -> pd.DataFrame:
        """Return the rankings tidy: one row a profile, method and alternative.

        Columns: profile, method, alternative, score, rank, tied (shares its
        rank), best (at rank 1), margin (of the winner) and fragile.
        """
        frames = []
        for (profile, method), ranking in self.rankings.items():
            frame = pd.DataFrame({"score": ranking.scores, "rank": ranking.ranks}).reset_index()
            frame.insert(0, "profile", profile)
            frame.insert(1, "method", method)
            frame["tied"] = frame["rank"].duplicated(keep=False)
            frame["best"] = frame["rank"] == 1
            frame["margin"] = ranking.margin
            frame["fragile"] = ranking.fragile
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """Where the methods agree, by profile.

        Columns: one a method with its winners (a tuple of names);
        `same_winner` and `same_ranking`, whether all methods name the same
        alternatives first, and rank all alternatives alike, ties included.
        """
        rows = {}
        for profile in self.profiles:
            found = {method: self.rankings[profile, method] for method in self.methods}
            best = {method: ranking.best for method, ranking in found.items()}
            ranks = [tuple(ranking.ranks) for ranking in found.values()]
            rows[profile] = best | {
                "same_winner": len(set(best.values())) == 1,
                "same_ranking": len(set(ranks)) == 1,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("profile")

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before citing the rankings."""
        found = list(next(iter(self.rankings.values())).notes)
        ahp = self.rankings[self.profiles[0], "ahp"].method if "ahp" in self.methods else None
        found.extend(assumptions_of(self.problem, ahp))
        found.extend(self._judged_notes())
        found.extend(f"{method} is not defined for this problem: {why}" for method, why in self.undefined.items())
        return tuple(found)

    def _judged_notes(self) -> list[str]:
        """Return what is from judgements: of several profiles those that are inconsistent, for each says its own."""
        alone = len(self.profiles) == 1
        return [
            *(
                f"Weights{'' if alone else ' of ' + profile} {weights_statement(found)}."
                for profile, found in self.consistency.items()
                if alone or found.acceptable is False
            ),
            *(f"{line}." for line in judged_lines(self.problem, None)),
        ]


def overview(
    problem: DecisionProblem | None = None,
    methods: MethodLike | Sequence[MethodLike] | None = None,
    profiles: Profiles | None = None,
) -> Overview:
    """Rank a problem by several methods under several priority profiles.

    Parameters
    ----------
    problem : DecisionProblem, optional
        The document's table where not given, with its claims.
    methods : sequence of Method or str, optional
        By default weighted sum, TOPSIS and AHP; of these, one that the
        problem does not allow is left out and named in `undefined`.
    profiles : mapping of str to weights, optional
        By default the document's five profiles for its own table, equal
        weights for any other.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.overview().agreement["same_winner"].to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'balanced': True, 'urgent_security': False, 'lowest_risk': True,
     'reform_standards': False, 'alliance_capacity': True}
    """
    facts = load_models() if problem is None else problem
    default = problem is None or facts == load_models()
    chosen = (load_profiles() if default else {"equal": None}) if profiles is None else _checked_profiles(profiles)
    given = list(BUILT_IN) if methods is None else [methods] if isinstance(methods, _ONE_METHOD) else list(methods)
    rankings: dict[tuple[str, str], Ranking] = {}
    undefined: dict[str, str] = {}
    for name, method in _named([resolve_method(method) for method in given]).items():
        try:
            defined = admitted(facts, method, "overview")
            found = {(profile, name): ranked(facts, defined, weights) for profile, weights in chosen.items()}
        except MethodError as error:
            if methods is not None:
                raise
            undefined[name] = error.fault
        else:
            rankings |= found
    if any(ranking.weights.ndim != 1 for ranking in rankings.values()):
        raise WeightsError(
            "each profile must be one set of weights, not a table of scenarios", call="use evaluate for those"
        )
    for profile, weights in chosen.items():
        warn_inconsistent(weights, f"profile {quoted(profile)}: " if len(chosen) > 1 else "")
    consistency = {name: weights.consistency() for name, weights in chosen.items() if isinstance(weights, Judgements)}
    claims = audit_claims(facts, load_claims()) if default else None
    descriptions = _described() if default and profiles is None else {}
    return Overview(facts, rankings, undefined, consistency, descriptions, claims, chosen)


def _checked_profiles(profiles: Profiles) -> Profiles:
    if not isinstance(profiles, Mapping) or not profiles:
        raise WeightsError(f"profiles must be a mapping from a name to weights, got {literal(profiles)}")
    checked_names(profiles, "profile", WeightsError)
    return profiles


def _named(methods: list[AnyMethod]) -> dict[str, AnyMethod]:
    """Return methods by name, with their options where two share one."""
    names = [method.name for method in methods]
    found = {(str(m) if names.count(m.name) > 1 else m.name): m for m in methods}
    if len(found) != len(methods) or not methods:
        raise MethodError("give at least one method, and each only once")
    return found


def _described() -> dict[str, str]:
    table = load_profile_table().drop_duplicates("profile")
    return {str(row.profile): f"{row.basis} ({row.section})" for row in table.itertuples()}
