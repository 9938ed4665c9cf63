"""The slices of a map: that what is marked lies on them, and which criterion is fixed."""

import made_reports
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import mcda_nato as mn
from mcda_nato.plots.weight_marks import marks_of, unmarked
from mcda_nato.report.map_slices import slices_through

NAMES = ["a", "b", "c", "d"]
POINTS = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4).filter(any), min_size=1, max_size=7)


@given(POINTS)
def test_no_other_criterion_has_more_points_on_four_slices(found):
    points = [np.array(point) / sum(point) for point in found]
    ((name, levels),) = slices_through(NAMES, points).items()
    assert levels == sorted(levels)
    assert len(levels) == 4
    assert 0.0 <= levels[0] <= levels[-1] < 1.0

    def on(j, chosen):
        return sum(bool(np.isclose(point[j], chosen, rtol=0, atol=1e-9).any()) for point in points)

    for j in range(4):
        first = list(dict.fromkeys(point[j].round(9) for point in points if point[j] < 1))[:4]
        assert on(NAMES.index(name), levels) >= on(j, first)


def test_the_default_map_shows_all_profiles_and_the_nearest_flip():
    found = made_reports.findings(made_reports.default_request())
    regions = found.regions
    marks = marks_of(regions, found.overview.given, found.flip)
    assert len(marks) == 2 + len(mn.load_profiles())  # the first profile is the present weights
    assert len(regions.slices) == 4
    assert unmarked(regions, marks, found.flip) == []
    assert unmarked(mn.winner_regions(found.problem), marks, found.flip) != []
