"""The command that recomputes a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mcda_nato.cli.options import format_option, full_option
from mcda_nato.cli.output import FAILED_CHECK, Unfinished, write

if TYPE_CHECKING:
    from mcda_nato.report.sections import Report


@click.command()
@click.argument("folder", type=click.Path())
@format_option
@full_option
@click.pass_obj
def verify(outer: tuple[str | None, bool], folder: str, form: str | None, full: bool) -> None:  # noqa: FBT001 - click calls by name
    """Recompute every number of a report from its problem file.

    FOLDER is as the command report wrote it; nothing in it is changed. The
    exit status is 1 unless all of it holds.
    """

    def job() -> Report:
        import mcda_nato as mn
        from mcda_nato.report.report_folder import check_installed
        from mcda_nato.report.verification_report import verification_report

        check_installed()  # every file is made anew
        found = mn.verify_report(folder)
        report = verification_report(found)
        if not found.passed:
            raise Unfinished(report, f"{folder} does not hold", FAILED_CHECK)
        return report

    write(form or outer[0], job, full=full or outer[1])
