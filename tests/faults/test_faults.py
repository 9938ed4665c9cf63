"""Kills, failing disks, interruptions, races and damage: small versions of the figures of benchmarks/faults.py."""

import sys

import numpy as np
import pytest
from places import ROOT

pytest.importorskip("fcntl", reason="processes are killed and files locked as POSIX does it")
sys.path.append(str(ROOT / "benchmarks"))

import faults

TIMED = {"r15"}  # a drift of speed says nothing on a busy machine


@pytest.mark.parametrize("figure", sorted(faults.FIGURES.keys() - TIMED))
def test_small_figure_is_reached(figure, tmp_path):
    assert faults.FIGURES[figure](tmp_path, **faults.SMALL[figure])


@pytest.mark.exhaustive
@pytest.mark.parametrize("figure", sorted(faults.FIGURES))
def test_figure_is_reached(figure, tmp_path):
    assert faults.FIGURES[figure](tmp_path)


def test_fingerprint_tells_one_bit_from_another():
    """The comparison itself can fail: a result that differs in one unit in the last place of one table."""
    found = faults.run(n=1000, rng=1)
    assert faults.fingerprint(faults.run(n=1000, rng=1)) == faults.fingerprint(found)
    before, table = faults.fingerprint(found), found.standard_error
    table.iloc[2, 1] = np.nextafter(table.iloc[2, 1], 1)
    assert faults.fingerprint(found) != before
