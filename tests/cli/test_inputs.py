"""Files as people have them, through both doors: each is read right or refused with its own remedy."""

import inspect
import io
import tomllib

import pytest
from commands import run
from places import ROOT

import mcda_nato as mn
from mcda_nato.cli.inputs import Asked

FOLDER = ROOT / "tests" / "files" / "cases"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["case"]
KEYS = ("sep", "decimal", "sheet")


def cases(*kinds):
    """Return the cases of these kinds, each under the name of its file and what it was given."""
    chosen = [case for case in CASES if set(kinds) & set(case)]
    return [pytest.param(c, id=" ".join(str(c[k]) for k in ("file", *KEYS, "senses") if k in c)) for c in chosen]


def options(case):
    return {key: case[key] for key in (*KEYS, "rounded") if key in case}


def problem_of(case):
    """Read through the door in Python."""
    return mn.read_problem(FOLDER / case["file"], senses_of(case), **options(case))


def senses_of(case):
    given = case.get("senses")
    if given is None or "=" not in given:
        return None if given is None else given.split(",")
    return dict(pair.split("=") for pair in given.split(","))


def command(case, *before):
    """Return the arguments of a command that is given the same."""
    senses = [f"--senses={case['senses']}"] if "senses" in case else []
    return [*before, *senses, *(f"--{key}={value}" for key, value in options(case).items())]


def asked(problem_file=None, weights=None, **given):
    return Asked(problem_file, given.pop("senses", None), (), weights, rescaled=False, profile=None, **given)


def check_rows(problem, case):
    rows = [[name, *values] for name, values in zip(problem.alternatives, problem.performance.tolist(), strict=True)]
    assert rows == case["reads"]


@pytest.mark.parametrize("case", cases("reads"))
def test_a_table_is_read_right_through_both_doors(case):
    check_rows(problem_of(case), case)
    senses = {"senses": case["senses"]} if "senses" in case else {}
    check_rows(asked(FOLDER / case["file"], **senses, **options(case)).problem, case)
    done = run("rank", FOLDER / case["file"], *command(case), "--method", "topsis", "--format", "csv")
    assert done.exit_code == 0
    assert not done.stderr


@pytest.mark.parametrize("case", cases("refused"))
def test_a_table_is_refused_with_its_own_remedy_at_each_door(case):
    with pytest.raises(mn.McdaError) as found:
        problem_of(case)
    check_words(case, "refused", str(found.value), run("rank", FOLDER / case["file"], *command(case)))


def check_words(case, kind, in_python, done):
    """Assert that both texts name the fault, and each the remedy of its own door."""
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    for text, own, other in ((in_python, "call", "option"), (done.stderr, "option", "call")):
        assert case["file"] in text
        for word in (*case[kind], case.get(own, "")):
            assert word in text
        assert other not in case or case[other] not in text


def weights_command(case):
    """Return a run that meets the file of weights first: its criteria are those of the problem."""
    table = FOLDER / "semicolon.csv"
    return run("rank", table, "--senses=min,max", "--weights", FOLDER / case["file"], *command(case))


@pytest.mark.parametrize("case", cases("weights"))
def test_weights_are_read_right_through_both_doors(case):
    assert mn.read_weights(FOLDER / case["file"], **options(case)) == case["weights"]
    assert asked(weights=str(FOLDER / case["file"]), **options(case)).chosen_weights == case["weights"]


@pytest.mark.parametrize("case", cases("judgements"))
def test_judgements_are_read_right_through_both_doors(case):
    if "rounded" in case and "rounded" not in inspect.signature(mn.Judgements.from_matrix).parameters:
        pytest.skip("judgements know nothing of rounding")
    found = mn.read_judgements(FOLDER / case["file"], **options(case))
    assert found.priorities().round(4).to_dict() == case["judgements"]
    assert mn.read_weights(FOLDER / case["file"], **options(case)) == found
    assert asked(weights=str(FOLDER / case["file"]), **options(case)).chosen_weights == found


