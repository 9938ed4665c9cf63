"""The part of the report that works: weights move, and scores, ranks and the map of winners follow.

What does not depend on the weights is computed here, by the package, and
embedded at full precision: scaled values for weighted sums, squared distances
for TOPSIS. The script adds and compares as `mcda_nato.methods` does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.arrays import FloatArray
from mcda_nato.conclusions.overview import Overview
from mcda_nato.errors import McdaError
from mcda_nato.labels import shown
from mcda_nato.methods.ranking import Ranking
from mcda_nato.methods.score_forms import Form, Linear, form_of
from mcda_nato.plots.alternative_styles import PALETTE, style

#: What methods are called where people read; others by their own name.
_TITLES = {"weighted_sum": "weighted sum", "topsis": "TOPSIS", "ahp": "AHP"}
_SCRIPTS = ("working_page_scores.js", "working_page_map.js", "working_page.js")  # each uses those before it
_DRAWN = 5  # decimals of an outline, of the side of a triangle: below a hundredth of a pixel
_OTHERS = -1  # at this corner all but two criteria count


@dataclass(frozen=True)
class WorkingPage:
    """Three parts that a page puts together.

    Attributes
    ----------
    style : str
        CSS, of this part alone.
    body : str
        HTML in which every name is escaped; without inline styles, event
        handlers and sources, so that a strict content security policy holds.
        Its data are in one element ``working-page-data``.
    script : str
        JavaScript, to run once the body is there.
    """

    style: str
    body: str
    script: str


def working_page(overview: Overview, regions: WinnerRegions | None = None) -> WorkingPage:
    """Return the page on which the weights of an overview move.

    Scores are those of `evaluate` to 1e-12 and ranks the same, ties included.
    Methods whose scores have no closed form here, such as those of pymcdm, are
    named and left out.

    Parameters
    ----------
    overview : Overview
        Its methods are scored, its profiles are buttons; the first is where
        the page starts.
    regions : WinnerRegions, optional
        Of the same problem and one of the methods. Their outlines are drawn
        where the map shows one of their triangles; elsewhere, and without
        them, it is drawn from a lattice.

    Returns
    -------
    WorkingPage

    Raises
    ------
    McdaError
        Jinja2 is missing, no method of the overview has a closed form, or
        `regions` are of another problem or method.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> from mcda_nato.report.working_page import working_page
    >>> page = working_page(mn.overview())
    >>> page.body.count('type="range"'), "</script" in page.script
    (4, False)
    """
    template = _template()
    data, live = _data(overview, regions)
    body = template.render(
        data=data,
        embedded=json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", r"\u003c"),
        static=[_static(ranking) for ranking in live],
        conventions=[shown(ranking.method) for ranking in live],
        costs=[sense < 0 for sense in overview.problem.senses],
        missing=[shown(name) for name in overview.methods if name not in {found["key"] for found in data["methods"]}],
        colours=PALETTE,
        others=_OTHERS,
    )
    return WorkingPage(_file("working_page.css"), body, "\n".join(map(_file, _SCRIPTS)))


def _file(name: str) -> str:
    return files("mcda_nato.report").joinpath(name).read_text("utf-8")


def _template() -> Any:
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise McdaError(
            "the page needs Jinja2, which is not installed",
            call="run: pip install 'mcda_nato[report]'",
            option="run: pip install 'mcda_nato[report]'",
        ) from error
    setting = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return setting.from_string(_file("working_page.html.jinja"))


def _data(overview: Overview, regions: WinnerRegions | None) -> tuple[dict[str, Any], list[Ranking]]:
    """Return what the script works on, and the present rankings of the methods that it knows."""
    problem, now = overview.problem, overview.profiles[0]
    forms = {name: form for name in overview.methods if (form := _form(overview.rankings[now, name])) is not None}
    if not forms:
        raise McdaError("no method of this overview has scores in closed form, so no page can work them out")
    names = list(forms)
    data = {
        "criteria": [shown(name) for name in problem.criteria],
        "alternatives": [{"name": shown(name), "fill": _fill(i)} for i, name in enumerate(problem.alternatives)],
        "profiles": [_profile(overview, name) for name in overview.profiles],
        "methods": [
            {"key": name, "name": shown(name), "title": _TITLES.get(name, shown(name))} | _numbers(form)
            for name, form in forms.items()
        ],
        "headline": names.index(overview.headline) if overview.headline in names else 0,
        "regions": None if regions is None else _regions(overview, regions, names),
        "corners": _corners(len(problem.criteria), regions),
    }
    return data, [overview.rankings[now, name] for name in names]


def _form(ranking: Ranking) -> Form | None:
    return form_of(ranking.method, ranking.problem.settled.performance, ranking.problem.senses)


def _numbers(form: Form) -> dict[str, Any]:
    """Return what the scores of a method are computed from, beside the weights."""
    if isinstance(form, Linear):
        return {"form": "linear", "values": form.values.tolist()}
    # Where ideal and anti-ideal differ no value is at both.
    wide = ((form.to_best > 0) | (form.to_worst > 0)).all(axis=0)
    return {
        "form": "ratio", "toWorst": form.to_worst.tolist(), "toBest": form.to_best.tolist(), "wide": wide.tolist()
    }  # fmt: skip


def _profile(overview: Overview, name: str) -> dict[str, Any]:
    return {
        "name": shown(name).replace("_", " "),
        "description": shown(overview.descriptions.get(name, "")),
        "weights": overview.rankings[name, overview.methods[0]].weights.to_numpy().tolist(),
    }


def _fill(position: int) -> str:
    """Return the colour of an alternative, or the name of its pattern where hatches tell those of one colour apart."""
    own = style(position)
    return f"url(#working-page-fill-{position})" if own.hatch else own.colour


def _regions(overview: Overview, regions: WinnerRegions, names: list[str]) -> dict[str, Any]:
    """Return the outlines of whole triangles, by alternative.

    Not of the parts that limits leave, and not where alternatives are level
    throughout: each would have the region, and cover the other.
    """
    baseline, now = regions.baseline, overview.profiles[0]
    if baseline.problem != overview.problem:
        raise McdaError("the regions of winners are of another problem than the overview")
    method = next((k for k, name in enumerate(names) if overview.rankings[now, name].method == baseline.method), None)
    if method is None:
        raise McdaError(f"the regions of winners are by {baseline.method}, which is no method of the overview")
    slices = [
        {
            "corners": own.plane.weights(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])).tolist(),
            "outlines": [
                [_rounded(outline) for outline in regions.outlines(number, name)]
                for name in baseline.problem.alternatives
            ],
        }
        for number, own in enumerate(regions.slices)
        if abs(own.area - 0.5) <= 1e-12 and regions.shares[own.name].sum() <= 1.0 + 1e-6
    ]
    return {"method": method, "exact": regions.exact, "slices": slices}


def _rounded(outline: FloatArray) -> list[float]:
    return np.round(outline, _DRAWN).ravel().tolist()


def _corners(n: int, regions: WinnerRegions | None) -> list[int] | None:
    """Return the criteria at the corners when the page opens; of five or more a trade-off of two against the others."""
    if n < 3:
        return None
    if n < 5:
        return [0, 1, 2] if n == 3 or regions is None else _varied(regions)
    if regions is None:
        return [0, 1, _OTHERS]
    first, second = regions.slices[0].plane.weights(np.array([[1.0, 0.0], [0.0, 0.0]]))
    return [int(first.argmax()), int(second.argmax()), _OTHERS]


def _varied(regions: WinnerRegions) -> list[int]:
    """Return the three of four criteria whose weights differ on the triangles; where those differ, the first three."""
    corners = regions.slices[0].plane.weights(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]))
    found = np.flatnonzero(np.ptp(corners, axis=0) > 0.0).tolist()
    return found if len(found) == 3 else [0, 1, 2]


def _static(ranking: Ranking) -> list[dict[str, Any]]:
    """Return scores and ranks under the present weights as they stand where no script runs."""
    scores, ranks = ranking.scores.to_numpy(), ranking.ranks.to_numpy()
    digits = _decimals(scores, ranks)
    return [
        {
            "score": f"{score:.{digits}f}",
            "rank": f"{rank}{' =' if (ranks == rank).sum() > 1 else ''}",
            "first": rank == 1,
        }
        for score, rank in zip(scores, ranks, strict=True)
    ]


def _decimals(scores: FloatArray, ranks: Any) -> int:
    """Return the decimals with which scores of different rank look different: four where that is enough."""
    for digits in range(4, 15):
        texts = {(f"{score:.{digits}f}", rank) for score, rank in zip(scores, ranks, strict=True)}
        if len({text for text, _ in texts}) == len(texts):
            return digits
    return 15
