"""Every picture: frames, laws of colour and state, hostile names, and Matplotlib missing."""

import dataclasses
import subprocess
import sys
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawing import HOSTILE, problem, results
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from scipy.stats import binomtest

import mcda_nato as mn
from mcda_nato.plots.alternative_styles import PALETTE, style
from mcda_nato.plots.picture_data import _FRAMES, _OWN, picture_of
from mcda_nato.plots.picture_kinds import KINDS
from mcda_nato.results import Drawn

SMALL = list(results(problem(4, HOSTILE)))
IDS = [f"{name}-{type(result).__name__}" for name, result in SMALL]
each = pytest.mark.parametrize(("name", "result"), SMALL, ids=IDS)


def texts(ax):
    """Return what is drawn: tick labels beyond the ends of an axis are not."""
    FigureCanvasAgg(ax.figure).draw()
    beyond = set()
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        beyond |= {tick.label1 for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high}
    found = ax.findobj(mpl.text.Text)
    return [text for text in found if text.get_visible() and text.get_text().strip() and text not in beyond]


@each
def test_a_picture_draws_on_the_axes_given_and_touches_no_global_state(name, result):
    ax = Figure().add_subplot()
    before = plt.get_fignums(), dict(mpl.rcParams)
    assert getattr(mn.plots, name)(result, ax) is ax
    assert getattr(mn.plots, name)(result).figure is not ax.figure
    assert (plt.get_fignums(), dict(mpl.rcParams)) == before


@each
def test_hostile_names_stay_text(name, result):
    """No mathematics is read from a name; a control, `$x$` unescaped, is read as such."""
    for text in texts(getattr(mn.plots, name)(result)):
        assert text._preprocess_math(text.get_text())[1] is not True
    assert mpl.text.Text(text="$x$")._preprocess_math("$x$")[1] is True


@each
def test_no_text_is_clipped(name, result):
    ax = getattr(mn.plots, name)(result)
    found = texts(ax)
    whole = ax.figure.bbox
    for text in found:
        box = text.get_window_extent()
        assert box.x0 >= whole.x0 - 1, text.get_text()
        assert box.x1 <= whole.x1 + 1, text.get_text()
        assert box.y0 >= whole.y0 - 1, text.get_text()
        assert box.y1 <= whole.y1 + 1, text.get_text()


@pytest.mark.parametrize("m", [8, 30])
def test_names_of_rows_do_not_overlap(m):
    without_names = {"weight_path", "ranks"}  # numbers alone
    for name, result in [pair for pair in results(problem(m)) if pair[0] not in without_names]:
        ax = getattr(mn.plots, name)(result)
        FigureCanvasAgg(ax.figure).draw()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
        boxes = sorted(boxes, key=lambda box: box.y0)
        assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes)), name


def test_an_alternative_has_one_colour_in_all_pictures():
    facts = mn.load_models()
    wanted = {PALETTE[i] for i in range(3)}
    shown = mn.plots.weight_path(mn.weight_path(facts, "topsis", "Risk Exposure"))
    assert [line.get_color() for line in shown.get_lines()[:6:2]] == [style(i).colour for i in range(3)]
    bars = mn.plots.rank_acceptability(mn.acceptance(facts))
    assert {to_hex(bar.get_facecolor()).upper() for bar in bars.patches[::3]} == wanted
    central = mn.plots.central_weights(mn.acceptance(facts))
    marked = [line for line in central.get_lines() if line.get_marker() in {style(i).marker for i in range(3)}]
    assert [line.get_color() for line in marked] == [style(i).colour for i in range(3)]


def test_thirty_styles_are_distinct():
    assert len({style(i) for i in range(32)}) == 32


def test_shares_are_those_of_the_result():
    swept = mn.sweep(mn.load_models(), n=500)
    frame = mn.plots.data("rank_acceptability", swept).set_index(["alternative", "rank"])
    for (name, rank), row in frame.iterrows():
        assert row["share"] == swept.rank_acceptability.loc[name, rank]
        assert row["standard_error"] == swept.standard_error.loc[name, rank]
        assert row["present"] == (swept.baseline.ranks[name] == rank)


def test_errors_of_sampled_shares_are_drawn_and_of_exact_ones_not():
    facts = mn.load_models()
    sampled, exact = (mn.plots.rank_acceptability(result) for result in (mn.sweep(facts, n=500), mn.acceptance(facts)))
    assert len(sampled.containers) > len(exact.containers)
    assert "exact" in exact.get_title(loc="left")


def test_pairs_that_sampling_leaves_open_are_hatched():
    """Two that differ by nothing but chance; the exact shares leave nothing open."""
    even = mn.DecisionProblem([[2, 1], [1, 2], [0, 0]], [1, 1])
    frame = mn.plots.data("pairwise_winning", mn.sweep(even, "weighted_sum", n=400))
    assert frame.set_index(["alternative", "other"])["separated"].to_list() == [False, True, False, True, True, True]
    ax = mn.plots.pairwise_winning(mn.sweep(even, "weighted_sum", n=400))
    assert sum(patch.get_hatch() is not None for patch in ax.patches) == 2
    assert mn.plots.data("pairwise_winning", mn.acceptance(even))["separated"].all()


