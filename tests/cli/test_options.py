"""Every command writes every format, and whatever names hold stays text there."""

import csv
import io
import json
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from unittest import mock

import pytest
from commands import run

from mcda_nato.cli import options
from mcda_nato.report.sections import FORMATS
from mcda_nato.report.terminal import as_text

COMMANDS = {
    "rank": [],
    "sweep": ["--n", "500"],
    "acceptance": ["--lower", "cost, =1+1=0.1"],
    "stability": [],
    "flip": [],
    "possible": [],
    "reversals": ["--method", "topsis"],
    "cite": [],
}
NAMES = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A1",
    r"50% & $x$ #1 {y} ~^\input{z} \\",
    "\N{RIGHT-TO-LEFT OVERRIDE}*a* _b_ [l](javascript:0) | `c`",
]
CRITERIA = ["</table><b onclick=x>", "cost, =1+1", "</script> @book{z,"]
FORBIDDEN = {"\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ESCAPE}"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return a function that gives what a command writes about hostile names, in a format."""
    path = tmp_path_factory.mktemp("hostile") / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["", *CRITERIA], [NAMES[0], 3, 1, 2], [NAMES[1], 1, 3, 2.5], [NAMES[2], 2, 2.5, 3], [NAMES[3], 2, 2, 2]]
        )

    @cache
    def report(command):
        asked = []
        own = COMMANDS[command] if command != "acceptance" else []
        with mock.patch.object(options, "write", lambda form, job, **full: asked.append(job())):
            done = run(command, path, "--senses", "max,min,max", *own)
        assert done.exit_code == 0, done.output
        return asked[0]

    return lambda command, form: (
        as_text(report(command), full=True) if form == "table" else FORMATS[form](report(command))
    )


class Tags(HTMLParser):
    """Tags with their attributes, and those that are open."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], set(), set()

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):  # noqa: D102
        assert self.open.pop() == tag


def check_html(text):
    """Check that a page is whole, runs nothing and asks for nothing."""
    tags = Tags()
    tags.feed(text)
    assert not tags.open
    expected = {"html", "head", "meta", "title", "style", "body", "main", "h1", "section", "h2", "table", "caption"}
    assert tags.seen <= expected | {"thead", "tbody", "tr", "th", "td", "ul", "li"}
    assert tags.attributes <= {"lang", "charset", "http-equiv", "content", "name", "style"}
    assert '<html lang="en">' in text
    assert '<meta charset="utf-8">' in text
    assert "default-src 'none'" in text
    assert text.count("<table>") == text.count("<caption>")


def check_latex(text):
    """Check that marks are escaped, tables are those of booktabs, and braces close."""
    body = text.split("\n", 1)[1].replace("{!}{%\n", "{!}{")  # our own end of a line
    assert "\\input" not in body
    assert not re.search(r"(?<!\\)[%#_]", body)
    assert body.count("{") - body.count(r"\{") == body.count("}") - body.count(r"\}")
    assert (
        body.count(r"\toprule")
        == body.count(r"\bottomrule")
        == body.count("\\begin{tabular}") + body.count("{longtable}") // 2
    )


def check_markdown(text):
    """Check that no mark is live, and each table has as many cells in every row."""
    for mark in "*_`<$~":
        assert mark not in re.sub(rf"\\\{mark}", "", text)
    tables = [block for block in text.split("\n\n") if block.startswith("|")]
    for block in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}) == 1


def check_csv(text):
    """Check that no field starts a formula."""
    rows = list(csv.reader(io.StringIO(text)))
    numbers = re.compile(r"[-+]?[\d.]+(e[-+]?\d+)?")
    assert all(numbers.fullmatch(field) or not field.startswith(tuple("=+-@\t\r")) for row in rows for field in row)


CHECKS = {
    "html": check_html, "latex": check_latex, "markdown": check_markdown, "csv": check_csv, "json": json.loads,
    "table": lambda text: None,
}  # fmt: skip


@pytest.mark.parametrize("form", ["table", *FORMATS])
@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_names_stay_text_in_every_format_of_every_command(command, form, written):
    text = written(command, form)
    CHECKS[form](text)
    if form != "json":  # escaped there
        assert not FORBIDDEN & set(text) or form == "csv"  # a file keeps names to the letter


def test_control_what_is_not_escaped_is_seen():
    with pytest.raises(AssertionError):
        check_html(f"<html lang='en'><td>{NAMES[0]}</td>")
    with pytest.raises(AssertionError):
        check_latex(f"%\n{NAMES[2]}")
    with pytest.raises(AssertionError):
        check_markdown(NAMES[3])
    with pytest.raises(AssertionError):
        check_csv(f"name\n{NAMES[1]}\n")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX is installed here")
def test_latex_compiles(written, tmp_path):
    """What every command writes, in one document."""
    parts = "".join(written(command, "latex") for command in COMMANDS)
    packages = "\\usepackage[T1]{fontenc}\\usepackage{booktabs,graphicx,longtable}"
    head = f"\\documentclass{{article}}\n{packages}\n\\begin{{document}}\n"
    (tmp_path / "all.tex").write_text(f"{head}{parts}\\end{{document}}\n", encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-1500:]
