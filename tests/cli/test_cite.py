"""The command that says how a result is cited."""

import json

from commands import good, run
from pybtex.database import parse_string

import mcda_nato as mn


def test_it_prints_the_sentence_and_what_it_rests_on():
    """Of the verdict of the default run; the rest of the text is BibTeX."""
    found = mn.overview().verdict
    assert good("cite") == f"{found.sentence}\n\n{mn.cite(found)}"
    assert good("cite", "--sentence") == f"{found.sentence}\n"
    assert good("cite", "--bibtex") == mn.cite(found)
    assert "mcda_nato" in parse_string(good("cite", "--bibtex"), "bibtex").entries


def test_it_takes_what_other_commands_take(tmp_path):
    file = tmp_path / "cars.csv"
    file.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n", encoding="utf-8")
    options = [file, "--senses", "price=min,range=max", "--weights", "0.4,0.6", "--method", "weighted_sum"]
    problem = mn.read_problem(file, {"price": "min", "range": "max"})
    found = mn.overview(problem, ["weighted_sum"], {"given": [0.4, 0.6]}).verdict
    assert run("cite", *options, "--sentence").stdout == f"{found.sentence}\n"
    document = json.loads(run("cite", *options, "--format", "json").stdout)
    assert (document["id"], document["bibtex"]) == (found.id, mn.cite(found))
    assert [row["key"] for row in document["sources"]][:2] == ["mcda_nato", "fishburn1967"]
    assert "natodocument2026" not in document["bibtex"]