@pytest.mark.parametrize("n", [1, 5, 6, 30, 200])
def test_pairs_are_told_apart_as_an_exact_test_does(n):
    """The slow twin: the sign test of SciPy, pair by pair; six that agree are the fewest that tell anything."""
    result = mn.sweep(mn.load_models(), "topsis", n=n)
    ahead = (result.pairwise_winning * n).round().astype(int)
    frame = mn.plots.data("pairwise_winning", result)
    for row in frame.itertuples():
        one, other = int(ahead.loc[row.alternative, row.other]), int(ahead.loc[row.other, row.alternative])
        interval = binomtest(one, one + other).proportion_ci(0.95)
        assert row.separated == (not interval.low <= 0.5 <= interval.high)
    assert n > 5 or not frame["separated"].any()


def test_dependent_scenarios_count_as_far_as_their_error_says():
    """A larger error tells less apart than as many independent scenarios; an unknown one of one replicate nothing."""
    result = mn.sweep(mn.load_models(), "topsis", n=64)
    assert mn.plots.data("pairwise_winning", result)["separated"].sum() == 4
    recorded = result.recorded | {"error_from": "spread of replicates or blocks", "replicates": 1}
    assert mn.plots.data("pairwise_winning", dataclasses.replace(result, recorded=recorded))["separated"].sum() == 4
    for factor in (4.0, np.nan):
        wider = _Widened(result.indices, factor)
        found = dataclasses.replace(result, recorded=recorded, indices=wider)
        assert not mn.plots.data("pairwise_winning", found)["separated"].any()


class _Widened:
    """Indices whose standard errors are larger by a factor."""

    def __init__(self, indices, factor):
        self._indices, self.standard_error = indices, factor * indices.standard_error

    def __getattr__(self, name):
        return getattr(self._indices, name)


def test_errors_of_central_weights_are_within_their_bound():
    """Twenty sweeps scatter by no more than the bound says, and by something."""
    facts = mn.load_models()
    frames = [mn.plots.data("central_weights", mn.sweep(facts, "topsis", n=200, rng=seed)) for seed in range(20)]
    scatter = np.std([frame["weight"] for frame in frames], axis=0, ddof=1)
    bound = np.mean([frame["error_bound"] for frame in frames], axis=0)
    assert (scatter < 1.5 * bound).all()  # 1.5: the standard deviation of 20 is itself uncertain
    assert (scatter > 0.1 * bound).all()
    assert not mn.plots.data("central_weights", mn.acceptance(facts))["error_bound"].any()


