"""Sets of weights as commands are given them: limits, an order, and weights that they lie about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

import mcda_nato as mn
from mcda_nato.errors import WeightsError

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.preferences.weight_sets import WeightSet

Option = Callable[[Any], Any]

#: Options of a set of weights, the same in every command that takes one.
LIMITS: list[Option] = [
    click.option("--lower", multiple=True, metavar="NAME=W", help="A weight is at least this; may be repeated."),
    click.option("--upper", multiple=True, metavar="NAME=W", help="A weight is at most this; may be repeated."),
    click.option("--order", metavar="LIST", help="Criteria from the most to the least important: Risk,Speed,..."),
    click.option(
        "--around",
        metavar="LIST|FILE",
        help="Weights about which all others lie: numbers in order or by name, or a file, as for rank --weights.",
    ),
    click.option(
        "--within",
        metavar="SHARE",
        help="How far weights may lie from those of --around: 20% of each, or a number from 0 to 1.",
    ),
]

_INSTEAD = (
    "takes a set of weights, not {option}: all weights, or those within the limits --lower NAME=W, --upper NAME=W "
    "and --order LIST, or about given ones by --around LIST with --within 20%"
)
_HOW_FAR = {"acceptance": "--within SHARE", "sweep": "--within SHARE, or --spread S"}
#: Shared options that say one set of weights, and what is taken in their place.
SINGLE = dict.fromkeys(("weights", "profile"), f"{_INSTEAD}; rank, stability and flip take single weights")


@dataclass(frozen=True)
class AskedSet:
    """A set of weights as the options say it."""

    lower: tuple[str, ...]
    upper: tuple[str, ...]
    order: str | None
    around: str | None
    within: str | None
    spread: float | None = None
    said: dict[str, Any] = field(default_factory=dict)  # what was understood, by option

    def resolved(self, asked: Asked, command: str) -> tuple[WeightSet, list[str]]:
        """Return the set or distribution, and its limits in words."""
        if self.spread is None:
            return self.simplex(asked, command)
        middle = self._middle(asked, "--spread")
        if self.within is not None or self.lower or self.upper or self.order:
            raise WeightsError("--spread is a distribution without limits; give it alone, or --within in its place")
        self.said.update({"around": middle, "spread": self.spread})
        return mn.around(middle, self.spread), []

    def simplex(self, asked: Asked, command: str) -> tuple[mn.Simplex, list[str]]:
        """Return the set, and its limits in words."""
        from mcda_nato.cli.inputs import bounds, names

        if asked.rescaled and self.around is None:
            raise WeightsError(f"{command} {_INSTEAD.format(option='--rescale alone')}")
        found = mn.Simplex(bounds(self.lower, "lower"), bounds(self.upper, "upper"), names(self.order))
        self.said.update({"lower": dict(found.lower), "upper": dict(found.upper), "order": list(found.order)})
        limits = _words(found, asked)  # refuses what is none
        if self.within is None and self.around is None:
            return found, limits
        middle = self._middle(asked, "--within")
        if self.within is None:
            raise WeightsError(f"--around says about which weights; say how far from them: {_HOW_FAR[command]}")
        self.said.update({"around": middle, "within": self.within})
        found = _intersection(mn.within(middle, _share(self.within)), found)
        return found, _words(found, asked)

    def _middle(self, asked: Asked, option: str) -> dict[str, float]:
        """Return the weights that others lie about, by criterion."""
        from mcda_nato.preferences.weights import resolve_weights

        if self.around is None:
            raise WeightsError(f"{option} says how far weights lie from given ones; give these by --around LIST|FILE")
        criteria = asked.problem.criteria
        try:
            values = resolve_weights(asked.weights_in(self.around, "around"), criteria)
        except WeightsError as error:
            raise error.within("--around") from None
        return dict(zip(criteria, values.tolist(), strict=True))


def _intersection(near: mn.Simplex, limits: mn.Simplex) -> mn.Simplex:
    lower = {name: max(low, limits.lower.get(name, 0.0)) for name, low in near.lower.items()}
    upper = {name: min(high, limits.upper.get(name, 1.0)) for name, high in near.upper.items()}
    return mn.Simplex(lower, upper, limits.order)


def _share(text: str) -> str | float:
    """Return a percentage as it is, and a number as one."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if 0.0 <= number <= 1.0 else text  # what is none is refused as it was given


def _words(limits: mn.Simplex, asked: Asked) -> list[str]:
    criteria = asked.problem.criteria
    return [words for words, *_ in limits.constraints(criteria)][len(criteria) :]
