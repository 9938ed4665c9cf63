"""What may be said of a result, and what must not be claimed."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made_reports import cars_request, default_files, default_request, findings

import mcda_nato as mn
from mcda_nato.report.audiences import audiences, told
from mcda_nato.report.blocks import pointer
from mcda_nato.report.report_figures import shares_figure, winners_figure
from mcda_nato.report.report_request import ReportRequest
from mcda_nato.report.statements import propositions
from mcda_nato.report.weight_statements import most_weights

_SAID = Path(__file__).with_name("default_statements.txt")


def said(request):
    return list(propositions(findings(request)))


def text(request):
    found = findings(request)
    lines = []
    for audience in audiences(found):
        lines.append(f"# {audience.title}")
        heard = told(audience, found, said(request))
        lines.extend(f"{'may' if s.holds else 'not'}: {s.claim} ({s.evidence})" for s in heard)
    return "\n".join(lines) + "\n"


def at(document, place):
    for name in place.split("/")[1:]:
        document = document[name.replace("~1", "/").replace("~0", "~")]
    return document


def test_what_is_said_of_the_document_is_what_somebody_read():
    assert text(default_request()) == _SAID.read_text("utf-8")


@pytest.mark.parametrize("request_of", [default_request, cars_request])
def test_no_proposition_is_both_said_and_denied(request_of):
    names = [statement.name for statement in said(request_of())]
    assert len(names) == len(set(names))


def test_every_sentence_names_a_number_that_is_there():
    results = json.loads(default_files()["results.json"])
    for statement in said(default_request()):
        assert at(results, statement.key) is not None, statement
        assert statement.call
        assert statement.confidence


def test_what_the_intervals_may_undo_is_not_settled():
    """It holds at the codes, so it is not false; another can be ahead within the intervals, so it may not be said."""
    found = {statement.name: statement for statement in said(default_request())}
    fastest = found["hybrid_fastest"]
    assert not fastest.holds
    assert fastest.claim == "Hybrid integration is the fastest."
    assert fastest.evidence.startswith(
        "not settled: within the intervals Speed of Integration of Strategic Partnership can"
    )
    slowest = found["incremental_slowest"]
    assert slowest.holds
    assert slowest.claim == "By the document's own table: Incremental enlargement is the slowest."
    assert slowest.evidence.endswith("that of Strategic Partnership can be level, and is never lower")
    page = default_files()["report.html"].decode()
    assert "Not settled: within" in page
    assert "Not, because Speed" not in page


def test_every_audience_hears_both():
    found = findings(default_request())
    for audience in audiences(found):
        holds = {statement.holds for statement in told(audience, found, said(default_request()))}
        assert holds == {True, False}


def test_a_sentence_carries_the_number_of_its_place():
    results = json.loads(default_files()["results.json"])
    statement = next(s for s in said(default_request()) if s.name == "most_weights")
    share = float(re.search(r"under ([\d.]+)%", statement.evidence)[1])
    assert share == pytest.approx(100 * at(results, statement.key), abs=0.05)


def test_the_best_on_everything_may_be_said_to_be_so():
    """A dominating alternative: nothing speaks against it but what no computation can say."""
    problem = mn.DecisionProblem([[3, 3, 3], [1, 2, 1], [2, 1, 2]], ["max"] * 3)
    found = {statement.name: statement.holds for statement in said(ReportRequest.of(problem, methods="weighted_sum"))}
    assert found["all_weights"]
    assert found["no_other"]
    assert found["best_on_all"]
    assert not found["chance"]


@pytest.mark.parametrize("seed", range(4))
def test_laws_of_what_is_said(seed):
    """All weights implies most; all ratings implies most; best everywhere implies no better rival."""
    rng = np.random.default_rng(seed)
    problem = mn.DecisionProblem(rng.integers(1, 6, (3, 3)).astype(float), ["max"] * 3)
    found = {s.name: s.holds for s in said(ReportRequest.of(problem, methods=["weighted_sum"]))}
    if found.get("all_weights"):
        assert found["most_weights"]
    if found.get("no_other"):
        assert found["all_weights"]
    if "share_first" in found:
        assert not found["one_ahead"]


def of(rows, weights=None, profiles=None, criteria=None, method="weighted_sum"):
    """Return what is said of a small problem, by name."""
    problem = mn.DecisionProblem(rows, ["max"] * len(rows[0]), ["A", "B", "C"][: len(rows)], criteria)
    given = {} if weights is None else {"weights": weights}
    given |= {} if profiles is None else {"profiles": profiles}
    return {s.name: s for s in said(ReportRequest.of(problem, methods=method, **given))}


def test_the_turning_point_has_both_ends():
    """At 0.1 of x B is first: what is said of at most 0.600 alone would be wrong."""
    found = of([[1, 0.0], [0, 1], [0.6, 0.6]], [0.55, 0.45], criteria=["x", "y"])["turning_point"].claim
    assert "x weighs between 0.400 and 0.600, C stays first" in found
    assert "below that is B and above it A." in found


@pytest.mark.parametrize("seed", range(4))
def test_the_winner_is_first_at_the_ends_that_a_sentence_names(seed):
    rows = np.random.default_rng(seed).integers(1, 30, (3, 2)).astype(float)
    rows[:, 1] = 30 - rows[:, 0] + rows[:, 1] / 8  # nobody dominates
    claim = of(rows.tolist(), [0.37, 0.63], criteria=["x", "y"], method="topsis")["turning_point"].claim
    name, winner = re.search(r"and (\w) weighs", claim)[1], re.search(r"(\w) stays first", claim)[1]
    problem = mn.DecisionProblem(rows, ["max"] * 2, ["A", "B", "C"], ["x", "y"])
    for end in map(float, re.findall(r"0\.\d+", claim)):
        weights = [end, 1 - end] if name == "x" else [1 - end, end]
        assert mn.evaluate(problem, "topsis", weights).best == (winner,)


def test_a_share_that_rounds_to_one_is_not_all():
    """B is first in a corner of 1e-18 of the weights, which the float of A's share does not show."""
    found = of([[1 - 1e-9, 1, 1], [1, 0, 0], [0, 0, 0.0]], [0.3, 0.3, 0.4])
    assert not found["all_weights"].holds
    assert found["all_weights"].evidence == "B is first under less than 0.01% of all weights"
    assert found["most_weights"].holds
    assert "under more than 99.99% of all weights" in found["most_weights"].evidence


