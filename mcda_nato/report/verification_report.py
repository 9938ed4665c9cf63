"""Arrange what verifying a report found; nothing is computed here."""

from __future__ import annotations

from mcda_nato.report.sections import Report, Section
from mcda_nato.report.verification import Verification


def verification_report(found: Verification) -> Report:
    """Return what was found, as CSV and JSON every difference in full."""

    def sections() -> list[Section]:
        table = found.shortened()
        rows = [[text or "-" for text in row] for row in table.itertuples(index=False, name=None)]
        return [Section("", lines=found.answer), Section("", list(table.columns) if rows else (), rows, found.remarks)]

    def document() -> dict[str, object]:
        return {
            "passed": found.passed,
            "folder": found.folder,
            "written_by": found.written_by,
            "checked": found.checked,
            "within_tolerance": found.within_tolerance,
            "not_compared": found.not_compared,
            "differences": found.differences.to_dict("records"),
        }

    return Report(sections, found.to_frame, document)
