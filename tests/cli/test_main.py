"""The command line: golden texts, machine-readable formats, one line for bad input."""

import csv
import io
import json
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from commands import run, shared
from comparing import differences, same_text
from places import GOLDEN

import mcda_nato as mn
from mcda_nato.cli.main import main


def default_run(*args):
    """Return the whole default analysis as text; it warns of nothing."""
    result = shared(*args)
    assert result.exit_code == 0
    assert result.stderr == ""
    return result.stdout


def default_document():
    return json.loads(default_run("--format", "json"))


@pytest.fixture
def cars(tmp_path):
    path = tmp_path / "cars.csv"
    path.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n", encoding="utf-8")
    return path


@pytest.fixture
def many_cars(tmp_path):
    """So many that their scores fill the buffer of a pipe, 64 KiB, while ranking them takes no time."""
    path = tmp_path / "many.csv"
    rows = (f"car {i},{20_000 + i},{400 + 37 * i % 101}\n" for i in range(300))
    path.write_text("car,price,range\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["txt", "md", "csv"])
def test_default_run_prints_the_golden_text(suffix):
    """The whole default analysis, to the letter and ten digits; remake with tests/golden/remake.py."""
    form = {"txt": "table", "md": "markdown", "csv": "csv"}[suffix]
    assert same_text(default_run("--format", form), (GOLDEN / f"default.{suffix}").read_text("utf-8"))


def test_default_run_prints_the_golden_document():
    """The same for the document."""
    assert differences(default_document(), json.loads((GOLDEN / "default.json").read_text("utf-8"))) == []


def test_control_a_changed_number_or_word_is_seen():
    text = (GOLDEN / "default.txt").read_text("utf-8")
    assert same_text(text.replace("0.6250", "0.6251"), text)
    assert not same_text(text.replace("0.6250", "0.6252"), text)
    assert not same_text(text.replace("Hybrid", "hybrid"), text)
    assert differences({"a": [1.0, 2.0]}, {"a": [1.0, 2.001]}) == [(("a", 1), 2.0, 2.001)]


def test_default_run_answers_what_a_policymaker_asks():
    """It says how far to trust each winner, repeats no section, and stays readable."""
    text = default_run("--full")
    titles = [above for above, below in pairwise(text.splitlines()) if below and set(below) == {"="}]
    assert len(titles) == len(set(titles))
    assert "Of all weights, the share under which each is first" in titles
    assert {f"What would change the winner under {profile}" for profile in mn.load_profiles()} < set(titles)
    assert any(title.startswith("Ranks possible within the intervals") for title in titles)
    assert max(map(len, text.splitlines())) <= 100
    assert not re.search(r"\b(nan|NaN|None(?! found)|inf)\b", text)
    document = default_run("--format", "markdown")  # where no line is broken
    lines = [line for line in document.splitlines() if line.startswith("- ") and line.endswith(".")]
    assert len(set(lines)) >= len(lines) - 1  # two profiles may agree in the same words


def test_json_holds_every_ranking_unrounded():
    document = default_document()
    profile = next(p for p in document["profiles"] if p["name"] == "lowest_risk")
    topsis = next(r for r in profile["rankings"] if r["method"] == "topsis")
    ranking = mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["lowest_risk"])
    assert topsis["scores"] == ranking.scores.to_dict()
    assert document["claims"][0]["holds"] is True


def test_csv_has_a_row_for_each_profile_method_and_alternative():
    rows = list(csv.DictReader(io.StringIO(default_run("--format", "csv"))))
    assert len(rows) == 5 * 3 * 3
    assert sum(row["tied"] == "True" for row in rows) == 2


