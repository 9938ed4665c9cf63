"""What every result can do: frames, texts, HTML, Markdown, LaTeX, and what a citation must state."""

import dataclasses
import hashlib
import json
import re
import warnings
from functools import cache, partial
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.methods import VIKOR
from strategies import law

import mcda_nato as mn
from mcda_nato.results import Result, cell, convention_lines, digest_of, latex_escaped, markdown_escaped, table_of

HOSTILE = ["<script>alert(1)</script>", "a|b *c* _d_", r"50% & $x$ #1 {y} ~^\ z"]


@cache
def models():
    """Return one of each result on the default data set."""
    problem, profile = mn.load_models(), mn.load_profiles()["urgent_security"]
    audit = mn.audit_rank_reversal(problem, "topsis", profile, tests=["removal"])
    possible = mn.possible_ranks(problem, "weighted_sum", profile)
    return {
        "ranking": mn.evaluate(problem, "topsis", profile),
        "table of rankings": mn.evaluate(problem, weights=np.eye(4)),
        "sampled": mn.sweep(problem, n=1000),
        "exact": mn.acceptance(problem),
        "stability": mn.weight_stability(problem, "topsis", profile),
        "critical": mn.critical_criteria(problem, weights=profile),
        "flip": mn.nearest_flip(problem, "weighted_sum", profile),
        "cell flip": mn.nearest_cell_flip(problem, "topsis", profile),
        "judgement flip": mn.nearest_judgement_flip(problem, "weighted_sum", profile),
        "possible": possible,
        "case": possible.worst_case("Hybrid Integration"),
        "audit": audit,
        "witness": audit.witnesses[0],
        "overview": mn.overview(problem),
        "verdict": mn.verdict(problem, "topsis", profile),
        "consistency": profile.consistency(),
        "path": mn.weight_path(problem, "topsis", "Risk Exposure", profile),
        "regions": mn.winner_regions(problem, "topsis", present=profile),
    }


NAMES = list(models())


def kinds(kind=Result):
    return {kind, *(below for direct in kind.__subclasses__() for below in kinds(direct))}


def test_every_public_kind_of_result_is_tried():
    public = {value for name in dir(mn) if isinstance(value := getattr(mn, name), type) and issubclass(value, Result)}
    assert public == {type(result) for result in models().values()} <= kinds()


@pytest.mark.parametrize("name", NAMES)
def test_a_result_has_a_frame_and_five_texts(name):
    result = models()[name]
    assert isinstance(result.to_frame(), pd.DataFrame)
    assert len(result.to_frame()) > 0
    for text in (repr(result), result._repr_html_(), result.to_html(), result.to_markdown(), result.to_latex()):
        assert isinstance(text, str)
        assert "object at 0x" not in text
        assert not re.search(r"\b(nan|None)\b", text)


@pytest.mark.parametrize("name", NAMES)
def test_a_citation_can_be_made_from_any_result(name):
    """Version, call, arguments and conventions, as plain values; the problem by its digest."""
    found = models()[name].provenance
    assert found["package"] == f"mcda_nato {mn.__version__}"
    assert found["numpy"] == np.__version__
    assert found["conventions"] == models()[name].conventions
    assert json.loads(json.dumps(found)).keys() == found.keys()
    if name != "consistency":
        assert re.fullmatch(r"[0-9a-f]{64}", found["problem"])
    for text in (models()[name].to_markdown(), models()[name].to_latex(), models()[name]._repr_html_()):
        assert f"Computed by mcda{'' if '<div>' in text else chr(92)}_nato {mn.__version__}" in text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_in_a_result_is_told_from_its_digest(name):
    """The same problem gives the same digest in every result; another gives another (control)."""
    if name == "consistency":  # of judgements alone
        return
    same = mn.evaluate(mn.load_models()).provenance["problem"]
    assert models()[name].provenance["problem"] == same
    assert mn.evaluate(mn.load_models().drop("Hybrid Integration")).provenance["problem"] != same


def hostile():
    problem = mn.DecisionProblem([[3, 1], [1, 3], [2, 2.5]], [1, 1], HOSTILE, ["<b>", "p_q & 5%"])
    audit = mn.audit_rank_reversal(problem, "topsis", [0.6, 0.4])
    found = [
        mn.evaluate(problem),
        mn.sweep(problem, n=100),
        mn.acceptance(problem),
        mn.weight_stability(problem),
        mn.nearest_flip(problem),
        mn.nearest_cell_flip(problem),
        mn.possible_ranks(problem),
        audit,
        mn.overview(problem),
    ]
    return [*found, *audit.witnesses[:1]]


