"""The document as data: verbatim cells, numbers with reasons, checkable claims."""

import numpy as np
import pandas as pd
import pytest

import mcda_nato as mn
from mcda_nato import datasets
from mcda_nato.conclusions.claims import audit_claims

# The document's own table: section "Comparative Analysis of Three Expansion Models".
CELLS = {
    "Incremental Enlargement": [
        "Moderate – phased milestones over 3‑5 years",  # noqa: RUF001 - the document's own hyphens and dashes
        "Medium – gradual signaling reduces flashpoints",  # noqa: RUF001
        "High – extensive democratic and military reforms required",  # noqa: RUF001
        "Significant – sustained training and funding commitments",  # noqa: RUF001
    ],
    "Strategic Partnership": [
        "Fast – partnership achieved within 1‑2 years",  # noqa: RUF001
        "Low – partnership stops short of full Article 5 guarantee",  # noqa: RUF001
        "Medium – targeted reforms aligned with partnership goals",  # noqa: RUF001
        "Limited – focused on joint exercises and advisory support",  # noqa: RUF001
    ],
    "Hybrid Integration": [
        "Rapid – accelerated accession combined with interim security pacts",  # noqa: RUF001
        "High – swift move may provoke regional pushback",  # noqa: RUF001
        "Variable – reforms prioritized for critical capabilities",  # noqa: RUF001
        "Flexible – blend of immediate assistance and long‑term investment",  # noqa: RUF001
    ],
}


def test_cells_are_verbatim_and_split_into_term_and_qualifier():
    table = datasets.load_model_table()
    for name, cells in CELLS.items():
        rows = table[table["alternative"] == name]
        assert rows["cell"].to_list() == cells
        assert [f"{row.term} – {row.qualifier}" for row in rows.itertuples()] == cells  # noqa: RUF001


def test_every_number_has_a_reason_and_lies_in_its_interval():
    table = datasets.load_model_table()
    assert table["reason"].str.len().min() > 20
    assert (table["low"] < table["code"]).all() or (table["low"] <= table["code"]).all()
    assert (table["code"] <= table["high"]).all()
    assert datasets.load_criteria()["sense_reason"].str.len().min() > 10


def test_models_are_the_coded_table():
    problem = mn.load_models()
    assert problem.performance.tolist() == [[3, 3, 4, 4], [4, 2, 3, 2], [5, 4, 3, 3]]
    assert problem.senses.tolist() == [1, -1, 1, -1]
    assert problem.low[2].tolist() == [4, 3.5, 2, 2]
    assert problem.high[2].tolist() == [5, 4.5, 4, 4]
    assert problem.terms[2] == ("Rapid", "High", "Variable", "Flexible")
    assert [c.name for c in problem.details if c.contested] == ["Domestic Reform Depth"]


def test_the_default_case_has_an_exact_tie():
    """With equal weights the min-max weighted sum ties two models exactly."""
    assert mn.evaluate(mn.load_models(), "weighted_sum").ranks.to_list() == [2, 1, 2]


def test_profiles_put_their_own_concern_first_and_are_consistent():
    heaviest = {name: j.priorities().idxmax() for name, j in mn.load_profiles().items() if name != "balanced"}
    assert heaviest == {
        "urgent_security": "Speed of Integration",
        "lowest_risk": "Risk Exposure",
        "reform_standards": "Domestic Reform Depth",
        "alliance_capacity": "Resource Allocation",
    }
    assert np.ptp(mn.load_profiles()["balanced"].priorities()) < 1e-15
    assert all(j.consistency().CR < 0.1 for j in mn.load_profiles().values())


def test_every_judgement_has_a_reason_and_a_basis():
    table = datasets.load_profile_table()
    assert len(table) == 5 * 6
    assert table[["reason", "basis", "section"]].map(len).min().min() > 10
    assert set(table["times"]) <= set(range(1, 10))


@pytest.mark.parametrize(
    ("load", "rows"),
    [
        (datasets.load_instruments, 4),
        (datasets.load_phases, 3),
        (datasets.load_roadmap, 3),
        (datasets.load_case_studies, 3),
        (datasets.load_impacts, 3),
        (datasets.load_claims, 8),
        (datasets.load_criteria, 4),
    ],
)
def test_each_part_of_the_document_names_its_section(load, rows):
    table = load()
    assert len(table) == rows
    assert table["section"].str.len().min() > 10


def test_case_studies_are_those_of_1999_2008_and_2022():
    assert datasets.load_case_studies()["year"].to_list() == [1999, 2008, 2022]


def test_every_claim_holds_at_modal_codes():
    assert audit_claims(mn.load_models(), datasets.load_claims())["holds"].all()


CLAIM = {"alternative": "a", "criterion": "x", "relation": "highest", "other": ""}


@pytest.mark.parametrize(
    ("low", "high", "holds", "over"),
    [
        ([[2], [0]], [[3], [1]], True, "always"),
        ([[1], [0]], [[3], [1]], True, "tied at worst"),
        ([[0], [0]], [[3], [3]], True, "sometimes"),
        ([[2], [1]], [[2], [1]], True, "always"),
    ],
)
def test_claims_are_held_against_the_ends_of_the_intervals(low, high, holds, over):
    problem = mn.DecisionProblem([[2], [1]], ["max"], ["a", "b"], ["x"], low, high)
    row = audit_claims(problem, pd.DataFrame([CLAIM])).iloc[0]
    assert (row["holds"], row["over_intervals"]) == (holds, over)


def test_control_a_false_claim_does_not_hold():
    problem = mn.DecisionProblem([[2], [1]], ["max"], ["a", "b"], ["x"])
    row = audit_claims(problem, pd.DataFrame([CLAIM | {"relation": "lowest"}])).iloc[0]
    assert not row["holds"]
    assert row["over_intervals"] == "never"
    below = CLAIM | {"relation": "below", "other": "b"}
    assert not audit_claims(problem, pd.DataFrame([below]))["holds"].any()


@pytest.mark.parametrize("change", [{"alternative": "z"}, {"criterion": "z"}, {"relation": "z"}])
def test_a_claim_about_nothing_is_an_error(change):
    problem = mn.DecisionProblem([[2], [1]], ["max"], ["a", "b"], ["x"])
    with pytest.raises(mn.ProblemError, match="'z'"):
        audit_claims(problem, pd.DataFrame([CLAIM | change]))
