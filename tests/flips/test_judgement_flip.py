"""The nearest flip of one judgement: against dense scans, closed forms and laws."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pymcdm.methods import VIKOR
from strategies import codes, heavy_law, judgement_matrices, senses, sizes

import mcda_nato as mn
from mcda_nato.flips import polynomial_roots
from mcda_nato.flips.judgement_flip import nearest_judgement_flip
from mcda_nato.flips.judgement_moves import _NODES, _STEP
from mcda_nato.judgements.priorities import geometric_means, principal_eigenvector

pytestmark = [  # laws hold for any input
    pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning"),
    pytest.mark.filterwarnings("ignore::mcda_nato.InconsistentJudgementsWarning"),
]

METHODS = [
    mn.ahp(), mn.ahp("ideal"), mn.weighted_sum(), mn.weighted_sum("vector"), mn.topsis(), mn.topsis("minmax"),
    mn.topsis(mn.fixed(0, 10), 1, 0),
]  # fmt: skip
methods = st.sampled_from(METHODS)
PRIORITIES = st.sampled_from(["eigenvector", "geometric"])
costly = heavy_law(30)  # an example is a search through every judgement


@st.composite
def judged(draw, least=2, most=4):
    """Problems of small codes with judgements of their criteria."""
    matrix = draw(judgement_matrices(least=2, most=4))
    m, n = draw(sizes(least, most)), len(matrix)
    problem = mn.DecisionProblem(draw(codes(m, n)), draw(senses(n)))
    return problem, mn.Judgements(matrix, problem.criteria)


def weights_of(judgements, pair, values, priorities):
    """Return priorities for each value of one judgement."""
    i, j = (judgements.names.index(name) for name in pair)
    matrices = np.repeat(judgements.matrix[None], len(values), axis=0)
    matrices[:, i, j], matrices[:, j, i] = values, 1.0 / np.asarray(values)
    if priorities == "geometric":
        return geometric_means(matrices)
    return principal_eigenvector(matrices)[1]


def level(problem, method, weights, winner):
    """Return under which weights the winner is not first alone."""
    ranks = mn.evaluate(problem, method, weights).ranks.to_numpy()
    return (ranks[:, problem.alternatives.index(winner)] > 1) | ((ranks == 1).sum(axis=1) > 1)


def passed(problem, method, weights, winner):
    """Return under which weights another is strictly ahead of the winner."""
    return mn.evaluate(problem, method, weights).ranks[winner].to_numpy() > 1


@costly
@given(judged(), methods, PRIORITIES)
def test_no_scan_finds_a_nearer_flip_and_every_flip_is_one(case, method, priorities):
    """Up to the flip nobody is ahead; at it, or just beyond, someone is; and a scan finds none where there is none."""
    problem, judgements = case
    found = nearest_judgement_flip(problem, method, judgements, priorities=priorities)
    weights = judgements.priorities(priorities)
    best = mn.evaluate(problem, method, weights).best
    assert found.winner in best
    assert len(best) > 1 or found.distance > 1.0
    assume(len(best) == 1)
    frame = found.to_frame()
    assert found.distance == frame.distance.min()
    for row in frame.itertuples():
        pair = (row.first, row.second)
        for end, flip in ((1 / 9, row.flip_below), (9.0, row.flip_above)):
            clear = end if math.isnan(flip) else flip * (row.value / flip) ** 1e-3
            if not math.isclose(clear, row.value):
                inside = np.geomspace(row.value, clear, 60)[1:]
                tried = weights_of(judgements, pair, inside, priorities)
                assert not passed(problem, method, tried, found.winner).any()
            if not math.isnan(flip):
                at = weights_of(judgements, pair, [flip], priorities)
                assert level(problem, method, at, found.winner).all()
                way = np.sign(end - row.value) * np.array([0.0, 1e-9, 1e-7, 1e-5, 1e-3])
                near = weights_of(judgements, pair, np.clip(flip * np.exp(way), 1 / 9, 9.0), priorities)
                assert passed(problem, method, near, found.winner).any()


@costly
@given(judged(), methods, PRIORITIES)
def test_the_changed_judgements_can_be_evaluated_again(case, method, priorities):
    """The result holds what anyone needs to see the tie."""
    problem, judgements = case
    found = nearest_judgement_flip(problem, method, judgements, priorities=priorities)
    assert found.CR_before == judgements.consistency().CR
    if found.pair is None:
        assert (found.value, found.new_value, found.judgements, found.CR_after) == (None, None, None, None)
        assert (found.distance, found.challenger, found.percent) == (math.inf, None, None)
        return
    assert found.percent == pytest.approx(100 * abs(found.new_value / found.value - 1))
    i, j = (judgements.names.index(name) for name in found.pair)
    assert found.value == judgements.matrix[i, j] >= 1.0
    assert found.judgements.matrix[i, j] == found.new_value
    assert found.judgements.matrix[j, i] == 1.0 / found.new_value
    assert (np.delete(found.judgements.matrix, [i, j], axis=0) == np.delete(judgements.matrix, [i, j], axis=0)).all()
    assert found.CR_after == found.judgements.consistency().CR
    assert found.distance == max(found.value / found.new_value, found.new_value / found.value) >= 1.0
    ranking = mn.evaluate(problem, method, found.judgements.priorities(priorities))
    assert ranking.best != (found.winner,)
    assert found.challenger in ranking.best


def two_criteria():
    return mn.DecisionProblem([[9, 1], [4, 6]], [1, 1]), mn.Judgements([[1, 5], [0.2, 1]], ["C1", "C2"])


@pytest.mark.parametrize("priorities", ["eigenvector", "geometric"])
def test_two_criteria_in_closed_form(priorities):
    """With two criteria the weights are a : 1, so that 9 a + 1 = 4 a + 6 at a = 1."""
    problem, judgements = two_criteria()
    found = nearest_judgement_flip(problem, mn.weighted_sum(mn.fixed(0, 10)), judgements, priorities=priorities)
    assert (found.winner, found.challenger, found.pair) == ("A1", "A2", ("C1", "C2"))
    assert (found.value, found.new_value, found.distance) == pytest.approx((5.0, 1.0, 5.0))
    assert (found.CR_before, found.CR_after) == (0.0, 0.0)
    assert found.exact is (priorities == "geometric")


def test_three_criteria_in_closed_form():
    """Geometric means with three criteria: only the judged pair's move, with the cube root and its inverse."""
    table = np.array([[7.0, 2.0, 3.0], [3.0, 5.0, 4.0]])
    matrix = np.array([[1, 4, 2], [1 / 4, 1, 1 / 3], [1 / 2, 3, 1]])
    problem, judgements = mn.DecisionProblem(table, [1, 1, 1]), mn.Judgements(matrix, ["C1", "C2", "C3"])
    found = nearest_judgement_flip(problem, mn.weighted_sum(mn.fixed(0, 10)), judgements, priorities="geometric")
    row = found.to_frame().set_index(["first", "second"]).loc[("C1", "C2")]
    a, b, c = (table[0] - table[1]) * np.prod(matrix, axis=1) ** (1 / 3)
    s = max(np.roots([a, c, b]).real)  # a s + b / s + c = 0
    assert row.flip_below == pytest.approx(4 * s**3, rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_eigenvectors_are_interpolated_to_the_last_digits(seed):
    """The last of the Chebyshev coefficients between two breaks are rounding, up to ten criteria."""
    rng = np.random.default_rng(seed)
    for n in range(3, 11):
        upper = np.triu(rng.choice([1, 3, 5, 7, 9], (n, n)) ** rng.choice([-1.0, 1.0], (n, n)), 1)
        matrix = upper + np.eye(n) + np.where(upper.T > 0, 1 / np.where(upper.T > 0, upper.T, 1.0), 0.0)
        judgements = mn.Judgements(matrix, [f"C{j}" for j in range(n)])
        nodes = polynomial_roots.chebyshev_nodes(_NODES)
        values = np.exp(np.log(_STEP) * (nodes - 1.0) / 2.0) * 9.0
        for pair in (("C0", "C1"), ("C0", f"C{n - 1}")):
            weights = weights_of(judgements, pair, values, "eigenvector")
            series = np.polynomial.chebyshev.chebfit(nodes, weights, _NODES - 1)
            assert np.abs(series[-4:]).max() < 1e-14


@costly
@given(judged(), methods, PRIORITIES, st.randoms(use_true_random=False))
def test_the_order_of_the_criteria_does_not_matter(case, method, priorities, random):
    """Judgements are aligned by name, and permuting everything leaves the distance."""
    problem, judgements = case
    n = len(problem.criteria)
    order = random.sample(range(n), n)
    names = [problem.criteria[j] for j in order]
    turned = mn.DecisionProblem(problem.performance[:, order], problem.senses[order], problem.alternatives, names)
    shuffled = mn.Judgements(judgements.matrix[np.ix_(order, order)], names)
    distances = [
        nearest_judgement_flip(p, method, j, priorities=priorities).distance
        for p, j in ((problem, judgements), (problem, shuffled), (turned, shuffled))
    ]
    assert distances[1] == distances[0]
    assert distances[2] == pytest.approx(distances[0], rel=1e-6)


@costly
@given(judged(), methods)
def test_a_larger_limit_never_puts_the_flip_further(case, method):
    problem, judgements = case
    near, far = (nearest_judgement_flip(problem, method, judgements, limit=limit) for limit in (9, 27))
    assert far.distance <= near.distance * (1 + 1e-6)


def test_control_moving_a_weight_instead_of_a_judgement_is_no_tie():
    """Multiplying one weight by the factor of the judgement is another change."""
    models, judgements = mn.load_models(), mn.load_profiles()["urgent_security"]
    found = nearest_judgement_flip(models, "topsis", judgements)
    weights = judgements.priorities()
    weights[found.pair[0]] *= found.new_value / found.value
    assert level(models, "topsis", found.judgements.priorities().to_numpy()[None], found.winner).all()
    ranks = mn.evaluate(models, "topsis", mn.rescale(weights)).ranks
    assert ranks.min() == 1
    assert (ranks == 1).sum() == 1


def test_the_default_data_under_its_own_profile():
    models, judgements = mn.load_models(), mn.load_profiles()["urgent_security"]
    found = nearest_judgement_flip(models, "topsis", judgements, priorities="geometric")
    assert (found.winner, found.challenger) == ("Hybrid Integration", "Strategic Partnership")
    assert (found.pair, found.value) == (("Speed of Integration", "Risk Exposure"), 3.0)
    assert found.new_value == pytest.approx(1.92063775, rel=1e-8)
    assert found.exact
    assert found.notes == ()
    text = repr(found)
    assert "'Speed of Integration' against 'Risk Exposure' goes from 3 to 1.92063775" in text
    assert "The consistency ratio goes from 0.0016 to 0.0033" in text
    assert found.to_frame().columns.tolist() == [
        "first", "second", "value", "flip_below", "challenger_below", "flip_above", "challenger_above", "distance",
        "percent",
    ]  # fmt: skip


def test_a_winner_that_nothing_moves():
    problem = mn.DecisionProblem([[9, 9], [4, 6]], [1, 1])
    found = nearest_judgement_flip(problem, "ahp", two_criteria()[1])
    assert (found.winner, found.challenger, found.pair, found.distance) == ("A1", None, None, math.inf)
    assert "stays first" in repr(found)
    assert math.isnan(found.to_frame().flip_above[0])


def test_a_tie_at_present_that_a_judgement_breaks_needs_no_move():
    problem = mn.DecisionProblem([[9, 1], [4, 6]], [1, 1])
    equal = mn.Judgements(np.ones((2, 2)), ["C1", "C2"])
    found = nearest_judgement_flip(problem, mn.weighted_sum(mn.fixed(0, 10)), equal)
    assert (found.winner, found.challenger, found.pair, found.distance) == ("A1", "A2", ("C1", "C2"), 1.0)
    assert (found.value, found.new_value, found.percent) == (1.0, 1.0, 0.0)
    assert found.to_frame().flip_above.tolist() == found.to_frame().flip_below.tolist() == [1.0]
    assert "leaves 1 at all" in repr(found)
    assert found.notes[0] == "Several are first at present: 'A1', 'A2'."


def test_a_copy_of_the_winner_never_overtakes_it():
    problem = mn.DecisionProblem([[9, 1], [9, 1], [4, 2]], [1, 1])
    found = nearest_judgement_flip(problem, "ahp", two_criteria()[1])
    assert (found.winner, found.challenger, found.pair) == ("A1", "A3", ("C1", "C2"))
    tied = nearest_judgement_flip(problem.drop("A3"), "ahp", two_criteria()[1])
    assert (tied.winner, tied.challenger, tied.distance) == ("A1", None, math.inf)


def test_a_tie_at_the_limit_is_a_draw():
    """The weights are a : 1, and 9 a + 1 = 8 a + 10 at a = 9: beyond the scale alone the first is ahead."""
    table = [[9, 1], [8, 10]]
    problem, equal = mn.DecisionProblem(table, [1, 1]), mn.Judgements(np.ones((2, 2)), ["C1", "C2"])
    found = nearest_judgement_flip(problem, mn.weighted_sum(mn.fixed(0, 10)), equal, priorities="geometric")
    assert (found.winner, found.challenger, found.distance, found.percent) == ("A2", None, math.inf, None)
    assert (found.draw.challenger, found.draw.distance) == ("A1", pytest.approx(9.0))
    assert found.draw.percent == pytest.approx(800)
    assert "'A1' draws level, and no more, with 'A2'" in repr(found)
    further = nearest_judgement_flip(problem, mn.weighted_sum(mn.fixed(0, 10)), equal, limit=10)
    assert (further.challenger, further.draw) == ("A1", None)


def test_one_criterion_and_one_alternative():
    alone = mn.Judgements([[1]], ["C1"])
    found = nearest_judgement_flip(mn.DecisionProblem([[1], [2]], [1]), "ahp", alone)
    assert (found.winner, found.distance, len(found.to_frame())) == ("A2", math.inf, 0)
    tied = nearest_judgement_flip(mn.DecisionProblem([[2], [2]], [1]), "ahp", alone)
    assert (tied.challenger, tied.distance) == (None, math.inf)
    single = nearest_judgement_flip(mn.DecisionProblem([[1, 2]], [1, 1]), "ahp", two_criteria()[1])
    assert (single.winner, single.challenger, single.distance) == ("A1", None, math.inf)
    assert "only one alternative" in single.notes[0]


def test_pairs_are_turned_so_that_the_first_is_preferred():
    problem, judgements = two_criteria()
    swapped = mn.Judgements(judgements.matrix.T, ["C1", "C2"])
    assert nearest_judgement_flip(problem, "ahp", swapped).to_frame()[
        ["first", "second", "value"]
    ].to_numpy().tolist() == [["C2", "C1", 5.0]]


def test_a_method_of_pymcdm_is_searched_and_says_so():
    models, judgements = mn.load_models(), mn.load_profiles()["urgent_security"]
    found = nearest_judgement_flip(models, mn.from_pymcdm(VIKOR()), judgements)
    assert not found.exact
    assert "A search over 257 values" in found.notes[0]
    assert mn.evaluate(models, found.method, found.judgements).best != (found.winner,)


def test_eigenvector_answers_say_that_they_are_no_proof():
    problem, judgements = two_criteria()
    assert "33 nodes for each factor of 3" in nearest_judgement_flip(problem, "ahp", judgements).notes[0]


def test_more_criteria_than_random_indices_have_no_ratio():
    n = 17
    problem = mn.DecisionProblem(np.arange(2.0 * n).reshape(2, n) % 7 + 1, [1] * n)
    found = nearest_judgement_flip(
        problem, "ahp", mn.Judgements(np.ones((n, n)), problem.criteria), priorities="geometric"
    )
    assert found.CR_before is None
    assert found.CR_after is None


SMALL = mn.Judgements([[1, 5], [0.2, 1]], ["C1", "C2"])
BAD = {
    "no weights": (
        {"weights": None},
        mn.WeightsError,
        "needs weights that are Judgements of the criteria, got NoneType",
    ),
    "numbers": ({"weights": [0.5, 0.5]}, mn.WeightsError, "got list; for other weights see nearest_flip"),
    "other names": (
        {"weights": mn.Judgements([[1, 5], [0.2, 1]], ["C1", "C3"])},
        mn.WeightsError,
        "the judgements: unknown 'C3'",
    ),
    "priorities": ({"priorities": "eigenvektor"}, mn.JudgementError, "did you mean 'eigenvector'"),
    "a text limit": ({"limit": "9"}, mn.JudgementError, "limit is text: '9'; give a number above 1"),
    "a limit of 1": ({"limit": 1}, mn.JudgementError, "limit must be one number above 1"),
    "two limits": ({"limit": [3, 9]}, mn.JudgementError, "limit must be one number above 1"),
    "a judgement beyond": ({"limit": 4}, mn.JudgementError, "'C1' against 'C2' is 5.0, beyond the limit of 4.0"),
    "a method": ({"method": "aph"}, mn.MethodError, "did you mean 'ahp'"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_an_error_that_says_what_is_allowed(name):
    options, error, match = BAD[name]
    problem = mn.DecisionProblem([[5, 1], [3, 6]], [1, 1])
    with pytest.raises(error, match=match):
        nearest_judgement_flip(problem, **({"weights": SMALL} | options))


def test_a_frame_is_no_problem():
    with pytest.raises(mn.ProblemError, match="nearest_judgement_flip needs a DecisionProblem, got DataFrame"):
        nearest_judgement_flip(mn.load_models().to_frame(), "ahp", SMALL)


def test_no_warning_and_no_change_of_what_is_given():
    problem, judgements = two_criteria()
    before = judgements.matrix.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = nearest_judgement_flip(problem, "topsis", judgements)
    assert (judgements.matrix == before).all()
    with pytest.raises(AttributeError):
        found.distance = 1.0


def test_the_judgement_makes_the_judgements_that_flip():
    """What is named, put among the given comparisons, ties the winner."""
    given_ = mn.load_profiles()["urgent_security"]
    found = nearest_judgement_flip(mn.load_models(), "weighted_sum", given_)
    pair, value = found.judgement
    assert found.judgements.to_frame().loc[pair] == pytest.approx(value)
    assert (pair, value) == (found.pair, found.new_value)