class Tags(HTMLParser):
    """Tags that are seen, and those that are open."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):  # noqa: D102
        assert self.open.pop() == tag


@pytest.mark.parametrize("number", range(10))
def test_no_name_steers_what_is_written(number):
    """Names are shown as they are: no tag, no cell, no command comes of them."""
    result = hostile()[number]
    tags = Tags()
    tags.feed(result._repr_html_())
    assert not tags.open
    assert tags.seen <= {
        "div",
        "p",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "ul",
        "li",
    }
    rows = [line for line in result.to_markdown().splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    latex = result.to_latex()
    assert not re.search(r"(?<!\\)[%#$_]", latex)
    body = latex.split(r"\midrule")[1].split(r"\bottomrule")[0]
    assert len({len(re.findall(r"(?<!\\)&", row)) for row in body.strip().splitlines()}) == 1
    assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}")


def test_control_an_unescaped_name_is_seen():
    tags = Tags()
    tags.feed(f"<p>{HOSTILE[0]}</p>")
    assert "script" in tags.seen
    assert re.search(r"(?<!\\)[%#$_]", HOSTILE[2])


def test_escapes():
    assert latex_escaped(r"a_b \ {c} 5% ~ ^ <d>") == (
        r"a\_b \textbackslash{} \{c\} 5\% \textasciitilde{} \textasciicircum{} \textless{}d\textgreater{}"
    )
    assert markdown_escaped("a|b*c_d\n") == "a\\|b\\*c\\_d�"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.25, "0.25"), (1 / 3, "0.333333"), (20000.0, "20000"), (float("nan"), "-"), (None, "-"),
        (float("-inf"), "infinite"), (True, "yes"), (np.False_, "no"), ("True", "True"), (3, "3"),
        (("A", "B"), "A, B"), (1_000_000.5, "1000000.5"), (123_456.789, "123456.789"), (1e20, "1e+20"),
    ],
)  # fmt: skip
def test_cells(value, text):
    assert cell(value, 6) == text


def test_numbers_of_a_column_have_as_many_decimals_as_its_longest():
    """Names that look like numbers stay as they are, as do whole numbers and what is undefined."""
    frame = pd.DataFrame(
        {"share": [0.25, 1 / 3, np.nan, np.inf, 1e-9], "count": [1, 2, 3, 4, 5], "name": ["1", "2.50", "x", "y", "z"]}
    )
    rows = table_of(frame, 6)[1]
    assert [row[0] for row in rows] == ["0.250000", "0.333333", "-", "infinite", "1e-09"]
    assert [row[1] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row[2] for row in rows] == ["1", "2.50", "x", "y", "z"]


def test_a_latex_table_takes_a_caption_and_a_label():
    latex = models()["ranking"].to_latex(caption="Mine", label="tab:mine")
    assert r"\caption{Mine}" in latex
    assert r"\label{tab:mine}" in latex
    for command in (r"\toprule", r"\midrule", r"\bottomrule"):
        assert latex.count(command) == 1


def test_digits_are_those_asked_for_and_the_frame_has_all():
    result = models()["ranking"]
    assert f"{result.scores.iloc[0]:.3g}" in result.to_markdown(digits=3)
    assert result.to_frame().loc[result.best[0], "score"] == result.scores[result.best[0]]


def test_a_long_result_is_cut_in_a_notebook_and_says_so():
    many = mn.evaluate(mn.load_models(), weights=np.tile(np.full(4, 0.25), (50, 1)))
    assert many._repr_html_().count("<tr>") == 61
    assert "The first 60 of 150 rows" in many._repr_html_()
    assert many.to_markdown().count("\n|") > 150
    assert many.to_html().count("<tr>") == 151


def test_convention_lines_name_each_method_and_state_the_rest_once():
    found = {name: mn.evaluate(mn.load_models(), name).conventions for name in ("topsis", "ahp")}
    lines = convention_lines(found)
    assert [line.partition(":")[0] for line in lines[:-1]] == ["topsis", "ahp", "Ties", "Lead"]
    assert lines[-1].startswith("Computed by mcda_nato ")


# Frames of single results.


def test_a_ranking_is_framed_by_rank_with_the_weights_it_used():
    problem = mn.load_models()
    frame = mn.evaluate(problem, "topsis", [0.4, 0.3, 0.2, 0.1]).to_frame()
    assert frame["rank"].tolist() == [1, 2, 3]
    assert frame["score"].is_monotonic_decreasing
    for name, weight in zip(problem.criteria, [0.4, 0.3, 0.2, 0.1], strict=True):
        assert frame[f"weight: {name}"].tolist() == [weight] * 3
    assert list(frame.columns[:2]) == ["score", "rank"]


def test_ties_stand_in_the_order_of_the_problem():
    frame = mn.evaluate(mn.load_models(), "weighted_sum").to_frame()
    assert frame.index.tolist() == ["Strategic Partnership", "Incremental Enlargement", "Hybrid Integration"]
    assert frame["rank"].tolist() == [1, 2, 2]


def test_a_table_of_rankings_is_framed_by_scenario_and_rank():
    weights = pd.DataFrame(np.eye(4)[:2], index=["speed", "risk"], columns=mn.load_models().criteria)
    found = mn.evaluate(mn.load_models(), "weighted_sum", weights)
    frame = found.to_frame()
    assert frame.index.get_level_values(0).tolist() == ["speed"] * 3 + ["risk"] * 3
    assert frame.loc["speed", "rank"].tolist() == sorted(found.ranks.loc["speed"])
    assert frame.loc["risk", "weight: Risk Exposure"].tolist() == [1.0] * 3
    for (scenario, name), row in frame.iterrows():
        assert row["score"] == found.scores.loc[scenario, name]
        assert row["rank"] == found.ranks.loc[scenario, name]


def test_a_witness_is_framed_before_and_after():
    witness = models()["witness"]
    frame = witness.to_frame()
    gone = set(witness.before.problem.alternatives) - set(witness.after.problem.alternatives)
    assert set(frame.index[frame["rank_after"].isna()]) == gone
    assert set(frame.index[frame["reversed"]]) == set(witness.pair)
    first, second = witness.pair
    assert frame.loc[first, "rank_before"] < frame.loc[second, "rank_before"]
    assert frame.loc[first, "rank_after"] > frame.loc[second, "rank_after"]


def test_consistency_is_framed_in_one_row():
    found = mn.load_profiles()["urgent_security"].consistency("saaty1980")
    assert len(found.to_frame()) == 1
    row = found.to_frame().iloc[0].to_dict()
    for key, value in row.items():
        assert getattr(found, key) == value
    assert "CR 0.0015 (acceptable), with RI 0.9 of the table saaty1980" in repr(found)
    names = [f"c{i}" for i in range(40)]
    large = mn.Judgements.from_matrix(np.ones((40, 40)), names).consistency()
    assert large.to_frame()["CR"].isna().all()
    assert "no random index for so many" in repr(large)
    assert "one item" in repr(mn.Judgements.from_matrix([[1.0]], ["a"]).consistency())


# Ids: what tells one result from another, and finds it again.


def asked(**changes):
    """Return what makes one of each result, from these arguments or others."""
    given = {
        "problem": mn.load_models(), "weights": mn.load_profiles()["urgent_security"], "topsis": "topsis",
        "linear": "weighted_sum", "n": 500, "rng": 1, "norm": "l1", "criterion": "Risk Exposure",
        "table": "saaty2005", "tests": ["removal"], "limits": mn.Simplex(lower={"Risk Exposure": 0.1}),
        "bounds": (1.0, 5.0), "cells": "uniform", "thresholds": {"share": 0.8}, "limit": 9.0, "until": None,
    } | changes  # fmt: skip
    get = given.__getitem__
    problem, weights, linear, topsis = get("problem"), get("weights"), get("linear"), get("topsis")
    limits, drawn = get("limits"), {"cells": get("cells"), "rng": get("rng")}
    sampled = drawn | ({"n": get("n")} if get("until") is None else {"until": get("until")})
    audit = partial(mn.audit_rank_reversal, problem, topsis, weights, tests=get("tests"), bounds=get("bounds"))
    possible = partial(mn.possible_ranks, problem, linear, weights)
    own = drawn | {"n": get("n"), "views": limits, "thresholds": get("thresholds")}
    return {
        "ranking": lambda: mn.evaluate(problem, topsis, weights),
        "sampled": lambda: mn.sweep(problem, linear, weights=limits, **sampled),
        "exact": lambda: mn.acceptance(problem, linear, weights=limits),
        "stability": lambda: mn.weight_stability(problem, topsis, weights),
        "critical": lambda: mn.critical_criteria(problem, linear, weights),
        "flip": lambda: mn.nearest_flip(problem, linear, weights, get("norm")),
        "cell flip": lambda: mn.nearest_cell_flip(problem, topsis, weights, bounds=get("bounds")),
        "judgement flip": lambda: mn.nearest_judgement_flip(problem, linear, weights, limit=get("limit")),
        "possible": possible,
        "case": lambda: possible().worst_case("Hybrid Integration"),
        "audit": audit,
        "witness": lambda: audit().witnesses[0],
        "overview": lambda: mn.overview(problem, [topsis], {"given": weights}),
        "verdict": lambda: mn.verdict(problem, topsis, weights, **own),
        "path": lambda: mn.weight_path(problem, topsis, get("criterion"), weights),
        "regions": lambda: mn.winner_regions(problem, linear, limits, present=weights),
        "consistency": lambda: weights.consistency(get("table")),
    }


@cache
def ids():
    return {name: make().id for name, make in asked().items()}


#: What is changed, and on which results it bears.
CHANGES = {
    "problem": (mn.load_models().replace(senses=[1, -1, -1, -1]), set(asked()) - {"consistency"}),
    "weights": (mn.load_profiles()["lowest_risk"], set(asked()) - {"sampled", "exact", "witness"}),
    "topsis": (mn.topsis("minmax"), {"ranking", "stability", "cell flip", "audit", "overview", "verdict", "path"}),
    "linear": (
        mn.weighted_sum("vector"),
        {"sampled", "exact", "critical", "flip", "judgement flip", "possible", "case", "regions"},
    ),
    "n": (501, {"sampled", "verdict"}),
    "rng": (2, {"sampled", "verdict"}),
    "norm": ("l2", {"flip"}),
    "criterion": ("Speed of Integration", {"path"}),
    "table": ("saaty1980", {"consistency"}),
    "tests": (["removal", "copy"], {"audit"}),
    "limits": (mn.Simplex(lower={"Risk Exposure": 0.1 + 1e-15}), {"sampled", "exact", "verdict", "regions"}),
    "bounds": ((1.0, 6.0), {"cell flip", "audit"}),
    "cells": ("triangular", {"sampled", "verdict"}),
    "thresholds": ({"share": 0.81}, {"verdict"}),
    "limit": (8.5, {"judgement flip"}),
    "until": (0.1, {"sampled"}),
}


def test_equal_calls_have_equal_ids_and_different_results_others():
    again = asked(limits=mn.Simplex(lower={"Risk Exposure": 0.1}), weights=mn.load_profiles()["urgent_security"])
    assert {name: make().id for name, make in again.items()} == ids()
    assert len(set(ids().values())) == len(ids())


@pytest.mark.parametrize("name", CHANGES)
def test_another_argument_is_another_id(name):
    """Of every result that it bears on."""
    value, borne = CHANGES[name]
    makes = asked(**{name: value})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert [kind for kind in sorted(borne) if makes[kind]().id == ids()[kind]] == []


def test_methods_of_one_name_are_told_apart():
    """Those of pymcdm by their options, one's own by its functions."""
    problem, weights = mn.load_models(), [0.4, 0.3, 0.2, 0.1]
    found = [mn.evaluate(problem, mn.from_pymcdm(VIKOR(v=v)), weights).id for v in (0.5, 0.5, 0.6)]
    assert found[0] == found[1] != found[2]
    own = dataclasses.replace(mn.topsis(), score=np.sqrt)
    assert mn.evaluate(problem, own).id != mn.evaluate(problem).id


