"""The command on rank reversal: what the audit says, in every format, for any file."""

import csv
import io
import json
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from commands import good
from comparing import same_text
from places import GOLDEN

import mcda_nato as mn
from mcda_nato.report.reversal import reversal_section

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")


def run(*args):
    return good("reversals", *args)


@pytest.fixture(scope="module")
def document():
    return json.loads(run("--profile", "urgent_security", "--format", "json"))


def test_the_golden_text():
    """Numbers to the digits shown; remake with tests/golden/remake.py."""
    assert same_text(run(), (GOLDEN / "reversals.txt").read_text("utf-8"))


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
def test_json_says_what_the_audit_says(document, method):
    audit = mn.audit_rank_reversal(mn.load_models(), method, mn.load_profiles()["urgent_security"])
    part = document["reversals"][method]
    assert part["passed"] == audit.passed
    assert [row["verdict"] for row in part["tests"]] == audit.rows["verdict"].to_list()
    assert [row["probability_reversal"] for row in part["tests"]] == audit.probability["reversal"].to_list()
    assert [w["pair"] for w in part["witnesses"]] == [list(w.pair) for w in audit.witnesses]
    assert len(part["cures"]) == len(audit.cures)


def test_a_counterexample_is_a_problem_that_can_be_read_and_evaluated_again(document, tmp_path):
    witness = document["reversals"]["topsis"]["witnesses"][0]
    path = tmp_path / "witness.json"
    path.write_text(json.dumps(witness["problem"]), encoding="utf-8")
    ranks = mn.evaluate(mn.read_problem(path), "topsis", mn.load_profiles()["urgent_security"]).ranks
    assert ranks.to_dict() == witness["ranks_after"]
    first, second = witness["pair"]
    assert witness["ranks_before"][first] < witness["ranks_before"][second]
    assert ranks[first] > ranks[second]


def test_both_modes_of_ahp_are_audited(document):
    """Copies reverse the distributive mode under some weights, the ideal mode under none."""
    copies = {
        method: [row["probability_reversal"] for row in document["reversals"][method]["tests"] if row["test"] == "copy"]
        for method in ("ahp", "ahp, ideal")
    }
    assert copies["ahp"][0] > 0
    assert copies["ahp, ideal"][:2] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("share", "n", "cell"),
    [(1.0, 64, "over 95%"), (0.0, 64, "under 5%"), (0.5, 64, "50.0%"), (1.0, None, "100.0%"), (0.0, None, "0.0%")],
)
def test_a_sample_proves_no_share_to_be_all_or_nothing(share, n, cell):
    rows = pd.DataFrame({"test": ["copy"], "change": ["any"], "verdict": ["reversed"], "winner_changes": [True]})
    drawn = {"reversal": [share], "standard_error": [0.0], "n": [n], "exact": [n is None], "at_least": [False]}
    audit = SimpleNamespace(rows=rows, probability=pd.DataFrame(drawn), witnesses=(), bounds_rule="stated")
    section = reversal_section({"topsis": SimpleNamespace(audit=audit)}, "")
    assert section.rows[0][1] == f"REVERSED, WINNER ({cell})"
    assert any("shares of 64 sampled weightings" in line for line in section.lines) == (n is not None)


def test_csv_has_a_row_for_each_method_and_test():
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    methods = ("weighted_sum", "topsis", "ahp", mn.ahp("ideal"))
    assert len(rows) == sum(len(mn.audit_rank_reversal(mn.load_models(), method).rows) for method in methods)
    assert rows[0].keys() >= {"method", "test", "change", "verdict", "probability_reversal", "probability_winner"}


@pytest.mark.parametrize(
    "table",
    [
        "name,a,b\nonly,1,2\n",
        "name,a,b\nx,1,2\ny,2,1\n",
        "name,a,b\nx,1,2\ny,1,2\nz,1,2\n",
        "name,a\nx,1\ny,2\nz,3\n",
        "name,a,b\nx,1,5\ny,2,5\nz,3,5\n",
        'name,a,=b\n"=1+1|*",1,5\ny\x1b]8;;,2,4\n`z`,3,2\n',
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_any_file_ends_with_a_defined_answer(tmp_path, table, form):
    path = tmp_path / "p.csv"
    path.write_text(table, encoding="utf-8")
    senses = ",".join(["max"] * table.split("\n", 1)[0].count(","))
    text = run(path, "--senses", senses, "--format", form)
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)
    assert "\x1b" not in text or form == "csv"  # data, as it was given


def test_readable_lines_and_no_missing_values_as_text():
    text = run()
    assert max(map(len, text.splitlines())) <= 150
    assert "None" not in text.replace("None found", "")
