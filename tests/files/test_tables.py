"""Files: every bit comes back, no spreadsheet computes a name, and no fault loses an earlier file."""

import csv
import errno
import io
import json
import os
import re
import stat
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mcda_nato as mn

FORMATS = [".csv", ".json", ".toml"]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
PAYLOADS = [
    "=HYPERLINK(0)",
    "+1",
    "-1",
    "-0.5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\0x",
    "=",
    "-",
    "'=1",
    "''=1",
    "'-",
    "'\t'",
    "'",
    "''",
    "'x",
    "x'",
    "=\n=",
]
LABELS = [
    'say "hi"',
    "a, b; c",
    "line\nbreak",
    "carriage\rreturn",
    "both\r\nbreaks",
    " leading and trailing ",
    "\u05e9\u05dc\u05d5\u05dd",  # right to left
    "\u202eright-to-left override",
    unicodedata.normalize("NFC", "caf\u00e9"),
    unicodedata.normalize("NFD", "caf\u00e9"),
    "\U0001f469\u200d\U0001f692 \U0001f1fa\U0001f1e6 \u2764\ufe0f",
    "\U0010ffff",
    "\ufeffbyte order mark",
    "x\0y",
    "\x1b]8;;x\x07link",
    "\x7f\x80\x85\u2028\u2029",
    "a.b",
    "[a]",
    "#a",
    "a = 1",
    "C:\\new\\table",
    "{{x}}",
    "<script>alert(1)</script>",
    "1e5",
    "nan",
    "true",
    "name",
    "alternative",
    "x" * 10_000,
    "\u4e2d" * 10_000,
    *PAYLOADS,
]
NUMBERS = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    2.2250738585072014e-308,
    1e300,
    -1e300,
    0.1,
    0.1 + 0.2,
    1 / 3,
    1e22,
    1e23,
    9007199254740993.0,
    1.7976931348623157e-10,
    np.nextafter(1, 2),
    123456789012345680.0,
]


def there_and_back(problem, path, **options):
    """Return a problem as it is read from the file that it is saved to."""
    mn.save_problem(problem, path, **options)
    return mn.read_problem(path)


def same(found, problem):
    """Assert that two problems agree to the last bit, the sign of zero and the type of each mark."""
    assert found == problem
    for side in ("performance", "low", "high", "senses"):
        assert getattr(found, side).tobytes() == getattr(problem, side).tobytes()
    assert found.alternatives == problem.alternatives
    assert found.details == problem.details
    assert found.terms == problem.terms


def labelled(names):
    return mn.DecisionProblem([[1.0]] * len(names), [1], names)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_label_comes_back_as_a_row_column_term_and_definition(tmp_path, suffix):
    """Reading undoes writing for any visible name."""
    details = [mn.Criterion(name, name, contested=len(name) % 2 == 0) for name in LABELS]
    table = np.ones((len(LABELS), len(LABELS)))
    problem = mn.DecisionProblem(table, [1] * len(LABELS), LABELS, details, terms=[LABELS] * len(LABELS))
    path = tmp_path / f"p{suffix}"
    same(there_and_back(problem, path), problem)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("label", LABELS, ids=range(len(LABELS)))
def test_each_label_comes_back_alone(tmp_path, suffix, label):
    """No name depends on the others being quoted."""
    problem = mn.DecisionProblem([[1.0]], ["min"], [label], [label])
    same(there_and_back(problem, tmp_path / f"p{suffix}"), problem)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_number_comes_back(tmp_path, suffix):
    """Shortest decimal texts restore the float, its sign and its last bit."""
    table = np.array([NUMBERS])
    low, high = np.maximum(table - 1e299, -1e300), np.minimum(np.nextafter(table, np.inf), 1e300)
    problem = mn.DecisionProblem(table, [-1] * len(NUMBERS), low=low, high=high)
    same(there_and_back(problem, tmp_path / f"p{suffix}"), problem)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_models_come_back(tmp_path, suffix):
    """Definitions, contested marks, terms and intervals are written too."""
    same(there_and_back(mn.load_models(), tmp_path / f"p{suffix}"), mn.load_models())


@pytest.mark.parametrize("suffix", FORMATS)
def test_empty_terms_and_definitions_come_back(tmp_path, suffix):
    """A table with a single term keeps the empty ones empty."""
    problem = mn.DecisionProblem([[1, 2], [3, 4]], [1, -1], terms=[[None, "few"], ["", None]])
    same(there_and_back(problem, tmp_path / f"p{suffix}"), problem)


