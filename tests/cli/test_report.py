"""The command that writes a report, and the end of the default run."""

import json
import sys
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner
from reports import cars_files

from mcda_nato.cli.main import main
from mcda_nato.report import report_folder

_PAGE = "Report: mcda-nato-report/report.html"


@pytest.fixture(autouse=True)
def _quick(monkeypatch, tmp_path):
    """Another folder to stand in, and the files of one report, whatever is asked."""
    monkeypatch.chdir(tmp_path)
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
    assert run().stdout.splitlines()[-1] == _PAGE


def test_the_default_run_leaves_what_it_did_not_write():
    Path("mcda-nato-report").mkdir()
    Path("mcda-nato-report/mine.txt").write_text("mine", encoding="utf-8")
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("Strategic Partnership is first")
    said = "'mcda-nato-report' is not a report that this package wrote; it is left as it is"
    assert done.stdout.splitlines()[-1] == f"No report: {said}"
    assert [p.name for p in Path("mcda-nato-report").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["matplotlib", "jinja2"])
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
