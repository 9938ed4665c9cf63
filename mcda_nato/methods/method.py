"""Methods as values: a scale, a key that is ranked, and the score that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mcda_nato.arrays import FloatArray, NotReal, scenarios_last, to_floats
from mcda_nato.errors import ConstantCriterionWarning, MethodError, warn_caller
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods import ranks, scores
from mcda_nato.methods.scales import (
    SCALES,
    Bound,
    Namer,
    Point,
    Scale,
    ScaleLike,
    check_ratio,
    reference_point,
    resolve_scale,
    shown_point,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_NAMES = {"weighted_sum": "weighted sum", "topsis": "TOPSIS", "ahp": "AHP"}
_CHUNK = 1 << 13  # scenarios scored at a time: their arrays stay in the level-2 cache


@dataclass(frozen=True)
class Method:
    """A method: composed, not subclassed.

    Attributes
    ----------
    name : str
    scale : Scale
        Turns performances into values of which larger is better.
    key : callable
        ``(scaled (..., m, n), weights (..., n)) -> (..., m)``: what is ranked.
    score : callable
        ``key -> score``, both ``(..., m)``: what is shown.
    source : str
        The publication.
    bar : callable
        ``(key, weights) -> (..., m)``: what a key must exceed to precede.
    options : dict
        What distinguishes this value from others of the same name.
    gaps : bool
        Whether only differences within a criterion matter to the key, so that
        it may be given `Scale.gaps`, which keep more digits.
    references : tuple of str
        Keys of the publication in the package's `references.bib`; empty for a
        method of one's own, which is cited by its `source`.
    """

    name: str
    scale: Scale
    key: Callable[[FloatArray, FloatArray], FloatArray]
    score: Callable[[FloatArray], FloatArray]
    source: str
    bar: Callable[[FloatArray, FloatArray], FloatArray] = ranks.absolute_bar
    options: dict[str, Any] = field(default_factory=dict, hash=False)
    gaps: bool = False
    references: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The method as a sentence names it, with its scale and what else distinguishes it."""
        about = {"scale": "{} scale", "mode": "{} mode"}
        parts = [about.get(key, f"{key} {{}}").format(shown_point(value)) for key, value in self.options.items()]
        return ", ".join([_NAMES.get(self.name, self.name), *(part.replace("'", "") for part in parts)])

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{key}={shown_point(value)!r}' for key, value in self.options.items())})"

    __repr__ = __str__

    def check(self, performance: FloatArray, senses: FloatArray, names: Namer) -> None:
        """Raise where the scale or a reference point is undefined for these performances."""
        n = performance.shape[-1]
        references = {key: self.options.get(key) for key in ("ideal", "anti_ideal")}
        low, high = self.scale.bounds or (None, None)
        for what, reference in {"low": low, "high": high, **references}.items():
            if reference is not None and np.ndim(reference) and np.shape(reference) != (n,):
                raise MethodError(f"{what} of {self} has {np.size(reference)} values for {n} criteria; give one or {n}")
        if self.scale.ratio:
            check_ratio(performance, senses, self.scale.name, names)

    def keys(self, performance: FloatArray, senses: FloatArray, weights: FloatArray) -> FloatArray:
        """Return what is ranked, ``(..., m)``; trusts its input."""
        return self.key(self.scaled(performance, senses), weights)

    def scaled(self, performance: FloatArray, senses: FloatArray) -> FloatArray:
        """Return what the key is computed from, ``(..., m, n)``."""
        scale = self.scale.gaps if self.gaps and self.scale.gaps is not None else self.scale.apply
        return scale(performance, senses)

    def __call__(self, performance: ArrayLike, senses: ArrayLike, weights: ArrayLike) -> FloatArray:
        """Score bare arrays.

        Parameters
        ----------
        performance : array_like, shape (..., m, n)
        senses : array_like, shape (n,)
            +1 for a benefit, -1 for a cost.
        weights : array_like, shape (..., n)
            Non-negative, not all zero; not rescaled.

        Returns
        -------
        ndarray, shape (..., m)
            One row a scenario; leading axes are broadcast.
        """
        arrays = checked_arrays(performance, senses, weights)
        self.check(arrays[0], arrays[1], _by_position)
        warn_constant(arrays[0], _by_position)
        return _score_in_chunks(self, *arrays)


