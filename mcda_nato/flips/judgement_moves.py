"""What becomes of the winner while one pairwise judgement of the criteria moves."""

from __future__ import annotations

from collections.abc import Sequence
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
    firsts : ndarray
        Those that are first at present.
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
        self.firsts = np.flatnonzero(key[0].max() <= bar[0])
        power = power_of(method)
        self._known, self._power = power is not None, power or 1
        self.exact = self._known and geometric

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know."""
        if len(self.performance) == 1:
            return ("There is only one alternative: nothing can overtake it.",)
        if not self._known:
            return (f"A search over {_MESH} values a judgement: a nearer flip between two of them may be missed.",)
        if not self._geometric:
            return (f"Eigenvectors are interpolated through {_NODES} nodes for each factor of {_STEP:g}: not a proof.",)
        return ()

    def flips(self, pairs: Sequence[tuple[int, int]], limit: float) -> first_change.Changes:
        """Return the nearest changes below and above each pair's judgement, each part ``(pairs, 2)``."""
        ends = np.full((len(pairs), 2, 2, 4), np.nan)
        if len(self.performance) > 1:
            for row, pair in enumerate(pairs):
                ends[row] = self._brackets(*pair, limit)
        i, j = np.repeat(np.array(pairs, dtype=np.int64).reshape(-1, 2), 2, axis=0).T

        def keys_on(lines: IntArray, judgement: FloatArray) -> first_change.Keys:
            return self._keys(self._weights(self._matrices(i[lines], j[lines], judgement)))

        return first_change.changes(ends.reshape(-1, 2, 4), self.firsts, keys_on).shaped(-1, 2)

    def _matrices(self, i: int | IntArray, j: int | IntArray, judgement: FloatArray) -> FloatArray:
        matrices = np.repeat(self.matrix[None], len(judgement), axis=0)
        rows = np.arange(len(judgement))
        matrices[rows, i, j], matrices[rows, j, i] = judgement, 1.0 / judgement
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
        return first_change.standing(*self._keys(self._weights(self._matrices(i, j, judgement))), self.firsts)

    def _brackets(self, i: int, j: int, limit: float) -> FloatArray:
        """Return the brackets of the nearest changes below and above, ``(2, 2, 4)``."""
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
        reached, sure = self._standing(i, j, points), np.isin(points, known)
        return first_change.brackets(points, present, reached, sure, several=len(self.firsts) > 1)

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
        values, first = method.scaled(self.performance, self.senses), int(self.firsts[0])
        ahead = np.delete(margins(method, values, weights, first), first, axis=-1)
        if not self._geometric:
            return ahead
        divisor = np.exp(-np.log(weights).mean(axis=-1))
        return np.asarray(ahead * ((divisor * inner) ** self._power)[:, None])
