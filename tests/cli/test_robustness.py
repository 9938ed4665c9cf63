"""The commands on the exact analyses: what they print is what Python gives, on any problem, safely."""

import csv
import importlib.util
import io
import json
import math
import re
from functools import cache

import pytest
from commands import good, run
from comparing import same_text
from places import GOLDEN

import mcda_nato as mn

COMMANDS = ("acceptance", "stability", "flip", "possible")
FORMATS = ("table", "csv", "json", "markdown")
METHODS = {"acceptance": ("weighted_sum", "ahp")}
KEYS = {"acceptance": "acceptance", "stability": "stability", "flip": "flips", "possible": "possible_ranks"}


@cache
def document(command, *args):
    return json.loads(good(command, *args, "--format", "json"), parse_constant=pytest.fail)


def rows(command, *args):
    return list(csv.DictReader(io.StringIO(good(command, *args, "--format", "csv"))))


def plain(value):
    """Return what JSON can hold: null for what is undefined or infinite."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def records(frame):
    return plain((frame.reset_index() if frame.index.name else frame).to_dict("records"))


# Golden texts.


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_prints_the_golden_text(command):
    """On the default data set; remake with tests/golden/remake.py."""
    assert same_text(good(command), (GOLDEN / f"{command}.txt").read_text("utf-8"))


def test_every_golden_text_is_remade_and_read():
    spec = importlib.util.spec_from_file_location("remake", GOLDEN.parent / "remake.py")
    remake = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(remake)
    assert set(remake.RUNS) == {path.name for path in GOLDEN.iterdir()}


@pytest.mark.parametrize("command", COMMANDS)
def test_tables_are_readable(command):
    """No line is wide, no section comes twice, and nothing is undefined without a word."""
    text = good(command, *(() if command == "acceptance" else ("--profile", "urgent_security")))
    assert max(map(len, text.splitlines())) <= 145
    assert not re.search(r"\b(nan|NaN|None|inf)\b", text)
    titles = [line for line in good(command, "--format", "markdown").splitlines() if line.startswith("## ")]
    assert len(titles) == len(set(titles))
    assert titles[-1] == "## What to know before citing this"


# Documents and tables hold what Python gives.


def test_acceptance_document_is_what_python_gives():
    """Every index unrounded, for each method that is linear in the weights."""
    found = document("acceptance")["acceptance"]
    assert list(found) == ["weighted_sum", "ahp"]
    for method, part in found.items():
        ours = mn.acceptance(mn.load_models(), method)
        assert part["rank_acceptability"] == plain(ours.rank_acceptability.T.to_dict())
        assert part["pairwise_winning"] == plain(ours.pairwise_winning.T.to_dict())
        assert part["central_weights"] == plain(ours.central_weights.T.to_dict())
        assert part["expected_rank"] == ours.expected_rank.to_dict()
        assert part["orderings"] == ours.orderings.to_dict()
        assert part["exact"] is True


def test_acceptance_document_says_what_it_was_computed_from():
    given = ("--lower", "Risk Exposure=0.3", "--order", "Risk Exposure,Resource Allocation")
    about = document("acceptance", *given)["provenance"]
    assert about["package"] == f"mcda_nato {mn.__version__}"
    assert about["problem"] == mn.evaluate(mn.load_models()).provenance["problem"]
    assert about["arguments"] == {
        "method": ["weighted_sum", "ahp"],
        "lower": {"Risk Exposure": 0.3}, "upper": {}, "order": ["Risk Exposure", "Resource Allocation"],
    }  # fmt: skip


def test_acceptance_leaves_out_what_is_not_linear_among_others_that_are():
    """And fails only where nothing is left."""
    found = document("acceptance", "--method", "topsis", "--method", "weighted_sum")
    assert list(found["acceptance"]) == ["weighted_sum"]
    assert "topsis: left out" in found["notes"][-1]
    result = run("acceptance", "--method", "topsis")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sweep" in result.stderr


def test_stability_document_is_what_python_gives():
    """Intervals, breakpoints and critical criteria under a profile."""
    given = document("stability", "--profile", "urgent_security")
    weights = mn.load_profiles()["urgent_security"]
    assert given["weights"] == mn.evaluate(mn.load_models(), "topsis", weights).weights.to_dict()
    for method, part in given["stability"].items():
        ours = mn.weight_stability(mn.load_models(), method, weights)
        assert part["intervals"] == records(ours.to_frame())
        assert part["breakpoints"] == records(ours.breakpoints)
        assert part["best"] == list(ours.baseline.best)
        if method == "topsis":
            assert part["critical_criteria"] is None
        else:
            critical = mn.critical_criteria(mn.load_models(), method, weights)
            assert part["critical_criteria"] == records(critical.to_frame())
            assert part["most_critical"] == plain(critical.most_critical)


@pytest.mark.parametrize("profile", [None, "urgent_security"])
def test_flip_document_is_what_python_gives(profile):
    """Every norm, the rating and the judgement, and each cell."""
    found = document("flip", *(() if profile is None else ("--profile", profile)))["flips"]
    weights = None if profile is None else mn.load_profiles()[profile]
    for method, part in found.items():
        for norm in part["weights"]:
            ours = mn.nearest_flip(mn.load_models(), method, weights, norm["norm"])
            assert (norm["distance"], norm["challenger"]) == (ours.distance, ours.challenger)
            assert norm["weights"] == ours.weights.to_dict()
        cell = mn.nearest_cell_flip(mn.load_models(), method, weights)
        assert (part["cell"]["value"], part["cell"]["criterion"]) == (cell.value, cell.criterion)
        assert part["cells"] == records(cell.to_frame())
        if profile is None:
            assert part["judgement"] is None
        else:
            judgement = mn.nearest_judgement_flip(mn.load_models(), method, weights)
            assert part["judgement"]["new_value"] == judgement.new_value
            assert part["judgement"]["pair"] == list(judgement.pair)
            assert part["pairs"] == records(judgement.to_frame())


def test_the_nearest_move_of_one_weight_is_that_of_the_intervals():
    for method, part in document("flip")["flips"].items():
        one = part["one_weight"]
        nearest = mn.weight_stability(mn.load_models(), method).nearest
        assert abs(one["value"] - one["weight"]) == pytest.approx(nearest, abs=1e-15)


def test_possible_document_is_what_python_gives():
    """Ranks, preferences and a coding for each end."""
    for method, part in document("possible")["possible_ranks"].items():
        ours = mn.possible_ranks(mn.load_models(), method)
        assert part["ranks"] == records(ours.to_frame())
        assert part["possibly_first"] == list(ours.possibly_first)
        assert part["necessary_preference"] == plain(ours.necessary_preference.T.to_dict())
        assert [(case["alternative"], case["rank"]) for case in part["cases"][::2]] == [
            (name, int(rank)) for name, rank in ours.to_frame()["best_attained"].items()
        ]
        assert part["cases"][1]["cells"] == records(ours.worst_case(ours.problem.alternatives[0]).to_frame())


def test_undefined_and_infinite_become_null(tmp_path):
    """A winner that no change unseats is a distance of null, not of Infinity."""
    path = tmp_path / "p.csv"
    path.write_text("x,gain,more\na,1,1\nb,2,2\n", encoding="utf-8")
    part = document("flip", path, "--senses", "max,max", "--method", "weighted_sum")["flips"]["weighted_sum"]
    assert [norm["distance"] for norm in part["weights"]] == [None] * 4
    assert part["one_weight"] is None
    critical = document("stability")["stability"]["weighted_sum"]["critical_criteria"]
    assert critical[0]["sensitivity_coefficient"] is None
    assert rows("flip", path, "--senses", "max,max", "--method", "weighted_sum")[0]["distance"] == ""


@pytest.mark.parametrize(
    ("command", "count", "columns"),
    [
        ("acceptance", 2 * 3 * 3, ["method", "alternative", "rank", "share", "standard_error"]),
        ("stability", 3 * 4, ["method", "criterion", "weight", "winner_low", "winner_high"]),
        ("flip", 3 * 4, ["method", "norm", "winner", "challenger", "distance"]),
        ("possible", 3 * 3, ["method", "alternative", "modal", "best_attained", "best_bound"]),
    ],
)
def test_csv_has_the_expected_rows(command, count, columns):
    found = rows(command)
    assert len(found) == count
    assert list(found[0])[: len(columns)] == columns


def test_csv_numbers_are_unrounded():
    ours = mn.weight_stability(mn.load_models(), "topsis").to_frame()
    found = [row for row in rows("stability") if row["method"] == "topsis"]
    assert [float(row["winner_high"]) for row in found] == ours["winner_high"].to_list()
    flip = next(row for row in rows("flip") if (row["method"], row["norm"]) == ("ahp", "l2"))
    assert (
        float(flip["weight of Risk Exposure"]) == mn.nearest_flip(mn.load_models(), "ahp", None, "l2").weights.iloc[1]
    )


# Options.


@pytest.fixture
def cars(tmp_path):
    path = tmp_path / "cars.csv"
    path.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n", encoding="utf-8")
    return path


def own_files(folder):
    """Return a problem in each form of file, with the options it needs."""
    wide, long, toml = folder / "wide.csv", folder / "long.csv", folder / "p.toml"
    wide.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n", encoding="utf-8")
    problem = mn.read_problem(wide, ["min", "max"])
    mn.save_problem(problem, long)
    mn.save_problem(problem, toml)
    return {"wide": (wide, "--senses", "price=min,range=max"), "long": (long,), "toml": (toml,)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_format_takes_a_file(tmp_path, command, form):
    """The same answer from each form of file."""
    texts = [good(command, *args, "--method", "ahp", "--format", form) for args in own_files(tmp_path).values()]
    assert texts[0]
    assert len(set(texts)) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_methods_may_be_repeated(cars, command):
    found = document(command, cars, "--senses", "min,max", "--method", "ahp", "--method", "weighted_sum")
    assert list(found[KEYS[command]]) == ["ahp", "weighted_sum"]


def test_large_ratings_are_printed_in_full(cars):
    text = good("flip", cars, "--senses", "min,max")
    assert "20000" in text
    assert "e+0" not in text


@pytest.mark.parametrize(
    ("name", "text"),
    [("w.toml", "price = 0.25\nrange = 0.75\n"), ("w.csv", "criterion,weight\nrange,0.75\nprice,0.25\n")],
)
def test_weights_by_list_name_and_file_agree(cars, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    given = ["0.25,0.75", "price=1/4,range=3/4", tmp_path / name]
    found = [good("stability", cars, "--senses", "min,max", "--weights", weights) for weights in given]
    found.append(good("stability", cars, "--senses", "min,max", "--weights", "1,3", "--rescale"))
    assert len(set(found)) == 1
    assert "price 0.2500" not in found[0]
    assert "price 0.2500, range 0.7500" in good("flip", cars, "--senses", "min,max", "--weights", given[0])


def test_judgements_in_a_file_have_a_judgement_flip(cars, tmp_path):
    path = tmp_path / "j.csv"
    path.write_text(",range,price\nrange,1,3\nprice,1/3,1\n", encoding="utf-8")
    args = ("flip", cars, "--senses", "min,max", "--weights", path)
    judgements = mn.Judgements([[1, 3], [1 / 3, 1]], ["range", "price"])
    ours = mn.nearest_judgement_flip(mn.read_problem(cars, ["min", "max"]), "weighted_sum", judgements)
    part = document(*args)["flips"]["weighted_sum"]["judgement"]
    assert part["pair"] == list(ours.pair)
    assert part["new_value"] == ours.new_value
    assert "range against price" in good(*args)


CIRCLE = ",range,price,comfort\nrange,1,9,1/9\nprice,1/9,1,9\ncomfort,9,1/9,1\n"
PRINTED = ",range,price,comfort\nrange,1,3,5\nprice,0.33,1,2\ncomfort,0.2,0.5,1\n"


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "three.csv"
    path.write_text(",range,price,comfort\nA,300,20,3\nB,400,30,4\nC,350,10,1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["rank", *COMMANDS[1:], "reversals"])
def test_inconsistent_judgements_are_warned_of_once_and_stated(three, tmp_path, command):
    path = tmp_path / "j.csv"
    path.write_text(CIRCLE, encoding="utf-8")
    found = run(command, three, "--senses", "max,min,max", "--method", "weighted_sum", "--weights", path)
    said = "inconsistent: CR 6.84 is above 0.1 (random indices of the table saaty2005)"
    assert found.exit_code == 0
    assert found.stderr == f"mcda-nato: warning: the judgements of 'range', 'price', 'comfort' are {said}\n"
    assert f"Weights from judgements by the principal eigenvector, {said}." in " ".join(found.stdout.split())


def test_judgements_as_printed_are_read_with_an_option_that_their_refusal_names(three, tmp_path):
    printed, exact = tmp_path / "printed.csv", tmp_path / "exact.csv"
    printed.write_text(PRINTED, encoding="utf-8")
    exact.write_text(PRINTED.replace("0.33", ""), encoding="utf-8")
    args = ("rank", three, "--senses", "max,min,max", "--weights")
    refused = run(*args, printed)
    assert refused.exit_code == 2
    assert "--rounded 2" in refused.stderr
    assert "rounded=" not in refused.stderr
    assert good(*args, printed, "--rounded", "2") == good(*args, exact)
    assert "CR 0.0036 (random indices of the table saaty2005)" in " ".join(good(*args, exact).split())


@pytest.mark.parametrize("weights", [[], ["--weights", "0.2,0.3,0.5"]])
def test_the_option_for_printed_judgements_is_for_a_file_of_them(three, tmp_path, weights):
    found = run("rank", three, "--senses", "max,min,max", "--rounded", "2", *weights)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "--rounded is for judgements in a file" in found.stderr
    path = tmp_path / "w.toml"
    path.write_text("range = 0.2\nprice = 0.3\ncomfort = 0.5\n", encoding="utf-8")
    found = run("rank", three, "--senses", "max,min,max", "--rounded", "2", "--weights", path)
    assert "these are weights and no judgements" in found.stderr


def test_judgements_beyond_nine_are_searched_as_far_as_they_reach(cars, tmp_path):
    path = tmp_path / "j.csv"
    path.write_text(",range,price\nrange,1,12\nprice,1/12,1\n", encoding="utf-8")
    assert document("flip", cars, "--senses", "min,max", "--weights", path)["flips"]["ahp"]["judgement"]


def test_profiles_are_those_of_the_default_run():
    whole = json.loads((GOLDEN / "default.json").read_text("utf-8"))["scrutiny"]["lowest_risk"]["ahp"]
    part = document("stability", "--profile", "lowest_risk")["stability"]["ahp"]
    assert part["best"] == whole["stability"]["best"]
    for ours, theirs in zip(part["intervals"], whole["stability"]["intervals"], strict=True):
        assert ours["winner_high"] == pytest.approx(theirs["winner_high"], abs=1e-10)


def test_acceptance_takes_bounds_and_an_order():
    """As `Simplex` does, and says so."""
    args = ("--lower", "Risk Exposure=0.3", "--upper", "Speed of Integration=1/2", "--upper", "Resource Allocation=.4")
    order = ("--order", "Risk Exposure, Domestic Reform Depth")
    weights = mn.Simplex(
        {"Risk Exposure": 0.3},
        {"Speed of Integration": 0.5, "Resource Allocation": 0.4},
        ["Risk Exposure", "Domestic Reform Depth"],
    )
    ours = mn.acceptance(mn.load_models(), "ahp", weights=weights)
    found = document("acceptance", *args, *order, "--method", "ahp")
    assert found["acceptance"]["ahp"]["rank_acceptability"] == plain(ours.rank_acceptability.T.to_dict())
    assert len(found["limits"]) == 4
    text = good("acceptance", *args, *order)
    assert "Of the weights allowed" in text
    assert "Only weights with 'Risk Exposure' >= 0.3" in text


def test_acceptance_takes_weights_within_a_share_of_given_ones():
    """Of those named in any form, and within limits beside."""
    given = dict(zip(mn.load_models().criteria, [0.4, 0.3, 0.2, 0.1], strict=True))
    listed = ",".join(f"{name}={weight}" for name, weight in given.items())
    ours = mn.acceptance(mn.load_models(), "ahp", weights=mn.within(given, "50%"))
    for form in (listed, "0.4,0.3,0.2,0.1"):
        found = document("acceptance", "--method", "ahp", "--around", form, "--within", "50%")
        assert found["acceptance"]["ahp"]["rank_acceptability"] == plain(ours.rank_acceptability.T.to_dict())
        assert found["provenance"]["arguments"]["around"] == given
    near = mn.within(given, 0.2)
    limited = mn.Simplex({**near.lower, "Risk Exposure": 0.25}, {**near.upper, "Speed of Integration": 0.35})
    ours = mn.acceptance(mn.load_models(), "ahp", weights=limited)
    limits = (
        "--lower",
        "Risk Exposure=0.25",
        "--upper",
        "Speed of Integration=0.35",
        "--lower",
        "Resource Allocation=0",
    )
    found = document("acceptance", "--method", "ahp", "--around", listed, "--within", "0.2", *limits)
    assert found["acceptance"]["ahp"]["rank_acceptability"] == plain(ours.rank_acceptability.T.to_dict())
    rescaled = document("acceptance", "--method", "ahp", "--around", "4,3,2,1", "--rescale", "--within", "50%")
    assert rescaled["provenance"]["arguments"]["around"] == pytest.approx(given)


def test_what_is_left_out_is_named(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,gain,more\na,-1,2\nb,2,1\n", encoding="utf-8")
    for command in COMMANDS:
        assert "ahp is not defined for this problem" in good(command, path, "--senses", "max,max")
    assert "topsis: left out" in good("acceptance")


# Bad input.


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["stability", "--profile", "urgent"], "'balanced', 'urgent_security'"),
        (["flip", "CARS", "--senses", "min,max", "--profile", "balanced"], "--profile is for the default data set"),
        (["possible", "--profile", "balanced", "--weights", "1,0,0,0"], "--profile is for the default data set"),
        (["possible", "--method", "topsys"], "did you mean 'topsis'"),
        (["acceptance", "--method", "ahpp"], "did you mean 'ahp'"),
        (["acceptance", "--method", "topsis"], "sweep"),
        (["acceptance", "--lower", "Risk Exposure=.7", "--lower", "Speed of Integration=.7"], "no weights satisfy"),
        (["acceptance", "--order", "Risk Exposure,Sped"], "unknown 'Sped'"),
        (["acceptance", "--order", ""], "order: unknown ''"),
        (["acceptance", "--lower", "0.3"], "--lower must be name=value, got '0.3'"),
        (["acceptance", "--lower", "Risk Exposure=lots"], "--lower must be"),
        (["acceptance", "--lower", "Risk Exposure="], "--lower must be"),
        (["acceptance", "--upper", "Risk=0.3"], "upper: unknown 'Risk'"),
        (["acceptance", "--upper", "Risk Exposure=nan"], "upper"),
        (["acceptance", "--upper", "Risk Exposure=1.5"], "upper"),
        (["acceptance", "--upper", "Risk Exposure=.1", "--upper", "Risk Exposure=.2"], "occurs twice"),
        (["acceptance", "--around", "1,0,0,0"], "say how far from them: --within SHARE"),
        (["acceptance", "--within", "20%"], "give these by --around LIST|FILE"),
        (["acceptance", "--around", "1,0,0,0", "--within", "a fifth"], "such as '20%', or a number from 0 to 1"),
        (["acceptance", "--around", "1,1,0,0", "--within", "20%"], "--around: the weights sum to 2, not 1"),
        (["acceptance", "--around", "no.csv", "--within", "20%"], "no.csv does not exist"),
        (["acceptance", "nothing.toml"], "nothing.toml does not exist"),
        (["flip", "nothing.csv"], "nothing.csv does not exist"),
        (["stability", "CARS"], "--senses"),
        (["stability", "CARS", "--senses", "min,max", "--weights", "1,2"], "sum to 3, not 1"),
        (["flip", "--weights", "no.csv"], "no.csv does not exist"),
        (["flip", "--weights", "1,2"], "2"),
        (["possible", "--senses", "min"], "1 senses for 4 criteria"),
    ],
)
def test_bad_input_is_one_line_on_standard_error(cars, args, message):
    result = run(*(cars if arg == "CARS" else arg for arg in args))
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr


# Hostile names.

HOSTILE = ["\x1b]8;;evil\x07", "=cmd|' /C calc'!A0", "**b** <i> | `x` [y](z)\nnext", "long " * 200]


@pytest.fixture
def hostile(tmp_path):
    path = tmp_path / "p.json"
    table = [[3, 1, 2], [1, 3, 2], [2, 2, 3], [2, 1, 1]]
    problem = mn.DecisionProblem(table, ["max"] * 3, HOSTILE, ["=1+1", "expected_rank \x1b[2J", "distance"])
    wide = problem.replace(low=problem.performance - 0.5, high=problem.performance + 0.5)
    mn.save_problem(wide, path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_names_pass_through_safely(hostile, command):
    """No escape reaches a terminal, no Markdown is made, no cell is a formula, and JSON keeps every name."""
    args = (command, hostile, "--method", "weighted_sum")
    for form in ("table", "markdown"):
        assert "\x1b" not in good(*args, "--format", form)
    marked = good(*args, "--format", "markdown")
    assert "**b**" not in marked
    assert "<i>" not in marked
    assert not re.search(r"(?m)^next", good(*args))
    text = good(*args, "--format", "csv")
    for record in csv.reader(io.StringIO(text)):
        assert not any(field.startswith(("=", "@", "\t", "\r")) for field in record)
    whole = json.dumps(document(*args))
    assert json.dumps(HOSTILE[0])[1:-1] in whole


def test_a_name_that_is_a_column_of_ours_loses_nothing(hostile):
    """A criterion called distance, an alternative called expected rank."""
    part = document("flip", hostile, "--method", "weighted_sum")["flips"]["weighted_sum"]["weights"][0]
    assert part["distance"] != part["weights"]["distance"]
    row = rows("flip", hostile, "--method", "weighted_sum")[0]
    assert float(row["weight of distance"]) == part["weights"]["distance"]


def test_an_underscore_in_a_name_is_kept(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,unit_cost,expected rank\nfirst_one,1,2\nexpected rank,2,1\nc,1,1\n", encoding="utf-8")
    for command in COMMANDS:
        text = good(command, path, "--senses", "min,max", "--full")
        assert "unit_cost" in text
        assert "first_one" in text
        assert "unit cost" not in text
        assert "first one" not in text
    lines = good("acceptance", path, "--senses", "min,max", "--full").splitlines()
    headers = next(line for line in lines if line.startswith(" ") and "first_one" in line)
    assert headers.split() == ["first_one", "expected", "rank", "c", "expected", "rank"]


# Unusual problems.

UNUSUAL = {
    "one alternative": ([[1, 2]], ["max", "min"]),
    "two identical": ([[1, 2], [1, 2]], ["max", "min"]),
    "one criterion": ([[1], [2], [2]], ["max"]),
    "a constant criterion": ([[1, 5], [2, 5], [3, 5]], ["max", "max"]),
    "all the same": ([[2, 5], [2, 5], [2, 5]], ["max", "max"]),
}


def unusual(folder, table, senses):
    path = folder / "p.json"
    mn.save_problem(mn.DecisionProblem(table, senses), path)
    return path


@pytest.mark.parametrize("name", UNUSUAL)
@pytest.mark.parametrize("command", COMMANDS)
def test_unusual_problems_have_a_defined_answer(tmp_path, name, command):
    """Every format is written, and nothing in it is NaN or None."""
    path = unusual(tmp_path, *UNUSUAL[name])
    for form in FORMATS:
        text = good(command, path, "--format", form)
        assert text
        assert not re.search(r"\b(nan|NaN|None|Infinity)\b", text)
    assert document(command, path)[KEYS[command]]


@pytest.mark.parametrize("command", COMMANDS)
def test_twelve_alternatives_on_six_criteria_are_no_trouble(tmp_path, command):
    """As large as a committee's table: every alternative has an answer."""
    table = [[(5 * i * i + 3 * j * j + 2 * i * j) % 9 + 1 for j in range(6)] for i in range(12)]
    path = unusual(tmp_path, table, ["max", "min"] * 3)
    methods = ("--method", "weighted_sum", *(("--method", "topsis") if command in ("stability", "possible") else ()))
    text = good(command, path, *methods)
    assert not re.search(r"\b(nan|NaN|None|inf)\b", text)
    assert (
        len(rows(command, path, *methods)) == {"acceptance": 144, "stability": 12, "flip": 4, "possible": 24}[command]
    )
    assert document(command, path, *methods)[KEYS[command]]


def test_a_tie_at_present_is_said_to_be_one(tmp_path):
    """Nothing needs to change where the winner is level already: no row says never."""
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[1, 2], [2, 1]], ["max", "max"]), path)
    text = good("flip", path)
    assert "A1 = A2 FRAGILE  nothing: they tie now" in text
    assert not re.search(r"\bnever\b", text)


def test_the_only_alternative_has_no_rival(tmp_path):
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[1, 2]], ["max", "max"]), path)
    assert "nothing: there is no other" in good("flip", path)


def test_what_cannot_be_unseated_never_is(tmp_path):
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[1, 1], [2, 2]], ["max", "max"]), path)
    text = good("flip", path, "--method", "weighted_sum")
    assert re.search(r"all weights +never", text)
    assert re.search(r"one weight +never", text)


def test_reversals_are_a_check_where_they_are_asked_to_be():
    holds = run("reversals", "--method", "ahp", "--check")
    fails = run("reversals", "--method", "topsis", "--check", "--format", "csv")
    assert (holds.exit_code, fails.exit_code) == (0, 1)
    assert fails.stdout == run("reversals", "--method", "topsis", "--format", "csv").stdout
    assert "the order depends on the list by topsis" in fails.stderr
