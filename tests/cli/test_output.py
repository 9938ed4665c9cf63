"""What the command line prints on standard error: one line a fault, in its own words, and exit status 2."""

import re

import pytest
from commands import run
from places import ROOT

FOLDER = ROOT / "tests" / "files" / "cases"
CARS = FOLDER / "semicolon.csv"
SENSES = "--senses=price=min,range=max"
#: What only Python understands: a keyword with its sign, a call, a name of the package.
PYTHON = re.compile(
    r"(?<![-\w'])(?!price|range|risk|balance|name=value)[a-z_]+=(?!=)|\bmn\.|\bmcda_nato\.\w|\w\([^)]*\)|\bfrom_\w"
)

NEGATIVE = "car;price;range\nalpha;-1;400\nbeta;25000;500\n"
ZEROS = "car;price;range\nalpha;1;0\nbeta;2;0\n"
WORDS = (
    'schema_version = 1\n[[criteria]]\nname = "a"\nsense = "max"\n[[alternatives]]\nname = "x"\ncells = {a = "good"}\n'
)
BAD = {
    "no senses": ([CARS], "--senses"),
    "unknown sense": ([CARS, "--senses=min,maxx"], "did you mean 'max'"),
    "senses with colons": ([CARS, "--senses=price:min,range:max"], "name=value pairs, with commas between"),
    "method in capitals": ([CARS, SENSES, "--method", "TOPSIS"], "did you mean 'topsis'"),
    "unknown criterion": ([CARS, "--senses=price=min,rnge=max"], "did you mean 'range'"),
    "too few senses": ([CARS, "--senses=min"], "1 senses for 2 criteria"),
    "senses half named": ([CARS, "--senses=min,range=max"], "name=value"),
    "unknown method": ([CARS, SENSES, "--method", "topsys"], "did you mean 'topsis'"),
    "unknown profile": (["--profile", "lowest_rsk"], "did you mean 'lowest_risk'"),
    "profile and file": ([CARS, SENSES, "--profile", "balanced"], "default data set alone"),
    "weights of another sum": ([CARS, SENSES, "--weights", "1,2"], "sum to 3, not 1; --rescale"),
    "weights of sum 0": ([CARS, SENSES, "--weights", "0,0"], "at least one must be positive"),
    "negative weight": ([CARS, SENSES, "--weights=-1,2"], "'price' is negative"),
    "too many weights": ([CARS, SENSES, "--weights", "0.5,0.3,0.2"], "3 weights for 2 criteria"),
    "unknown weight": ([CARS, SENSES, "--weights", "price=.5,rnge=.5"], "did you mean 'range'"),
    "weights of words": ([CARS, SENSES, "--weights", "much,little"], "--weights must be a list"),
    "no file of weights": ([CARS, SENSES, "--weights", "no.csv"], "no.csv does not exist"),
    "no file": (["no.csv"], "no.csv does not exist"),
    "a folder": ([FOLDER], "is not a file"),
    "unknown ending": ([ROOT / "LICENSE"], "cannot tell the format"),
    "separator": ([CARS, SENSES, "--sep", "::"], "one character or 'tab'"),
    "sheet": ([FOLDER / "two-sheets.xlsx", SENSES], "--sheet"),
    "printed judgements": ([CARS, SENSES, "--weights", FOLDER / "judgements-rounded.csv"], "--rounded 2"),
    "decimal comma": ([FOLDER / "quoted-decimal-comma.csv", SENSES], "--decimal ,"),
    "weight row": ([FOLDER / "weight-row.csv", SENSES], "--weights price=0.4,range=0.6"),
    "negative cost": (["NEGATIVE", SENSES, "--method", "ahp"], "--method weighted_sum or --method topsis"),
    "column of zeros": (["ZEROS", SENSES, "--method", "ahp"], "--method weighted_sum or --method topsis"),
    "word for a number": (["WORDS"], "keep the word as its term"),
}
OTHER = {
    "limit without a name": (["acceptance", "--lower", "0.5"], "--lower must be name=value"),
    "limit of a stranger": (["acceptance", CARS, SENSES, "--lower", "prize=0.5"], "did you mean 'price'"),
    "limits that exclude each other": (["acceptance", CARS, SENSES, "--lower", "price=.9", "--upper", "price=.1"], ""),
    "shares of a method that is not linear": (["acceptance", CARS, SENSES, "--method", "topsis"], "mcda-nato sweep"),
    "weights where limits are": (["acceptance", "--weights", "1,0"], "--lower NAME=W"),
    "order of a stranger": (["acceptance", CARS, SENSES, "--order", "price,rnage"], "did you mean 'range'"),
}
COMMANDS = ["rank", "stability", "flip", "possible", "reversals"]


def placed(args, folder):
    """Write the tables that are named in capitals and return the arguments with their paths."""
    texts = {"NEGATIVE": ("negative.csv", NEGATIVE), "ZEROS": ("zeros.csv", ZEROS), "WORDS": ("words.toml", WORDS)}
    found = []
    for arg in args:
        name, text = texts.get(arg, (None, None)) if isinstance(arg, str) else (None, None)
        if name:
            (folder / name).write_text(text, encoding="utf-8")
        found.append(folder / name if name else arg)
    return found


def check_refusal(done, words):
    assert done.exit_code == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert len([line for line in done.stderr.splitlines() if "error" in line.lower()]) == 1
    assert PYTHON.findall(re.sub(r"\S*/\S*", "", done.stderr)) == []


@pytest.mark.parametrize(("args", "words"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("command", COMMANDS)
def test_bad_input_is_refused_in_the_words_of_the_command_line(tmp_path, command, args, words):
    """By every command alike, without a word of Python, and with exit status 2."""
    check_refusal(run(command, *placed(args, tmp_path)), words)


@pytest.mark.parametrize(("args", "words"), OTHER.values(), ids=OTHER)
def test_bad_limits_are_refused_in_the_words_of_the_command_line(args, words):
    check_refusal(run(*args), words)


MISTYPED = {
    "command": (["rnak"], "rank"),
    "option": (["rank", CARS, "--sense", "min,max"], "--senses"),
    "other option": (["acceptance", "--uper", "price=1"], "--upper"),
    "format": (["rank", "--format", "jsn"], "json"),
    "decimal": (["rank", CARS, "--decimal", ";"], "'.'"),
    "rounded": (["rank", CARS, "--rounded", "two"], "integer"),
}


@pytest.mark.parametrize(("args", "meant"), MISTYPED.values(), ids=MISTYPED)
def test_a_mistyped_command_or_option_is_met_with_the_one_meant(args, meant):
    done = run(*args)
    assert done.exit_code == 2
    assert meant in done.stderr
    assert PYTHON.findall(re.sub(r"\S*/\S*", "", done.stderr)) == []


def test_warnings_and_notes_are_printed_without_python(tmp_path):
    """A constant criterion, a method that is not defined, and a criterion that is negative."""
    path = tmp_path / "p.csv"
    path.write_text("x,gain,same\na,-1,5\nb,2,5\n", encoding="utf-8")
    done = run("rank", path, "--senses", "max,max")
    assert done.exit_code == 0
    assert "cannot discriminate" in done.stderr
    assert "not defined" in done.stdout
    noted = [line for line in done.stdout.splitlines() if "not defined" in line]
    assert PYTHON.findall("\n".join([done.stderr, *noted])) == []


def test_control_python_on_standard_error_is_seen():
    assert PYTHON.findall("give senses=, or mn.rescale(weights)")
    assert PYTHON.findall("see DecisionProblem.from_frame")
    assert not PYTHON.findall("give --senses price=min,range=max or --decimal ,")
