"""What the public calls give does not change by accident."""

import subprocess
import sys

import pytest
from places import ROOT

FOLDER = ROOT / "tests" / "golden"


@pytest.mark.exhaustive
def test_every_call_gives_the_golden_text():
    """To the last bit, on the machine that made it; remake with tests/golden/calls.py, and read the difference."""
    script = [sys.executable, str(FOLDER / "calls.py")]
    done = subprocess.run(script, capture_output=True, check=True)
    assert done.stdout.decode() == (FOLDER / "calls.txt").read_text("utf-8")
