"""The five commands of CONTRIBUTING.md name what exists, and .ci/run runs them."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from places import ROOT

import mcda_nato as mn

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
CI = (ROOT / ".ci" / "run").read_text("utf-8")
#: What a program in `.venv/bin` comes with, where that bears another name.
GIVEN_BY = {"lint-imports": "import-linter"}


def commands(text):
    """Return the commands of the page by the comment above each."""
    fence = re.search(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL).group(1)
    return dict(re.findall(r"^# (.+)\n(.+)$", fence, re.MULTILINE))


PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
COMMANDS = commands(PAGE)


def missing(found):
    """Return the extras, files and programs that a command names and nothing gives."""
    extras = {extra for group in re.findall(r"\.\[(.+?)\]", found) for extra in group.split(",")}
    files = set(re.findall(r"(?<!\S)(?:benchmarks|docs|tests|\.ci)/\S+", found))
    programs = set(re.findall(r"\.venv/bin/([\w-]+)", found))
    installed = {Requirement(text).name for extra in ("test", "lint", "docs") for text in EXTRAS[extra]}
    given = {"python", "pip", *re.findall(r"pip install .* (uv)$", CI, re.MULTILINE), *installed}
    return (
        (extras - EXTRAS.keys())
        | {path for path in files if not (ROOT / path).exists()}
        | {name for name in programs if GIVEN_BY.get(name, name) not in given}
    )


def test_there_are_five_commands():
    assert list(COMMANDS) == ["set up", "test", "lint", "bench", "release"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_names_what_exists(name):
    assert missing(COMMANDS[name]) == set()


def test_control_what_does_not_exist_is_found():
    command = "pip install '.[test,tests]' && .venv/bin/rough check && .venv/bin/python benchmarks/walk.py"
    assert missing(command) == {"tests", "rough", "benchmarks/walk.py"}


def test_every_path_in_the_text_exists():
    paths = re.findall(r"`((?:[\w.]+/)+[\w.]+|[A-Z]+\.\w+|pyproject\.toml)`", PAGE)
    assert len(paths) >= 8
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_readme_names_every_benchmark():
    readme = (ROOT / "README.md").read_text("utf-8")
    scripts = {path.name for path in (ROOT / "benchmarks").glob("*.py")} - {"peers.py"}
    assert scripts == set(re.findall(r"benchmarks/(\w+\.py)", readme))


@pytest.mark.parametrize("name", ["lint", "bench"])
def test_the_checks_run_the_command(name):
    assert f"=$(command_named {name})\n" in CI


def test_the_checks_end_with_the_build_of_a_release():
    checks, build = COMMANDS["release"].split(" && ")
    assert checks == ".ci/run"
    assert CI.splitlines()[-1].startswith(build)


def test_the_hooks_are_of_the_version_that_the_lint_extra_allows():
    (ruff,) = (Requirement(text) for text in EXTRAS["lint"] if text.startswith("ruff"))
    pinned = re.search(r"rev: v(\S+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8")).group(1)
    assert ruff.specifier.contains(pinned)
    assert not ruff.specifier.contains("99")  # a later version may format otherwise


def test_the_citation_is_of_this_version():
    assert f"\nversion: {mn.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
