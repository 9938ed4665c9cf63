"""The working part of the report, as text: what is embedded, what is escaped, how large it is."""

import json
import sys
from html.parser import HTMLParser

import numpy as np
import pytest
from pymcdm.methods import TOPSIS

import mcda_nato as mn
from mcda_nato.methods.score_forms import form_of
from mcda_nato.plots.alternative_styles import PALETTE, style
from mcda_nato.report.working_page import working_page

HOSTILE = [
    "</script><script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '" autofocus onfocus="alert(1)',
    "{{ 7 * 7 }}",
]
ACTIVE = ("style", "src", "href")


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of its scripts."""

    def __init__(self, text):
        super().__init__()
        self.found, self.scripts, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: D102 - the name is the parser's
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):  # noqa: D102
        (self.scripts if self.found and self.found[-1][0] == "script" else self.text).append(data)


def elements(page):
    return Elements(page.body)


def data_of(page):
    return json.loads("".join(elements(page).scripts))


def problem_of(m, n, seed=0, **names):
    rng = np.random.default_rng(seed)
    return mn.DecisionProblem(rng.integers(1, 10, (m, n)), rng.choice([1, -1], n), **names)


def test_what_the_script_works_on_is_what_the_package_computes():
    overview = mn.overview()
    data = data_of(working_page(overview))
    for found, name in zip(data["methods"], overview.methods, strict=True):
        ranking = overview.rankings["balanced", name]
        form = form_of(ranking.method, overview.problem.settled.performance, overview.problem.senses)
        if found["form"] == "linear":
            assert found["values"] == form.values.tolist()
        else:
            assert (found["toWorst"], found["toBest"]) == (form.to_worst.tolist(), form.to_best.tolist())
            assert found["wide"] == [True] * 4
    for found, name in zip(data["profiles"], overview.profiles, strict=True):
        assert found["weights"] == overview.rankings[name, "topsis"].weights.tolist()
    assert [own["fill"] for own in data["alternatives"]] == list(PALETTE[:3])
    assert data["methods"][data["headline"]]["key"] == overview.headline


def test_a_criterion_that_is_the_same_for_all_is_not_wide():
    with pytest.warns(mn.ConstantCriterionWarning):
        overview = mn.overview(mn.DecisionProblem([[1, 2, 5], [2, 1, 5]], [1, 1, 1]), "topsis")
    assert data_of(working_page(overview))["methods"][0]["wide"] == [True, True, False]


def test_alternatives_of_one_colour_have_a_pattern():
    page = working_page(mn.overview(problem_of(30, 3), "topsis"))
    patterns = {attributes["id"] for tag, attributes in elements(page).found if tag == "pattern"}
    assert patterns == {"working-page-level"} | {f"working-page-fill-{i}" for i in range(8, 30)}
    assert [own["fill"] for own in data_of(page)["alternatives"][7:9]] == [style(7).colour, "url(#working-page-fill-8)"]


def test_outlines_are_embedded_where_they_are_whole_triangles():
    overview = mn.overview(methods=["weighted_sum", "topsis"])
    whole = mn.winner_regions(overview.problem, "weighted_sum")
    found = data_of(working_page(overview, whole))["regions"]
    assert (found["method"], found["exact"]) == (0, True)
    assert [own["corners"] for own in found["slices"]][2] == [
        [0.75, 0, 0, 0.25], [0, 0.75, 0, 0.25], [0, 0, 0.75, 0.25]
    ]  # fmt: skip
    for number, own in enumerate(found["slices"]):
        for name, outlines in zip(overview.problem.alternatives, own["outlines"], strict=True):
            wanted = whole.outlines(number, name)
            assert [np.reshape(points, (-1, 2)).tolist() for points in outlines] == [
                pytest.approx(outline, abs=1e-5) for outline in wanted
            ]
    part = mn.winner_regions(overview.problem, "weighted_sum", mn.Simplex(lower={"Risk Exposure": 0.1}))
    assert data_of(working_page(overview, part))["regions"]["slices"] == []
    twins = mn.overview(
        mn.DecisionProblem([[1, 2, 3], [3, 1, 1], [3, 1, 1]], [1, 1, 1], criteria=["x", "y", "z"]), "ahp"
    )
    level = mn.winner_regions(twins.problem, "ahp")
    assert data_of(working_page(twins, level))["regions"]["slices"] == []


@pytest.mark.parametrize(("n", "corners"), [(2, None), (3, [0, 1, 2]), (4, [0, 1, 2]), (5, [0, 1, -1])])
def test_the_map_opens_on_the_first_criteria(n, corners):
    page = working_page(mn.overview(problem_of(4, n)))
    assert data_of(page)["corners"] == corners
    assert ("working-page-map" in page.body) == (n > 2)


def test_of_four_criteria_the_map_opens_on_those_that_the_slices_of_the_regions_vary():
    overview = mn.overview(problem_of(4, 4))
    regions = mn.winner_regions(overview.problem, "ahp", fixed={"C2": [0.1, 0.8]})
    assert data_of(working_page(overview, regions))["corners"] == [0, 2, 3]


def test_of_five_criteria_the_map_opens_on_the_first_trade_off_of_the_regions():
    overview = mn.overview(problem_of(4, 6))
    regions = mn.winner_regions(overview.problem, "ahp", criteria=["C4", "C2"])
    assert data_of(working_page(overview, regions))["corners"] == [3, 1, -1]


def test_the_table_of_the_present_weights_stands_without_a_script():
    body = working_page(mn.overview()).body
    for what, text in {"rank-0-0": "2 =", "rank-0-1": "1", "score-1-1": "0.7099", "weight-3": "0.2500"}.items():
        assert f'id="working-page-{what}">{text}<' in body
    assert "need JavaScript" in body.split("<noscript>")[1].split("</noscript>")[0]
    for tag, attributes in elements(working_page(mn.overview())).found:
        assert tag not in ("input", "button") or "hidden" in attributes or "id" in attributes


def test_scores_of_different_rank_look_different():
    overview = mn.overview(mn.DecisionProblem([[1, 0.3], [1.00001, 0.3], [2, 0.1]], [1, 1]), "weighted_sum")
    body = working_page(overview).body
    scores = [body.split(f'id="working-page-score-0-{i}">')[1].split("<")[0] for i in range(2)]
    assert scores[0] != scores[1]
    assert len(scores[0]) == len(scores[1]) > len("0.5000")


def test_names_stay_text():
    """No name opens an element, an attribute or a script, steers the direction of text, or is a template."""
    names = [*HOSTILE[:3], "\u202e reversed"]
    problem = problem_of(4, 4, alternatives=names, criteria=[*HOSTILE[1:], "\u2067x"])
    overview = mn.overview(problem, profiles={HOSTILE[0]: [0.25] * 4, "plain": [0.1, 0.2, 0.3, 0.4]})
    hostile = working_page(overview, mn.winner_regions(problem, "ahp"))
    tame = working_page(mn.overview(problem_of(4, 4), profiles={"a": None, "plain": None}))

    def shape(page):
        return [(tag, sorted(attributes)) for tag, attributes in elements(page).found]

    assert shape(hostile) == shape(tame)
    assert not any(key.startswith("on") or key in ACTIVE for _, keys in shape(hostile) for key in keys)
    data = data_of(hostile)
    assert [own["name"] for own in data["alternatives"]] == [*HOSTILE[:3], "\ufffd reversed"]
    assert not any(mark in hostile.body for mark in ("\u202e", "\u2067", "<img"))
    assert "{{ 7 * 7 }}" in elements(hostile).text


def test_methods_without_a_closed_form_are_named_and_left_out():
    overview = mn.overview(mn.load_models(), ["topsis", mn.from_pymcdm(TOPSIS())])
    page = working_page(overview)
    assert [own["key"] for own in data_of(page)["methods"]] == ["topsis"]
    assert "Not worked out here: pymcdm TOPSIS (row by row)." in page.body
    with pytest.raises(mn.McdaError, match="no method of this overview has scores in closed form"):
        working_page(mn.overview(mn.load_models(), mn.from_pymcdm(TOPSIS())))


def test_regions_must_fit_the_overview():
    overview = mn.overview(methods="topsis")
    with pytest.raises(mn.McdaError, match="of another problem than the overview"):
        working_page(overview, mn.winner_regions(problem_of(3, 4), "ahp"))
    with pytest.raises(mn.McdaError, match=r"by ahp\(mode='distributive'\), which is no method of the overview"):
        working_page(overview, mn.winner_regions(overview.problem, "ahp"))


def test_without_jinja_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(mn.McdaError, match=r"pip install 'mcda_nato\[report\]'"):
        working_page(mn.overview())


def test_pages_are_small():
    def size(page):
        return sum(len(part.encode()) for part in (page.style, page.body, page.script))

    overview = mn.overview()
    assert size(working_page(overview, mn.winner_regions(overview.problem, "topsis"))) < 150_000
    large = working_page(mn.overview(problem_of(30, 12)))
    points = 8_682  # of the outlines by TOPSIS of a random problem of that size, which take half a minute
    assert size(large) + 2 * points * len("0.12345,") < 500_000


def test_the_same_input_gives_the_same_page():
    overview = mn.overview()
    assert working_page(overview) == working_page(mn.overview())
    assert "</script" not in working_page(overview).script
