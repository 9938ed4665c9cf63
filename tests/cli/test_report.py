"""The command that writes a report, and the end of the default run."""

import json
import sys
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner
from made_reports import cars_files
from shared_results import once

from mcda_nato.cli.main import main
from mcda_nato.conclusions.overview import overview
from mcda_nato.datasets.document import load_models
from mcda_nato.problem.digest import digest
from mcda_nato.report import report_folder, report_request

_OVERVIEW = once(overview)  # of all runs of this module
_PAGE = "Report: mcda-nato-report/report.html"


@pytest.fixture(autouse=True)
def _quick(monkeypatch, tmp_path):
    """Another folder to stand in, and the files of one report, whatever is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report_request, "overview", _OVERVIEW)
    with mock.patch.object(report_folder, "report_files", return_value=cars_files()):
        yield


@pytest.fixture
def cars(tmp_path):
    path = tmp_path / "cars.csv"
    path.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n", encoding="utf-8")
    return str(path)


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def report(cars, *more):
    return run("report", cars, "--senses", "price=min,range=max", "--output", "out", *more)


def test_a_report_says_the_verdict_and_its_page(cars):
    done = report(cars, "--weights", "0.4,0.6")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "beta is first by topsis under the weights given" in " ".join(done.stdout.split())
    assert done.stdout.splitlines()[-1] == "out/report.html"
    assert Path("out/report.html").exists()


def test_a_report_for_a_program(cars):
    done = report(cars, "--format", "json")
    assert json.loads(done.stdout)["report"] == "out/report.html"


def test_a_folder_that_is_there_ends_it(cars):
    report(cars)
    done = report(cars)
    assert done.exit_code == 2
    assert done.stderr.startswith("mcda-nato: error: 'out' is there already; --overwrite replaces a report")
    assert report(cars, "--overwrite").exit_code == 0


def test_the_default_run_ends_with_its_page():
    done = run()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == _PAGE
    tampered(problem=digest(load_models()))  # the files of the tests are of another problem
    assert run().stdout.splitlines()[-1] == _PAGE


def tampered(**more):
    """Write the report of the default run, then change something in what it says of itself."""
    run()
    said = json.loads(Path("mcda-nato-report/provenance.json").read_text("utf-8"))
    Path("mcda-nato-report/provenance.json").write_text(json.dumps(said | more), encoding="utf-8")


def test_the_default_run_replaces_its_own_report_of_the_same_problem_alone():
    tampered(problem="0" * 64)
    done = run()
    said = "'mcda-nato-report' is a report on another problem; it is left as it is"
    assert done.stdout.splitlines()[-1] == f"No report: {said}; --output FOLDER names another"
    assert json.loads(Path("mcda-nato-report/provenance.json").read_text("utf-8"))["problem"] == "0" * 64


def test_the_default_run_keeps_what_somebody_edited():
    tampered(problem=digest(load_models()))
    Path("mcda-nato-report/report.md").write_text("edited", encoding="utf-8")
    done = run()
    assert done.stdout.splitlines()[-1].startswith("No report: 'report.md' in 'mcda-nato-report' is not as this")
    assert Path("mcda-nato-report/report.md").read_text("utf-8") == "edited"


def test_an_empty_output_is_an_error(cars):
    for args in ([], ["report", cars, "--senses", "price=min,range=max"]):
        done = run(*args, "--output", "")
        assert done.exit_code == 2
        assert done.stderr.endswith("the folder of a report needs a name, got none\n")
    assert not Path("mcda-nato-report").exists()


def test_the_default_run_leaves_what_it_did_not_write():
    Path("mcda-nato-report").mkdir()
    Path("mcda-nato-report/mine.txt").write_text("mine", encoding="utf-8")
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("Strategic Partnership is first")
    said = "'mcda-nato-report' is not a report that this package wrote; it is left as it is"
    assert done.stdout.splitlines()[-1] == f"No report: {said}; --output FOLDER names another"
    assert [p.name for p in Path("mcda-nato-report").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["matplotlib", "jinja2", "pybtex"])
def test_the_default_run_without_the_extra(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("Strategic Partnership is first")
    assert "pip install 'mcda_nato[report]'" in done.stdout.splitlines()[-1]
    assert not Path("mcda-nato-report").exists()


@pytest.mark.parametrize("form", ["csv", "json", "markdown"])
def test_a_format_for_machines_writes_no_report_unless_asked(form):
    assert run("--format", form).exit_code == 0
    assert not Path("mcda-nato-report").exists()


def test_a_format_for_machines_with_an_output():
    done = run("--format", "csv", "--output", "there")
    assert done.stdout.startswith("profile,method,")
    assert done.stderr == "there/report.html\n"


def test_an_output_that_cannot_be_written_is_an_error():
    done = run("--output", "missing/there")
    assert done.exit_code == 2
    assert "'missing' does not exist" in done.stderr


def test_an_output_before_a_command_is_refused():
    done = run("--output", "there", "rank")
    assert done.exit_code == 2
    assert "put it after report" in done.stderr
