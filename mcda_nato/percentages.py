"""Amounts as people give and read them: a share such as "+10%", or a number."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from mcda_nato.arrays import NotReal, to_floats
from mcda_nato.errors import McdaError
from mcda_nato.labels import literal

_AMOUNT = re.compile(r"(?P<number>[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?)\s*(?P<percent>%?)", re.ASCII | re.IGNORECASE)
_MINUS = "\N{MINUS SIGN}"  # what a spreadsheet or an article prints


def relative_amount(value: object, what: str, error: type[McdaError] = McdaError) -> tuple[float, bool]:
    """Return an amount and whether it is a share of what it is applied to.

    Parameters
    ----------
    value : str or float
        ``"+10%"``, ``"-10%"`` or ``"10%"`` are shares; a number, or text of
        one such as ``"+0.05"``, is an amount in the unit of what it changes.
    what : str
        What the amount is for, as an error names it.
    error : type of McdaError
        The family of the error.

    Returns
    -------
    amount : float
        0.1 for ``"10%"``: the share is the float nearest to the decimal.
    relative : bool

    Raises
    ------
    McdaError
        Where it is neither; it names the value and what is allowed.

    Examples
    --------
    >>> relative_amount("+10%", "the change"), relative_amount("-12.3%", "the change")
    ((0.1, True), (-0.123, True))
    >>> relative_amount(0.05, "the change"), relative_amount("+0.05", "the change")
    ((0.05, False), (0.05, False))
    """
    found = _AMOUNT.fullmatch(value.strip().replace(_MINUS, "-")) if isinstance(value, str) else None
    relative = found is not None and bool(found["percent"])
    number = Decimal(found["number"]).scaleb(-2 if relative else 0) if found else value
    try:
        amount = to_floats(np.array([number], dtype=object))
    except NotReal as entry:
        raise error(f"{what} {entry.reason}: {literal(value)}; {_ALLOWED}") from None
    if amount.shape != (1,):
        raise error(f"{what} is {literal(value)}; {_ALLOWED}")
    return float(amount[0]), relative


_ALLOWED = 'give a share such as "10%", "+10%" or "-10%", or a number'


def percent(share: float, decimals: int = 1, *, others: bool = False) -> str:
    """Return a share in percent; what is not all or nothing never reads so.

    With `others`, something else has a share too, however small, so that a
    float of 1.0 is a rounded one.

    Examples
    --------
    >>> percent(0.7301), percent(0.9996), percent(0.99999), percent(1e-9), percent(1.0)
    ('73.0%', '99.96%', 'over 99.99%', 'under 0.01%', '100.0%')
    """
    if others and share == 1.0:
        return percent(math.nextafter(1.0, 0.0), decimals)
    text = f"{share:.{decimals}%}"
    if share in (0.0, 1.0) or float(text[:-1]) not in (0.0, 100.0):
        return text
    if decimals < _MOST_DECIMALS:
        return percent(share, decimals + 1)
    least = 10.0**-decimals
    return f"under {least:.{decimals}f}%" if share < 0.5 else f"over {100 - least:.{decimals}f}%"


_MOST_DECIMALS = 2  # of a percentage that is close to all or nothing


def percents(shares: Sequence[float]) -> list[str]:
    """Return shares of one whole in percent: 100.0% only where every other is 0.

    Examples
    --------
    >>> percents([1.0, 1e-18]), percents([1.0, 0.0])
    (['over 99.99%', 'under 0.01%'], ['100.0%', '0.0%'])
    """
    several = sum(share > 0 for share in shares) > 1
    return [percent(share, others=several) for share in shares]


def under_share(share: float, decimals: int = 1, *, others: bool = False) -> str:
    """Return "under" and a share, as `percent` gives it, without the word twice.

    Examples
    --------
    >>> under_share(0.73), under_share(1e-9), under_share(1.0, others=True)
    ('under 73.0%', 'under less than 0.01%', 'under more than 99.99%')
    """
    text = percent(share, decimals, others=others)
    return f"under {text.replace('under', 'less than').replace('over', 'more than')}"
