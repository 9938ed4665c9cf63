"""What a report is of: a problem, the profiles of weights and the methods, as plain values and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mcda_nato.conclusions.overview import Overview, Profiles, overview
from mcda_nato.datasets.document import load_models, load_profiles
from mcda_nato.errors import FileError, WeightsError
from mcda_nato.judgements.judged_problem import JudgedProblem
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import checked_names, literal
from mcda_nato.methods.evaluate import MethodLike, resolve_method
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.preferences.weights import Weights, resolve_weights
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.method_documents import method_document, method_of
from mcda_nato.results import PACKAGE, digest_of

#: Version of the layout of `ReportRequest.to_document`.
REQUEST_SCHEMA = 1
#: The seed of whatever is sampled: that of the verdict.
SEED = 0
_MOST_PROFILES = 1_000  # that are read
_ONE_METHOD = (str, Method, PymcdmMethod)


@dataclass(frozen=True, eq=False)
class ReportRequest:
    """What a report is of.

    Attributes
    ----------
    problem : DecisionProblem
    profiles : mapping of str to weights
        As they were given; the first is the base case.
    methods : tuple of Method, optional
        All that the problem allows where not given.
    """

    problem: DecisionProblem
    profiles: Profiles
    methods: tuple[AnyMethod, ...] | None = None

    @classmethod
    def of(
        cls,
        problem: DecisionProblem | None = None,
        *,
        weights: Weights = None,
        profiles: Profiles | None = None,
        methods: MethodLike | Sequence[MethodLike] | None = None,
    ) -> ReportRequest:
        """Return what is asked by the arguments of `write_report`.

        Raises
        ------
        WeightsError
            Where weights and profiles are both given, or profiles are none.
        """
        if weights is not None and profiles is not None:
            raise WeightsError("weights and profiles are both given; give one of them")
        facts = load_models() if problem is None else problem
        if profiles is not None and (not isinstance(profiles, Mapping) or not profiles):
            raise WeightsError(f"profiles must be a mapping from a name to weights, got {literal(profiles)}")
        if weights is not None:
            profiles = {"given": weights}
        elif profiles is None:
            profiles = load_profiles() if facts == load_models() else {"equal": None}
        checked_names(profiles, "profile", WeightsError)
        given = [methods] if isinstance(methods, _ONE_METHOD) else methods
        chosen = None if given is None else tuple(resolve_method(method) for method in given)
        return cls(facts, dict(profiles), chosen)

    @cached_property
    def overview(self) -> Overview:
        """The main job for what is asked."""
        return overview(self.problem, self.methods, None if self._of_document else self.profiles)

    def check(self) -> None:
        """Raise where nothing can be computed from what is asked, or where it could not be asked again from a file.

        Raises
        ------
        ProblemError, WeightsError, MethodError
            As `overview` and `to_document`.
        """
        _ = self.overview, self.to_document()

    @property
    def _of_document(self) -> bool:
        """Whether these are the document's own table and profiles, whose descriptions are known."""
        if self.problem != load_models():
            return False
        own = load_profiles()
        return list(own) == list(self.profiles) and all(_alike(own[name], self.profiles[name]) for name in own)

    @property
    def result_id(self) -> str:
        """16 hexadecimal digits that are the same wherever and whenever the same is asked of the same version."""
        return digest_of({"package": PACKAGE, "problem": self.facts_digest, "arguments": self.to_document()})

    @property
    def facts_digest(self) -> str | None:
        """The digest of the problem; none where its ratings are from judgements, which the arguments hold.

        Priorities differ in their last digits from one processor to another.
        """
        return None if isinstance(self.problem, JudgedProblem) else digest(self.problem)

    def to_document(self) -> dict[str, Any]:
        """Return all but the facts as plain values; with the problem, `from_document` restores the request.

        Raises
        ------
        WeightsError, MethodError
            Where weights are unusable, or a method cannot be written.
        """
        profiles = [
            {"name": name, "weights": self._weights_document(weights)} for name, weights in self.profiles.items()
        ]
        methods = None if self.methods is None else [method_document(method) for method in self.methods]
        document = {"schema": REQUEST_SCHEMA, "profiles": profiles, "methods": methods, "seed": SEED}
        if isinstance(self.problem, JudgedProblem):
            judged = [{"criterion": c, **_judgements_document(j)} for c, j in self.problem.judgements.items()]
            document["judged_ratings"] = judged
        return document

    def _weights_document(self, weights: Weights) -> dict[str, Any] | None:
        if weights is None:
            return None
        if isinstance(weights, Judgements):
            return {"judgements": _judgements_document(weights)}
        values = resolve_weights(weights, self.problem.criteria)
        if values.ndim != 1:
            raise WeightsError("each profile must be one set of weights, not a table of scenarios")
        named: Any = weights
        if isinstance(weights, Mapping) or hasattr(weights, "items"):
            return {"by_name": {name: float(named[name]) for name in self.problem.criteria}}
        if hasattr(weights, "priorities"):
            return {"by_name": dict(zip(self.problem.criteria, values.tolist(), strict=True))}
        return {"in_order": [float(value) for value in named]}

    @classmethod
    def from_document(cls, document: Any, problem: DecisionProblem) -> ReportRequest:
        """Return the request of which `to_document` gave this.

        Raises
        ------
        FileError
            Where the document is of another schema, or not such a document.
        """
        if not isinstance(document, dict) or document.get("schema") != REQUEST_SCHEMA:
            schema = document.get("schema") if isinstance(document, dict) else document
            raise FileError(f"the request is of schema {literal(schema)}; this version reads {REQUEST_SCHEMA}")
        rows, methods = document.get("profiles"), document.get("methods")
        if not isinstance(rows, list) or not 1 <= len(rows) <= _MOST_PROFILES or not all(map(_is_profile, rows)):
            raise FileError(f"'profiles' must be a list of 1 to {_MOST_PROFILES:,} tables of 'name' and 'weights'")
        if methods is not None and not isinstance(methods, list):
            raise FileError(f"'methods' must be a list or nothing, got {literal(methods)}")
        profiles = {row["name"]: _weights_of(row["weights"]) for row in rows}
        if len(profiles) != len(rows):
            raise FileError("'profiles' names one twice")
        found = cls(problem, profiles, None if methods is None else tuple(method_of(m) for m in methods))
        return found._judged(document["judged_ratings"]) if "judged_ratings" in document else found

    def _judged(self, rows: Any) -> ReportRequest:
        """Return the request about the ratings that these judgements give."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) and "criterion" in row for row in rows):
            raise FileError("'judged_ratings' must be a list of tables of 'criterion', 'names' and 'matrix'")
        problem = JudgedProblem({row["criterion"]: _judgements_of(row) for row in rows})
        same = problem.performance.shape == self.problem.performance.shape
        if not same or not np.allclose(problem.performance, self.problem.performance, rtol=1e-9, atol=0.0):
            raise FileError("the judgements of the ratings do not give the ratings of the problem")
        return replace(self, problem=problem)


def _alike(left: Weights, right: Weights) -> bool:
    both = isinstance(left, Judgements) and isinstance(right, Judgements)
    return both and left.names == right.names and np.array_equal(left.matrix, right.matrix)  # type: ignore[union-attr]


def _judgements_document(judgements: Judgements) -> dict[str, Any]:
    return {"names": list(judgements.names), "matrix": judgements.matrix.tolist()}


def _judgements_of(document: Any) -> Judgements:
    if not isinstance(document, dict) or not {"names", "matrix"} <= document.keys():
        raise FileError(f"judgements must be a table of 'names' and 'matrix', got {literal(document)}")
    return Judgements.from_matrix(document["matrix"], document["names"])


def _is_profile(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("name"), str) and "weights" in row


def _weights_of(document: Any) -> Weights:
    if document is None:
        return None
    if isinstance(document, dict) and len(document) == 1:
        ((form, value),) = document.items()
        if form == "judgements":
            return _judgements_of(value)
        if form == "by_name" and isinstance(value, dict):
            return value
        if form == "in_order" and isinstance(value, list):
            return value
    raise FileError(f"weights must be 'judgements', 'by_name' or 'in_order', got {literal(document)}")
