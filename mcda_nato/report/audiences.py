"""To whom a result is told: three audiences, and which propositions concern each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mcda_nato.report.blocks import Statement
from mcda_nato.report.findings import Findings

_ALLIES, _PUBLIC, _OTHERS = "allies", "public", "others"
#: Whom a proposition concerns; one that is not named here concerns all.
_CONCERNS = {
    "first": (_ALLIES, _PUBLIC),
    "some_profiles": (_ALLIES,),
    "every_profile": (_ALLIES,),
    "methods_agree": (_ALLIES, _PUBLIC),
    "method_immaterial": (_ALLIES,),
    "most_weights": (_ALLIES, _OTHERS),
    "all_weights": (_PUBLIC,),
    "turning_point": (_ALLIES, _OTHERS),
    "list": (_ALLIES,),
    "clear_lead": (_PUBLIC,),
    "small_shift": (_ALLIES, _PUBLIC),
    "most_ratings": (_PUBLIC, _OTHERS),
    "all_ratings": (_ALLIES, _OTHERS),
    "best_on": (_PUBLIC, _OTHERS),
    "best_on_all": (_PUBLIC,),
    "consistent": (_ALLIES,),
    "no_other": (_OTHERS,),
    "chance": (_PUBLIC,),
    "response": (_OTHERS,),
}
#: Whom the document's statements about a criterion concern.
_CRITERIA = {
    "Speed of Integration": (_ALLIES,),
    "Risk Exposure": (_OTHERS,),
    "Domestic Reform Depth": (_PUBLIC,),
    "Resource Allocation": (_PUBLIC,),
}


class Audience(NamedTuple):
    """Who is spoken to; `about` says what they ask."""

    name: str
    title: str
    about: str


_DOCUMENT = (
    Audience(
        _ALLIES, "To allies",
        "Allies must agree and carry the choice together: they ask whether it holds under their priorities too.",
    ),
    Audience(
        _PUBLIC, "To the domestic audience",
        "The domestic audience bears the effort: it asks what is gained, what is given up, and how sure that is.",
    ),
    Audience(
        _OTHERS, "To neighbours and potential adversaries",
        "They ask what the choice rests on, and will name what speaks against it. "
        "No number here measures how they will respond.",
    ),
)  # fmt: skip
_ANY = (
    Audience(
        _ALLIES, "To supporters",
        "Those who carry the choice with you ask whether it holds under their priorities too.",
    ),
    Audience(
        _PUBLIC, "To the public and those who pay",
        "Those who bear the effort ask what is gained, what is given up, and how sure that is.",
    ),
    Audience(
        _OTHERS, "To opponents",
        "Those who prefer another choice ask what this one rests on, and will name what speaks against it. "
        "No number here measures how they will respond.",
    ),
)  # fmt: skip


def audiences(found: Findings) -> tuple[Audience, ...]:
    """Return the three audiences, of the document's own problem in its words."""
    return _ANY if found.overview.claims is None else _DOCUMENT


def told(audience: Audience, found: Findings, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Return those of the statements that concern an audience."""
    claims = found.overview.claims
    criteria = {} if claims is None else dict(zip(claims["id"], claims["criterion"], strict=True))
    for statement in statements:
        everyone = (_ALLIES, _PUBLIC, _OTHERS)
        known = _CRITERIA.get(criteria.get(statement.name, ""), everyone)
        if audience.name in _CONCERNS.get(statement.name, known):
            yield statement
