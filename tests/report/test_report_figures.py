"""The figures of a report: what is said of them."""

import made_reports
import pytest

import mcda_nato as mn
from mcda_nato.labels import shown
from mcda_nato.report.report_figures import _unmarked, tornado_figure
from mcda_nato.report.report_request import ReportRequest


@pytest.fixture(scope="module")
def hostile():
    weights = {"first_of_all": [0.4, 0.3, 0.2, 0.1], "second": [0.1, 0.2, 0.3, 0.4]}
    return made_reports.findings(ReportRequest.of(made_reports.hostile(), profiles=weights))


def test_captions_name_methods_and_profiles_as_readers_do(hostile):
    caption = tornado_figure(hostile).caption
    assert caption.endswith("by TOPSIS under first of all")


def test_descriptions_have_no_character_that_steers(hostile):
    assert "\u202e" in "".join(hostile.problem.criteria)
    figure = tornado_figure(hostile)
    for text in (figure.alt, figure.caption, figure.reading):
        assert text == shown(text)


def test_a_map_without_the_nearest_flip_says_why():
    """Several are first at present; the table is too large; no other is ever first."""
    table = [[3, 1, 2], [1, 3, 2], [2, 2, 1]]
    for rows, why in (
        (table, "The nearest flip is not marked: several are first at present."),
        ([[3, 3, 3], [1, 2, 1], [2, 1, 2]], "No flip is marked: no weights were found at which another is first."),
        ([[9, 9, 9], *table * 7], "The nearest flip is not marked: it is not asked of a table of this size."),
    ):
        found = made_reports.findings(ReportRequest.of(mn.DecisionProblem(rows, [1] * 3)))
        assert _unmarked(found, found.regions, {}) == [why]
