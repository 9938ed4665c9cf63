"""A report in memory: which files it has, and what they say."""

import json

import pytest

from mcda_nato.report.report_files import report_files
from mcda_nato.report.report_request import ReportRequest


@pytest.fixture(scope="module")
def default():
    return report_files(ReportRequest.of())


def test_a_report_has_every_file(default):
    names = set(default)
    assert {"report.html", "report.md", "results.json", "provenance.json", "references.bib", "problem.toml"} <= names
    figures = {name.split("/")[1].split(".")[0] for name in names if name.startswith("figures/")}
    assert figures >= {"winner_map", "weight_flips", "ranks", "rank_acceptability"}
    for figure in figures:
        assert {f"figures/{figure}.svg", f"figures/{figure}.png", f"tables/{figure}.csv"} <= names


def test_provenance_restores_the_request(default):
    request = ReportRequest.of()
    again = ReportRequest.from_document(json.loads(default["provenance.json"])["request"], request.problem)
    assert again.to_document() == request.to_document()
    assert again.result_id == json.loads(default["provenance.json"])["result_id"]
