"""Every extra installs, also beside the others; those that cannot go together are named in one place, tool.uv."""

import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from itertools import product

import pytest
from packaging.requirements import Requirement
from places import ROOT

sys.path.append(str(ROOT / "benchmarks"))

import peers

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
CONFLICTS = [[entry["extra"] for entry in conflict] for conflict in PROJECT["tool"]["uv"]["conflicts"]]
#: As many extras at once as can be: all, but of each conflict one.
TOGETHER = [sorted(EXTRAS.keys() - set().union(*CONFLICTS) | set(chosen)) for chosen in product(*CONFLICTS)]


def unresolved(*arguments):
    """Return what a resolver says against these requirements, nothing where they can be installed."""
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", *arguments]
    done = subprocess.run(uv, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def named(text):
    """Return the extras that a page names, in commands and in words."""
    commands = re.findall(r"\.\[([\w,-]+)\]", text)
    words = re.findall(r"extra `([\w-]+)`", text) + re.findall(r"`(benchmarks-[\w-]+)`", text)
    return {extra for command in commands for extra in command.split(",")} | set(words)


def test_every_extra_that_a_page_names_exists():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / ".pre-commit-config.yaml", ROOT / ".ci" / "run"]
    found = named("\n".join(page.read_text("utf-8") for page in [*pages, *sorted(ROOT.glob("docs/**/*.md"))]))
    assert found >= {"test", "docs", "lint", "benchmarks", "benchmarks-pysensmcda", "benchmarks-skcriteria"}
    assert found <= EXTRAS.keys()


def test_control_an_extra_that_does_not_exist_is_found():
    assert named("`pip install '.[test,tests]'`, the extra `plot`, or `benchmarks-peers`.") - EXTRAS.keys() == {
        "tests", "plot", "benchmarks-peers"
    }  # fmt: skip


def test_conflicts_are_between_extras():
    assert set().union(*CONFLICTS) <= EXTRAS.keys()
    assert set().union(*TOGETHER) == EXTRAS.keys()


def test_every_peer_comes_with_its_extra():
    distributions = {"skcriteria": "scikit-criteria", "pyDecision": "pydecision", "pyrepo_mcda": "pyrepo-mcda"}
    for peer, extra in peers.EXTRAS.items():
        assert distributions.get(peer, peer) in {Requirement(text).name for text in EXTRAS[extra]}


def test_a_missing_peer_is_named_with_its_extra(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "skcriteria", None)
    assert peers.imported("skcriteria.ranksrev") is None
    line = capsys.readouterr().out
    assert line.startswith("skcriteria not measured: ")
    assert line.endswith("pip install '.[benchmarks-skcriteria]'\n")


def test_a_peer_that_is_there_is_imported(capsys):
    assert peers.imported("numpy").__name__ == "numpy"
    assert capsys.readouterr().out == ""


def test_every_benchmark_gets_peers_through_this_door():
    """None imports one before it was asked whether it is there."""
    for script in (ROOT / "benchmarks").glob("*.py"):
        text = script.read_text("utf-8")
        for peer in peers.EXTRAS:
            asked, used = (
                text.find(f'imported("{peer}'),
                re.search(rf"^\s*(?:from|import) {peer}\b", text, re.MULTILINE),
            )
            assert used is None or -1 < asked < used.start(), script.name


# With the network, and a resolver: .ci/run installs one.

resolver = pytest.mark.skipif(find_spec("uv") is None, reason="needs uv: pip install uv")


@pytest.mark.exhaustive
@resolver
@pytest.mark.parametrize("extras", [*([extra] for extra in EXTRAS), *TOGETHER], ids="+".join)
def test_extras_can_be_installed_together(extras):
    assert unresolved("pyproject.toml", *(f"--extra={extra}" for extra in extras)) == ""


@pytest.mark.exhaustive
@resolver
def test_control_what_cannot_be_installed_together_is_found(tmp_path):
    (tmp_path / "two.in").write_text("pandas<3\npandas>=3\n", encoding="utf-8")
    assert "unsatisfiable" in unresolved(str(tmp_path / "two.in"))
