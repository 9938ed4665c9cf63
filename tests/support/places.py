"""Where the files lie that several test modules read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Published worked examples, each with its source.
CASES = ROOT / "tests" / "published" / "cases"
#: Texts that the command line printed and somebody read.
GOLDEN = ROOT / "tests" / "golden" / "runs"