def weighted_sum(scale: ScaleLike = "minmax") -> Method:
    """Return the weighted sum (simple additive weighting): ``s_i = sum_j w_j v_ij``.

    Parameters
    ----------
    scale : {"minmax", "vector", "total", "maximum"} or `fixed` scale

    References
    ----------
    Fishburn, P. C. (1967). Additive utilities with incomplete product sets.
    *Operations Research*, 15(3), 537-542. https://doi.org/10.1287/opre.15.3.537

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.weighted_sum()([[1, 30], [2, 10]], [1, -1], [0.25, 0.75]).tolist()
    [0.0, 1.0]
    """
    chosen = resolve_scale(scale)
    return Method(
        "weighted_sum", chosen, scores.weighted_sum, scores.unchanged,
        "Fishburn (1967), doi:10.1287/opre.15.3.537", options={"scale": chosen}, references=("fishburn1967",),
    )  # fmt: skip


def topsis(
    scale: ScaleLike = "vector",
    ideal: ArrayLike | None = None,
    anti_ideal: ArrayLike | None = None,
) -> Method:
    """Return TOPSIS: closeness ``C_i = d-_i / (d+_i + d-_i)`` to the ideal.

    ``d+`` and ``d-`` are Euclidean distances of the weighted scaled values to
    the ideal and the anti-ideal. Ranked is ``(d-/d+)^2``, which orders alike
    and needs no root. Closeness is 0.5 where both distances are zero.

    Parameters
    ----------
    scale : {"vector", "minmax", "total", "maximum"} or `fixed` scale
    ideal, anti_ideal : float or array_like, shape (n,), optional
        Reference points on the scaled, unweighted axis, where larger is
        better for a cost too; by default the best and worst scaled value of
        each criterion. With a fixed scale and both
        given, scores do not depend on the set of alternatives.

    References
    ----------
    Hwang, C.-L., & Yoon, K. (1981). *Multiple Attribute Decision Making*.
    Springer. https://doi.org/10.1007/978-3-642-48318-9

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.topsis()([[3, 4], [4, 3]], [1, 1], [0.5, 0.5]).tolist()
    [0.5, 0.5]
    """
    chosen = resolve_scale(scale)
    points = {"ideal": reference_point(ideal, "ideal"), "anti_ideal": reference_point(anti_ideal, "anti_ideal")}
    given = {name: point for name, point in points.items() if point is not None}
    _check_references(given)
    key = Bound(scores.distance_ratio, tuple(given.items())) if given else scores.distance_ratio
    source = "Hwang and Yoon (1981), doi:10.1007/978-3-642-48318-9"
    options = {"scale": chosen, **given}
    return Method(
        "topsis", chosen, key, scores.closeness, source, ranks.ratio_bar, options, not given, ("hwangyoon1981",)
    )


def _check_references(given: dict[str, Point]) -> None:
    ideal, anti_ideal = (np.asarray(given.get(name, default)) for name, default in (("ideal", 1), ("anti_ideal", 0)))
    if ideal.ndim and anti_ideal.ndim and ideal.shape != anti_ideal.shape:
        raise MethodError(
            f"ideal has {ideal.size} values and anti_ideal {anti_ideal.size}; give one a criterion in both"
        )
    if len(given) == 2 and (ideal <= anti_ideal).any():
        raise MethodError(f"the ideal must exceed the anti-ideal, got {ideal.tolist()} and {anti_ideal.tolist()}")


def ahp(mode: Literal["distributive", "ideal"] = "distributive") -> Method:
    """Return the synthesis of the analytic hierarchy process.

    A weighted sum of local priorities: on shares of the column total
    (distributive) or of its best (ideal). From performances it reads 4 as
    twice as good as 2, and a cost of 2 as twice as good as one of 4: an
    assumption; judgements are preferred where they exist
    (`problem_from_judgements`).

    Parameters
    ----------
    mode : {"distributive", "ideal"}

    References
    ----------
    Saaty, T. L. (1980). *The Analytic Hierarchy Process*. McGraw-Hill.
    Belton, V., & Gear, T. (1983). On a short-coming of Saaty's method of
    analytic hierarchies. *Omega*, 11(3), 228-230.
    https://doi.org/10.1016/0305-0483(83)90047-6

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.ahp("ideal")([[2, 30], [4, 10]], [1, -1], [0.5, 0.5]).round(3).tolist()
    [0.417, 1.0]
    """
    scales = {"distributive": "total", "ideal": "maximum"}
    if not isinstance(mode, str) or mode not in scales:
        raise MethodError(f"unknown AHP mode {quoted(mode)}{hint(mode, scales)}; use one of {listed(scales)}")
    return Method(
        "ahp", SCALES[scales[mode]], scores.weighted_sum, scores.unchanged,
        "Saaty (1980); Belton and Gear (1983), doi:10.1016/0305-0483(83)90047-6", options={"mode": mode},
        references=("saaty1980", "beltongear1983"),
    )  # fmt: skip


