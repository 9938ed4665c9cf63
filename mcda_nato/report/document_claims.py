"""What the table of the document has for a statement of it, or against it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from mcda_nato.conclusions.claims import rivals
from mcda_nato.labels import joined
from mcda_nato.problem.problem import DecisionProblem


def claim_evidence(problem: DecisionProblem, row: dict[Hashable, Any]) -> str:
    """Say what the table has for a claim or against it: at the codes, and by whom within the intervals."""
    criterion, relation = str(row["criterion"]), row["relation"]
    high = relation in ("highest", "above")
    of = f"{relation} that of {row['other']}" if row["other"] else f"the {relation} of all"
    codes = f"{criterion} of {row['alternative']} is{'' if row['holds'] else ' not'} {of} at the codes"
    if not row["holds"]:
        return f"{codes}; over the intervals: {row['over_intervals']}"
    known = rivals(problem, row)
    if not known:
        return f"{codes}, and throughout the intervals"
    if not any(known.values()):
        never = "higher" if high else "lower"
        return f"{codes}; within the intervals that of {joined(known)} can be level, and is never {never}"
    ahead = joined(name for name, better in known.items() if better)
    can = "as high, or higher" if high else "as low, or lower"
    return f"not settled: within the intervals {criterion} of {ahead} can be {can}; {codes}"
