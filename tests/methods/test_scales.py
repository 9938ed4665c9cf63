"""Scales as values: their names, bounds, and which of them are the package's own."""

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.methods.scales import SCALES, Scale, built_in_name, resolve_scale


def test_fixed_bounds_may_differ_by_criterion():
    scale = mn.fixed([0, 10], [10, 30])
    assert scale.apply(np.array([[5.0, 15.0]]), np.array([1.0, -1.0])).tolist() == [[0.5, 0.75]]


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_is_shown_by_its_name(name):
    assert repr(resolve_scale(name)) == repr(name)
    assert resolve_scale(SCALES[name]) is SCALES[name]


def test_fixed_bounds_are_shown_and_kept_from_change():
    scale = mn.fixed([0, 1], 10)
    assert repr(scale) == "fixed(low=[0.0, 1.0], high=10.0)"
    assert scale.bounds == ((0.0, 1.0), 10.0)  # tuples: nothing can change them


def test_only_ratio_scales_need_a_natural_zero():
    assert {name for name, scale in SCALES.items() if scale.ratio} == {"total", "maximum"}
    assert not mn.fixed(0, 1).ratio


# A scale is what it computes, not what it is called.


def cubes(table, senses):
    return (table * senses) ** 3 / 100.0


@pytest.mark.parametrize("scale", [*SCALES.values(), mn.fixed(0, 1)], ids=repr)
def test_scales_of_the_package_are_known_by_name(scale):
    assert built_in_name(scale) == scale.name


@pytest.mark.parametrize("name", [*SCALES, "fixed", "cubes"])
def test_a_scale_of_ones_own_is_not_known_whatever_it_is_called(name):
    assert built_in_name(Scale(name, cubes)) is None


@pytest.mark.parametrize("name", [*SCALES, "fixed"])
def test_no_analysis_takes_a_foreign_scale_for_one_of_the_package(name):
    """A scale under a name of the package gives what the same scale gives under a name of its own."""
    problem = mn.load_models()
    named, own = (mn.weighted_sum(Scale(called, cubes)) for called in (name, "own"))
    assert mn.acceptance(problem, named).first_rank.equals(mn.acceptance(problem, own).first_rank)
    for question in (mn.nearest_flip, mn.weight_stability, mn.nearest_cell_flip, mn.possible_ranks):
        found, expected = question(problem, named), question(problem, own)
        assert found.to_frame().equals(expected.to_frame()), question
    found, expected = (mn.audit_rank_reversal(problem, method).to_frame() for method in (named, own))
    assert found["verdict"].tolist() == expected["verdict"].tolist()


def test_control_the_foreign_scale_ranks_otherwise():
    problem = mn.load_models()
    foreign = mn.acceptance(problem, mn.weighted_sum(Scale("minmax", cubes))).first_rank
    assert not np.allclose(foreign, mn.acceptance(problem, "weighted_sum").first_rank, atol=0.01)
