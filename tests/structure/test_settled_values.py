"""Methods and analyses read the values of a problem through one door, `DecisionProblem.settled`."""

import ast
from pathlib import Path

import pytest

import mcda_nato as mn

PACKAGE = Path(mn.__file__).parent
GIVEN = {"performance", "low", "high"}
OF_PROBLEMS = {"problem", "_problem", "_original"}  # what a problem is called
#: Modules that read what was given, and why.
READERS = {
    "problem": "keeps the facts, and makes them settled",
    "files": "files hold what was given, to the bit",
    "plots/rank_case_cells.py": "draws intervals as they were given",
    "report/report_request.py": "compares ratings with those that their judgements give, to 1e-9",
    "report/overview.py": "shows the decision matrix as it was given",
    "report/reversal.py": "the problem of a witness is made of settled values",
    "reversal/setting.py": "compares performances with priorities, to 1e-9",
    "flips/cell_flip.py": "shows the value that a cell has now",
    "ambiguity/rank_cases.py": "shows the value that a cell has now, and that of a case, made of settled values",
}


def reads(text):
    """Return the lines that read the performances or intervals of a problem, sizes apart."""
    tree = ast.parse(text)
    sizes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in SIZES}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in GIVEN
        and id(node) not in sizes
        and getattr(node.value, "attr", getattr(node.value, "id", "")) in OF_PROBLEMS
    ]


SIZES = {"shape", "size", "ndim"}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_values_are_read_through_one_door(module):
    found = reads((PACKAGE / module).read_text("utf-8"))
    assert not found or module in READERS or module.split("/")[0] in READERS, f"read .settled in lines {found}"


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader.endswith(".py")])
def test_the_exceptions_are_needed(reader):
    assert reads((PACKAGE / reader).read_text("utf-8"))


def test_control_what_reads_the_given_values_is_seen():
    assert reads("x = problem.performance.max() + self._problem.low") == [1, 1]
    assert reads("x = ranking.problem.high") == [1]
    assert reads("x = problem.settled.performance + problem.performance.size + cells.low") == []