def _by_position(row: int | None, column: int) -> str:
    return f"criterion {column + 1}" if row is None else f"alternative {row + 1} on criterion {column + 1}"


def warn_constant(performance: FloatArray, names: Namer) -> None:
    """Name the criteria that have one value everywhere, in every scenario."""
    if performance.shape[-2] < 2:
        return
    same = (performance[..., :1, :] == performance).all(axis=-2)
    for column in np.flatnonzero(same.reshape(-1, same.shape[-1]).any(axis=0)):
        warn_caller(
            f"{names(None, int(column))} has the same value for every alternative and cannot discriminate",
            ConstantCriterionWarning,
        )


def checked_arrays(
    performance: ArrayLike, senses: ArrayLike, weights: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Check what comes through the array door; arrays of floats pass without a copy."""
    given = {"performance": performance, "senses": senses, "weights": weights}
    floats = {}
    for what, values in given.items():
        try:
            floats[what] = to_floats(values, copy=False)
        except NotReal as entry:
            raise MethodError(
                f"{what} {entry.reason} at position {entry.index}: {literal(entry.value)}; give numbers"
            ) from None
    table, signs, w = floats.values()
    if table.ndim < 2 or 0 in table.shape:
        raise MethodError(f"performance must have shape (..., m, n) with m and n at least 1, got {table.shape}")
    n = table.shape[-1]
    if signs.shape != (n,) or not (np.abs(signs) == 1).all():
        raise MethodError(f"senses must be {n} numbers, +1 for a benefit and -1 for a cost, got {signs.tolist()}")
    if w.ndim < 1 or w.shape[-1] != n or w.size == 0:
        raise MethodError(f"weights must have shape (..., {n}) and not be empty, got {w.shape}")
    sums = w.sum(axis=-1)
    if w.min() < 0 or not (sums.min() > 1e-100 and sums.max() < 1e100):
        raise MethodError(
            "weights must be non-negative with a positive sum of ordinary size", call="see mcda_nato.rescale"
        )
    try:
        np.broadcast_shapes(table.shape[:-2], w.shape[:-1])
    except ValueError:
        raise MethodError(
            f"scenarios do not match: performance has leading axes {table.shape[:-2]}, weights {w.shape[:-1]}"
        ) from None
    return table, signs, w


def _score_in_chunks(method: Method, performance: FloatArray, senses: FloatArray, weights: FloatArray) -> FloatArray:
    """Score scenario by scenario in memory-order chunks; the chunk cannot change a bit."""
    batch = np.broadcast_shapes(performance.shape[:-2], weights.shape[:-1])
    m, n = performance.shape[-2:]
    out = scenarios_last((int(np.prod(batch)), m))
    shared = performance.ndim == 2
    tables = performance[None] if shared else np.broadcast_to(performance, (*batch, m, n)).reshape(-1, m, n)
    rows = np.broadcast_to(weights, (*batch, n)).reshape(-1, n)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        scaled = method.scaled(tables, senses) if shared else None
        for start in range(0, len(out), _CHUNK):
            part = slice(start, start + _CHUNK)
            values = method.scaled(tables[part], senses) if scaled is None else scaled
            columns = np.ascontiguousarray(rows[part].T).T
            out[part] = method.score(method.key(values, columns))
    check_finite(out, method)
    return out.reshape(*batch, m) if len(batch) != 1 else out


def check_finite(scores: FloatArray, method: object) -> None:
    """Raise where numbers of very different size made a score overflow."""
    if not np.isfinite(scores).all():
        raise MethodError(
            f"a score of {method} is not finite: performances, weights and references differ too much in size"
        )
