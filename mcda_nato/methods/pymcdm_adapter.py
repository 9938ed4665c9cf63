"""Methods of pymcdm as methods of this package."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.errors import MethodError
from mcda_nato.labels import literal
from mcda_nato.methods.method import checked_arrays
from mcda_nato.methods.ranks import absolute_bar
from mcda_nato.methods.scales import Namer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class PymcdmMethod:
    """A method of pymcdm, called row by row over leading axes.

    Its preference is negated where pymcdm ranks in ascending order, so that
    larger is better here too. Weights are given to pymcdm with sum 1.
    """

    wrapped: Any
    source: str = "pymcdm; see its documentation for the publication"
    references: ClassVar[tuple[str, ...]] = ("kizielewicz2023",)

    @property
    def name(self) -> str:
        """Name of the wrapped class, labelled as computed row by row."""
        return f"pymcdm {type(self.wrapped).__name__} (row by row)"

    @cached_property
    def _sign(self) -> float:
        # LoPM of pymcdm 1.4 spells the attribute without its underscore
        descending = getattr(self.wrapped, "_reverse_ranking", True) and getattr(self.wrapped, "reverse_ranking", True)
        return 1.0 if descending else -1.0

    @property
    def words(self) -> str:
        """The method as a sentence names it."""
        return self.name

    def __str__(self) -> str:
        return self.name

    def check(self, performance: FloatArray, senses: FloatArray, names: Namer) -> None:
        """Leave validation to pymcdm, whose errors `keys` passes on."""

    def keys(self, performance: FloatArray, senses: FloatArray, weights: FloatArray) -> FloatArray:
        """Return the preferences, ``(..., m)``, larger is better."""
        batch = np.broadcast_shapes(performance.shape[:-2], weights.shape[:-1])
        tables = np.broadcast_to(performance, (*batch, *performance.shape[-2:]))
        rows = np.broadcast_to(weights, (*batch, weights.shape[-1]))
        keys = np.empty((*batch, performance.shape[-2]))
        for index in np.ndindex(batch):
            keys[index] = self._call(tables[index], rows[index] / rows[index].sum(), senses)
        return keys

    def _call(self, table: FloatArray, weights: FloatArray, senses: FloatArray) -> FloatArray:
        table = np.ascontiguousarray(table)  # its sums depend on the memory layout
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                preference = np.asarray(self.wrapped(table, weights, senses.astype(int)), dtype=np.float64)
        except Exception as error:
            raise MethodError(f"{self.name} refused the problem: {error}") from error
        if preference.shape != table.shape[:1] or not np.isfinite(preference).all():
            raise MethodError(f"{self.name} is undefined for this problem: it gave {preference.tolist()}")
        return self._sign * preference + 0.0

    def score(self, key: FloatArray) -> FloatArray:
        """Show what is ranked."""
        return key

    def bar(self, key: FloatArray, weights: FloatArray) -> FloatArray:
        """Apply the tie rule of scores; the weights have been given with sum 1."""
        return absolute_bar(key, weights / weights.sum(axis=-1, keepdims=True))

    def __call__(self, performance: ArrayLike, senses: ArrayLike, weights: ArrayLike) -> FloatArray:
        """Score bare arrays, as `Method` does, one row at a time."""
        return self.keys(*checked_arrays(performance, senses, weights))


def from_pymcdm(obj: Any) -> PymcdmMethod:
    """Return a pymcdm method as a method of this package.

    Parameters
    ----------
    obj : pymcdm.methods.mcda_method.MCDA_method
        An instance, such as ``pymcdm.methods.VIKOR()``.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> from pymcdm.methods import VIKOR
    >>> mn.evaluate(mn.load_models(), mn.from_pymcdm(VIKOR()), [0.4, 0.3, 0.2, 0.1]).best
    ('Strategic Partnership',)
    """
    if isinstance(obj, type) or not callable(obj):
        raise MethodError(
            f"the adapter needs an instance of a pymcdm method, got {literal(obj)}",
            call="call the class first: from_pymcdm(VIKOR())",
        )
    return PymcdmMethod(obj)
