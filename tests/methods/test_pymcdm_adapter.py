"""Methods of pymcdm as methods of this package: order, direction and errors."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm import methods as peers
from strategies import Case, codes, law, senses, simplex_floats

import mcda_nato as mn
from mcda_nato.methods.ranks import competition_ranks

N = 3
BOUNDS = np.array([[0.0, 10.0]] * N)
MIDDLE = np.full(N, 5.0)
DESCENDING = {
    "TOPSIS": peers.TOPSIS(), "WSM": peers.WSM(), "WPM": peers.WPM(), "COPRAS": peers.COPRAS(), "ARAS": peers.ARAS(),
    "EDAS": peers.EDAS(), "MABAC": peers.MABAC(), "MARCOS": peers.MARCOS(), "WASPAS": peers.WASPAS(),
    "CODAS": peers.CODAS(), "MOORA": peers.MOORA(), "OCRA": peers.OCRA(), "RAM": peers.RAM(),
    "RAFSI": peers.RAFSI(np.full(N, 10.0), np.full(N, 0.5)), "PROMETHEE_II": peers.PROMETHEE_II("usual"),
}  # fmt: skip
ASCENDING = {
    "VIKOR": peers.VIKOR(), "SPOTIS": peers.SPOTIS(BOUNDS), "MAIRCA": peers.MAIRCA(),
    "BalancedSPOTIS": peers.BalancedSPOTIS(BOUNDS, MIDDLE),
}  # fmt: skip
EVERY = DESCENDING | ASCENDING


def own_preference(peer, case):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return peer(case.table, case.weights, case.senses.astype(int))


def is_defined(peer, case):
    """Whether the peer gives numbers; COPRAS and MOORA want a cost, VIKOR a spread of its S and R."""
    try:
        return bool(np.isfinite(own_preference(peer, case)).all())
    except ValueError:
        return False


def orders_as_the_peer_ranks(adapted, peer, case):
    """Whoever the peer ranks clearly better has the larger score here."""
    own = own_preference(peer, case)
    theirs = peer.rank(np.round(own, 9))
    scores = adapted(*case)
    for i in range(len(theirs)):
        for k in range(len(theirs)):
            if theirs[i] < theirs[k]:
                assert scores[i] > scores[k]


varied_cases = st.builds(
    Case, codes(4, N).filter(lambda table: (np.ptp(table, axis=0) > 0).all()), senses(N), simplex_floats(N)
)


@law
@given(case=varied_cases)
def test_order_is_the_peers_own(case):
    """Every wrapped method puts first whom pymcdm itself puts first, ascending or descending."""
    for peer in EVERY.values():
        if is_defined(peer, case):
            orders_as_the_peer_ranks(mn.from_pymcdm(peer), peer, case)


@pytest.mark.parametrize("name", ASCENDING)
def test_control_without_the_sign_an_ascending_method_is_upside_down(name):
    unsigned = lambda table, signs, w: own_preference(EVERY[name], Case(table, signs, w))  # noqa: E731
    case = Case(np.array([[1.0, 9, 3], [5, 4, 8], [7, 6, 2]]), np.ones(3), np.array([0.5, 0.3, 0.2]))
    orders_as_the_peer_ranks(mn.from_pymcdm(EVERY[name]), EVERY[name], case)
    with pytest.raises(AssertionError):
        orders_as_the_peer_ranks(unsigned, EVERY[name], case)


@pytest.mark.parametrize("name", EVERY)
def test_ranks_are_the_peers_own_where_there_is_no_tie(name):
    rng = np.random.default_rng(7)
    case = Case(rng.integers(1, 10, (6, N)) + rng.random((6, N)) / 2, np.array([1.0, -1, 1]), np.array([0.5, 0.3, 0.2]))
    problem = mn.DecisionProblem(case.table, case.senses)
    found = mn.evaluate(problem, mn.from_pymcdm(EVERY[name]), case.weights)
    own = EVERY[name].rank(np.round(own_preference(EVERY[name], case), 12))
    if len(set(own)) == len(own):
        assert found.ranks.tolist() == own.tolist()
    else:  # PROMETHEE's net flows tie often; pymcdm gives ties their average rank
        assert np.argsort(found.ranks, kind="stable").tolist() == np.argsort(own, kind="stable").tolist()


@pytest.mark.parametrize("name", ASCENDING)
def test_ascending_preferences_are_negated(name):
    case = Case(np.array([[1.0, 9, 3], [5, 4, 8], [7, 6, 2]]), np.ones(3), np.array([0.5, 0.3, 0.2]))
    assert mn.from_pymcdm(EVERY[name])(*case).tolist() == (0.0 - own_preference(EVERY[name], case)).tolist()


def test_lopm_ranks_ascending_although_pymcdm_misspells_its_attribute():
    """A lower merit parameter is better (Farag 2020); pymcdm 1.4 calls it `reverse_ranking`."""
    peer = peers.LoPM([1.0, 1.0, 9.0], [1, 1, -1])
    table = np.array([[9.0, 9, 1], [2, 2, 8]])
    scores = mn.from_pymcdm(peer)(table, [1, 1, -1], [0.4, 0.3, 0.3])
    assert scores[0] > scores[1]


def test_weights_reach_pymcdm_with_sum_1():
    """Its validation refuses any other sum."""
    method = mn.from_pymcdm(peers.WSM())
    table = [[1.0, 2, 3], [3, 1, 2]]
    assert method(table, [1, 1, 1], [2, 1, 1]).tolist() == method(table, [1, 1, 1], [0.5, 0.25, 0.25]).tolist()


def test_scenarios_are_ranked_row_by_row():
    w = np.random.default_rng(0).dirichlet(np.ones(4), size=7)
    method = mn.from_pymcdm(peers.VIKOR())
    found = mn.evaluate(mn.load_models(), method, w)
    assert found.scores.shape == (7, 3)
    for i, row in enumerate(w):
        assert mn.evaluate(mn.load_models(), method, row).scores.tolist() == found.scores.loc[i].tolist()


def test_tables_may_have_leading_axes():
    tables = np.random.default_rng(0).random((2, 5, 4, N)) + 1
    found = mn.from_pymcdm(peers.TOPSIS())(tables, np.ones(N), np.ones(N))
    assert found.shape == (2, 5, 4)
    assert found[1, 3].tolist() == mn.from_pymcdm(peers.TOPSIS())(tables[1, 3], np.ones(N), np.ones(N)).tolist()


def test_memory_order_changes_no_bit_although_it_does_in_pymcdm():
    """A frame and an array of the same numbers are handed on in one memory order."""
    rng = np.random.default_rng(0)
    table, signs, w = rng.random((12, 9)) + 1, np.where(rng.random(9) < 0.5, -1.0, 1.0), np.full(9, 1 / 9)
    changed = 0
    for peer in (peers.VIKOR(), peers.CODAS(), peers.EDAS(), peers.MAIRCA(), peers.COCOSO()):
        other_order = np.asfortranarray(table)
        own = own_preference(peer, Case(table, signs, w))
        changed += (own != own_preference(peer, Case(other_order, signs, w))).any()
        adapted = mn.from_pymcdm(peer)
        assert adapted(table, signs, w).tolist() == adapted(other_order, signs, w).tolist()
    assert changed  # the control


def test_it_is_labelled_as_computed_row_by_row():
    method = mn.from_pymcdm(peers.VIKOR())
    assert method.name == str(method) == "pymcdm VIKOR (row by row)"
    assert repr(mn.evaluate(mn.load_models(), method, [0.4, 0.3, 0.2, 0.1])).startswith(
        "Ranking by pymcdm VIKOR (row by row)\n   1  Strategic Partnership"
    )
    assert "pymcdm" in method.source


def test_ties_follow_the_rule_of_scores():
    method = mn.from_pymcdm(peers.WSM())
    key = np.array([0.5, 0.5 + 5e-13, 0.5 + 5e-12])
    assert competition_ranks(key, method.bar(key, np.array([3.0, 1.0]))).tolist() == [2, 2, 1]


def test_a_constant_criterion_is_named():
    with pytest.warns(mn.ConstantCriterionWarning, match="'C1'"):
        mn.evaluate(mn.DecisionProblem([[1, 2], [1, 3]], [1, 1]), mn.from_pymcdm(peers.WSM()))


def test_what_pymcdm_leaves_undefined_is_an_error():
    """VIKOR divides zero by zero where its S and R have no spread."""
    symmetric = [[1.0, 2.0], [2.0, 1.0]]
    with pytest.raises(mn.MethodError, match=r"pymcdm VIKOR .* undefined for this problem: it gave \[nan, nan\]"):
        mn.from_pymcdm(peers.VIKOR())(symmetric, [1, 1], [0.5, 0.5])


def test_errors_of_pymcdm_are_passed_on():
    with pytest.raises(mn.MethodError, match=r"pymcdm WSM .* refused the problem: .*positive"):
        mn.from_pymcdm(peers.WSM())([[0.0, 1], [1, 2]], [1, 1], [0.5, 0.5])


@pytest.mark.parametrize("wrong", [peers.VIKOR, "VIKOR", None, 3])
def test_only_instances_can_be_adapted(wrong):
    with pytest.raises(mn.MethodError, match="needs an instance of a pymcdm method"):
        mn.from_pymcdm(wrong)


def test_an_instance_is_needed_where_a_method_is_wanted():
    with pytest.raises(mn.MethodError, match="from_pymcdm"):
        mn.evaluate(mn.load_models(), peers.VIKOR())


def test_input_is_not_changed():
    table, signs, w = np.array([[1.0, 5], [4, 2]]), np.array([1.0, -1.0]), np.array([2.0, 2.0])
    before = [table.tolist(), signs.tolist(), w.tolist()]
    for peer in (peers.VIKOR(), peers.WSM(), peers.MAIRCA()):
        mn.from_pymcdm(peer)(table, signs, w)
    assert [table.tolist(), signs.tolist(), w.tolist()] == before