def test_rank_takes_senses_by_name_and_weights_in_order(cars):
    result = run(
        "rank",
        cars,
        "--senses",
        "price=min,range=max",
        "--weights",
        ".25,.75",
        "--method",
        "topsis",
        "--format",
        "json",
    )
    problem = mn.read_problem(cars, {"price": "min", "range": "max"})
    document = json.loads(result.stdout)
    scores = document["profiles"][0]["rankings"][0]["scores"]
    assert scores == mn.evaluate(problem, "topsis", [0.25, 0.75]).scores.to_dict()
    assert len(document["profiles"][0]["rankings"]) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.toml", "price = 0.25\nrange = 0.75\n"),
        ("w.json", '{"range": 0.75, "price": 0.25}'),
        ("w.csv", "criterion,weight\nrange,0.75\nprice,0.25\n"),
        ("j.csv", ",range,price\nrange,1,3\nprice,1/3,1\n"),
    ],
)
def test_weights_come_from_a_file_too(cars, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    result = run("rank", cars, "--senses", "min,max", "--weights", path, "--format", "json")
    weights = json.loads(result.stdout)["profiles"][0]["weights"]
    assert weights == pytest.approx({"price": 0.25, "range": 0.75})


def test_a_method_that_is_undefined_is_named_not_dropped(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,gain\na,-1\nb,2\n", encoding="utf-8")
    result = run("rank", path, "--senses", "max")
    assert result.exit_code == 0
    assert "ahp is not defined for this problem" in result.stdout
    asked = run("rank", path, "--senses", "max", "--method", "ahp")
    assert asked.exit_code == 2
    assert "'a' on 'gain' is -1.0" in asked.stderr


def test_fragile_and_tied_winners_are_marked(cars):
    assert "0.6% FRAGILE" in run("rank", cars, "--senses", "min,max").stdout
    assert "2= (0.3750)" in default_run()
    assert "0.6% FRAGILE" in run("rank", cars, "--senses", "min,max", "--full").stdout


def test_warnings_go_to_standard_error(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,gain,same\na,1,5\nb,2,5\n", encoding="utf-8")
    result = run("rank", path, "--senses", "max,max", "--format", "json")
    assert result.stderr.splitlines() == [
        "mcda-nato: warning: 'same' has the same value for every alternative and cannot discriminate"
    ]
    json.loads(result.stdout)


def test_one_alternative_is_ranked_and_said_to_mean_nothing(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,gain\na,1\n", encoding="utf-8")
    result = run("rank", path, "--senses", "max")
    assert "rank 1 says nothing" in result.stdout
    assert (
        json.loads(run("rank", path, "--senses", "max", "--format", "json").stdout)["profiles"][0]["rankings"][0][
            "margin"
        ]
        is None
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nothing.csv"], "nothing.csv does not exist"),
        (["CARS"], "--senses"),
        (["CARS", "--senses", "min,up"], "the sense of 'range' is 'up'"),
        (["CARS", "--senses", "min"], "1 senses for 2 criteria"),
        (["CARS", "--senses", "min,max", "--weights", "1,2"], "sum to 3, not 1"),
        (["CARS", "--senses", "min,max", "--weights", "a,b"], "--weights must be a list"),
        (["CARS", "--senses", "min,max", "--weights", "price=.5,rnge=.5"], "did you mean 'range'"),
        (["CARS", "--senses", "min,max", "--weights", "no.csv"], "no.csv does not exist"),
        (["CARS", "--senses", "min,max", "--method", "topsys"], "did you mean 'topsis'"),
    ],
)
def test_bad_input_is_one_line_on_standard_error(cars, args, message):
    result = run("rank", *(cars if arg == "CARS" else arg for arg in args))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr


def test_a_label_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[1], [2]], ["max"], ["a\x1b]8;;evil", "b\nc"], ["x|y"]), path)
    assert "\x1b" not in run("rank", path).stdout
    assert "x\\|y" in run("rank", path, "--format", "markdown").stdout


def test_a_label_cannot_become_a_formula(tmp_path):
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[1], [2]], ["max"], ["=1+1", "b"], ["x"]), path)
    rows = list(csv.DictReader(io.StringIO(run("rank", path, "--format", "csv").stdout)))
    assert rows[0]["alternative"] == "'=1+1"


