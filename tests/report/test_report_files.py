"""A report in memory: which files it has, and what they say."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from threading import Event

import made_reports
import pytest
from made_reports import HOSTILE, cars_files, default_files, default_request, hostile_files
from tablewise import numbers_of

import mcda_nato as mn
from mcda_nato.report.report_files import _told_meanwhile, report_files
from mcda_nato.report.report_request import ReportRequest

_AGAIN = """
import hashlib, sys
sys.path.append(sys.argv[1])
from made_reports import cars_files
for name, content in cars_files().items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_a_report_has_every_file():
    names = set(default_files())
    assert {"report.html", "report.md", "results.json", "provenance.json", "references.bib", "problem.toml"} <= names
    figures = {name.split("/")[1].split(".")[0] for name in names if name.startswith("figures/")}
    assert figures >= {"winner_map", "weight_flips", "ranks", "rank_acceptability"}
    for figure in figures:
        assert {f"figures/{figure}.svg", f"figures/{figure}.png", f"tables/{figure}.csv"} <= names


def test_the_problem_file_restores_the_problem(tmp_path):
    (tmp_path / "problem.toml").write_bytes(default_files()["problem.toml"])
    assert mn.read_problem(tmp_path / "problem.toml") == mn.load_models()


def test_provenance_has_the_digest_of_every_other_file():
    made = default_files()
    said = json.loads(made["provenance.json"])["files"]
    assert said == {n: hashlib.sha256(c).hexdigest() for n, c in made.items() if n != "provenance.json"}


def test_provenance_has_no_time_and_no_host():
    found = json.loads(cars_files()["provenance.json"])
    assert found["result_id"] == json.loads(cars_files()["results.json"])["result_id"]
    assert set(found) == {
        "schema", "written_by", "package", "versions", "python", "platform", "drawn_by", "canonical_schema",
        "result_id", "seed", "problem", "request", "files",
    }  # fmt: skip
    assert set(found["platform"]) == {"system", "machine", "byte_order"}


def test_two_processes_give_the_same_bytes():
    """Whatever the order of sets is in them."""
    support = str(Path(made_reports.__file__).parent)
    found = [
        subprocess.run(
            [sys.executable, "-c", _AGAIN, support], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert found[0] == found[1]
    own = "".join(f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in cars_files().items())
    assert found[0] == own


def test_every_number_of_a_table_has_its_place_in_the_results():
    """Those of a figure stand in its own file."""
    made = default_files()
    results = json.loads(made["results.json"])
    figures = {name[8:-4] for name in made if name.startswith("figures/")}
    tables = {name[7:-4] for name in made if name.startswith("tables/") and name.endswith(".csv")}
    assert tables - figures <= results.keys()
    for name in sorted(tables - figures):
        rows = list(csv.DictReader(io.StringIO(made[f"tables/{name}.csv"].decode())))
        written = sorted(numbers_of([list(row.values()) for row in rows]))
        placed = sorted(numbers_of(results[name]))
        assert written == placed, name


def test_control_a_number_that_is_missing_is_seen():
    assert sorted(numbers_of({"a": {"b": 1.5}})) != sorted(numbers_of([["1.5", "2.5"]]))


@pytest.mark.parametrize("made", [default_files, cars_files, hostile_files])
def test_the_page_is_small(made):
    assert len(made()["report.html"]) < 2_000_000


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self):
        super().__init__()
        self.tags, self.text, self.levels = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data):
        self.text.append(data)


def page(made):
    found = _Page()
    found.feed(made["report.html"].decode())
    return found


@pytest.mark.parametrize("made", [default_files, cars_files, hostile_files])
def test_the_page_asks_for_nothing(made):
    found = page(made())
    policy = next(a["content"] for t, a in found.tags if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    for tag, attributes in found.tags:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}, tag
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert attributes.get("src", "data:").startswith("data:")
        assert attributes.get("href", "#").startswith(("#", "https://doi.org/"))


@pytest.mark.parametrize("made", [default_files, cars_files, hostile_files])
def test_a_screen_reader_finds_its_way(made):
    found = page(made())
    assert found.levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert dict(found.tags[0][1] if found.tags[0][0] == "html" else {})["lang"] == "en"
    assert all(attributes.get("alt") for tag, attributes in found.tags if tag == "img")
    assert all(
        attributes.get("scope") in ("row", "col", "colgroup", "rowgroup")
        for tag, attributes in found.tags
        if tag == "th"
    )
    counted = [tag for tag, _ in found.tags]
    assert counted.count("caption") == counted.count("table")
    assert counted.count("details") >= counted.count("img")  # the rows behind each picture


def test_hostile_names_stay_text():
    made = hostile_files()
    found = page(made)
    text = "".join(found.text)
    scripts = [attributes for tag, attributes in found.tags if tag == "script"]
    assert len(scripts) == 2  # the data of the working part, and what reads them
    assert scripts == [attributes for tag, attributes in page(cars_files()).tags if tag == "script"]
    assert "\u202e" not in text
    assert HOSTILE[0] in text
    assert HOSTILE[2] in text
    assert "<script>alert" not in made["report.md"].decode()
    assert not re.search(r"(?<!\\)\]\(javascript", made["report.md"].decode())
    latex = made["tables/rankings.tex"].decode()
    assert r"\textbf" not in latex
    for name, content in made.items():
        if name.endswith(".csv"):
            fields = [field for row in csv.reader(io.StringIO(content.decode())) for field in row]
            assert not [f for f in fields if f.startswith(("=", "@", "\t", "\r")) or re.match(r"[+-][^\d.]", f)], name


def test_a_bar_is_told_while_a_chapter_is_computed():
    told = Event()
    with _told_meanwhile(lambda done: told.set() if done == 0 else None, [], None):
        assert told.wait(5.0)
    with _told_meanwhile(lambda _: pytest.fail("told without need"), [], print):
        pass


def test_every_table_of_latex_fits_a_line():
    """Wide tables are drawn smaller, as those of --format latex are; long ones go on over pages."""
    found = [content.decode() for name, content in hostile_files().items() if name.endswith(".tex")]
    assert found
    for latex in found:
        assert latex.startswith("% Needs ")
        assert r"\resizebox{\ifdim\width>\linewidth" in latex or r"\begin{longtable}" in latex


def test_a_result_has_one_name():
    """Whoever asks the same, of the same version, gets the same."""
    assert ReportRequest.of().result_id == default_request().result_id
    other = ReportRequest.of(weights=[0.25, 0.25, 0.25, 0.25])
    assert other.result_id != default_request().result_id


def _odd():
    problem = mn.DecisionProblem
    return {
        "one alternative, one criterion": problem([[1]], ["max"]),
        "one alternative": problem([[1, 2, 3]], ["max"] * 3),
        "two alternatives, one criterion": problem([[1], [2]], ["max"]),
        "two criteria": problem([[1, 2], [2, 1], [1.5, 1.4]], ["max", "min"]),
        "ties everywhere": problem([[1, 1, 1]] * 3, ["max"] * 3),
        "a tie at the top": problem([[3, 1, 2], [1, 3, 2], [2, 2, 2]], ["max"] * 3),
        "a method that is undefined": problem([[-1, 2], [2, -1], [1, 1]], ["max", "min"]),
    }


@pytest.mark.parametrize("name", _odd())
@pytest.mark.filterwarnings("ignore::mcda_nato.errors.ConstantCriterionWarning")
def test_odd_problems_have_a_report(name):
    made = report_files(ReportRequest.of(_odd()[name]))
    assert json.loads(made["results.json"])["verdict"]["sentence"]
    assert b"What must not be claimed" in made["report.html"]