@pytest.mark.parametrize("suffix", FORMATS)
def test_long_texts_come_back(tmp_path, suffix):
    """What can be saved can be read, however long a definition is."""
    details = [mn.Criterion("a", "x" * 200_000)]
    problem = mn.DecisionProblem([[1]], [1], ["y" * 200_000], details)
    same(there_and_back(problem, tmp_path / f"p{suffix}"), problem)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_contested_mark_of_numpy_comes_back(tmp_path, suffix):
    """A mark that came from a table of marks is saved as any other."""
    problem = mn.DecisionProblem([[1]], [1], None, [mn.Criterion("a", "", np.bool_(1))])
    same(there_and_back(problem, tmp_path / f"p{suffix}"), problem)


@pytest.mark.parametrize("suffix", FORMATS)
def test_files_say_the_same_bytes_again(tmp_path, suffix):
    """Saving what was read gives the same file."""
    first, second = tmp_path / f"1{suffix}", tmp_path / f"2{suffix}"
    mn.save_problem(mn.load_models(), first)
    mn.save_problem(mn.read_problem(first), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", [".CSV", ".Json", ".TOML"])
def test_the_case_of_the_ending_does_not_matter(tmp_path, suffix):
    """An ending in capitals is the same format."""
    same(there_and_back(mn.load_models(), tmp_path / f"p{suffix}"), mn.load_models())


# Any problem.

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
lead = st.sampled_from(["", "", "'", "''", *FORMULA, *("'" + c for c in FORMULA), "\n", '"', ",", "\ufeff"])
words = st.builds("".join, st.tuples(lead, text)) | st.sampled_from(PAYLOADS)
name = words.filter(lambda label: label.strip())
number = st.floats(-1e300, 1e300, allow_subnormal=True) | st.sampled_from(NUMBERS) | st.integers(0, 9).map(float)
criterion = st.builds(mn.Criterion, name, st.just("") | words, st.booleans())
below = st.just(0.0) | st.floats(0, 1e3) | st.floats(0, 1e299)


@st.composite
def problems(draw):
    """Problems of up to 3 by 3, with anything that a problem may hold."""
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 3))

    def table(entries):
        row = st.lists(entries, min_size=n, max_size=n)
        return draw(st.lists(row, min_size=m, max_size=m))

    values = np.array(table(number))
    bounded = draw(st.booleans())
    low = np.maximum(values - np.array(table(below)), -1e300) if bounded else None
    high = np.minimum(values + np.array(table(below)), 1e300) if bounded else None
    details = draw(st.lists(criterion, min_size=n, max_size=n, unique_by=lambda criterion: criterion.name))
    return mn.DecisionProblem(
        values,
        draw(st.lists(st.sampled_from([1, -1]), min_size=n, max_size=n)),
        draw(st.lists(name, min_size=m, max_size=m, unique=True)),
        details,
        low,
        high,
        table(words) if draw(st.booleans()) else None,
    )


def restores(folder, suffix, examples):
    """Check `examples` problems: each comes back whole, and CSV holds no formula."""

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(problems())
    @example(mn.DecisionProblem([[-0.0, 5e-324]], [1, -1], ["=1"], ["'=1", "-"], terms=[["", "\r"]]))
    def check(problem):
        path = folder / f"p{suffix}"
        same(there_and_back(problem, path), problem)
        if suffix == ".csv":
            no_formulas(path)
            same(there_and_back(problem, path, formula_guard=False), problem)

    check()


@pytest.mark.parametrize("suffix", FORMATS)
def test_any_problem_comes_back(tmp_path, suffix):
    """Reading undoes writing, for a hundred problems a format."""
    restores(tmp_path, suffix, 100)


@pytest.mark.exhaustive
@pytest.mark.parametrize("suffix", FORMATS)
def test_ten_thousand_problems_come_back(tmp_path, suffix):
    """Reading undoes writing, for ten thousand problems a format."""
    restores(tmp_path, suffix, 10_000)


# Formulas.

NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)


