"""Triangles of weights: the whole simplex of three criteria, slices and trade-offs of more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from mcda_nato.acceptability.winner_outlines import Plane
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError, WeightsError
from mcda_nato.geometry.polygons import clipped, signed_area
from mcda_nato.labels import checked_names, hint, listed, literal, quoted
from mcda_nato.preferences.weight_sets import number_between
from mcda_nato.text_tables import told_apart

_TRIANGLE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
_LEAST = 1e-9  # area below which a set of weights is a line or a point
_QUARTERS = (0.0, 0.25, 0.5, 0.75)


@dataclass(frozen=True, eq=False)
class WeightSlice:
    """A triangle of weights between three corners; x, y and 1 - x - y are the shares of the first, third and second.

    Attributes
    ----------
    name : str
        What is varied, and what is not; no two slices of a question have one.
    corners : tuple of str
        What counts at each of the three corners.
    exact_name : str
        The name with every digit of the weight that is fixed.
    """

    name: str
    corners: tuple[str, str, str]
    plane: Plane
    exact_name: str

    @property
    def area(self) -> float:
        """Area of the weights asked about, 1/2 being that of the whole triangle."""
        return signed_area(self.plane.domain)

    def place(self, weights: FloatArray) -> FloatArray | None:
        """Return the point ``(2,)`` that has these weights, `None` where none has."""
        axes = np.stack([self.plane.across, self.plane.up], axis=1)
        found = np.linalg.lstsq(axes, weights - self.plane.origin, rcond=None)[0]
        off = float(np.abs(axes @ found + self.plane.origin - weights).max())
        inner = min(found[0], found[1], 1.0 - found.sum()) >= -1e-9
        return np.asarray(found) if off <= 1e-9 and inner else None


def _slice(name: str, corners: Sequence[str], at: FloatArray, exact_name: str = "") -> WeightSlice:
    first, second, third = at
    one, two, three = corners
    plane = Plane(second, first - second, third - second, _TRIANGLE)
    return WeightSlice(name, (one, two, three), plane, exact_name or name)


def within_limits(found: WeightSlice, rows: Sequence[tuple[str, FloatArray, float]]) -> WeightSlice | None:
    """Return the part of a slice that satisfies rows ``a.w <= b``; `None` where that is no area."""
    domain, plane = found.plane.domain, found.plane
    for _, row, bound in rows:
        form = plane.form(bound - np.asarray(row))  # the weights sum to 1
        if len(domain) and np.abs(form[:2]).max() > 1e-15:
            domain = clipped(domain, form)
        elif form[2] < -1e-12:
            return None
    if len(domain) < 3 or signed_area(domain) <= _LEAST:
        return None
    return replace(found, plane=Plane(plane.origin, plane.across, plane.up, domain))


def slices_of(criteria: tuple[str, ...], present: FloatArray, chosen: Any, fixed: Any) -> list[WeightSlice]:
    """Return the triangles that a question is about; trade-offs of all pairs where there are five criteria or more."""
    if len(criteria) < 3:
        raise McdaError(
            f"a map of winners needs at least three criteria, got {len(criteria)}",
            call="weight_stability gives the intervals of the weights of two",
            option="mcda-nato stability gives the intervals of the weights of two",
        )
    if fixed is not None:
        return _fixed(criteria, *_levels(criteria, chosen, fixed))
    if chosen is not None:
        return [_chosen(criteria, present, _checked(criteria, chosen))]
    if len(criteria) == 3:
        return [_slice("all weights", [f"only {name} counts" for name in criteria], np.eye(3))]
    if len(criteria) == 4:
        last = float(present[3])
        levels = sorted({0.0, last / 2.0, last, (1.0 + last) / 2.0}) if 0.0 < last < 1.0 else list(_QUARTERS)
        return _fixed(criteria, 3, levels)
    return [_trade_off(criteria, present, pair) for pair in combinations(range(len(criteria)), 2)]


def _checked(criteria: tuple[str, ...], chosen: Any) -> list[int]:
    names = checked_names(chosen, "criterion", McdaError)
    for name in names:
        if name not in criteria:
            raise McdaError(f"unknown criterion {quoted(name)}{hint(name, criteria)}; use some of {listed(criteria)}")
    if len(names) not in (2, 3):
        raise McdaError(f"criteria must be two (a trade-off) or three (a triangle), got {len(names)}")
    return [criteria.index(name) for name in names]


def _chosen(criteria: tuple[str, ...], present: FloatArray, places: list[int]) -> WeightSlice:
    if len(places) == 2:
        return _trade_off(criteria, present, (places[0], places[1]))
    rest = np.delete(np.arange(len(criteria)), places)
    kept = np.zeros(len(criteria))
    kept[rest] = present[rest]
    left = 1.0 - kept.sum()
    if left <= _LEAST:
        raise WeightsError(f"{listed(criteria[j] for j in places)} have no weight at present, so none can be exchanged")
    names = [criteria[j] for j in places]
    name = "all weights" if len(rest) == 0 else f"{', '.join(names)}; the others as at present"
    beside = "" if len(rest) == 0 else " beside the others"
    return _slice(name, [f"only {own} counts{beside}" for own in names], kept + left * np.eye(len(criteria))[places])


def _trade_off(criteria: tuple[str, ...], present: FloatArray, pair: tuple[int, int]) -> WeightSlice:
    """Return the triangle of one criterion, another, and all the others in their present proportions."""
    others = present.copy()
    others[list(pair)] = 0.0
    if others.sum() <= 0.0:
        others = np.ones(len(criteria))
        others[list(pair)] = 0.0
    unit = np.eye(len(criteria))
    one, two = (criteria[j] for j in pair)
    rest = [name for name in criteria if name not in (one, two)]
    third = f"only {rest[0]} counts" if len(rest) == 1 else "neither counts, the others as at present"
    corners = [f"only {one} counts", f"only {two} counts", third]
    return _slice(f"{one} against {two}", corners, np.stack([unit[pair[0]], unit[pair[1]], others / others.sum()]))


def _levels(criteria: tuple[str, ...], chosen: Any, fixed: Any) -> tuple[int, list[float]]:
    """Return the criterion whose weight is fixed, and at which values."""
    if not isinstance(fixed, Mapping) or len(fixed) != 1:
        raise McdaError(f"fixed must give one criterion its weight or weights, got {literal(fixed)}")
    if len(criteria) != 4 or chosen is not None:
        raise McdaError(
            "a fixed weight goes with four criteria, of which it fixes one",
            call="of more, criteria= names the two or three to vary",
        )
    ((name, values),) = fixed.items()
    if name not in criteria:
        raise McdaError(f"unknown criterion {quoted(name)}{hint(name, criteria)}; use one of {listed(criteria)}")
    many = list(values) if isinstance(values, (list, tuple, np.ndarray)) else [values]
    found = [number_between(value, f"the fixed weight of {quoted(name)}", 0.0, 1.0) for value in many]
    if not found or max(found) >= 1.0:
        raise McdaError(f"the fixed weight of {quoted(name)} must be below 1, got {literal(values)}")
    return criteria.index(name), list(dict.fromkeys(found))


def _fixed(criteria: tuple[str, ...], place: int, levels: Sequence[float]) -> list[WeightSlice]:
    unit, own = np.eye(len(criteria)), criteria[place]
    varied = np.delete(np.arange(len(criteria)), place)
    names = [f"only {criteria[j]} counts" for j in varied]
    return [
        _slice(
            f"{own} {text}",
            ["of the rest " * (level > 0) + name for name in names],
            level * unit[place] + (1.0 - level) * unit[varied],
            f"{own} {text if float(text) == level else repr(level)}",
        )
        for level, text in zip(levels, _level_texts(levels), strict=True)
    ]


def _level_texts(levels: Sequence[float]) -> list[str]:
    """Return weights as text, each with the digits that tell it from the others, and from all of the weight."""

    def text_of(level: float, more: int) -> str:
        texts = (f"{level:.{digits}g}" for digits in range(4 + more, 18))
        return next((text for text in texts if text != "1"), repr(level))

    texts = told_apart(levels, text_of, 0.0)
    return texts if len(set(texts)) == len(levels) else [repr(level) for level in levels]