def test_flips_are_those_of_stability():
    found = mn.weight_stability(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    frame, table = mn.plots.data("flips", found), found.to_frame()
    for row in frame.dropna(subset="percent").itertuples():
        side = "low" if row.percent < 0 else "high"
        assert row.percent == pytest.approx(table.loc[row.what, f"percent_{side}"], rel=1e-12)
        assert row.flipped == table.loc[row.what, f"winner_{side}"]
    assert frame["percent"].abs().iloc[0] == frame["percent"].abs().min()


def test_crossings_and_the_present_weight_are_where_they_are():
    path = mn.weight_path(mn.load_models(), "topsis", "Speed of Integration", mn.load_profiles()["urgent_security"])
    ax = mn.plots.weight_path(path)
    rings = {float(x) for line in ax.get_lines() if line.get_linestyle() == "None" for x in line.get_xdata()}
    assert rings == set(path.crossings["weight"])
    assert any(list(line.get_xdata()) == [path.weight, path.weight] for line in ax.get_lines())


def test_reversals_mark_the_pair_of_every_witness():
    audit = mn.audit_rank_reversal(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    frame = mn.plots.data("reversals", audit)
    for witness in audit.witnesses:
        found = frame[(frame["test"] == witness.test) & (frame["change"] == witness.change)]
        assert set(witness.pair) <= set(found.loc[found["changed"], "alternative"])
    assert not frame.loc[frame["present"], "changed"].any()


def test_consistent_judgements_are_what_they_imply():
    matrix = np.outer([4, 2, 1], [1 / 4, 1 / 2, 1])
    frame = mn.plots.data("consistency", mn.Judgements.from_matrix(matrix, ["a", "b", "c"]))
    assert frame["factor"].to_numpy() == pytest.approx(1.0)


def test_results_draw_themselves():
    assert mn.overview().plot().get_ylabel() == "Rank"
    with pytest.raises(mn.McdaError, match="there is no picture of a NoneType; pictures are of WeightPath"):
        picture_of(None)


def test_every_public_class_of_results_has_a_picture_and_its_data():
    """So have problems and judgements; a result that nobody can look at is to be noticed here."""
    public = [getattr(mn, name) for name in mn.__all__ if isinstance(getattr(mn, name), type)]
    drawn = {kind for kind in public if issubclass(kind, Drawn)}
    assert drawn == set(_OWN)
    assert drawn <= {kind for kinds in KINDS.values() for kind in kinds}
    assert set(KINDS) == set(_FRAMES) == set(mn.plots.__all__) - {"data"}
    assert len(drawn) >= 17


def test_a_ranking_shows_scores_by_rank_and_marks_ties():
    ranking = mn.evaluate(mn.DecisionProblem([[1, 2], [2, 1], [0, 0]], [1, 1], ["a", "b", "c"]), "weighted_sum")
    assert [text.get_text() for text in ranking.plot().get_yticklabels()] == ["1=  a", "1=  b", "3  c"]
    frame = mn.plots.data("scores", ranking)
    assert frame["score"].to_list() == ranking.to_frame()["score"].to_list()
    assert frame["tied"].to_list() == [True, True, False]
    many = mn.evaluate(ranking.problem, "weighted_sum", [[0.5, 0.5], [0.9, 0.1]])
    assert len(mn.plots.data("scores", many)) == 6
    assert "2 scenarios" in many.plot().get_title(loc="left")


def test_reasons_stand_where_the_verdict_puts_them():
    verdict = mn.verdict(problem(4), "weighted_sum", n=2000)
    ax = verdict.plot()
    kinds = [text.get_text().replace("\n", " ") for text in ax.get_xticklabels()]
    assert [kinds[int(line.get_xdata()[0])] for line in ax.get_lines()] == verdict.reasons["says"].to_list()
    decisive = {text.get_text()[:9] for text in ax.texts if text.get_fontweight() == "bold"}
    assert decisive == {reason.finding[:9] for reason in verdict.decisive}


def test_bars_of_critical_criteria_are_its_percentages():
    found = mn.critical_criteria(mn.load_models(), "weighted_sum", mn.load_profiles()["urgent_security"])
    widths = sorted(bar.get_width() for bar in found.plot().patches)
    assert widths == sorted(found.criteria[["percent_top", "percent_any"]].to_numpy().ravel())
    never = mn.critical_criteria(mn.DecisionProblem([[2, 2], [1, 1]], [1, 1]), "weighted_sum").plot()
    assert sum(text.get_text() == "no change is feasible" for text in never.texts) == 4


def test_a_rank_case_shows_the_ratings_responsible():
    models = mn.load_models()
    case = mn.possible_ranks(models).best_case("Hybrid Integration")
    frame = mn.plots.data("rank_case", case)
    at = [(models.alternatives.index(a), models.criteria.index(c)) for a, c in case.cells]
    assert frame["value"].to_list() == [case.problem.performance[place] for place in at]
    assert frame["modal"].to_list() == [models.performance[place] for place in at]
    assert ((frame["low"] <= frame["value"]) & (frame["value"] <= frame["high"])).all()
    modal = mn.possible_ranks(models).best_case("Strategic Partnership").plot()
    assert "all ratings of the base case" in modal.get_title(loc="left")


def test_a_witness_is_one_row_below_the_base_case():
    audit = mn.audit_rank_reversal(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    one, every = (mn.plots.data("reversals", found) for found in (audit.witnesses[0], audit))
    assert one.equals(every[: len(one)])
    assert len(audit.witnesses[0].plot().get_yticks()) == 2


def test_consistency_and_its_judgements_have_one_picture():
    judged = mn.load_profiles()["lowest_risk"]
    of_both = [mn.plots.data("consistency", found) for found in (judged, judged.consistency())]
    assert of_both[0].equals(of_both[1])
    with pytest.raises(mn.McdaError, match="nothing to draw"):
        mn.Judgements.from_matrix([[1]], ["one"]).plot()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(mn.McdaError, match="no picture is called 'pie'; use one of 'weight_path'"):
        mn.plots.data("pie", mn.overview())
    with pytest.raises(mn.McdaError, match="the picture 'ranks' shows a Overview, got a Ranking"):
        mn.plots.data("ranks", mn.evaluate(mn.load_models()))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("given", [None, 3, "x"], ids=["None", "number", "text"])
def test_every_picture_refuses_what_it_does_not_show(name, given):
    wanted = " or ".join(kind.__name__ for kind in KINDS[name])
    words = f"the picture '{name}' shows a {wanted}, got a {type(given).__name__}"
    for picture in (getattr(mn.plots, name), lambda result: mn.plots.data(name, result)):
        with pytest.raises(mn.McdaError, match=words):
            picture(given)


@each
def test_every_picture_refuses_what_it_cannot_draw_on(name, result):
    for ax in (3, "q", Figure()):
        with pytest.raises(mn.McdaError, match=f"the picture '{name}' is drawn on Axes of Matplotlib.*; got "):
            getattr(mn.plots, name)(result, ax=ax)
    with pytest.raises(mn.McdaError, match="; got 3"):
        result.plot(3)


def test_without_matplotlib_the_command_that_installs_it_is_named():
    script = (
        "import sys; sys.modules['matplotlib'] = None; sys.modules['matplotlib.figure'] = None\n"
        "import mcda_nato as mn\n"
        "try: mn.plots.ranks(mn.overview())\n"
        "except mn.McdaError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install 'mcda_nato[plots]'" in done.stdout
