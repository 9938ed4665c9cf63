"""One colour, marker and line style an alternative, the same in every picture.

The colours are those of Okabe and Ito (2008), which readers with any common
kind of colour blindness tell apart; from the ninth alternative on hatches
and line styles tell those of one colour apart, and markers always do, so that
pictures also read in grey.
"""

from typing import Any, NamedTuple

#: Blue, orange, bluish green, reddish purple, vermilion, sky blue, grey and yellow.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#5A5A5A", "#F0E442")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "<", "h", ">")
_LINES = ("-", "--", ":", "-.")
_HATCHES = ("", "///", "...", "xxx")


class Style(NamedTuple):
    """How an alternative is drawn."""

    colour: str
    marker: str
    line: Any
    hatch: str


def style(position: int) -> Style:
    """Return how the alternative at a position of the problem is drawn, from 0."""
    turn = position // len(PALETTE) % len(_LINES)
    return Style(PALETTE[position % len(PALETTE)], _MARKERS[position % len(_MARKERS)], _LINES[turn], _HATCHES[turn])


def faded(colour: str, share: float) -> tuple[float, float, float]:
    """Return a colour mixed with white: 0 is the colour, 1 is white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (red + (1 - red) * share, green + (1 - green) * share, blue + (1 - blue) * share)


def readable_on(background: tuple[float, float, float]) -> str:
    """Return black or white, whichever reads better on a colour."""
    red, green, blue = background
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"
