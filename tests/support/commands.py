"""The command line in this process, for tests of what it writes."""

import pickle
from functools import cache
from unittest import mock

from click.testing import CliRunner

import mcda_nato as mn
from mcda_nato.cli.main import main
from mcda_nato.conclusions.overview import overview

FOUND = {}  # analyses of this process, by what was asked


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def one_overview(*asked):
    """Return the overview that was made before where the same is asked again: it is frozen."""
    key = pickle.dumps(asked)
    if key not in FOUND:
        FOUND[key] = overview(*asked)
    return FOUND[key]


@cache
def shared(*args):
    """Run a command once; commands and formats that ask the same share its analyses.

    What is not analysed again says its warnings no more.
    """
    with mock.patch.object(mn, "overview", one_overview):
        return run(*args)


def good(*args):
    """Return the standard output of a shared run that works."""
    result = shared(*args)
    assert result.exception is None, result.output
    assert result.exit_code == 0, result.stderr
    return result.stdout
