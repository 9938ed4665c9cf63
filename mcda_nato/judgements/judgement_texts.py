"""Judgements as people write them: numbers, fractions, and the words of Saaty's scale.

The words are those of the fundamental scale (Saaty 1990, table 1; *essential*,
*demonstrated* and *absolute* are older names of its steps, Saaty 1977):
equally, moderately, strongly, very strongly and extremely more important are
1, 3, 5, 7 and 9, *moderately to strongly* is the 4 between its neighbours, and
*less* turns a judgement round.

References
----------
Saaty, T. L. (1990). How to make a decision: the analytic hierarchy process.
*European Journal of Operational Research*, 48(1), 9-26.
https://doi.org/10.1016/0377-2217(90)90057-I
"""

from __future__ import annotations

import datetime as dt
import re

from mcda_nato.labels import hint

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)
_STEPS = {
    "equal": 1, "moderate": 3, "strong": 5, "essential": 5,
    "very strong": 7, "demonstrated": 7, "extreme": 9, "absolute": 9,
}  # fmt: skip
_SAID = re.compile(
    r"(?P<first>.+?)(?: to (?P<second>.+?))?(?: (?P<way>more|less))?"
    r"(?: (?:important|importance|preferred|preferable|preference|likely))?"
)
_WORDS = ("moderately", "strongly", "very strongly", "extremely")
_PHRASES = ["equally important", *(f"{how} {way} important" for way in ("more", "less") for how in _WORDS)]
_PHRASES += [f"{low} to {high} more important" for low, high in zip(("equally", *_WORDS), _WORDS, strict=False)]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\d{{1,2}}[-/. ]{{1,2}}{_MONTH}([-/. ]\d{{2,4}})?|{_MONTH}[-/. ]\d{{1,4}}"
    r"|\d{4}-\d\d-\d\d([T ][\d:.]+)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}",
    re.ASCII | re.IGNORECASE,
)
#: What a judgement may be, as errors say it.
ALLOWED = "give a positive number, a fraction such as 1/3 or words such as 'strongly more important'"


def ratio(text: str) -> object:
    """Return a number or a fraction such as 1/3; what is neither comes back as it is, for the door to name."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) <= 2 and all(map(_NUMBER.fullmatch, parts)):
        above, below = float(parts[0]), float(parts[-1]) if len(parts) == 2 else 1.0
        return above / below if below else text
    return text


def judged(text: str) -> object:
    """Return the judgement that a text says, `None` where it is blank; what says none comes back as it is.

    Examples
    --------
    >>> judged("1/4"), judged("very strongly more important"), judged("Moderately to strongly preferred")
    (0.25, 7.0, 4.0)
    >>> judged("strongly less important"), judged("many")
    (0.2, 'many')
    """
    if not text.strip():
        return None
    number = ratio(text)
    if not isinstance(number, str):
        return number
    times = _spoken(" ".join(text.lower().replace("-", " ").split()))
    return text if times is None else times


def _spoken(text: str) -> float | None:
    """Return how many times words say that one is preferred, `None` where they are not of the scale."""
    said = _SAID.fullmatch(text)
    if said is None:
        return None
    steps = [_STEPS.get(word.removesuffix("ly")) for word in said.group("first", "second") if word]
    first, last = steps[0], steps[-1]
    if first is None or last is None or last - first != 2 * (len(steps) - 1):
        return None  # words of no step, or a step between two that are no neighbours
    if last == 1 and said["way"]:
        return None  # equally more important says nothing
    times = (first + last) / 2.0
    return 1.0 / times if said["way"] == "less" else times


def remedy(entry: object) -> str:
    """Return what is allowed in place of an entry that is no judgement, and what it may have been."""
    if isinstance(entry, dt.date) or (isinstance(entry, str) and _DATE.fullmatch(entry.strip())):
        return ", a date that a spreadsheet makes of a fraction such as 1/3; write it as text, or as a decimal"
    if not isinstance(entry, str):
        return f"; {ALLOWED}"
    if re.search(r"\b(slight|weak)", entry, re.IGNORECASE):
        return "; slight and weak stand for 2 in one of Saaty's tables and for 3 in another: give the number"
    return f"{hint(entry.lower(), _PHRASES)}; {ALLOWED}"
