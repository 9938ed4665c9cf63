"""What may be said of a result, and what must not be claimed."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from made_reports import cars_request, default_files, default_request, findings

import mcda_nato as mn
from mcda_nato.report.audiences import audiences, told
from mcda_nato.report.blocks import pointer
from mcda_nato.report.report_request import ReportRequest
from mcda_nato.report.statements import propositions

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


def test_a_pointer_keeps_its_marks():
    assert pointer("a/b", "c~d") == "/a~1b/c~0d"
    assert at({"a/b": {"c~d": 1}}, pointer("a/b", "c~d")) == 1
