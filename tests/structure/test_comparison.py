"""The page of the comparison says what its script prints, for every package that is installed."""

import re
import sys
import warnings
from importlib.metadata import PackageNotFoundError, version

import pytest
from places import ROOT

sys.path.append(str(ROOT / "benchmarks"))

import comparison

PAGE = (ROOT / "docs" / "comparison.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\w-]+) [\d.]+ \| `([^`]+)` \| ([\d. ]+) \| ([\d. ]+|none) \|", re.MULTILINE)


def told(text):
    """Return the rows of a page: package, call, scores and ranks."""
    return set(ROW.findall(text))


def test_the_page_tells_of_every_package():
    assert {package for package, *_ in told(PAGE)} == comparison.PACKAGES.keys()


@pytest.mark.parametrize("package", comparison.PACKAGES)
def test_the_page_tells_what_the_script_finds(package):
    try:
        version(package)
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed; benchmarks/peers.py names the extra")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs
        found = {(package, *row) for row in comparison.rows(package) if "mcda_nato." not in row[0]}
    assert found == {row for row in told(PAGE) if row[0] == package}


def test_control_another_digit_is_found():
    assert told("| pymcdm 1.4.0 | `WSM` | 0.2971 0.3891 | 3 1 |") != told(
        "| pymcdm 1.4.0 | `WSM` | 0.2972 0.3891 | 3 1 |"
    )
