"""What variants of a problem do to the order of the alternatives that stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.errors import MethodError
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import AnyMethod, Ranking
from mcda_nato.methods.score_forms import Form, Linear, form_of
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.order_changes import among, among_each, precedence, shifts
from mcda_nato.reversal.variants import Variants

_RATINGS = 1 << 18  # of variants evaluated at a time


@dataclass(frozen=True, eq=False)
class Setting:
    """The ranking that is audited, the bounds of new ratings, and the judgements that take their place."""

    baseline: Ranking
    weights: FloatArray
    low: FloatArray
    high: FloatArray
    judgements: Mapping[str, Judgements] | None = None

    @property
    def problem(self) -> DecisionProblem:
        """The problem."""
        return self.baseline.problem

    @property
    def method(self) -> AnyMethod:
        """The method."""
        return self.baseline.method

    @property
    def table(self) -> FloatArray:
        """Performances, shape (m, n)."""
        return self.problem.performance

    @cached_property
    def first(self) -> BoolArray:
        """Who is first, shape (m,)."""
        return np.asarray(self.baseline.ranks.to_numpy() == 1)

    @cached_property
    def ahead(self) -> BoolArray:
        """Who is ahead of whom, shape (m, m)."""
        key, bar = self.keys(self.table[None])
        return precedence(key, bar)[0]

    def keys(self, tables: FloatArray, weights: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
        """Return keys and bars ``(..., v, rows)``; NaN where a table is outside the domain of the method."""
        w = self.weights if weights is None else weights
        with np.errstate(all="ignore"):
            try:
                key = self.method.keys(tables, self.problem.senses, w)
            except MethodError:
                key = self._each(tables, w)
            bar = np.array(self.method.bar(key, w))
        undefined = np.asarray(np.isnan(key).any(axis=-1))[..., None]
        return np.where(undefined, np.nan, key), np.where(undefined, np.nan, bar)

    def _each(self, tables: FloatArray, weights: FloatArray) -> FloatArray:
        batch = np.broadcast_shapes(tables.shape[:-2], weights.shape[:-1])
        tables = np.broadcast_to(tables, (*batch, *tables.shape[-2:]))
        weights = np.broadcast_to(weights, (*batch, weights.shape[-1]))
        key = np.full((*batch, tables.shape[-2]), np.nan)
        for index in np.ndindex(batch):
            with suppress(MethodError):
                key[index] = self.method.keys(tables[index], self.problem.senses, weights[index])
        return key

    @cached_property
    def form(self) -> Form | None:
        """The form of the comparisons, `None` where none is known."""
        return form_of(self.method, self.table, self.problem.senses)

    @cached_property
    def independent(self) -> bool:
        """Whether scores cannot depend on the set: a fixed scale, and both reference points for TOPSIS."""
        if not isinstance(self.method, Method) or self.form is None or self.method.scale.bounds is None:
            return False
        return isinstance(self.form, Linear) or {"ideal", "anti_ideal"} <= set(self.method.options)

    @cached_property
    def blind_to_copies(self) -> bool:
        """Whether the scale depends on the extremes of each criterion alone."""
        return (
            isinstance(self.method, Method)
            and self.form is not None
            and self.method.scale.name in ("minmax", "maximum", "fixed")
        )


@dataclass(frozen=True, eq=False)
class Trial:
    """A test: what it changes, and how well its variants cover it.

    `exhaustive` says that all variants are here, or the one that reverses each
    pair the most; `kind` is what a new alternative is called; `tried`, how many
    variants were looked at where those that matter are fewer; `pairs`, every
    two alternatives alone, where the test is of these; `shared`, the variants
    whose share of the weights is taken where these are others, and `who`
    whether they count where the one changed is "first" or "not first" then.
    """

    test: str
    change: str
    source: str
    variants: tuple[Variants, ...]
    exhaustive: bool
    search: str
    theorem: str | None = None
    kind: str = ""
    undefined: bool = False
    tried: int | None = None
    pairs: Variants | None = None
    shared: tuple[Variants, ...] | None = None
    who: str = ""


@dataclass(frozen=True, eq=False)
class Finding:
    """What the variants of a test did.

    `examples` are (group, variant, pair): the smallest change that reverses,
    and the one that reverses the most.
    """

    trial: Trial
    variants: int
    outside: int
    reversals: int
    winner_changes: int
    ties_broken: int
    kendall: int
    by: float
    examples: tuple[tuple[int, int, tuple[int, int]], ...]

    @property
    def verdict(self) -> str:
        """Return proved, none found, reversed or undefined."""
        if self.trial.undefined:
            return "undefined"
        if self.reversals:
            return "reversed"
        return "proved" if self.trial.exhaustive or self.trial.theorem is not None else "none found"


def judged(setting: Setting, trial: Trial) -> Finding:
    """Evaluate every variant of a test."""
    parts = [effects(setting, group) for group in trial.variants]
    if not parts or trial.undefined:
        return Finding(trial, trial.tried or sum(map(len, trial.variants)), 0, 0, 0, 0, 0, 0.0, ())
    whole = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    group = np.repeat(np.arange(len(parts)), [len(part["count"]) for part in parts])
    place = np.concatenate([np.arange(len(part["count"])) for part in parts])
    size = np.concatenate([variants.size for variants in trial.variants])
    hit = np.flatnonzero(whole["count"] > 0)
    examples: list[tuple[int, int, tuple[int, int]]] = []
    if len(hit):
        smallest = hit[np.lexsort((~whole["winner"][hit], size[hit]))[0]]
        largest = hit[np.argmax(whole["by"][hit])]
        chosen = (smallest, largest) if trial.kind else (smallest,)
        examples = [(int(group[v]), int(place[v]), (int(whole["i"][v]), int(whole["k"][v]))) for v in chosen]
    return Finding(
        trial,
        trial.tried or len(size),
        int(whole["outside"].sum()),
        len(hit),
        int(whole["winner"].sum()),
        int(whole["broken"].sum()),
        int(whole["count"].max()),
        float(whole["by"][hit].max(initial=0.0)),
        tuple(dict.fromkeys(examples)),
    )


def effects(setting: Setting, group: Variants) -> dict[str, Any]:
    """Return, for each variant, what it did: counts, the pair that reverses most, and by how much."""
    parts = [_effects_of(setting, part) for part in _batches(group)]
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def reverses(setting: Setting, group: Variants) -> BoolArray:
    """Return under which variants any pair reverses: ``effects(...)["count"] > 0``, and nothing else."""
    found = [np.empty(0, dtype=bool)]
    for part in _batches(group):
        key, bar = setting.keys(part.tables)
        new = among_each(precedence(key, bar), part.after)
        turned = among(setting.ahead, part.before) & np.swapaxes(new, -2, -1)
        found.append(np.asarray(turned.any(axis=(-2, -1)) & ~np.isnan(key).any(axis=-1)))
    return np.concatenate(found)


def _batches(group: Variants) -> Iterator[Variants]:
    step = max(1, _RATINGS // max(1, group.tables[0].size * len(group.tables[0])))
    for at in range(0, len(group), step):
        yield group.part(slice(at, at + step))


def _effects_of(setting: Setting, group: Variants) -> dict[str, Any]:
    key, bar = setting.keys(group.tables)
    outside = np.asarray(np.isnan(key).any(axis=-1))
    moved = shifts(among(setting.ahead, group.before), among_each(precedence(key, bar), group.after))
    rows = np.arange(len(group))
    with np.errstate(all="ignore"):
        score = setting.method.score(key)
        spread = score.max(axis=-1) - score.min(axis=-1)
        own = np.take_along_axis(score, group.after, axis=1)
        gap = (own[:, None, :] - own[:, :, None]) / np.where(spread > 0, spread, 1.0)[:, None, None]
    gap = np.where(moved.reversed & ~outside[:, None, None], gap, -np.inf).reshape(len(group), -1)
    at = gap.argmax(axis=1)
    count = group.before.shape[1]
    best = np.where(np.isfinite(gap[rows, at]), gap[rows, at], 0.0)
    return {
        "outside": outside,
        "count": np.where(outside, 0, moved.count),
        "winner": moved.winner & ~outside,
        "broken": moved.broken.any(axis=(-2, -1)) & ~outside,
        "by": best,
        "i": group.before[rows, at // count],
        "k": group.before[rows, at % count],
    }
