"""Outlines of the regions where each alternative is first, on a plane of weights.

A plane is ``w(x, y) = origin + x across + y up``; the part of it that is asked
about is a convex polygon. Comparisons of weighted sums cut it into polygons.
Those of TOPSIS bend: who is first along upright lines comes from roots
(`ratio_lines`); lines close up, by halves, wherever the sequence of firsts
changes; what lies between lines of the same sequence is a band with exact
points on its sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from mcda_nato.acceptability.ratio_lines import stretches
from mcda_nato.arrays import FloatArray
from mcda_nato.geometry.polygons import clipped, cornered, signed_area

#: Upright lines that are drawn before any close up.
LINES = 257
#: Width of two lines between which a sequence of firsts changes.
WIDTH = 1e-12
_SAME = 1e-8  # ends of stretches that are nearer, on lines so near, are one
_FLAT = 1e-12  # a difference below this, relative to the larger of 1 and the largest value, is a tie

Node: TypeAlias = tuple[int, int]  # a line and one of its ends
Edge: TypeAlias = tuple[Node, Node]


@dataclass(frozen=True)
class Plane:
    """Weights ``origin + x across + y up``, each ``(n,)``, and a convex polygon ``(k, 2)``, counterclockwise."""

    origin: FloatArray
    across: FloatArray
    up: FloatArray
    domain: FloatArray

    def weights(self, points: FloatArray) -> FloatArray:
        """Return weights ``(..., n)`` of points ``(..., 2)``."""
        found = self.origin + points[..., :1] * self.across + points[..., 1:] * self.up
        found = np.maximum(found, 0.0)
        return np.asarray(found / found.sum(axis=-1, keepdims=True))

    def form(self, rows: FloatArray) -> FloatArray:
        """Return ``(a, b, c)`` of linear forms of the weights ``(..., n)`` in x and y."""
        return np.stack([rows @ self.across, rows @ self.up, rows @ self.origin], axis=-1)


def linear_outlines(plane: Plane, differences: FloatArray, size: float) -> list[list[FloatArray]]:
    """Return the outlines of each alternative's region, at most one, from ``differences`` ``(m, m, n)``."""
    forms = plane.form(differences)
    corners = np.c_[plane.domain, np.ones(len(plane.domain))]
    largest = np.abs(forms @ corners.T).max(axis=-1)
    tie = largest <= _FLAT * max(1.0, size)
    forms = np.where(tie[..., None], 0.0, forms / np.where(tie, 1.0, largest)[..., None])
    found = []
    for own in forms:
        region = plane.domain
        for half_plane in own[own.any(axis=1)]:
            region = clipped(region, half_plane)
            if not len(region):
                break
        found.append([cornered(region)] if len(region) else [])
    return found


@dataclass(frozen=True)
class _Line:
    x: float
    ends: tuple[float, ...]  # of the stretches, upwards
    codes: tuple[int, ...]  # who is first in each, as bits


def ratio_outlines(plane: Plane, to_worst: FloatArray, to_best: FloatArray) -> list[list[FloatArray]]:
    """Return the outlines of each alternative's regions; that of a hole runs clockwise."""
    kept = contenders(to_worst, to_best)
    lines = _closed_up(lambda x: _lines(plane, to_worst[kept], to_best[kept], x), plane.domain)
    codes = sorted({code for line in lines for code in line.codes})
    traced = {code: [_snapped(each, plane.domain) for each in _traced(lines, code)] for code in codes}
    found: list[list[FloatArray]] = [[] for _ in to_worst]
    for place, i in enumerate(kept):
        found[i] = [outline for code in codes if code >> place & 1 for outline in traced[code]]
    return found


def _snapped(outline: FloatArray, domain: FloatArray) -> FloatArray:
    """Return an outline with points on the domain's ends and corners where the first and last lines are beside them."""
    found = outline.copy()
    for end in (domain[:, 0].min(), domain[:, 0].max()):
        found[np.abs(found[:, 0] - end) <= 2.0 * WIDTH, 0] = end
    for corner in domain:
        found[np.abs(found - corner).max(axis=1) <= 4.0 * WIDTH] = corner
    return found


def contenders(to_worst: FloatArray, to_best: FloatArray) -> list[int]:
    """Return the alternatives that none beats in both distances on every criterion; equal ones all stay."""
    better = (to_worst[:, None] >= to_worst[None]).all(axis=-1) & (to_best[:, None] <= to_best[None]).all(axis=-1)
    beaten = better & ~better.T
    return [int(i) for i in np.flatnonzero(~beaten.any(axis=0))]


def _lines(plane: Plane, to_worst: FloatArray, to_best: FloatArray, x: FloatArray) -> list[_Line]:
    low, high = _heights(plane.domain, x)
    start, end = (plane.weights(np.stack([x, y], axis=1)) for y in (low, high))
    found = stretches(to_worst, to_best, start, end)
    return [
        _Line(float(at), tuple((bottom + cuts * (top - bottom)).tolist()), tuple(codes.tolist()))
        for at, bottom, top, (cuts, codes) in zip(x, low, high, found, strict=True)
    ]