def fields(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def no_formulas(path):
    """Assert that no text field starts as a formula does; the number columns hold numbers only."""
    for row in fields(path):
        for column, field in row.items():
            if column in ("value", "low", "high"):
                assert NUMBER.fullmatch(field)
            else:
                assert not field.startswith(FORMULA)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_is_a_formula(tmp_path, payload):
    """A name, term or definition that starts as a formula is written behind a quote and read without it."""
    problem = mn.DecisionProblem([[-1.0]], [1], [payload], [mn.Criterion(payload, payload)], terms=[[payload]])
    path = tmp_path / "p.csv"
    same(there_and_back(problem, path), problem)
    no_formulas(path)
    (row,) = fields(path)
    assert row["value"] == "-1.0"
    expected = f"'{payload}" if payload.lstrip("'").startswith(FORMULA) else payload
    assert [row[key] for key in ("alternative", "criterion", "term", "definition")] == [expected] * 4


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if not p.startswith("'")])
def test_the_guard_can_be_switched_off(tmp_path, payload):
    """Without the guard names are written as they are, and still come back."""
    problem = labelled([payload])
    path = tmp_path / "p.csv"
    same(there_and_back(problem, path, formula_guard=False), problem)
    assert fields(path)[0]["alternative"] == payload


# Hand-written files.


@pytest.mark.parametrize(
    "senses", [["min", "max"], (-1, 1), {"comfort": "benefit", "price": "cost"}, np.array([-1, 1])], ids=str
)
def test_a_wide_table_needs_only_senses(tmp_path, senses):
    """A wide table is read with senses by order or by name."""
    path = tmp_path / "p.csv"
    path.write_text("model,price,comfort\ncar,250,16\nbike,-2.5e2,.5\n", encoding="utf-8")
    expected = mn.DecisionProblem([[250, 16], [-250, 0.5]], [-1, 1], ["car", "bike"], ["price", "comfort"])
    same(mn.read_problem(path, senses), expected)


def test_a_wide_table_keeps_its_labels(tmp_path):
    """Quoted, guarded and multi-line names of a wide table are read as names."""
    path = tmp_path / "p.csv"
    path.write_text('"","\'=a","b ""c"""\n"x\ny",1,2\n', encoding="utf-8")
    found = mn.read_problem(path, [1, 1])
    assert (found.alternatives, found.criteria) == (("x\ny",), ("=a", 'b "c"'))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_byte_order_mark_and_the_line_ending_do_not_matter(tmp_path, suffix, ending):
    """Files that came through an editor or a spreadsheet are read alike."""
    path = tmp_path / f"p{suffix}"
    mn.save_problem(mn.load_models(), path)
    text = path.read_text(encoding="utf-8").replace("\n", ending)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    same(mn.read_problem(path), mn.load_models())


@pytest.mark.parametrize("suffix", FORMATS)
def test_senses_given_override_those_of_the_file(tmp_path, suffix):
    """A reader may turn the senses round without editing the file."""
    path = tmp_path / f"p{suffix}"
    mn.save_problem(mn.load_models(), path)
    assert mn.read_problem(path, ["max", "min", "min", "min"]).senses.tolist() == [1, -1, -1, -1]


def test_a_long_table_may_be_short_and_in_any_order(tmp_path):
    """Only four columns are needed; rows and columns come in any order."""
    path = tmp_path / "p.csv"
    path.write_text(
        "value,sense,criterion,alternative\n2,min,b,x\n3,max,a,y\n\n1,max,a,x\n4,min,b,y\n", encoding="utf-8"
    )
    expected = mn.DecisionProblem([[2, 1], [4, 3]], [-1, 1], ["x", "y"], ["b", "a"])
    same(mn.read_problem(path), expected)


def test_json_is_plain_and_readable(tmp_path):
    """The layout of a file is part of the promise."""
    path = tmp_path / "p.json"
    mn.save_problem(mn.DecisionProblem([[2]], ["min"], ["caf\u00e9"], ["a"]), path)
    assert "caf\u00e9" in path.read_text(encoding="utf-8")
    assert json.loads(path.read_bytes()) == {
        "schema_version": 1,
        "criteria": [{"name": "a", "sense": "min", "definition": "", "contested": False}],
        "alternatives": [{"name": "caf\u00e9", "cells": {"a": {"value": 2.0, "low": 2.0, "high": 2.0}}}],
    }


# Faults while writing.


class Fault:
    """Fail as a full disk does, at one of the steps of writing."""

    def __init__(self, code):
        self.code, self.calls = code, 0

    def __call__(self, *args, **kwargs):
        """Raise."""
        self.calls += 1
        raise OSError(self.code, os.strerror(self.code))


