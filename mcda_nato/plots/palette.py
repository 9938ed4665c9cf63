"""One colour an alternative, by its position in the problem, through all pictures."""

#: Colours that colour-blind readers can tell apart (Okabe and Ito 2008).
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
_HATCHES = ("", "//", "..", "\\\\")


def colour(position: int) -> str:
    """Return the colour of the alternative at a position; they repeat from the ninth on."""
    return PALETTE[position % len(PALETTE)]


def hatch(position: int) -> str:
    """Return the hatching that tells alternatives of one colour apart: none for the first eight."""
    return _HATCHES[position // len(PALETTE) % len(_HATCHES)]
