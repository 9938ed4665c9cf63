"""The map of winners: where its corners stand, what is written, and that hostile names stay text."""

import numpy as np
import pytest

import mcda_nato as mn

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.canvas import plain
from mcda_nato.plots.winner_triangles import caption

HOSTILE = ("_under", "$x^2$", r"a\$b", "long " * 12, "<b>&\u202e")


def problem_of(m, n, seed=6):
    table = np.random.default_rng(seed).random((m, n)) + 0.2
    return mn.DecisionProblem(table, [1] * n)


def drawn(ax):
    """Return all texts, as they are drawn, and draw."""
    ax.figure.canvas.draw()
    return [text.get_text() for text in ax.figure.findobj(Text) if text.get_text()]


def test_corners_stand_at_their_barycentric_places():
    found = mn.plots.data("winner_map", mn.winner_regions(problem_of(4, 3), "topsis"))
    weights = found.filter(like="weight: ").to_numpy()
    corners = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
    assert found[["x", "y"]].to_numpy() == pytest.approx(weights @ corners, abs=1e-9)


@pytest.mark.parametrize(("m", "n", "triangles"), [(3, 3, 1), (8, 4, 4), (30, 5, 6)])
def test_regions_have_the_colour_of_their_alternative(m, n, triangles):
    regions = mn.winner_regions(problem_of(m, n), "weighted_sum")
    ax = mn.plots.winner_map(regions)
    assert len(regions.slices) == triangles
    names = regions.baseline.problem.alternatives
    expected = [
        (style(i).colour, style(i).hatch) for number in range(triangles) for i, name in enumerate(names)
        if regions.outlines(number, name)
    ]  # fmt: skip
    from matplotlib.colors import to_hex

    patches = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    assert [(to_hex(p.get_facecolor()).upper(), p.get_hatch() or "") for p in patches] == expected
    assert any("Read: at the circle" in text.replace("\n", " ") for text in drawn(ax))


def test_it_draws_on_the_axes_that_are_given_and_takes_nothing_else():
    ax = Figure().add_subplot()
    assert mn.plots.winner_map(mn.winner_regions(problem_of(3, 3), "topsis"), ax) is ax
    with pytest.raises(mn.McdaError, match="the picture 'winner_map' shows a WinnerRegions, got a Ranking"):
        mn.plots.winner_map(mn.evaluate(problem_of(3, 3)))
    regions = mn.winner_regions(problem_of(3, 3), "weighted_sum")
    with pytest.raises(mn.McdaError, match="profiles must be weights by name, got 'q'"):
        mn.plots.winner_map(regions, profiles="q")
    with pytest.raises(mn.McdaError, match="flip must be a nearest flip, got a str"):
        mn.plots.winner_map(regions, flip="q")


def test_present_weights_profiles_and_flip_are_marked():
    problem = problem_of(4, 3)
    regions = mn.winner_regions(problem, "weighted_sum", present=[0.5, 0.25, 0.25])
    flip = mn.nearest_flip(problem, "weighted_sum", [0.5, 0.25, 0.25])
    ax = mn.plots.winner_map(regions, profiles={"speed first": [0.8, 0.1, 0.1]}, flip=flip)
    points = {line.get_marker(): np.ravel(line.get_xydata()) for line in ax.lines if line.get_marker() in "oXs"}
    corners = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
    assert points["o"] == pytest.approx(np.array([0.5, 0.25, 0.25]) @ corners)
    assert points["s"] == pytest.approx(np.array([0.8, 0.1, 0.1]) @ corners)
    assert points["X"] == pytest.approx(flip.weights.to_numpy() @ corners)
    texts = drawn(ax)
    assert "speed first" in texts
    assert f"nearest change of winner, to {flip.challenger}" in texts


def test_what_lies_on_no_triangle_is_said():
    regions = mn.winner_regions(problem_of(3, 4), "weighted_sum")
    ax = mn.plots.winner_map(regions, profiles={"apart": [0.1, 0.2, 0.3, 0.4]})
    words = "Not on these triangles: apart; each triangle fixes one weight, which is another there."
    assert any(words in text.replace("\n", " ") for text in drawn(ax))


def test_hostile_names_stay_text():
    problem = mn.DecisionProblem(problem_of(5, 3).performance, [1] * 3, HOSTILE, ["$\\frac{", "_c", "c" * 60])
    ax = mn.plots.winner_map(mn.winner_regions(problem, "topsis"), profiles={"$p$": None})
    texts = drawn(ax)  # mathematics that cannot be read would raise here
    assert any(r"only \$\frac{ counts" in text for text in texts)
    assert "\u202e" not in "".join(texts)
    assert plain("_a") == " _a"


def test_the_caption_reads_the_present_point_aloud():
    regions = mn.winner_regions(mn.DecisionProblem(np.eye(3), [1] * 3, ["a", "b", "c"]), "weighted_sum")
    assert "there a and b and c are level and first" in caption(regions)


def test_profiles_may_be_judgements_and_slices_pass_through_them():
    models, profiles = mn.load_models(), mn.load_profiles()
    levels = sorted({float(judged.priorities()["Resource Allocation"]) for judged in profiles.values()})
    regions = mn.winner_regions(models, fixed={"Resource Allocation": levels})
    texts = drawn(mn.plots.winner_map(regions, profiles=profiles))
    assert {name.replace("_", " ") for name in profiles} <= set(texts)
    assert not any("Not on these" in text for text in texts)


def test_names_that_start_alike_are_numbered():
    problem = mn.DecisionProblem(np.eye(3), [1] * 3, ["the same long start " * 3 + end for end in "abc"])
    texts = drawn(mn.plots.winner_map(mn.winner_regions(problem, "weighted_sum")))
    assert {"1", "2", "3"} <= set(texts)
    assert any(text.startswith("1: the same") for text in texts)


@pytest.mark.parametrize("n", [3, 4, 6])
def test_nothing_is_clipped_and_nothing_below_overlaps(n):
    problem = mn.DecisionProblem(
        problem_of(5, n).performance, [1] * n, None, [f"{'criterion ' * 6}{j}" for j in range(n)]
    )
    ax = mn.plots.winner_map(mn.winner_regions(problem, "weighted_sum"))
    drawn(ax)
    page = ax.figure.bbox
    boxes = [text.get_window_extent() for text in ax.texts] + [ax.get_legend().get_window_extent()]
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)
    words = ax.texts[-1].get_window_extent()
    assert words.y1 < boxes[-1].y0


def test_the_legend_never_says_all_or_nothing_of_what_is_neither():
    problem = mn.DecisionProblem([[0.985, 1, 1], [1, 0, 0], [0, 0, 0]], ["max"] * 3, ["A", "B", "C"])
    legend = mn.plots.winner_map(mn.winner_regions(problem, "weighted_sum")).get_legend()
    said = [text.get_text() for text in legend.get_texts()][:2]
    assert said == ["A, 99.98% of the triangle", "B, 0.02% of the triangle"]
