"""The command that sweeps: what it prints is what Python gives, and nothing that was computed is lost."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import cache

import pytest
from click.testing import CliRunner

import mcda_nato as mn
from mcda_nato.acceptability import block_results, blocks
from mcda_nato.cli.main import main

MODELS = mn.load_models()
N = 4096
MIDDLE = dict(zip(MODELS.criteria, [0.4, 0.3, 0.2, 0.1], strict=True))
AROUND = ("--around", "0.4,0.3,0.2,0.1")
LINE = re.compile(r"(\w+): (.+), first in ([\d.]+)% \+- ([\d.]+)% of ([\d,]+) scenarios\.")


def run(*args):
    return CliRunner().invoke(main, ["sweep", *map(str, args)])


@cache
def good(*args):
    result = run(*args)
    assert result.exception is None, result.output
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def document(*args):
    return json.loads(good(*args, "--format", "json"), parse_constant=pytest.fail)


def text(value):
    """Return keys as JSON has them."""
    return {name: {str(key): item for key, item in row.items()} for name, row in value.items()}


def assert_is(found, ours):
    assert found["n"] == ours.n
    assert found["rank_acceptability"] == text(ours.rank_acceptability.T.to_dict())
    assert found["standard_error"] == text(ours.standard_error.T.to_dict())
    assert found["pairwise_winning"] == ours.pairwise_winning.T.to_dict()
    assert found["best"] == list(ours.best)


# The same as Python.


def test_every_method_is_swept_as_python_does():
    found = document("--n", N)
    assert list(found["sweep"]) == ["weighted_sum", "topsis", "ahp"]
    for method, part in found["sweep"].items():
        assert_is(part, mn.sweep(MODELS, method, n=N))


SAME = {
    "nothing": ((), {}),
    "a seed": (("--seed", 7), {"rng": 7}),
    "rng": (("--rng", 7), {"rng": 7}),
    "cells": (("--cells", "triangular"), {"cells": "triangular"}),
    "Sobol'": (("--sampling", "sobol"), {"sampling": "sobol"}),
    "limits": (
        (
            *("--lower", "Risk Exposure=0.3", "--upper", "Speed of Integration=1/2"),
            *("--order", ",".join(MODELS.criteria[1:3])),
        ),
        {"weights": mn.Simplex({"Risk Exposure": 0.3}, {"Speed of Integration": 0.5}, MODELS.criteria[1:3])},
    ),
    "within a share": ((*AROUND, "--within", "50%"), {"weights": mn.within(MIDDLE, "50%")}),
    "within a number": ((*AROUND, "--within", "0.15"), {"weights": mn.within(MIDDLE, 0.15)}),
    "spread": ((*AROUND, "--spread", "0.1"), {"weights": mn.around(MIDDLE, 0.1)}),
    "rescaled": (("--around", "4,3,2,1", "--rescale", "--spread", "0.1"), {"weights": mn.around(MIDDLE, 0.1)}),
    "progress": (("--no-progress",), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_each_option_means_what_it_means_in_python(name):
    options, keywords = SAME[name]
    found = document("--method", "topsis", "--n", N, *options)
    assert_is(found["sweep"]["topsis"], mn.sweep(MODELS, "topsis", n=N, **keywords))


def test_control_another_seed_gives_other_shares():
    assert document("--method", "topsis", "--n", N) != document("--method", "topsis", "--n", N, "--seed", 1)


def test_a_hundred_thousand_scenarios_where_nothing_is_said():
    assert document("--method", "topsis")["sweep"]["topsis"]["n"] == 100_000


@pytest.mark.parametrize("until", ["separated", "0.05"])
def test_until_is_certified(until):
    found = document("--method", "topsis", "--until", until)["sweep"]["topsis"]
    ours = mn.sweep(MODELS, until=until if until == "separated" else float(until))
    assert_is(found, ours)
    assert found["separated"] is True
    first = " ".join(good("--method", "topsis", "--until", until).split("\n\n")[0].split())
    what = "separated from all others" if until == "separated" else "every share known to 0.05"
    assert first.endswith(f"; {what} with 95% confidence.")


def test_a_file_and_its_senses(tmp_path):
    (tmp_path / "p.csv").write_text("x,gain,more\na,1,2\nb,2,1\nc,2,2\n", encoding="utf-8")
    problem = mn.read_problem(tmp_path / "p.csv", ["max", "min"])
    found = document(tmp_path / "p.csv", "--senses", "max,min", "--n", N, "--method", "weighted_sum")
    assert_is(found["sweep"]["weighted_sum"], mn.sweep(problem, "weighted_sum", n=N))


def test_the_document_says_what_it_was_computed_from():
    about = document("--method", "topsis", "--n", N, *AROUND, "--spread", "0.1")["provenance"]
    assert about["package"] == f"mcda_nato {mn.__version__}"
    assert about["problem"] == mn.evaluate(MODELS).provenance["problem"]
    assert about["arguments"] == {
        "method": ["topsis"], "around": MIDDLE, "spread": 0.1, "cells": "modal", "sampling": "random", "rng": 0,
        "n": N, "until": None,
    }  # fmt: skip


@pytest.mark.parametrize("options", [(), ("--cells", "uniform"), ("--sampling", "sobol")])
def test_workers_change_nothing(options):
    args = ("--n", 3 * N, "--method", "topsis", *options, "--format", "json")
    assert good("--workers", 2, *args) == good("--workers", 1, *args) == good(*args)


# What is read.


def test_the_first_lines_are_the_answer():
    """Who is first, in what share of the scenarios, and how sure that is; then the table."""
    lines = good("--n", N).splitlines()
    for line, method in zip(lines[:3], ["weighted_sum", "topsis", "ahp"], strict=True):
        ours = mn.sweep(MODELS, method, n=N)
        name, best, share, error, n = LINE.fullmatch(line).groups()
        assert (name, best, n) == (method, ours.best[0], f"{N:,}")
        assert float(share) / 100 == pytest.approx(ours.first_rank.max(), abs=1e-4)
        assert float(error) / 100 == pytest.approx(ours.standard_error.loc[best, 1], rel=0.06)
    assert lines[4] == "The share of the scenarios in which each is first"
    for line, name in zip(lines[8:11], MODELS.alternatives, strict=True):
        assert re.fullmatch(rf"{name}( +0\.\d+ \+- 0\.\d+){{3}}", line.rstrip())


def test_a_share_of_one_claims_no_error():
    """A standard error of 0 from finitely many scenarios is none."""
    found = good("--n", N, "--method", "topsis", *AROUND, "--within", "1%")
    assert found.splitlines()[0] == f"topsis: Strategic Partnership, first in every one of {N:,} scenarios."
    assert not re.search(r"0\.0+ *$|\+- 0\.0+\b", "\n".join(found.splitlines()[4:8]).replace("0.000\n", "\n"))


def test_equals_are_first_each(tmp_path):
    mn.save_problem(mn.DecisionProblem([[1, 2], [1, 2]], ["max", "max"], ["a", "b"]), tmp_path / "p.json")
    result = run(tmp_path / "p.json", "--n", N, "--method", "weighted_sum")
    assert result.stdout.splitlines()[0] == f"weighted_sum: a = b, each first in every one of {N:,} scenarios."


@pytest.mark.parametrize(
    "options", [(), ("--cells", "uniform"), (*AROUND, "--within", "20%"), (*AROUND, "--spread", ".1")]
)
def test_every_form_can_be_read(options):
    table = good("--n", N, *options)
    assert max(map(len, table.splitlines())) <= 145
    assert not re.search(r"\b(nan|NaN|None|inf)\b|-0\.0+\b", table)
    titles = [line for line in good("--n", N, *options, "--format", "markdown").splitlines() if line.startswith("## ")]
    assert len(titles) == len(set(titles))
    assert titles[-1] == "## What to know before citing this"
    rows = list(csv.DictReader(io.StringIO(good("--n", N, *options, "--format", "csv"))))
    assert len(rows) == 3 * 3 * 3
    assert list(rows[0]) == ["method", "alternative", "rank", "share", "standard_error"]


def test_what_was_drawn_is_said():
    found = good("--n", N, "--method", "topsis", "--seed", 7, "--cells", "uniform", *AROUND, "--spread", "0.1")
    assert f"{N:,} scenarios; rng 7, sampling random, cells uniform." in found
    assert "with a standard deviation of at most 0.1." in found
    assert "Only weights with 'Risk Exposure' >= 0.3." in good("--n", N, "--lower", "Risk Exposure=0.3")


def test_ratings_that_have_nothing_to_vary_over_are_said_not_to_vary(tmp_path):
    (tmp_path / "p.csv").write_text("x,gain,more\na,1,2\nb,2,1\n", encoding="utf-8")
    args = ("--senses", "max,min", "--n", N, "--method", "topsis")
    assert "No rating has an interval, so that --cells uniform changes nothing." in good(
        tmp_path / "p.csv", *args, "--cells", "uniform"
    )
    assert "interval" not in good(tmp_path / "p.csv", *args) + good("--n", N, "--cells", "uniform")


# Raw scenarios.


@pytest.mark.parametrize("options", [(), ("--sampling", "sobol"), ("--workers", "2"), ("--cells", "uniform")])
def test_the_scenarios_that_were_swept_are_written(options, tmp_path):
    keywords = dict(zip((option[2:] for option in options[::2]), options[1::2], strict=True))
    keywords.pop("workers", None)
    result = run("--method", "topsis", "--n", 1000, "--write", tmp_path / "s.csv", *options)
    assert result.exit_code == 0, result.output
    mn.write_scenarios(tmp_path / "ours.csv", MODELS, n=1000, **keywords)
    assert (tmp_path / "s.csv").read_bytes() == (tmp_path / "ours.csv").read_bytes()


def test_with_until_the_scenarios_that_were_needed_are_written(tmp_path):
    result = run("--method", "topsis", "--until", "separated", "--write", tmp_path / "s.parquet", "--format", "json")
    n = json.loads(result.stdout)["sweep"]["topsis"]["n"]
    from pyarrow import parquet

    assert parquet.read_metadata(tmp_path / "s.parquet").num_rows == n


def test_what_cannot_be_written_at_last_loses_no_result(tmp_path):
    result = run("--method", "topsis", "--n", N, "--write", tmp_path / "nowhere" / "s.csv")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr
    assert result.stdout == good("--method", "topsis", "--n", N)


def test_an_interruption_while_scenarios_are_written_loses_no_result(tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    expected = good("--method", "topsis", "--n", N)
    monkeypatch.setattr(mn, "write_scenarios", interrupt)
    result = run("--method", "topsis", "--n", N, "--write", tmp_path / "s.csv")
    assert result.exit_code == 130
    assert f"interrupted; {tmp_path / 's.csv'} was not written" in result.stderr
    assert result.stdout == expected


# Interruptions and checkpoints.


@pytest.fixture
def interruption(monkeypatch):
    """Make blocks small, and give a function that lets the keyboard interrupt one of them."""
    monkeypatch.setattr(blocks, "BLOCK", 512)
    monkeypatch.setattr(blocks, "_CHUNK", 512)
    original = block_results.run_block

    def at(number, method="topsis"):
        def stop(plan, block):
            if block == number and method in str(plan.method):
                raise KeyboardInterrupt
            return original(plan, block)

        monkeypatch.setattr(block_results, "run_block", stop)

    return at


def test_an_interruption_prints_what_was_done(interruption):
    interruption(3)
    result = run("--method", "topsis", "--n", N, "--format", "json")
    assert result.exit_code == 130
    assert_is(json.loads(result.stdout)["sweep"]["topsis"], mn.sweep(MODELS, n=3 * 512))
    assert "topsis: interrupted after 1,536 of 4,096 scenarios" in result.stderr
    assert "with --checkpoint FILE the same command would go on from here" in result.stderr
    assert f"1,536 scenarios of {N:,} asked for" in run("--method", "topsis", "--n", N).stdout


def test_methods_that_were_done_are_printed_beside_the_one_that_was_interrupted(interruption):
    interruption(2)
    found = json.loads(run("--n", N, "--format", "json").stdout)["sweep"]
    assert {name: part["n"] for name, part in found.items()} == {"weighted_sum": N, "topsis": 1024}


def test_an_interruption_before_anything_was_done_prints_no_table(interruption):
    interruption(0)
    result = run("--method", "topsis", "--n", N)
    assert (result.exit_code, result.stdout) == (130, "")
    assert "interrupted after 0 of 4,096 scenarios" in result.stderr


def test_the_same_command_goes_on_from_its_checkpoint(interruption, tmp_path):
    args = ("--method", "topsis", "--n", N, "--checkpoint", tmp_path / "c")
    interruption(3)
    stopped = run(*args)
    assert stopped.exit_code == 130
    assert f"the same command goes on from {tmp_path / 'c'}" in stopped.stderr
    interruption(-1)
    assert run(*args).stdout == run("--method", "topsis", "--n", N).stdout
    interruption(0)  # it is done: no block is run again
    assert run(*args).exit_code == 0
    refused = run(*args, "--seed", 1)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "belongs to another sweep: its rng is 0, here it is 1" in refused.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_it_in_order(workers, tmp_path):
    """A real signal to the whole group, as a terminal sends it."""
    command = [sys.executable, "-m", "mcda_nato", "sweep", "--method", "topsis", "--n", str(10**12), "--workers"]
    command += [str(workers), "--checkpoint", str(tmp_path / "c"), "--format", "json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        while not (tmp_path / "c").exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        time.sleep(1.0)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    done = json.loads(out)["sweep"]["topsis"]["n"]
    assert json.loads((tmp_path / "c").read_text().split("\n")[1])["counts"]["n"] == done > 0


# Progress.


def test_a_bar_is_shown_where_it_is_asked_for():
    assert "scenarios/s" in run("--method", "topsis", "--n", N, "--progress").stderr
    assert run("--method", "topsis", "--n", N).stderr == ""


# Bad input.


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--n", "0"], "n must be from 1"),
        (["--n", "5", "--until", "0.1"], "give --n or --until, not both"),
        (["--until", "2"], "'separated' or a half-width between 0 and 1, got 2.0"),
        (["--until", "soon"], "'separated' or a half-width between 0 and 1, got 'soon'"),
        (["--until", "0.1", "--sampling", "sobol"], "independent scenarios"),
        (["--method", "topsys"], "did you mean 'topsis'"),
        (["--checkpoint", "c"], "--checkpoint is for one method, not for 'weighted_sum', 'topsis', 'ahp'"),
        (["--write", "s.csv"], "--write is for one method"),
        (["--write", "s.xls", "--method", "topsis"], "use one of '.csv', '.parquet'"),
        (["--checkpoint", "no/c", "--method", "topsis"], "cannot write no/c: No such file or directory"),
        (["--spread", "0.1"], "--spread says how far weights lie from given ones; give these by --around"),
        (["--within", "20%"], "--within says how far weights lie from given ones; give these by --around"),
        ([*AROUND], "say how far from them: --within SHARE, or --spread S"),
        ([*AROUND, "--spread", "0.1", "--within", "20%"], "--within in its place"),
        ([*AROUND, "--spread", "0.1", "--lower", "Risk Exposure=0.1"], "--spread is a distribution without limits"),
        ([*AROUND, "--spread", "0.9"], "spread must be a number from 0 to 0.5"),
        ([*AROUND, "--within", "120"], "such as '20%', or a number from 0 to 1, got '120'"),
        ([*AROUND, "--within", "20"], "got '20' (did you mean '20%'?)"),
        (["--around", "1,1", "--within", "20%"], "--around: 2 weights for 4 criteria"),
        (["--lower", "Risk=0.3"], "unknown 'Risk'"),
        (["nothing.csv"], "nothing.csv does not exist"),
    ],
)
def test_bad_input_is_one_line_with_a_remedy_of_the_command_line(args, message):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr
    assert not re.search(r"\w=,|\w\(\)", result.stderr)


@pytest.mark.parametrize("args", [["--n", "many"], ["--cells", "modl"], ["--workers", "0"], ["--seed", "-1"]])
def test_an_option_of_the_wrong_kind_ends_with_status_2(args):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert args[0] in result.stderr