def test_the_installed_command_and_a_closed_pipe(many_cars):
    """A reader that stops early, such as head, is no error."""
    command = [sys.executable, "-c", "from mcda_nato.cli.main import main; main()"]
    command += ["rank", many_cars, "--senses", "min,max", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    version = run("--version")
    assert version.exit_code == 0


def test_a_name_given_twice_is_refused(cars):
    result = run("rank", cars, "--senses", "price=min,range=max,price=max")
    assert result.exit_code == 2
    assert "'price' occurs twice" in result.stderr


def test_the_format_may_stand_before_the_command(cars):
    json.loads(run("--format", "json", "rank", cars, "--senses", "min,max").stdout)


def test_signs_fractions_and_rescaling_are_understood(cars):
    args = ("rank", cars, "--senses=-1,+1", "--format", "json", "--weights")
    fractions = json.loads(run(*args, "1/3,2/3").stdout)["profiles"][0]["weights"]
    assert fractions == json.loads(run(*args, "1,2", "--rescale").stdout)["profiles"][0]["weights"]


def test_a_result_that_cannot_be_written_is_one_line(many_cars):
    command = [sys.executable, "-m", "mcda_nato", "rank", many_cars, "--senses", "min,max"]
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["mcda-nato: error: cannot write the result: No space left on device"]


def test_help_lists_the_commands():
    text = run("--help").stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", text, re.MULTILINE)
        assert "--method" in run(command, "--help").stdout


# What commands share.

COMMANDS = ["rank", "sweep", "acceptance", "stability", "flip", "possible", "reversals", "report", "cite"]
SHARED = {"problem_file", "senses", "methods", "weights", "rounded", "rescaled", "profile", "form", "full"}
SHARED |= {"sep", "decimal", "sheet"}
LIMITS = {"lower", "upper", "order", "around", "within"}
OWN = {
    "acceptance": LIMITS,
    "sweep": LIMITS | {"spread", "n", "until", "cells", "sampling", "rng", "workers", "checkpoint", "progress", "file"},
}


ALSO = {"cite": {"part"}, "report": {"output", "overwrite"}, "reversals": {"check"}}


def test_every_command_takes_the_same_options():
    """Those of all commands, each with the same words; what takes a set of weights has limits in place of some."""
    found = {name: {option.name: option for option in command.params} for name, command in main.commands.items()}
    assert [name for name in found if name != "verify"] == COMMANDS  # verify takes a folder, and nothing of a problem
    for name in COMMANDS:
        options = found[name]
        assert set(options) - SHARED == (OWN | ALSO).get(name, set())
        assert {option for option in SHARED - {"problem_file"} if options[option].hidden} == (
            {"weights", "profile"} if name in OWN else set()
        )
        for option in SHARED - {"problem_file"}:
            assert options[option].help == found["rank"][option].help


def test_every_format_has_a_writer():
    from mcda_nato.cli.options import FORMS
    from mcda_nato.report.sections import FORMATS

    assert ["table", *FORMATS] == list(FORMS)  # a table is for the terminal


@pytest.mark.parametrize(
    ("options", "what"),
    [(["--weights", "0.4,0.6"], "--weights"), (["--profile", "balanced"], "--profile"), (["--rescale"], "--rescale")],
)
@pytest.mark.parametrize("command", OWN)
def test_some_take_a_set_of_weights_and_say_so(command, options, what):
    """In one line, and do not list what they never take."""
    done = run(command, *options)
    assert done.exit_code == 2
    assert f"{command} takes a set of weights, not {what}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not re.search(r"--weights LIST|--profile NAME", run(command, "--help").stdout)
    assert "--lower NAME=W" in done.stderr
    assert not done.stdout


def test_rank_takes_the_default_data_set_where_no_file_is_given():
    done = run("rank", "--profile", "lowest_risk", "--method", "topsis", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    expected = mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["lowest_risk"])
    assert {row["alternative"]: int(row["rank"]) for row in rows} == expected.ranks.to_dict()
    assert {row["profile"] for row in rows} == {"lowest_risk"}
