"""How much a check spends: little by default, all of it under ``pytest -m exhaustive``.

A check that costs more than its law needs to show is one test of two sizes.
Where the exhaustive checks are asked for it is one of them, at its full size;
`tests/conftest.py` says so before a module of tests is read.
"""

import pytest

FULL = False


def sized(small, full):
    """Return the size by default, or the full one."""
    return full if FULL else small


def in_full(test):
    """Count a test of two sizes among the exhaustive ones where it runs at its full size."""
    return pytest.mark.exhaustive(test) if FULL else test