STEPS = {
    "fsync": (os, "fsync"),
    "write": (os, "write"),
    "chmod": (Path, "chmod"),
    "replace": (Path, "replace"),
}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("earlier", [True, False])
def test_a_failing_write_changes_nothing(tmp_path, monkeypatch, step, code, earlier):
    """After a fault the file is as it was before, and nothing else is there."""
    path = tmp_path / "p.json"
    if earlier:
        mn.save_problem(labelled(["x"]), path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    fault = Fault(code)
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], fault)
        with pytest.raises(mn.FileError, match=f"cannot write .*p.json.*{os.strerror(code)}"):
            mn.save_problem(mn.load_models(), path)
    assert fault.calls == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_changes_nothing(tmp_path, monkeypatch, stop):
    """What stops the program passes through, and the file is as it was before."""
    path = tmp_path / "p.toml"
    mn.save_problem(labelled(["x"]), path)
    before = path.read_bytes()

    def interrupt(_):
        raise stop

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(stop):
        mn.save_problem(mn.load_models(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["p.toml"]
    assert path.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_device_is_an_error(tmp_path, monkeypatch):
    """A real write that finds no space ends as an injected one does."""
    full = os.open("/dev/full", os.O_WRONLY)
    name = tmp_path / ".p.partial"
    name.touch()
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (full, str(name)))
    with pytest.raises(mn.FileError, match=r"cannot write .*No space left"):
        mn.save_problem(mn.load_models(), tmp_path / "p.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_content_is_on_the_disk_before_it_takes_the_name(tmp_path, monkeypatch):
    """Flush and fsync come before the rename, in the folder of the file."""
    steps = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle):
        steps.append(("fsync", os.fstat(handle).st_size))
        fsync(handle)

    def renamed(partial, target):
        steps.append(("replace", partial.stat().st_size))
        assert partial.parent == Path(target).parent
        return replace(partial, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    path = tmp_path / "p.csv"
    mn.save_problem(mn.load_models(), path)
    size = path.stat().st_size
    assert steps[:2] == [("fsync", size), ("replace", size)]


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_modes_are_kept_and_new_files_follow_the_umask(tmp_path):
    """A new file has the mode that any new file has, an earlier one keeps its own."""
    path, other = tmp_path / "p.csv", tmp_path / "other"
    other.touch()
    mn.save_problem(mn.load_models(), path)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)
    path.chmod(0o640)
    mn.save_problem(mn.load_models(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# What a file can never do.

SOURCE = Path(mn.__file__).parent
FORBIDDEN = re.compile(
    r"\b(pickle|cPickle|marshal|shelve|joblib|dill)\b|(?<![\w.])(eval|exec|compile|__import__)\(|"
    r"yaml\.load\b|allow_pickle=True|\.query\(|\.eval\(|os\.system|subprocess|shell=True"
)


def test_the_source_runs_no_text_as_code():
    """Nothing that is read can be run: no module of the package has the calls that would."""
    modules = sorted(SOURCE.rglob("*.py"))
    assert len(modules) > 10
    for module in modules:
        source = module.read_text(encoding="utf-8")
        found = [m.group() for m in FORBIDDEN.finditer(source)]
        assert not found, f"{module.name}: {found}"


CODE = ["__import__('os').system('touch m')", "!!python/object/apply:os.system ['touch m']", "{{7*7}}", "${HOME}"]


@pytest.mark.parametrize("payload", CODE)
@pytest.mark.parametrize("suffix", FORMATS)
def test_code_in_a_name_stays_a_name(tmp_path, monkeypatch, suffix, payload):
    """Names that are programs are text like any other."""
    monkeypatch.chdir(tmp_path)
    problem = labelled([payload])
    same(there_and_back(problem, Path(f"p{suffix}")), problem)
    assert [p.name for p in tmp_path.iterdir()] == [f"p{suffix}"]


def test_a_pickle_is_no_problem_file(tmp_path):
    """A pickle under any known ending is refused as text, and does nothing."""
    for suffix in FORMATS:
        path = tmp_path / f"p{suffix}"
        path.write_bytes(b"\x80\x04cos\nsystem\n(S'touch marker'\ntR.")
        with pytest.raises(mn.FileError, match="not UTF-8"):
            mn.read_problem(path)
