"""The commands that say what would change a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mcda_nato.cli.options import reporting
from mcda_nato.cli.output import FAILED_CHECK, Unfinished

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report


@reporting()
def stability(asked: Asked) -> Report:
    """Say how far each weight may move before the winner or the ranking changes.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    from mcda_nato.report.stability import stability_report

    return stability_report(*asked.analyses())


@reporting()
def flip(asked: Asked) -> Report:
    """Find the smallest change of weights, of a judgement or of a rating that changes the winner.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    from mcda_nato.report.flips import flip_report

    return flip_report(*asked.analyses())


@reporting()
def possible(asked: Asked) -> Report:
    """Find the ranks that are possible within the intervals of the ratings.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    from mcda_nato.report.possible_ranks import possible_report

    return possible_report(*asked.analyses())


_check_option = click.option(
    "--check", is_flag=True, help="Exit with status 1 where the order of two alternatives depends on the others."
)


@reporting(_check_option)
def reversals(asked: Asked, check: bool) -> Report:  # noqa: FBT001 - click calls by name
    """Ask whether the order of two alternatives depends on which others are in the set.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    from mcda_nato.report.reversal import reversal_report

    found, notes, verdict = asked.analyses()
    report = reversal_report(found, notes, verdict)
    failed = [name for name, item in found.items() if not item.audit.passed] if check else []
    if failed:
        raise Unfinished(report, f"the order depends on the list by {', '.join(failed)}", FAILED_CHECK)
    return report
