"""Decision problems: frozen facts, changed copies, frames, texts."""

import copy
import pickle
from html.parser import HTMLParser
from inspect import cleandoc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import codes, decision_problems, labels, law, reals

import mcda_nato as mn


@pytest.fixture
def problem():
    return mn.DecisionProblem(
        [[250, 16], [200, 12], [100, 3]],
        ["min", "max"],
        ["car", "bike", "shoes"],
        [mn.Criterion("price", "What it costs.", contested=True), "comfort"],
        low=[[200, 16], [200, 10], [100, 3]],
        high=[[250, 18], [200, 12], [100, 3]],
        terms=[["dear", None], ["", "fair"], [None, None]],
    )


def test_facts_are_kept(problem):
    assert problem.performance.tolist() == [[250, 16], [200, 12], [100, 3]]
    assert problem.senses.tolist() == [-1, 1]
    assert problem.alternatives == ("car", "bike", "shoes")
    assert problem.criteria == ("price", "comfort")
    assert problem.low.tolist() == [[200, 16], [200, 10], [100, 3]]
    assert problem.high.tolist() == [[250, 18], [200, 12], [100, 3]]
    assert problem.terms == (("dear", ""), ("", "fair"), ("", ""))
    assert problem.details == (mn.Criterion("price", "What it costs.", contested=True), mn.Criterion("comfort"))


def test_what_is_not_given_has_a_default():
    problem = mn.DecisionProblem([[1, 2, 3], [4, 5, 6]], [1, 1, -1])
    assert problem.alternatives == ("A1", "A2")
    assert problem.criteria == ("C1", "C2", "C3")
    assert problem.low.tolist() == problem.high.tolist() == problem.performance.tolist()
    assert problem.terms is None


@pytest.mark.parametrize(
    "senses",
    [
        [-1, 1], (-1.0, 1.0), np.array([-1, 1]), ["min", "max"], ["cost", "benefit"], ["min", 1],
        {"comfort": "max", "price": "min"}, pd.Series({"comfort": 1, "price": -1}),
    ],
    ids=str,
)  # fmt: skip
def test_senses_come_in_many_forms(problem, senses):
    assert problem.replace(senses=senses) == problem


def test_names_may_come_from_any_iterable():
    problem = mn.DecisionProblem([[1], [2]], [1], iter(["a", "b"]), pd.Index(["speed"]))
    assert problem.alternatives == ("a", "b")
    assert problem.criteria == ("speed",)


@pytest.mark.parametrize("field", ["performance", "low", "high", "senses"])
def test_arrays_are_read_only_in_every_copy(problem, field):
    for twin in (problem, copy.copy(problem), copy.deepcopy(problem), pickle.loads(pickle.dumps(problem))):  # noqa: S301
        assert twin == problem
        with pytest.raises(ValueError, match="read-only"):
            getattr(twin, field)[0] = 9


def test_given_arrays_are_not_shared():
    table, bounds = np.array([[1.0, 2.0]]), np.array([[0.0, 0.0]])
    problem = mn.DecisionProblem(table, [1, 1], low=bounds)
    table[:] = bounds[:] = 9
    assert problem.performance.tolist() == [[1, 2]]
    assert problem.low.tolist() == [[0, 0]]
    assert table.flags.writeable


def test_attributes_cannot_be_set(problem):
    with pytest.raises(AttributeError):
        problem.senses = [1, 1]


@law
@given(problem=decision_problems())
def test_copies_are_equal_and_hash_alike(problem):
    """Equality is that of every fact, and equal problems have equal hashes."""
    for twin in (copy.deepcopy(problem), pickle.loads(pickle.dumps(problem)), problem.replace()):  # noqa: S301
        assert twin == problem
        assert hash(twin) == hash(problem)