def test_the_priorities_and_the_ratio_of_one_triangle():
    found = mn.read_judgements(FOLDER / "judgements-upper.csv")
    assert pytest.approx(0.0036, abs=5e-5) == found.consistency().CR
    assert pytest.approx(6.84, abs=0.005) == mn.read_judgements(FOLDER / "judgements-circle.csv").consistency().CR


@pytest.mark.parametrize("case", cases("weights_refused", "judgements_refused"))
def test_weights_are_refused_with_their_own_remedy_at_each_door(case):
    kind = "weights_refused" if "weights_refused" in case else "judgements_refused"
    read = mn.read_weights if kind == "weights_refused" else mn.read_judgements
    with pytest.raises(mn.McdaError) as found:
        read(FOLDER / case["file"], **options(case))
    check_words(case, kind, str(found.value), weights_command(case))


def test_the_cases_are_as_many_as_promised_and_every_file_is_one():
    files = {case["file"] for case in CASES}
    assert len(files) >= 60
    assert files | {"cases.toml"} == {path.name for path in FOLDER.iterdir()}


def test_control_the_remedy_of_the_other_door_is_seen():
    case = next(case for case in CASES if "option" in case)
    with pytest.raises(mn.McdaError) as found:
        problem_of(case)
    done = run("rank", FOLDER / case["file"], *command(case))
    with pytest.raises(AssertionError):
        check_words(case | {"call": case["option"], "option": case["call"]}, "refused", str(found.value), done)


# Standard input and streams.

TABLE = "car;price;range\nalpha;20000,5;400\nbeta;25000;500\n"


def as_input(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8"))))


@pytest.mark.parametrize("stream", [io.StringIO, lambda text: io.BytesIO(text.encode("utf-8"))])
def test_a_stream_is_read_as_a_file_is(stream):
    assert mn.read_problem(stream(TABLE), [min, max]).performance.tolist() == [[20000.5, 400], [25000, 500]]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".toml"])
def test_the_format_of_standard_input_is_found(tmp_path, monkeypatch, suffix):
    mn.save_problem(mn.load_models(), tmp_path / f"p{suffix}")
    as_input(monkeypatch, (tmp_path / f"p{suffix}").read_text("utf-8"))
    assert mn.read_problem("-") == mn.load_models()


def test_an_open_spreadsheet_is_read():
    with (FOLDER / "sheet.ods").open("rb") as stream:
        found = mn.read_problem(stream, {"price": min, "range": max})
    assert found == mn.read_problem(FOLDER / "sheet.xlsx", ["min", "max"])


def test_the_command_line_takes_a_table_on_standard_input():
    from click.testing import CliRunner

    from mcda_nato.cli.main import main

    args = ["rank", "-", "--senses", "min,max", "--format", "csv"]
    done = CliRunner().invoke(main, args, input=TABLE.encode())
    assert done.exit_code == 0
    assert "alpha" in done.stdout
    twice = CliRunner().invoke(main, [*args, "--weights", "-"], input=TABLE.encode())
    assert twice.exit_code == 2
    assert "standard input is empty" in twice.stderr


def test_streams_that_cannot_be_read():
    class Odd:
        def read(self, _):
            return 5

    with pytest.raises(mn.FileError, match="text or bytes, got 5"):
        mn.read_problem(Odd())
    with pytest.raises(mn.FileError, match="more than the 10 bytes allowed"):
        mn.read_problem(io.StringIO(TABLE), max_bytes=10)


def test_without_the_library_the_exact_command_installs_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(mn.FileError, match=r'pip install "mcda_nato\[excel\]"'):
        mn.read_problem(FOLDER / "sheet.xlsx", [1, 1])


def test_weights_on_the_command_line_may_be_fractions_and_per_cent():
    assert asked(weights="50%, 33.3%, 1/6, .5").chosen_weights == [0.5, 0.333, 1 / 6, 0.5]
    assert asked(weights="price=50%,range=50%").chosen_weights == {"price": 0.5, "range": 0.5}


@pytest.mark.parametrize("text", ["0.5 kg", "x", "%"])
def test_a_list_of_weights_on_the_command_line_is_of_numbers(text):
    done = run("rank", "--weights", f"{text},1")
    assert done.exit_code == 2
    assert "--weights must be a list" in done.stderr
