"""The command line in this process, for tests of what it writes."""

from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from click.testing import CliRunner
from shared_results import once

import mcda_nato as mn
from mcda_nato.acceptability.exact import acceptance
from mcda_nato.cli.main import main
from mcda_nato.conclusions.overview import overview
from mcda_nato.report import report_folder


def run(*args):
    """Run a command; one that writes a report where it stands, in a folder that is there for this run alone."""
    runner, given = CliRunner(), [str(arg) for arg in args]
    if any(arg in main.commands for arg in given):
        return runner.invoke(main, given)
    with TemporaryDirectory() as place, chdir(place):
        return runner.invoke(main, given)


ONCE = [(mn, "overview", once(overview)), (mn, "acceptance", once(acceptance))]


UNWRITTEN = (report_folder, "written", lambda _, folder, **how: Path(folder) / report_folder.PAGE)


@cache
def shared(*args):
    """Run a command once; commands and formats that ask the same share its analyses.

    What is not analysed again says its warnings no more. The default run says
    where its report is, but writes none: that it does so is tested by itself.
    """
    with mock.patch.object(*ONCE[0]), mock.patch.object(*ONCE[1]), mock.patch.object(*UNWRITTEN):
        return run(*args)


def good(*args):
    """Return the standard output of a shared run that works."""
    result = shared(*args)
    assert result.exception is None, result.output
    assert result.exit_code == 0, result.stderr
    return result.stdout
