"""What the public calls give does not change by accident."""

import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.exhaustive
def test_every_call_gives_the_golden_text():
    """To the last bit, on the machine that made it; remake with tests/golden/calls.py, and read the difference."""
    script = [sys.executable, str(GOLDEN / "calls.py")]
    done = subprocess.run(script, capture_output=True, check=True)
    assert done.stdout.decode() == (GOLDEN / "calls.txt").read_text("utf-8")
