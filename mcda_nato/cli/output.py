"""Write a report, and in one line what is wrong."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from mcda_nato.errors import McdaError, McdaWarning

if TYPE_CHECKING:
    from mcda_nato.report.sections import Report


#: Exit status of what was interrupted from the keyboard, as shells have it: 128 and the number of the signal.
INTERRUPTED = 130
BAD_INPUT = 2
FAILED_CHECK = 1


class Unfinished(Exception):  # noqa: N818 - what was done so far is shown
    """A job ended early; carries the report of what was done so far, if any, and what to say of the rest."""

    def __init__(self, report: Report | None, why: str, status: int = INTERRUPTED) -> None:
        super().__init__(why)
        self.report, self.why, self.status = report, why, status


def write(form: str | None, job: Callable[[], Report], *, full: bool = False) -> None:
    """Run a job and write its result; one line on standard error for what is wrong."""
    try:
        text, unfinished = _text(form, job, full=full)
        if isinstance(sys.stdout, io.TextIOWrapper):  # a table for the terminal's own encoding, data in UTF-8
            table = form in (None, "table")
            sys.stdout.reconfigure(encoding=None if table else "utf-8", errors="replace" if table else "strict")
        click.echo(text, nl=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        if unfinished is not None:
            click.echo(f"mcda-nato: {unfinished.why}", err=True)
            sys.exit(unfinished.status)
    except McdaError as error:
        from mcda_nato.labels import shown

        click.echo(f"mcda-nato: error: {shown(error.on_command_line)}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader, head for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        click.echo(f"mcda-nato: error: cannot write the result: {error.strerror}", err=True)
        os._exit(2)  # the interpreter would try to write it again


def _text(form: str | None, job: Callable[[], Report], *, full: bool) -> tuple[str, Unfinished | None]:
    """Return the result as text, each warning told once; and what ended the job early, if anything did."""
    from mcda_nato.labels import shown

    unfinished = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", McdaWarning)
        try:
            report: Report | None = job()
        except Unfinished as early:
            unfinished, report = early, early.report
        text = "" if report is None else _written(form, report, full=full)
    for message in dict.fromkeys(shown(warning.message) for warning in caught):
        click.echo(f"mcda-nato: warning: {message}", err=True)
    return text, unfinished


def _written(form: str | None, report: Report, *, full: bool) -> str:
    """Return the report in the format asked for."""
    if form not in (None, "table"):
        from mcda_nato.report.sections import FORMATS

        return FORMATS[str(form)](report)
    from mcda_nato.report.terminal import as_text

    return _encodable(as_text(report, full=full, live=sys.stdout is not None and sys.stdout.isatty()))


def _encodable(text: str) -> str:
    """Return text with bars of another mark where the terminal cannot write blocks."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return text.translate(dict.fromkeys(range(0x2580, 0x2590), "#"))
    return text
