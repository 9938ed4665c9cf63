"""What a report is of, written as plain values and read again."""

import json

import numpy as np
import pandas as pd
import pytest
from reports import cars, cars_request

import mcda_nato as mn
from mcda_nato.errors import FileError, MethodError, WeightsError
from mcda_nato.report.method_documents import method_document, method_of
from mcda_nato.report.report_request import ReportRequest

_NAMES = ("price", "range", "comfort")


def again(request):
    """Return the request as a file gives it back."""
    return ReportRequest.from_document(json.loads(json.dumps(request.to_document())), request.problem)


@pytest.mark.parametrize(
    "weights",
    [
        None,
        {"range": 0.1, "price": 0.2, "comfort": 0.7},
        [0.1, 0.2, 0.7],
        np.array([1, 0, 0]),
        pd.Series([0.3, 0.3, 0.4], _NAMES),
        mn.Judgements.from_pairs({("price", "range"): 3, ("comfort", "price"): "1/7", ("range", "comfort"): 2}, _NAMES),
    ],
)
@pytest.mark.filterwarnings("ignore::mcda_nato.errors.InconsistentJudgementsWarning")
def test_weights_are_restored_to_the_bit(weights):
    request = ReportRequest.of(cars(), profiles={"mine": weights, "equal": None})
    found = again(request)
    assert found.result_id == request.result_id
    assert list(found.profiles) == ["mine", "equal"]
    for name in found.profiles:
        used = [r.overview.rankings[name, "topsis"].weights.to_numpy() for r in (request, found)]
        assert np.array_equal(*used)


def test_the_order_of_profiles_is_part_of_what_is_asked():
    """The first is the base case."""
    one = ReportRequest.of(cars(), profiles={"a": None, "b": [1, 0, 0]})
    other = ReportRequest.of(cars(), profiles={"b": [1, 0, 0], "a": None})
    assert one.result_id != other.result_id


@pytest.mark.parametrize(
    "method",
    [
        mn.weighted_sum("vector"),
        mn.weighted_sum(mn.fixed(0, [30, 600, 5])),
        mn.topsis(),
        mn.topsis(mn.fixed(0, 1_000), ideal=1, anti_ideal=[0.0, 0.1, 0.2]),
        mn.ahp("ideal"),
    ],
)
def test_methods_are_restored(method):
    assert method_of(json.loads(json.dumps(method_document(method)))) == method


def test_a_method_that_no_file_holds_is_refused():
    from dataclasses import replace

    own = replace(mn.topsis(), score=lambda key: key)
    with pytest.raises(MethodError, match="a report is recomputed from its own files, which cannot hold topsis"):
        ReportRequest.of(cars(), methods=[own]).to_document()


def test_judged_ratings_are_restored():
    under = mn.Judgements.from_pairs({("a", "b"): 3, ("b", "c"): 2, ("a", "c"): 5}, ["a", "b", "c"])
    request = ReportRequest.of(mn.problem_from_judgements({"taste": under, "looks": under}))
    assert again(request).problem.judgements.keys() == {"taste", "looks"}
    document = request.to_document()
    document["judged_ratings"].pop()
    with pytest.raises(FileError, match="do not give the ratings"):
        ReportRequest.from_document(document, request.problem)


def test_the_documents_own_profiles_are_described():
    assert again(ReportRequest.of()).overview.descriptions.keys() == mn.load_profiles().keys()


def test_weights_and_profiles_together_are_refused():
    with pytest.raises(WeightsError, match="both given"):
        ReportRequest.of(cars(), weights=[1, 0, 0], profiles={"a": None})
    with pytest.raises(WeightsError, match="profiles must be a mapping"):
        ReportRequest.of(cars(), profiles=[[1, 0, 0]])
    with pytest.raises(WeightsError, match="not a table of scenarios"):
        ReportRequest.of(cars(), weights=[[1, 0, 0], [0, 1, 0]]).to_document()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "schema 2; this version reads 1"),
        ({"profiles": []}, "'profiles' must be a list"),
        ({"profiles": [{"name": 1, "weights": None}]}, "'profiles' must be a list"),
        ({"profiles": [{"name": "a", "weights": None}] * 2}, "names one twice"),
        ({"profiles": [{"name": "a", "weights": {"pickle": "x"}}]}, "weights must be"),
        ({"profiles": [{"name": "a", "weights": {"judgements": 3}}]}, "judgements must be a table"),
        ({"methods": "topsis"}, "'methods' must be a list"),
        ({"methods": [{"name": "os.system", "options": {}}]}, "unknown method 'os.system'"),
        ({"methods": [{"name": "topsis", "options": {"colour": 1}}]}, "has no options 'colour'"),
        ({"methods": ["topsis"]}, "a method must be a table"),
        ({"judged_ratings": 3}, "'judged_ratings' must be a list"),
    ],
)
def test_damaged_requests_are_named(change, words):
    with pytest.raises(FileError, match=words):
        ReportRequest.from_document({**cars_request().to_document(), **change}, cars())
