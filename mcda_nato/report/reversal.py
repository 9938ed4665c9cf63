"""Arrange audits of rank reversal as reports; nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.conclusions.winner import Scrutiny, both_modes
from mcda_nato.labels import quoted
from mcda_nato.percentages import percent
from mcda_nato.problem.digest import to_document
from mcda_nato.report.citation import below, document_of, know
from mcda_nato.report.sections import Report, Section, records, with_details
from mcda_nato.report.verdict import LazyVerdict, answer_section
from mcda_nato.reversal.audit import ReversalAudit
from mcda_nato.reversal.witnesses import Witness


def reversal_section(found: Mapping[str, Scrutiny], title: str) -> Section:
    """Return one row a test and one column a method: the verdict, and the share of weights where it reverses."""
    audits = {name: item.audit for name, item in found.items()}
    first = next(iter(audits.values()))
    rows = [
        [f"{row['test']}: {row['change']}", *(_verdict(audit, i) for audit in audits.values())]
        for i, row in enumerate(records(first.rows))
    ]
    lines = [
        "REVERSED: two alternatives that stay change places; WINNER: and the first of them loses its place.",
        (
            "Holds: proven, no such change exists at these weights. None found: a search found none. In brackets, the "
            "share of all weights under which the changes tried reverse something (≥: of those found at these weights)."
        ),
        *_sampled(audits),
        *(f"{name}: {_smallest(audit)}" for name, audit in audits.items() if audit.witnesses),
        *sorted({f"New ratings: {audit.bounds_rule}." for audit in audits.values()}),
    ]
    return Section(title, ["", *audits], rows, lines)


_WORDS = {"proved": "holds", "reversed": "REVERSED", "undefined": "no order to compare"}


def _verdict(audit: ReversalAudit, i: int) -> str:
    row, share = audit.rows.iloc[i], audit.probability.iloc[i]
    words = _WORDS.get(str(row["verdict"]), str(row["verdict"]))
    if row["verdict"] == "reversed" and row["winner_changes"]:
        words += ", WINNER"
    return f"{words} ({_share(share)})"


def _share(share: pd.Series) -> str:
    """Return a share of weights; of a sample all of one kind, its one-sided 95% bound by Clopper and Pearson."""
    value = float(share["reversal"])
    if share["exact"] or value not in (0.0, 1.0):
        return f"{'≥ ' if share['at_least'] else ''}{percent(value)}"
    sure = math.floor(100 * 0.05 ** (1 / int(share["n"])))
    return f"over {sure}%" if value else f"under {100 - sure}%"


def _sampled(audits: Mapping[str, ReversalAudit]) -> list[str]:
    """Return how many weightings the shares were taken of, where they are not exact."""
    lines = []
    for name, audit in audits.items():
        drawn = audit.probability[~audit.probability["exact"].astype(bool)]
        if len(drawn):
            counts = sorted({int(n) for n in drawn["n"]})
            of = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
            error = percent(float(drawn["standard_error"].max()))
            lines.append(
                f"{name}: shares of {of} sampled weightings, standard error at most {error}; over and under: the "
                "one-sided 95% bound where all or none of them did."
            )
    return lines


def _smallest(audit: ReversalAudit) -> str:
    witness = audit.witnesses[0]
    first, second = witness.pair
    return f"for one, with {witness.change}, {quoted(second)} overtakes {quoted(first)}."


def reversal_report(found: Mapping[str, Scrutiny], notes: Sequence[str] = (), verdict: LazyVerdict = None) -> Report:
    """Return verdicts, counterexamples, probabilities and cures; as CSV a row a method and test."""
    found = both_modes(found)

    def first() -> Iterable[Section]:
        yield from answer_section(verdict, _answers(found))
        yield reversal_section(found, "Does the order of two alternatives depend on the others?")
        yield know(found, notes)

    return Report(
        lambda: with_details(first, _details(found)),
        lambda: below({name: _rows(item.audit) for name, item in found.items()}),
        lambda: document_of(
            "reversals", {name: reversal_document(item.audit) for name, item in found.items()}, found, notes
        ),
        first,
    )


def _details(found: Mapping[str, Scrutiny]) -> Iterable[Section]:
    for name, item in found.items():
        yield from _counterexamples(name, item.audit)
        yield from _cures(name, item.audit)


def _answers(found: Mapping[str, Scrutiny]) -> list[str]:
    """Say by each method whether any order depends on the others."""
    lines = []
    for name, item in found.items():
        verdicts = item.audit.rows["verdict"]
        proved, reversed_ = int((verdicts == "proved").sum()), int((verdicts == "reversed").sum())
        of = f"of {len(verdicts)} tests"
        lines.append(
            f"{name}: two alternatives change places under {reversed_} {of}."
            if reversed_
            else f"{name}: no order depends on the others, proved in {proved} {of} and searched in the rest."
        )
    return lines


def _rows(audit: ReversalAudit) -> pd.DataFrame:
    return audit.to_frame().join(audit.probability.drop(columns=["test", "change"]).add_prefix("probability_"))


def _counterexamples(name: str, audit: ReversalAudit) -> list[Section]:
    rows: dict[tuple[str, tuple[str, str], float], list[str]] = {}
    for w in audit.witnesses:
        again = any(change == w.change for change, *_ in rows)
        which = "the smallest" if w.minimal else "reverses the most" if again else "the smallest found"
        rows.setdefault(
            (w.change, w.pair, w.size), [w.test, w.change, _new_ratings(w), *w.pair, f"{w.size:.4g}", which]
        )
    headers = ["test", "change", "its ratings", "was ahead", "is ahead now", "size", ""]
    return [Section(f"{name}: counterexamples", headers, list(rows.values()))] if rows else []


def _new_ratings(witness: Witness) -> str:
    """Return the ratings of what was added or replaced."""
    before = {row.tobytes() for row in witness.before.problem.settled.performance}
    new = [row for row in witness.problem.performance if row.tobytes() not in before]
    return ", ".join(f"{rating:.6g}" for rating in new[0]) if new else ""


def _cures(name: str, audit: ReversalAudit) -> list[Section]:
    if audit.cures.empty:
        return []
    rows = [
        [
            row["test"],
            row["remedy"],
            "passes" if row["passes"] else "reverses too",
            "same" if row["same_winner"] else "another",
        ]
        for row in records(audit.cures)
    ]
    lines = [f"Here {row['remedy']} is {row['method']}." for row in records(audit.cures.drop_duplicates("remedy"))]
    return [Section(f"{name}: what would remove it, audited again", ["test", "method", "then", "winner"], rows, lines)]


def reversal_document(audit: ReversalAudit) -> dict[str, Any]:
    """Return an audit as plain values, each counterexample a whole problem."""
    return {
        "passed": audit.passed,
        "bounds": audit.bounds_rule,
        "tests": records(_rows(audit)),
        "witnesses": [_witness(witness) for witness in audit.witnesses],
        "cures": records(audit.cures.assign(method=audit.cures["method"].map(str))),
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "test": witness.test,
        "change": witness.change,
        "pair": witness.pair,
        "size": witness.size,
        "minimal": witness.minimal,
        "problem": to_document(witness.problem),
        "ranks_before": witness.before.ranks.to_dict(),
        "ranks_after": witness.after.ranks.to_dict(),
    }
