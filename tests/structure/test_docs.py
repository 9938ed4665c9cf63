"""Every example in the README, the documentation and the docstrings runs."""

import doctest
import importlib
import pkgutil
import re

import pytest
from places import ROOT

import mcda_nato

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = [module.name for module in pkgutil.walk_packages(mcda_nato.__path__, "mcda_nato.")]
FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def failures(test: doctest.DocTest) -> int:
    return doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test).failed


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_examples_of_the_pages_run(page):
    text = "\n".join(FENCE.findall(page.read_text("utf-8")))
    assert failures(doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)) == 0


@pytest.mark.parametrize("name", ["mcda_nato", *MODULES])
def test_examples_of_the_docstrings_run(name):
    module = importlib.import_module(name)
    assert sum(failures(test) for test in doctest.DocTestFinder(exclude_empty=True).find(module)) == 0


def test_control_a_wrong_example_is_found():
    assert failures(doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "control", None, 0)) == 1


def test_public_callables_have_an_example():
    """Functions and constructors show how they are called."""
    shown = {"evaluate", "DecisionProblem", "Judgements", "fixed", "weighted_sum", "topsis", "ahp", "overview"}
    shown |= {"from_pymcdm", "load_models", "load_profiles", "rescale", "problem_from_judgements"}
    for name in shown:
        assert ">>>" in getattr(mcda_nato, name).__doc__, name


def test_the_readme_commands_are_what_the_checks_run():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.count("pytest -n auto") == 1
    assert "grep -F 'pytest -n auto' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")
