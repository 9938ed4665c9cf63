"""A verdict stands first in every report, in two lines."""

import json

import pytest
from commands import good

import mcda_nato as mn
from mcda_nato.report.verdict import answer_section, verdict_document, verdict_section

COMMANDS = [[], ["rank"], ["stability"], ["flip"], ["possible"], ["reversals"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0] if c else "default")
@pytest.mark.parametrize("more", [[], ["--full"]], ids=["first", "full"])
def test_every_command_answers_in_its_first_lines(command, more):
    lines = good(*command, *more).splitlines()
    assert lines[0].startswith("Strategic Partnership is first by topsis under ")
    assert any(line.startswith("Conditional on the weights") for line in lines[:3])


@pytest.mark.parametrize(
    "command", [*COMMANDS, ["acceptance"], ["sweep", "--n", "4096"]], ids=lambda c: c[0] if c else "default"
)
def test_what_is_read_first_fits_a_page(command):
    lines = good(*command).splitlines()
    assert len(lines) <= 120
    assert max(map(len, lines)) <= 100
    assert max(map(len, good(*command, "--full").splitlines())) <= 100


def test_every_question_is_told_with_its_finding():
    found = mn.verdict(mn.load_models())
    section = verdict_section(found)
    assert [row[0] for row in section.rows] == list(found.reasons.index)
    assert list(section.lines) == [found.headline, found.judgement]
    assert answer_section(None) == []
    assert answer_section(lambda: found)[0].lines == section.lines


def test_as_a_document_it_holds_every_number():
    found = mn.verdict(mn.load_models())
    document = json.loads(json.dumps(verdict_document(found)))
    assert document["kind"] == found.kind
    assert [row["value"] for row in document["reasons"]] == found.reasons["value"].tolist()


def test_each_question_is_answered_below_the_verdict():
    assert "topsis: two alternatives change places under 2 of 12 tests." in good("reversals").split("\n\n")[0]
    assert "topsis: first for some ratings: Incremental Enlargement, Strategic" in good("possible").split("\n\n")[0]


def test_ratings_without_intervals_have_no_other_ranks(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,gain,more\na,1,2\nb,2,1\nc,2,2\n", encoding="utf-8")
    assert "No rating has an interval" in good("possible", path, "--senses", "max,max").split("\n\n")[0]
