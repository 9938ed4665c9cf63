"""Scales as values: what they compute, and where they are defined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from mcda_nato.arrays import FloatArray, NotReal, first_index, to_floats
from mcda_nato.errors import MethodError
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods import scaling

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: Names a column, or a cell where the row is given, in errors and warnings.
Namer: TypeAlias = Callable[[int | None, int], str]


#: One number for all criteria, or one a criterion.
Point: TypeAlias = float | tuple[float, ...]


def shown_point(point: Any) -> Any:
    """Return a point as it is given: one a criterion as a list."""
    return list(point) if isinstance(point, tuple) else point


@dataclass(frozen=True)
class Bound:
    """A kernel with some arguments given: equal, hashed and pickled by value."""

    function: Callable[..., FloatArray]
    arguments: tuple[tuple[str, Point], ...]

    def __call__(self, *arrays: Any) -> FloatArray:
        """Call the kernel on these arrays and the given points."""
        return self.function(*arrays, **{name: np.asarray(point) for name, point in self.arguments})


@dataclass(frozen=True)
class Scale:
    """A scale: what it is called, how it computes, and where it is defined.

    Attributes
    ----------
    name : str
    apply : callable
        ``(performance (..., m, n), senses (n,)) -> scaled (..., m, n)``,
        larger is better.
    ratio : bool
        Whether it needs a natural zero: benefits not negative and not all
        zero, costs positive.
    bounds : tuple of (float or tuple of float), or None
        ``(low, high)`` of fixed bounds, a number or one a criterion.
    gaps : callable or None
        As `apply`, less the worst of each column, formed without cancellation.
    references : tuple of str
        Keys of the publication in the package's `references.bib`; empty for a
        scale of one's own.
    """

    name: str
    apply: Callable[[FloatArray, FloatArray], FloatArray]
    ratio: bool = False
    bounds: tuple[Point, Point] | None = None
    gaps: Callable[[FloatArray, FloatArray], FloatArray] | None = None
    references: tuple[str, ...] = ()

    def __repr__(self) -> str:
        if self.bounds is None:
            return repr(self.name)
        low, high = (shown_point(bound) for bound in self.bounds)
        return f"fixed(low={low}, high={high})"


_HWANG = ("hwangyoon1981",)
SCALES = {
    "minmax": Scale("minmax", scaling.minmax, references=_HWANG),
    "vector": Scale("vector", scaling.vector, gaps=scaling.vector_gaps, references=_HWANG),
    "total": Scale("total", scaling.total, ratio=True, gaps=scaling.total_gaps, references=("saaty1980",)),
    "maximum": Scale("maximum", scaling.maximum, ratio=True, gaps=scaling.maximum_gaps, references=("beltongear1983",)),
}
#: What helps where a scale needs a natural zero and there is none.
_NO_ZERO = {
    "call": 'use weighted_sum("minmax"), weighted_sum(fixed(low, high)) or topsis()',
    "option": "use --method weighted_sum or --method topsis",
}
ScaleLike: TypeAlias = Scale | Literal["minmax", "vector", "total", "maximum"]


def fixed(low: ArrayLike, high: ArrayLike) -> Scale:
    """Return the scale that maps fixed bounds to 0 and 1, whatever the alternatives.

    ``(x - low) / (high - low)``, and ``(high - x) / (high - low)`` for a cost;
    values outside the bounds are not clipped. On it, scores of the weighted
    sum do not depend on which other alternatives are in the set.

    Parameters
    ----------
    low, high : float or array_like, shape (n,)
        Bounds in the units of the performances, ``low < high``.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.evaluate(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5))).scores.round(3).to_list()
    [0.5, 0.688, 0.562]
    """
    lower, upper = reference_point(low, "low"), reference_point(high, "high")
    if lower is None or upper is None:
        raise MethodError("a fixed scale needs both bounds, low and high")
    if np.ndim(lower) and np.ndim(upper) and np.shape(lower) != np.shape(upper):
        raise MethodError(f"low has {np.size(lower)} bounds and high {np.size(upper)}; give one a criterion in both")
    if (np.asarray(lower) >= np.asarray(upper)).any():
        raise MethodError(f"a fixed scale needs low < high, got {shown_point(lower)} and {shown_point(upper)}")
    points = (("low", lower), ("high", upper))
    kernel, gaps = Bound(scaling.fixed, points), Bound(scaling.fixed_gaps, points)
    return Scale("fixed", kernel, False, (lower, upper), gaps, _HWANG)


def resolve_scale(scale: ScaleLike) -> Scale:
    """Return the scale that a name stands for, or the scale itself."""
    if isinstance(scale, Scale):
        return scale
    if isinstance(scale, str) and scale in SCALES:
        return SCALES[scale]
    suggestion = hint(scale, SCALES) if isinstance(scale, str) else ""
    raise MethodError(
        f"unknown scale {literal(scale)}{suggestion}; use one of {listed(SCALES)}", call="or mcda_nato.fixed(low, high)"
    )


def built_in_name(scale: Scale) -> str | None:
    """Return the name of a scale of this package, `None` for a caller's own, whatever that is called."""
    if isinstance(scale.apply, Bound) and scale.apply.function is scaling.fixed:
        return "fixed"
    return scale.name if SCALES.get(scale.name) == scale else None


def reference_point(values: ArrayLike | None, what: str) -> Point | None:
    """Return one number, or one a criterion."""
    if values is None:
        return None
    try:
        point = to_floats(values)
    except NotReal as entry:
        raise MethodError(
            f"{what} {entry.reason} at position {entry.index}: {literal(entry.value)}; give numbers"
        ) from None
    if point.ndim > 1 or point.size == 0:
        raise MethodError(f"{what} must be one number or one a criterion, got shape {point.shape}")
    return tuple(point.tolist()) if point.ndim else point.item()


def check_ratio(performance: FloatArray, senses: FloatArray, scale: str, names: Namer) -> None:
    """Raise where a scale that needs a natural zero has none."""
    wrong = np.where(senses > 0, performance < 0, performance <= 0)
    if wrong.any():
        at = first_index(wrong)
        need = "not negative" if senses[at[-1]] > 0 else "positive, because a cost is inverted"
        raise MethodError(
            f"the scale {quoted(scale)} is undefined: {names(at[-2], at[-1])} is {float(performance[at])!r} "
            f"and must be {need}",
            **_NO_ZERO,
        )
    empty = performance.max(axis=-2) == 0
    if empty.any():
        column = int(np.nonzero(empty)[-1][0])
        raise MethodError(
            f"the scale {quoted(scale)} is undefined: every value of {names(None, column)} is 0; drop the criterion",
            call=f"or {_NO_ZERO['call']}",
            option=f"or {_NO_ZERO['option']}",
        )
