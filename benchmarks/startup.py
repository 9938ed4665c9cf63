"""Print how long the package makes one wait before the first answer, as ratios of medians of fresh processes.

``python benchmarks/startup.py [--runs N]``. Every process is started in turns
with the others, so that a busy machine slows them alike and only the ratios
should be cited. They include the start of the interpreter, on both sides.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from statistics import median

NUMPY = "import numpy"
PACKAGE = "import mcda_nato"
HELP = "mcda-nato --help"
EVALUATE = "first mn.evaluate(mn.load_models())"
LIBRARIES = "import pandas, scipy.stats"
ANALYSIS = "the analysis that mcda-nato prints first"
DEFAULT = "mcda-nato, which writes its report too"
_PRINTED = (
    "import mcda_nato as mn; from mcda_nato.report.overview import overview_report; "
    "from mcda_nato.report.terminal import as_text; print(as_text(overview_report(mn.overview())))"
)

#: What a fresh interpreter is given, by what it is called.
PROCESSES = {
    "the interpreter alone": ["-c", "pass"],
    NUMPY: ["-c", NUMPY],
    PACKAGE: ["-c", PACKAGE],
    HELP: ["-m", "mcda_nato", "--help"],
    EVALUATE: ["-c", "import mcda_nato as mn; mn.evaluate(mn.load_models())"],
    LIBRARIES: ["-c", LIBRARIES],
    ANALYSIS: ["-c", _PRINTED],
    DEFAULT: ["-m", "mcda_nato"],
}


def spent(arguments):
    """Return the seconds of a fresh process, on the clock and of the processor."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # where a report may be left
        subprocess.run([sys.executable, *arguments], check=True, cwd=folder, **quiet)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(runs):
    """Return the median seconds of each process, on the clock and of the processor; the first turn warms up."""
    turns = [{name: spent(arguments) for name, arguments in PROCESSES.items()} for _ in range(runs + 1)][1:]
    return [{name: median(turn[name][clock] for turn in turns) for name in PROCESSES} for clock in (0, 1)]


def report(what, ratio, limit=None):
    """Print one ratio, and whether its target is reached."""
    target = "reported" if limit is None else f"at most {limit}: {'reached' if ratio <= limit else 'missed'}"
    print(f"{what:<75} {ratio:8.3f}   ({target})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="turns whose median is taken, 15 where not given")
    runs = parser.parse_args().runs
    if runs < 1:
        parser.error("--runs must be at least 1")
    clock, processor = medians(runs)
    for name, seconds in clock.items():
        print(f"{name:<75} {seconds:8.3f} s, processor {processor[name]:.3f} s (median of {runs})")
    report(f"{PACKAGE}, against {NUMPY}", clock[PACKAGE] / clock[NUMPY], 1.3)
    report(f"{HELP}, against {NUMPY}", clock[HELP] / clock[NUMPY], 2.5)
    report(f"{EVALUATE}, against {NUMPY}", clock[EVALUATE] / clock[NUMPY])
    report(f"{ANALYSIS}, processor time against {LIBRARIES}", processor[ANALYSIS] / processor[LIBRARIES], 2.0)
    report(f"{DEFAULT}, processor time against {LIBRARIES}", processor[DEFAULT] / processor[LIBRARIES])


if __name__ == "__main__":
    main()
