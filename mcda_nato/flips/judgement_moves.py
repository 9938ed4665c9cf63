"""What becomes of the winner while one pairwise judgement of the criteria moves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.flips import first_change, polynomial_roots
from mcda_nato.flips.margins import margins, power_of
from mcda_nato.judgements import priorities
from mcda_nato.methods.method import Method, check_finite
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod

_MESH = 257  # judgements tried for each pair where a comparison has no known form
_NODES = 33  # between two breaks: eigenvectors there are interpolated to the last digits
_STEP = 3.0  # the factor between two breaks


class JudgementMoves:
    """The judgements of one matrix move, one pair at a time.

    Attributes
    ----------
    first : int
        The winner at present, the earliest where several are first.
    tied_with : int or None
        Another that is first at present.
    exact : bool
        Whether every comparison is a polynomial.
    """

    def __init__(
        self,
        method: Method | PymcdmMethod,
        performance: FloatArray,
        senses: FloatArray,
        matrix: FloatArray,
        geometric: bool,  # noqa: FBT001 - one of two ways, named by its caller
    ) -> None:
        self.method, self.performance, self.senses, self.matrix = method, performance, senses, matrix
        self._geometric = geometric
        key, bar = self._keys(self._weights(matrix[None]))
        check_finite(method.score(key), method)
        self.first = int((key[0].max() <= bar[0]).argmax())
        tied = bool(first_change.standing(key, bar, self.first)[0])
        self.tied_with = int(first_change.challenger(key, bar, self.first)[0]) if tied else None
        power = power_of(method)
        self._known, self._power = power is not None, power or 1
        self.exact = self._known and geometric

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know."""
        if len(self.performance) == 1:
            return ("There is only one alternative: nothing can draw level with it.",)
        if not self._known:
            return (f"A search over {_MESH} values a judgement: a nearer flip between two of them may be missed.",)
        if not self._geometric:
            return (f"Eigenvectors are interpolated through {_NODES} nodes for each factor of {_STEP:g}: not a proof.",)
        return ()

    def flips(self, pairs: Sequence[tuple[int, int]], limit: float) -> tuple[FloatArray, IntArray]:
        """Return for every pair the nearest lower and higher judgement at which another is level, and which.

        Both ``(pairs, 2)``; NaN and -1 where there is none within the limit.
        """
        found = np.full((len(pairs), 2), np.nan)
        best = np.full(found.shape, -1)
        if self.tied_with is not None:
            for row, (i, j) in enumerate(pairs):
                found[row], best[row] = self.matrix[i, j], self.tied_with
        elif len(self.performance) > 1:
            for row, (i, j) in enumerate(pairs):
                bracket = self._brackets(i, j, limit)
                sides = ~np.isnan(bracket[:, 0])
                if sides.any():
                    found[row, sides] = first_change.first_tie_in_bracket(bracket[sides], partial(self._standing, i, j))
                    key, bar = self._keys(self._weights(self._matrices(i, j, found[row, sides])))
                    best[row, sides] = first_change.challenger(key, bar, self.first)
        return found, best

    def _matrices(self, i: int, j: int, judgement: FloatArray) -> FloatArray:
        matrices = np.repeat(self.matrix[None], len(judgement), axis=0)
        matrices[:, i, j], matrices[:, j, i] = judgement, 1.0 / judgement
        return matrices

    def _weights(self, matrices: FloatArray) -> FloatArray:
        if self._geometric:
            return priorities.geometric_means(matrices)
        return priorities.principal_eigenvector(matrices)[1]

    def _keys(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        with np.errstate(all="ignore"):
            key = self.method.keys(self.performance, self.senses, weights)
            return key, self.method.bar(key, weights)

    def _standing(self, i: int, j: int, judgement: FloatArray) -> IntArray:
        return first_change.standing(*self._keys(self._weights(self._matrices(i, j, judgement))), self.first)

    def _brackets(self, i: int, j: int, limit: float) -> FloatArray:
        """Return the brackets of the nearest changes below and above, ``(2, 3)``."""
        present = float(self.matrix[i, j])
        low, high = min(1.0 / limit, present), max(limit, present)
        steps = np.arange(1.0, np.floor(np.log(high / low) / np.log(_STEP)) + 1.0)
        breaks = np.unique([low, present, high, *(low * _STEP ** steps[:-1])])
        if not self._known:
            known = breaks[:0]
            points = np.unique([*breaks, *np.geomspace(low, high, _MESH).clip(low, high)])
        else:
            known = np.concatenate([breaks, self._roots(i, j, breaks).clip(low, high)])
            points = first_change.with_middles(known)
        return first_change.brackets(points, present, self._standing(i, j, points) > 0, np.isin(points, known))

    def _roots(self, i: int, j: int, breaks: FloatArray) -> FloatArray:
        """Return every judgement between the breaks at which another ties with the first."""
        n = len(self.matrix)
        ends = breaks ** (1.0 / n) if self._geometric else np.log(breaks)
        middle, half = (ends[1:] + ends[:-1]) / 2.0, (ends[1:] - ends[:-1]) / 2.0
        nodes = polynomial_roots.chebyshev_nodes(2 * self._power + 1 if self._geometric else _NODES)
        inner = middle[:, None] + half[:, None] * nodes
        values = self._curves(i, j, inner.ravel()).reshape(*inner.shape, -1)
        which, roots = polynomial_roots.polynomial_roots(values.transpose(0, 2, 1).reshape(-1, len(nodes)))
        piece = which // values.shape[-1]
        found = middle[piece] + half[piece] * roots
        return np.asarray(found**n if self._geometric else np.exp(found))

    def _curves(self, i: int, j: int, inner: FloatArray) -> FloatArray:
        """Return the margins of the others over the first, ``(values, m - 1)``.

        With geometric means times what makes them polynomials in the root s of
        the judgement: before they are divided by their sum, two means are
        multiples of s and 1 / s, the others constant, and all multiply to 1.
        """
        n = len(self.matrix)
        weights = self._weights(self._matrices(i, j, inner**n if self._geometric else np.exp(inner)))
        method = cast("Method", self.method)
        values = method.scaled(self.performance, self.senses)
        ahead = np.delete(margins(method, values, weights, self.first), self.first, axis=-1)
        if not self._geometric:
            return ahead
        divisor = np.exp(-np.log(weights).mean(axis=-1))
        return np.asarray(ahead * ((divisor * inner) ** self._power)[:, None])
