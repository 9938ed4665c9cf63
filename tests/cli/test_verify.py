"""The command verify: the exit status, and the table of what does not hold."""

import json

import pytest
from click.testing import CliRunner

import mcda_nato as mn
from mcda_nato.cli.main import main

pytest.importorskip("matplotlib")
pytest.importorskip("jinja2")


def test_it_says_what_does_not_hold_and_exits_with_1(tmp_path):
    problem = mn.DecisionProblem([[3, 1], [1, 2]], ["max", "max"], ["a", "b"], ["price", "range"])
    place = mn.write_report(problem, tmp_path / "report").parent
    done = CliRunner().invoke(main, ["verify", str(place)])
    assert done.exit_code == 0, done.output
    assert "All of it holds" in done.output
    results = place / "results.json"
    results.write_text(results.read_text("utf-8").replace('"a"', '"A"', 1), encoding="utf-8")
    done = CliRunner().invoke(main, ["verify", str(place), "--format", "json"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert not found["passed"]
    assert found["differences"][0]["verdict"] == "changed"
    assert "does not hold" in done.stderr


def test_no_folder_is_bad_input(tmp_path):
    done = CliRunner().invoke(main, ["verify", str(tmp_path / "none")])
    assert done.exit_code == 2
    assert "is no folder" in done.output