def test_an_id_is_free_of_the_version_of_numpy(monkeypatch):
    result = mn.evaluate(mn.load_models())
    before = result.id
    monkeypatch.setattr(np, "__version__", "0")
    assert result.provenance["numpy"] == "0"
    assert result.id == before


def test_the_canonical_form_is_that_of_its_schema():
    """An id of today is found again by every later version that knows schema 1."""
    about = {"b": [1, 2.5, -0.0, None, True], "a": {"x": 1e-300, "\N{GREEK SMALL LETTER ALPHA}": "y"}}
    text = r'{"a":{"x":1e-300,"\u03b1":"y"},"b":[1,2.5,0.0,null,true],"schema":1}'
    assert digest_of(about) == hashlib.sha256(text.encode()).hexdigest()[:16]


@law
@given(values=st.dictionaries(st.text(max_size=5), st.floats(allow_nan=False) | st.integers() | st.text(), max_size=5))
def test_no_order_and_no_sign_of_zero_changes_an_id(values):
    turned = dict(reversed(values.items()))
    assert digest_of(values) == digest_of(turned)
    assert digest_of({"x": -0.0}) == digest_of({"x": 0.0}) != digest_of({"x": 5e-324})
    assert digest_of(values | {"x": 1.0}) != digest_of(values | {"x": 1.0 + 1e-11})


def test_the_last_digits_of_another_processor_change_no_id():
    weights = mn.load_profiles()["urgent_security"].priorities()
    nearby = {name: float(np.nextafter(weight, 1)) for name, weight in weights.items()}
    assert digest_of(nearby) == digest_of(weights.to_dict())