def _heights(domain: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return between which heights upright lines are inside a convex polygon."""
    low, high = np.full(len(x), np.inf), np.full(len(x), -np.inf)
    for here, there in zip(domain, np.roll(domain, -1, axis=0), strict=True):
        width = there[0] - here[0]
        if width == 0.0:
            continue
        share = (x - here[0]) / width
        within = (share >= 0.0) & (share <= 1.0)
        height = here[1] + share * (there[1] - here[1])
        low, high = np.where(within, np.minimum(low, height), low), np.where(within, np.maximum(high, height), high)
    return low, high


def _closed_up(lines_at: Callable[[FloatArray], list[_Line]], domain: FloatArray) -> list[_Line]:
    """Return lines that are at most `WIDTH` apart wherever the sequence of firsts changes."""
    left, right = domain[:, 0].min(), domain[:, 0].max()
    inner = (right - left) * WIDTH
    first = np.unique(np.concatenate([np.linspace(left + inner, right - inner, LINES), domain[:, 0]]))
    lines = lines_at(first[(first > left) & (first < right)])
    while True:
        apart = [
            (one.x + two.x) / 2.0
            for one, two in pairwise(lines)
            if one.codes != two.codes and two.x - one.x > WIDTH * (right - left)
        ]
        if not apart:
            return lines
        lines = sorted([*lines, *lines_at(np.array(apart))], key=lambda line: line.x)


def _traced(lines: list[_Line], code: int) -> list[FloatArray]:
    """Return the outlines of where one code holds: the sides of its bands that no two of them share."""
    edges: list[Edge] = []
    for at, line in enumerate(lines):
        alike = at + 1 < len(lines) and lines[at + 1].codes == line.codes
        for j, own in enumerate(line.codes):
            if alike and own == code:
                edges += [((at, j), (at + 1, j)), ((at + 1, j + 1), (at, j + 1))]
    point, sides = _sides(lines, code)
    edges = [(point.get(a, a), point.get(b, b)) for a, b in edges] + sides
    return [np.array([(lines[i].x, lines[i].ends[j]) for i, j in chain]) for chain in _chains(_unshared(edges))]


def _unshared(edges: list[Edge]) -> list[Edge]:
    """Return edges without those that two bands pass in opposite directions."""
    times = Counter(edge for edge in edges if edge[0] != edge[1])
    return [(a, b) for (a, b), count in times.items() for _ in range(count - times.get((b, a), 0))]


def _sides(lines: list[_Line], code: int) -> tuple[dict[Node, Node], list[Edge]]:
    """Return which ends are one where the sequence changes, and the upright sides of the bands there."""
    one: dict[Node, Node] = {}
    sides: list[Edge] = []
    for left, right in _changes(lines):
        ends = sorted((y, (i, j)) for i in range(left, right + 1) for j, y in enumerate(lines[i].ends))
        stack: list[Node] = []
        last = -np.inf
        for y, node in ends:
            if y - last > _SAME:
                stack.append(node)
            one[node], last = stack[-1], y
        if left > 0:
            sides += _upright(lines[left], left, code, one, stack, up=True)
        if right < len(lines) - 1:
            sides += _upright(lines[right], right, code, one, stack, up=False)
    return one, sides


def _changes(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Return the first and last of lines with one change of sequence after another; a change ends the domain too."""
    start = 0
    for i, line in enumerate(lines):
        final = i + 1 == len(lines)
        if final or line.codes == lines[i + 1].codes:
            if final or i > start or i == 0:
                yield start, i
            start = i + 1


def _upright(line: _Line, at: int, code: int, one: dict[Node, Node], stack: list[Node], *, up: bool) -> Iterator[Edge]:
    for j, own in enumerate(line.codes):
        if own == code:
            between = stack[stack.index(one[at, j]) : stack.index(one[at, j + 1]) + 1]
            for low, high in pairwise(between):
                yield (low, high) if up else (high, low)


def _chains(edges: list[Edge]) -> list[list[Node]]:
    """Return closed walks along directed edges."""
    onward: dict[Node, list[Node]] = {}
    for a, b in sorted(edges):
        onward.setdefault(a, []).append(b)
    found = []
    for start in sorted(onward):
        while onward[start]:
            chain, node = [start], onward[start].pop()
            while node != start:
                chain.append(node)
                node = onward[node].pop()
            found.append(chain)
    return found


def outlines_kept(outlines: list[FloatArray], least: float) -> list[FloatArray]:
    """Return outlines without those that enclose next to nothing, each without corners that are straight."""
    return [cornered(outline) for outline in outlines if abs(signed_area(outline)) > least]
