"""Every file of a report, made in memory by one writer."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from threading import Event, Thread
from typing import Any

import pandas as pd

from mcda_nato.acceptability.progress import Progress, progress_told
from mcda_nato.files.csv_tables import csv_text
from mcda_nato.files.documents import dump_toml
from mcda_nato.labels import guarded
from mcda_nato.problem.digest import to_document
from mcda_nato.report.audiences import audiences, told
from mcda_nato.report.blocks import Chapter, Figure, Table, nested
from mcda_nato.report.chapters import CHAPTERS, chapters, figures_of, tables_of
from mcda_nato.report.citations import cite
from mcda_nato.report.findings import Findings
from mcda_nato.report.html_report import html_report
from mcda_nato.report.markdown_report import markdown_report
from mcda_nato.report.report_request import SEED, ReportRequest
from mcda_nato.report.sections import PAGE, fitted_latex, json_text, long_latex, plain
from mcda_nato.report.statements import propositions
from mcda_nato.report.working_page import working_page
from mcda_nato.results import ID_SCHEMA, PACKAGE
from mcda_nato.text_tables import latex_escaped

#: Version of the layout of a report's folder.
REPORT_SCHEMA = 1
#: How a folder says that this package wrote it.
WRITTEN_BY = "mcda_nato.write_report"
#: The libraries whose versions provenance states.
_LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib")


def report_files(request: ReportRequest, *, progress: Progress = False) -> dict[str, bytes]:
    """Return every file of a report by its path in the folder, with / between.

    The same request gives the same bytes wherever the versions and the
    platform are the same: there is no time, no host and no path in them.

    Parameters
    ----------
    request : ReportRequest
    progress : bool or callable, optional
        As for `sweep`; told of the chapters that are done.

    Returns
    -------
    dict of str to bytes
        report.html, report.md, results.json, problem.toml, references.bib,
        tables/NAME.csv and tables/NAME.tex, figures/NAME.svg and
        figures/NAME.png, and provenance.json, which has the SHA-256 of each
        of the others.

    Raises
    ------
    ProblemError, WeightsError, MethodError, McdaError
        As `write_report`.
    """
    found = Findings(request)
    written: list[Chapter] = []
    with progress_told(progress, CHAPTERS, "chapters") as tell, _told_meanwhile(tell, written, progress):
        for chapter in chapters(found):
            written.append(chapter)
            tell(len(written))
    title = _title(found)
    tables = [*tables_of(written), _statements_table(found)]
    working = working_page(found.overview, found.regions)
    texts = {
        "report.html": html_report(title, found.verdict.headline, written, working),
        "report.md": markdown_report(title, written),
        "results.json": json_text(_results(found, tables)),
        "problem.toml": dump_toml(to_document(request.problem)),
        "references.bib": cite(found.overview, found.verdict),
    }
    made = {name: text.encode() for name, text in texts.items()}
    made |= _table_files(tables) | _figure_files(figures_of(written))
    made = dict(sorted(made.items()))
    made["provenance.json"] = json_text(provenance(request, made)).encode()
    return made


@contextmanager
def _told_meanwhile(tell: Callable[[int], None], written: Sequence[Chapter], progress: Progress) -> Iterator[None]:
    """Tell a bar every second how many chapters are done: a chapter computes what it needs, and may take long."""
    done = Event()

    def beat() -> None:
        while not done.wait(1.0):
            tell(len(written))

    beating = Thread(target=beat, daemon=True)
    if not callable(progress) and progress is not False:  # a function is told of each chapter once
        beating.start()
    try:
        yield
    finally:
        done.set()
        if beating.is_alive():
            beating.join()


def _title(found: Findings) -> str:
    names = found.problem.alternatives
    few = ", ".join(names[:4]) + (f" and {len(names) - 4:,} more" if len(names) > 4 else "")
    return "Which model, and how surely?" if found.overview.claims is not None else f"Which of {few}, and how surely?"


def _table_files(tables: Iterable[Table]) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for table in tables:
        made[f"tables/{table.name}.csv"] = _csv(table.frame).encode()
        if table.rows:
            made[f"tables/{table.name}.tex"] = _latex(table).encode()
    return made


def _figure_files(figures: Iterable[Figure]) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for figure in figures:
        made[f"tables/{figure.name}.csv"] = _csv(figure.frame).encode()
        made[f"figures/{figure.name}.svg"] = figure.svg
        made[f"figures/{figure.name}.png"] = figure.png
    return made


def _csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV at full precision, its index left out; names that a spreadsheet would compute are text."""
    rows = [[_field(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return csv_text([[_field(str(name)) for name in frame.columns], *rows])


def _field(value: Any) -> object:
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    simple = plain(value)
    return guarded(simple) if isinstance(simple, str) else "" if simple is None or simple is pd.NaT else simple


def _latex(table: Table) -> str:
    """Return a table that fits a page, as `--format latex` does: no wider than a line, over pages where it is long."""
    fitted, text = fitted_latex(table.headers, table.rows)
    caption, label = latex_escaped(table.caption), rf"\label{{tab:{table.name}}}"
    small = r"\footnotesize\setlength{\tabcolsep}{4pt}"
    below = [rf"{latex_escaped(line)}\par" for line in table.lines]
    needs = r"% Needs \usepackage{booktabs,graphicx,longtable}."
    if len(table.rows) > PAGE:
        return "\n".join([needs, rf"{{{small}", long_latex(text, caption, label), *below, "}"]) + "\n"
    head = [r"\begin{table}[htbp]", rf"\centering{small}", rf"\caption{{{caption}}}", label]
    return "\n".join([needs, *head, fitted, r"\par\medskip\raggedright", *below, r"\end{table}"]) + "\n"


def _results(found: Findings, tables: Iterable[Table]) -> dict[str, Any]:
    """Return every number under its name: tables by name, and in them by the names of their rows."""
    verdict = found.verdict
    return {
        "schema": REPORT_SCHEMA,
        "package": PACKAGE,
        "result_id": found.request.result_id,
        "base_case": {"profile": found.profile, "method": found.method},
        "verdict": {
            "kind": verdict.kind,
            "winner": verdict.winner,
            "sentence": verdict.sentence,
            "thresholds": dict(verdict.thresholds),
        },
        "undefined": found.overview.undefined,
        "conventions": found.overview.conventions,
        **{table.name: nested(table.frame, table.keys) for table in tables},
    }


def _statements_table(found: Findings) -> Table:
    """Return what is said to whom, for files."""
    said = list(propositions(found))
    rows = [
        {
            "audience": audience.name,
            "statement": s.name,
            "holds": s.holds,
            "claim": s.claim,
            "evidence": s.evidence,
            "confidence": s.confidence,
            "key": s.key,
            "call": s.call,
        }
        for audience in audiences(found)
        for s in told(audience, found, said)
    ]
    return Table(
        "statements", "What may be said and what must not be claimed", pd.DataFrame(rows), ("audience", "statement")
    )


def provenance(request: ReportRequest, made: dict[str, bytes]) -> dict[str, Any]:
    """Return what the files were made from, by what and where, and the digest of each."""
    return {
        "schema": REPORT_SCHEMA,
        "written_by": WRITTEN_BY,
        "package": PACKAGE,
        "versions": {name: version(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "platform": {"system": platform.system(), "machine": platform.machine(), "byte_order": sys.byteorder},
        "drawn_by": drawn_by(),
        "canonical_schema": ID_SCHEMA,
        "result_id": request.result_id,
        "seed": SEED,
        "problem": request.facts_digest,
        "request": request.to_document(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in made.items()},
    }


def drawn_by() -> dict[str, str]:
    """Return what the bytes of a picture depend on besides its data; only where this is equal can they be compared."""
    libraries = {name: version(name) for name in ("matplotlib", "pillow", "numpy")}
    return libraries | {"system": platform.system(), "machine": platform.machine()}