@pytest.mark.parametrize(
    "change",
    [
        {"performance": [[250, 16], [200, 11], [100, 3]]},
        {"senses": [1, 1]},
        {"alternatives": ["car", "bike", "boots"]},
        {"criteria": ["price", "comfort"]},
        {"low": [[200, 16], [200, 11], [100, 3]]},
        {"high": None},
        {"terms": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_fact_matters_for_equality(problem, change):
    assert problem.replace(**change) != problem


def test_a_problem_equals_no_other_thing(problem):
    assert problem != "problem"
    assert problem != problem.performance.tolist()


def test_memory_order_does_not_matter_for_equality(problem):
    twin = problem.replace(performance=np.asfortranarray(problem.performance))
    assert twin == problem
    assert hash(twin) == hash(problem)


def test_replace_leaves_the_rest(problem):
    turned = problem.replace(senses=["max", "max"])
    assert turned.senses.tolist() == [1, 1]
    assert problem.senses.tolist() == [-1, 1]
    assert turned.replace(senses=problem.senses) == problem
    assert turned.details == problem.details


def test_replace_knows_its_arguments(problem):
    with pytest.raises(mn.ProblemError, match=r"replace does not know 'sense' \(did you mean 'senses'\?\)"):
        problem.replace(sense=[1, 1])


@law
@given(problem=decision_problems(), data=st.data())
def test_adding_and_dropping_are_inverse(problem, data):
    """What was added and is dropped again leaves the same problem."""
    n = len(problem.criteria)
    name = data.draw(labels(1).filter(lambda names: names[0] not in problem.alternatives))[0]
    values = data.draw(codes(1, n) | reals(1, n))[0]
    added = problem.add(name, values)
    assert added.alternatives == (*problem.alternatives, name)
    assert added.performance[-1].tolist() == values.tolist()
    assert added.drop(name) == problem


def test_drop_keeps_names_intervals_and_terms_together(problem):
    left = problem.drop("car")
    assert left.alternatives == ("bike", "shoes")
    assert left.low.tolist() == [[200, 10], [100, 3]]
    assert left.terms == (("", "fair"), ("", ""))
    assert left.details == problem.details
    assert problem.drop("car", "shoes") == left.drop("shoes")
    assert problem.drop("car", "bike").terms is None


def test_drop_names_what_there_is(problem):
    with pytest.raises(mn.ProblemError, match=r"cannot drop 'bikes' \(did you mean 'bike'\?\)"):
        problem.drop("bikes")
    with pytest.raises(mn.ProblemError, match="cannot drop every alternative"):
        problem.drop("car", "bike", "shoes")


@pytest.mark.parametrize(
    "values", [[400, 20], {"comfort": 20, "price": 400}, pd.Series({"comfort": 20, "price": 400}), np.array([400, 20])],
    ids=lambda values: type(values).__name__,
)  # fmt: skip
def test_add_takes_values_by_name_or_in_order(problem, values):
    added = problem.add("plane", values)
    assert added.performance[-1].tolist() == [400, 20]
    assert added.low[-1].tolist() == added.high[-1].tolist() == [400, 20]
    assert added.terms[-1] == ("", "")
    assert added.low[:-1].tolist() == problem.low.tolist()


def test_add_takes_intervals_and_terms(problem):
    added = problem.add(
        "plane", [400, 20], low={"comfort": 15, "price": 300}, high=[500, 20], terms={"price": "dear", "comfort": None}
    )
    assert added.low[-1].tolist() == [300, 15]
    assert added.high[-1].tolist() == [500, 20]
    assert added.terms[-1] == ("dear", "")
    crisp = mn.DecisionProblem([[1.0]], [1])
    assert crisp.add("B", [2], terms=["two"]).terms == (("",), ("two",))


@law
@given(problem=decision_problems())
def test_frames_round_trip(problem):
    """A frame and back gives the same facts, intervals in any order included."""
    m, n = problem.performance.shape
    low, high = (
        pd.DataFrame(bound, problem.alternatives, problem.criteria).iloc[::-1, ::-1]
        for bound in (problem.low, problem.high)
    )
    senses = dict(zip(problem.criteria, problem.senses, strict=True))
    frame = problem.to_frame()
    assert frame.shape == (m, n)
    assert mn.DecisionProblem.from_frame(frame, senses, low=low, high=high) == problem


def test_to_frame_is_named_and_a_copy(problem):
    frame = problem.to_frame()
    assert frame.index.name == "alternative"
    assert frame.columns.name == "criterion"
    frame.loc["car", "price"] = 1
    assert problem.performance[0, 0] == 250


@pytest.mark.parametrize("dtype", ["int64", "float32", "Int64", "Float64", object])
def test_frames_of_any_numbers_are_accepted(dtype):
    frame = pd.DataFrame({"speed": [1, 2], "risk": [3, 4]}, index=["a", "b"]).astype(dtype)
    problem = mn.DecisionProblem.from_frame(frame, [1, -1])
    assert problem.performance.tolist() == [[1, 3], [2, 4]]
    assert problem.performance.dtype == np.float64


def test_indices_are_made_once(problem):
    assert problem.alternative_index is problem.alternative_index
    assert problem.criterion_index.tolist() == ["price", "comfort"]


def test_what_is_shown(problem):
    assert "\n".join(line.rstrip() for line in repr(problem).splitlines()) == cleandoc("""
        DecisionProblem: 3 alternatives, 2 criteria
               price ↓              comfort ↑
        -----  -------------------  ----------------
        car    dear 250 [200, 250]  16 [16, 18]
        bike   200                  fair 12 [10, 12]
        shoes  100                  3
    """)


def test_one_of_each_is_shown_in_the_singular():
    assert repr(mn.DecisionProblem([[1]], [1])).startswith("DecisionProblem: 1 alternative, 1 criterion\n")


def test_long_problems_are_cut():
    lines = repr(mn.DecisionProblem(np.arange(50.0)[:, None], [1])).splitlines()
    assert lines[0] == "DecisionProblem: 50 alternatives, 1 criterion"
    assert len(lines) == 34
    assert lines[-1].split() == ["...", "..."]


@pytest.mark.parametrize("form", ["__repr__", "_repr_html_"])
def test_names_that_look_like_numbers_are_shown_as_they_are(form):
    """A model called 007 is no 7, and 1e5 no 100000."""
    text = getattr(mn.DecisionProblem([[1], [2]], [1], ["007", "1e5"], ["2.50"]), form)()
    assert all(name in text for name in ("007", "1e5", "2.50"))


class Tags(HTMLParser):
    """Collect the tags and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):  # noqa: D102 - HTMLParser calls it
        self.tags.add(tag)

    def handle_data(self, data):  # noqa: D102
        self.text += data


PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</table><b>", "&lt;script&gt;"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_is_escaped_wherever_text_comes_from_outside(payload):
    problem = mn.DecisionProblem([[1, 2]], [1, -1], [payload], [payload + "1", "x"], terms=[[payload, None]])
    page = Tags(problem._repr_html_())
    assert page.tags <= {"p", "table", "thead", "tbody", "tr", "th", "td"}
    assert page.text.count(payload) == 3


def test_control_characters_are_replaced_in_what_is_shown():
    problem = mn.DecisionProblem([[1]], [1], ["a\x1b[31m"], ["b\nc"], terms=[["d\r"]])
    for text in (repr(problem), problem._repr_html_()):
        assert not set("\x1b\r") & set(text)
    assert len(repr(problem).splitlines()) == 4


def test_default_problem_is_contested_where_the_document_is():
    contested = [detail.name for detail in mn.load_models().details if detail.contested]
    assert contested == ["Domestic Reform Depth"]