@pytest.mark.parametrize(
    ("share", "errors", "holds", "unknown"),
    [(0.503, 2.0, False, True), (0.505, 2.0, True, False), (0.505, 5.0, False, True), (0.49, 2.0, False, False)],
)
def test_most_weights_are_more_than_half_by_more_than_the_sampling_error(share, errors, holds, unknown):
    """With a standard error of 0.14%, chance alone takes one in 40 of shares of a half two errors above it."""
    first = pd.Series({"A": share, "B": 1 - share})
    shares = SimpleNamespace(exact=False, first_rank=first, standard_error={1: first * 0 + 0.0014})
    found = SimpleNamespace(
        asked={"all weights": SimpleNamespace(value=share, call="")},
        verdict=SimpleNamespace(shares=shares, thresholds={"errors": errors}), winners=("A",), method="topsis",
    )  # fmt: skip
    (statement,) = most_weights(found)
    assert statement.holds == holds
    assert ("not determined" in statement.evidence) == unknown
    assert statement.confidence == "sampled: standard error 0.14%"


def test_half_of_the_weights_are_not_most():
    assert not of([[1, 0], [0, 1]], [0.6, 0.4])["most_weights"].holds


def test_a_shared_first_place_is_none_that_is_lost():
    rows = [[1, 1, 1], [1, 0, 0], [0, 0, 0]]
    found = of(rows, profiles={"b": [0.3, 0.3, 0.4], "x": [1, 0, 0]})
    claim = "A is first, or shares the first place, under every profile that was looked at."
    assert (found["every_profile"].holds, found["every_profile"].claim) == (True, claim)
    assert found["every_profile"].evidence == "under x A and B share the first place"
    assert found["some_profiles"].claim == "A is first alone by weighted_sum under 1 of the 2 profiles."
    rows[1] = [2, 0, 0]
    lost = of(rows, profiles={"b": [0.3, 0.3, 0.4], "x": [1, 0, 0]})["every_profile"]
    assert (lost.holds, lost.evidence) == (False, "under x B is first")


def test_a_pointer_keeps_its_marks():
    assert pointer("a/b", "c~d") == "/a~1b/c~0d"
    assert at({"a/b": {"c~d": 1}}, pointer("a/b", "c~d")) == 1


@pytest.mark.parametrize("figure", [winners_figure, shares_figure])
def test_the_words_of_a_picture_never_say_all_or_nothing_of_what_is_neither(figure):
    problem = mn.DecisionProblem([[0.985, 1, 1], [1, 0, 0], [0, 0, 0]], ["max"] * 3, ["A", "B", "C"])
    found = findings(ReportRequest.of(problem, methods="weighted_sum"))
    assert re.search(r"A is first (in|under) 99\.98%.* B is first (in|under) 0\.02%", figure(found).alt)
