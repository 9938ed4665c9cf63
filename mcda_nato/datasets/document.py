"""The document as data: its model table, priority profiles and statements.

Table cells are verbatim; other statements are in our words, with the section
of the document named. Every number is this package's own, with its reason in
the same row.
"""

import tomllib
from importlib.resources import files
from typing import Any

import pandas as pd

from mcda_nato.judgements.judgements import Judgements
from mcda_nato.problem.checks import Criterion
from mcda_nato.problem.problem import DecisionProblem

_DASH = " \N{EN DASH} "  # between the term and the qualifier of a cell


def load_models() -> DecisionProblem:
    """Return the document's table as a decision problem: 3 models, 4 criteria.

    Terms are the document's words; codes and intervals on a five-point scale
    are ours (see `load_model_table` for the reason of each).

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.load_models().to_frame().loc["Hybrid Integration"].to_list()
    [5.0, 4.0, 3.0, 3.0]
    """
    document = _read("models")
    criteria = document["criteria"]
    cells = {(cell["alternative"], cell["criterion"]): cell for cell in document["cells"]}
    alternatives = list(dict.fromkeys(alternative for alternative, _ in cells))

    def table(key: str) -> list[list[Any]]:
        return [[cells[a, c["name"]][key] for c in criteria] for a in alternatives]

    return DecisionProblem(
        table("code"),
        [c["sense"] for c in criteria],
        alternatives,
        [Criterion(c["name"], c["definition"], c["contested"], tuple(document["codes"])) for c in criteria],
        table("low"),
        table("high"),
        [[cell.split(_DASH)[0] for cell in row] for row in table("cell")],
    )


def load_model_table() -> pd.DataFrame:
    """Return every cell of the table: verbatim, with our code, interval and reason.

    Columns: alternative, criterion, cell (verbatim), term and qualifier (its
    two parts), code, low, high and reason (ours), section.
    """
    document = _read("models")
    table = pd.DataFrame(document["cells"])
    parts = table["cell"].str.split(_DASH, n=1, expand=True)
    table.insert(3, "term", parts[0])
    table.insert(4, "qualifier", parts[1])
    return table.astype({"code": float, "low": float, "high": float}).assign(section=document["section"])


def load_criteria() -> pd.DataFrame:
    """Return the four criteria: definition, section, and our sense with its reason."""
    return pd.DataFrame(_read("models")["criteria"]).rename(columns={"name": "criterion"})


def load_profiles() -> dict[str, Judgements]:
    """Return the priority profiles as judgements of the criteria, by name.

    Each answers one question of the document; the comparisons are ours (see
    `load_profile_table`).

    Examples
    --------
    >>> import mcda_nato as mn
    >>> list(mn.load_profiles())
    ['balanced', 'urgent_security', 'lowest_risk', 'reform_standards', 'alliance_capacity']
    """
    names = load_criteria()["criterion"]
    return {
        profile["name"]: Judgements.from_pairs(
            {(j["preferred"], j["over"]): j["times"] for j in profile["judgements"]}, names
        )
        for profile in _read("profiles")["profiles"]
    }


def load_profile_table() -> pd.DataFrame:
    """Return every judgement of every profile, with its reason and its basis."""
    profiles = _read("profiles")["profiles"]
    rows = [
        {"profile": p["name"], **judgement, "basis": p["basis"], "section": p["section"]}
        for p in profiles
        for judgement in p["judgements"]
    ]
    return pd.DataFrame(rows)


def load_instruments() -> pd.DataFrame:
    """Return the four diplomatic instruments: instrument, purpose, section."""
    return _rows("instruments")


def load_phases() -> pd.DataFrame:
    """Return the three phases: order, phase, objective, section."""
    return _rows("phases")


def load_roadmap() -> pd.DataFrame:
    """Return the three-step roadmap: order, step, content, section."""
    return _rows("roadmap")


def load_case_studies() -> pd.DataFrame:
    """Return the cases of 1999, 2008 and 2022: year, countries, outcome, lesson, section."""
    return _rows("case_studies")


def load_impacts() -> pd.DataFrame:
    """Return what each model is said to gain and lose: alternative, gain, loss, section."""
    return _rows("impacts")


def load_claims() -> pd.DataFrame:
    """Return the statements that the table can be held against.

    Columns: id, statement, tested (what of it the table can be held against,
    in our words), alternative, criterion, relation ("lowest" or
    "highest" of all, "below" or "above" the other), other, section.
    """
    return _rows("claims")


def _rows(name: str) -> pd.DataFrame:
    return pd.DataFrame(_read(name)[name])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("mcda_nato.datasets") / f"{name}.toml").read_text(encoding="utf-8"))
