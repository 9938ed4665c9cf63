"""How consistent pairwise comparisons are, by the published tables of random indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import pandas as pd

from mcda_nato.arrays import FloatArray
from mcda_nato.errors import JudgementError
from mcda_nato.judgements.priorities import consistency_index, geometric_consistency_index, principal_eigenvector
from mcda_nato.labels import hint, joined, listed, quoted
from mcda_nato.results import Result

#: Random indices RI(n) by published table, for n = 3, 4, ... in turn.
RANDOM_INDICES: dict[str, tuple[float, ...]] = {
    "saaty2005": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    "saaty1980": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.53, 1.56, 1.57, 1.59),
    "alonso_lamata2006": (
        0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499,
        1.4854, 1.5140, 1.5365, 1.5551, 1.5713, 1.5838,
    ),
    "donegan_dodd1991": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213,
        1.4497, 1.4643, 1.4822, 1.4969, 1.5078, 1.5153, 1.5262, 1.5313, 1.5371,
    ),
    "aguaron_moreno2003": (
        0.525, 0.882, 1.115, 1.252, 1.341, 1.404, 1.452,
        1.484, 1.513, 1.535, 1.555, 1.570, 1.583, 1.595,
    ),
}  # fmt: skip

#: Keys of references.bib: of each table, and of the geometric consistency index.
RANDOM_INDEX_SOURCES = {
    "saaty1980": "saaty1980",
    "saaty2005": "saaty2005",
    "alonso_lamata2006": "alonsolamata2006",
    "donegan_dodd1991": "donegandodd1991",
    "aguaron_moreno2003": "aguaron2003",
}
_GCI_SOURCES = ("crawfordwilliams1985", "aguaron2003")

_NAMED = 6  # items that a sentence names

#: Consistency ratio up to which judgements are usually accepted (Saaty 1980).
ACCEPTED = 0.1
#: Each pair once: the first, the second, and how many times the first is preferred.
Pairs: TypeAlias = tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, repr=False)
class Consistency(Result):
    """How consistent pairwise comparisons are.

    Attributes
    ----------
    lambda_max : float
        Principal eigenvalue; n where the comparisons are consistent.
    CI : float
        Consistency index ``(lambda_max - n) / (n - 1)``.
    CR : float or None
        Consistency ratio ``CI / RI``; at most 0.1 is usually accepted.
        `None` where the table of random indices has no value for n.
    RI : float or None
        Random index used; 0 for up to two items, which are always consistent.
    GCI : float
        Geometric consistency index, from the row geometric means.
    random_index : str
        Name of the published table that `RI` is from.
    acceptable : bool or None
        Whether CR is at most 0.1; `None` where there is none.
    names : tuple of str
        The n items compared.
    """

    lambda_max: float
    CI: float
    CR: float | None
    RI: float | None
    GCI: float
    random_index: str
    names: tuple[str, ...]
    _pairs: Pairs
    _call: ClassVar[str] = "Judgements.consistency"

    @property
    def acceptable(self) -> bool | None:  # noqa: D102 - in the class docstring
        return None if self.CR is None else self.CR <= ACCEPTED

    def to_frame(self) -> pd.DataFrame:
        """Return one row: lambda_max, CI, CR, RI, GCI and the table of random indices; NaN where there is none."""
        numbers = {key: [getattr(self, key)] for key in ("lambda_max", "CI", "CR", "RI", "GCI")}
        return pd.DataFrame(numbers).astype(float).assign(random_index=self.random_index)

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of these numbers must state."""
        return {
            "Priorities": "principal right eigenvector (Saaty 1977), GCI from geometric means of the rows",
            "Consistency ratio": f"random indices of the table {self.random_index}; at most 0.1 is usually accepted",
        }

    def _arguments(self) -> dict[str, Any]:
        return {"items": list(self.names), "judgements": in_words(self._pairs), "random_index": self.random_index}

    def _finding(self) -> str:
        n = len(self.names)
        what = f"The pairwise judgements of {joined(self.names) if n <= _NAMED else f'{n} items'}"
        if self.CR is None:
            return f"{what} have lambda_max {self.lambda_max:.4f} and a consistency index of {self.CI:.4f}"
        verdict = "acceptable" if self.acceptable else "not acceptable"
        return f"{what} have a consistency ratio of {shown_ratio(self.CR)}, {verdict} by the usual limit of {ACCEPTED}"

    def _certainty(self) -> str:
        return "exact up to rounding"

    def _conduct(self) -> str:
        return f"principal eigenvector; random indices of the table {self.random_index}"

    def _sources(self) -> tuple[str, ...]:
        return ("saaty1977", RANDOM_INDEX_SOURCES[self.random_index], *_GCI_SOURCES)

    def _title(self) -> str:
        return f"Consistency of judgements of {listed(self.names, whole=True) if len(self.names) > 1 else 'one item'}"

    def _answer(self) -> list[str]:
        ratio = f"no random index for so many in the table {self.random_index}"
        if self.CR is not None:
            verdict = "acceptable" if self.acceptable else f"NOT acceptable: above {ACCEPTED}"
            ratio = f"CR {self.CR:.4f} ({verdict}), with RI {self.RI:.4g} of the table {self.random_index}"
        return [f"{ratio}; lambda_max {self.lambda_max:.4f}, CI {self.CI:.4f}, GCI {self.GCI:.4f}"]


def shown_ratio(ratio: float) -> str:
    """Return a consistency ratio with few digits, but never on the other side of the limit."""
    text = f"{ratio:.4f}" if ratio < 1.0 else f"{ratio:.2f}"
    return repr(ratio) if (ratio > ACCEPTED) != (float(text) > ACCEPTED) else text


def pairs_of(names: tuple[str, ...], matrix: FloatArray) -> Pairs:
    """Return each pair once, in order."""
    n = len(names)
    return tuple((names[i], names[j], float(matrix[i, j])) for i in range(n) for j in range(i + 1, n))


def in_words(pairs: Pairs) -> dict[str, float]:
    """Return judgements as provenance records them."""
    return {f"{first} against {second}": times for first, second, times in pairs}


def consistency_of(names: tuple[str, ...], matrix: FloatArray, random_index: str) -> Consistency:
    """Return lambda_max, CI, CR, RI and GCI of a reciprocal matrix."""
    if not isinstance(random_index, str) or random_index not in RANDOM_INDICES:
        raise JudgementError(
            f"unknown table of random indices {quoted(random_index)}"
            f"{hint(random_index, RANDOM_INDICES)}; use one of {listed(RANDOM_INDICES)}"
        )
    n = len(names)
    largest = principal_eigenvector(matrix)[0]
    index = float(consistency_index(largest, n))
    table = RANDOM_INDICES[random_index]
    random = 0.0 if n <= 2 else table[n - 3] if n - 3 < len(table) else None
    ratio = None if random is None else index / random if random else 0.0
    gci = float(geometric_consistency_index(matrix))
    return Consistency(float(largest), index, ratio, random, gci, random_index, names, pairs_of(names, matrix))
