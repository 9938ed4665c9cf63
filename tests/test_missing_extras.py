"""Without the extra, every command says what to install, and what needs nothing of it runs."""

import subprocess
import sys

import pytest

_RUN = """
import sys
sys.modules[sys.argv.pop(1)] = None
from mcda_nato.cli.main import main
main()
"""
_INSTALL = "pip install 'mcda_nato[report]'"


def run(missing, *args, cwd):
    command = [sys.executable, "-c", _RUN, missing, *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("missing", "args"),
    [
        ("matplotlib", ["report", "cars.csv", "--senses", "min,max"]),
        ("jinja2", ["verify", "mcda-nato-report"]),
        ("pybtex", ["cite", "cars.csv", "--senses", "min,max"]),
    ],
)
def test_what_is_missing_is_named_with_its_command(tmp_path, missing, args):
    (tmp_path / "cars.csv").write_text("car,price,range\na,20,400\nb,25,500\nc,15,250\n", encoding="utf-8")
    done = run(missing, *args, cwd=tmp_path)
    assert done.returncode == 2
    assert missing in done.stderr.lower()
    assert done.stderr.endswith(f"{_INSTALL}\n")


def test_the_sentence_to_quote_needs_no_bibtex(tmp_path):
    (tmp_path / "cars.csv").write_text("car,price,range\na,20,400\nb,25,500\nc,15,250\n", encoding="utf-8")
    done = run("pybtex", "cite", "cars.csv", "--senses", "min,max", "--sentence", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is first by topsis under equal weights" in " ".join(done.stdout.split())
