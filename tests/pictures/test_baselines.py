"""Each picture as it is meant to look, compared with an image that somebody looked at.

What is drawn is compared, without text, whose letters change with versions of
Matplotlib and FreeType; texts are tested in the other modules. After a change
that is meant: ``pytest tests/pictures/test_baselines.py --mpl-generate-path=tests/pictures/baseline``,
and look at each.
"""

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text
from places import ROOT

import mcda_nato as mn
from mcda_nato.plots.figure_files import default_style
from mcda_nato.plots.picture_data import _FRAMES

BASELINE = Path(__file__).parent / "baseline"
TOLERANCE = 2.0  # root mean square of 255, of versions of Matplotlib
HOW = {"dpi": 44}
TABLE = np.random.default_rng(4).uniform(1.0, 9.0, (5, 6)).round(1)
WEIGHTS = [0.4, 0.3, 0.2, 0.1]


def problem(n):
    return mn.DecisionProblem(TABLE[:, :n], ["max", "min", "max", "max", "max", "min"][:n])


def swept():
    return mn.sweep(problem(4), "topsis", n=300)


def urgent():
    return mn.load_models(), mn.load_profiles()["urgent_security"]


def levels():
    found = {float(judged.priorities()["Resource Allocation"]) for judged in mn.load_profiles().values()}
    return {"Resource Allocation": sorted(found)}


PICTURES = {
    "weight_path": lambda: mn.weight_path(problem(4), "topsis", "C2", WEIGHTS).plot(),
    "weight_path_ranks": lambda: mn.plots.weight_path(mn.weight_path(problem(4), "topsis", "C2", WEIGHTS), show="rank"),
    "rank_acceptability": lambda: swept().plot(),
    "rank_acceptability_heat": lambda: mn.plots.rank_acceptability(swept(), heat=True),
    "pairwise_winning": lambda: mn.plots.pairwise_winning(swept()),
    "central_weights": lambda: mn.plots.central_weights(swept()),
    "flips": lambda: mn.weight_stability(problem(4), "topsis", WEIGHTS).plot(),
    "ranks": lambda: mn.overview(problem(4), profiles={"first": WEIGHTS, "equal": None}).plot(),
    "reversals": lambda: mn.audit_rank_reversal(urgent()[0], "topsis", urgent()[1]).plot(),
    "intervals": lambda: mn.load_models().plot(),
    "possible_ranks": lambda: mn.possible_ranks(mn.load_models()).plot(),
    "rank_case": lambda: mn.possible_ranks(mn.load_models()).best_case("Hybrid Integration").plot(),
    "consistency": mn.load_profiles()["urgent_security"].plot,
    "scores": lambda: mn.evaluate(problem(4), "topsis", WEIGHTS).plot(),
    "critical_criteria": lambda: mn.critical_criteria(problem(4), "weighted_sum", WEIGHTS).plot(),
    "reasons": lambda: mn.verdict(mn.load_models(), "weighted_sum", n=2000).plot(),
    "winner_map": lambda: mn.winner_regions(problem(3), "topsis").plot(),
    "winner_map_slices": lambda: mn.plots.winner_map(
        mn.winner_regions(mn.load_models(), "weighted_sum", fixed=levels()),
        profiles=mn.load_profiles(),
        flip=mn.nearest_flip(mn.load_models(), "weighted_sum"),
    ),
    "winner_map_trade_offs": lambda: mn.winner_regions(problem(6), "weighted_sum").plot(),
}


def without_text(ax):
    """Return the figure with nothing but what is drawn, at places that depend on no text."""
    figure = ax.get_figure(root=True)
    if isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine):
        figure.set_layout_engine("none")
        ax.set_position([0.3, 0.2, 0.45, 0.65])
    figure.set_size_inches(np.ceil(4.0 * figure.get_size_inches()) / 4.0)  # whole pixels in every version
    ax.tick_params(labelbottom=False, labelleft=False)
    for text in figure.findobj(Text):
        text.set_visible(False)
    if ax.get_legend() is not None:
        ax.get_legend().set_visible(False)
    return figure


@pytest.mark.mpl_image_compare(baseline_dir=str(BASELINE), tolerance=TOLERANCE, savefig_kwargs=HOW, style="default")
@pytest.mark.parametrize("name", PICTURES)
def test_picture(name):
    return without_text(PICTURES[name]())


def test_every_picture_has_a_baseline_and_no_baseline_is_left_over():
    assert {path.name for path in BASELINE.iterdir()} == {f"test_picture_{name}.png" for name in PICTURES}
    assert all(path.stat().st_size < 50_000 for path in BASELINE.iterdir())


def test_the_gallery_shows_every_picture():
    shown = set(re.findall(r"^```\{picture\} (\w+)$", (ROOT / "docs" / "plots.md").read_text("utf-8"), re.MULTILINE))
    assert set(_FRAMES) <= shown


@pytest.mark.parametrize("name", ["scores", "flips", "winner_map"])
def test_control_a_changed_number_is_seen(name, tmp_path, monkeypatch):
    """The same picture of a problem in which one rating is another."""
    changed = TABLE.copy()
    changed[1, 1] += 0.5
    monkeypatch.setitem(globals(), "TABLE", changed)
    with default_style():
        made = BytesIO()
        without_text(PICTURES[name]()).savefig(made, format="png", **HOW)
    path = tmp_path / "made.png"
    path.write_bytes(made.getvalue())
    expected = BASELINE / f"test_picture_{name}.png"
    (tmp_path / "expected.png").write_bytes(expected.read_bytes())
    assert compare_images(str(tmp_path / "expected.png"), str(path), TOLERANCE) is not None
