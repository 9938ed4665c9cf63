"""The main job: nothing is lost, nothing is keyed twice, and it says what it assumes."""

import pytest

import mcda_nato as mn


def test_two_variants_of_a_method_are_both_kept():
    found = mn.overview(methods=[mn.topsis(), mn.topsis("minmax"), "ahp"])
    assert found.methods == ("topsis(scale='vector')", "topsis(scale='minmax')", "ahp")


def test_the_documents_own_table_has_its_profiles_and_claims_however_it_is_given():
    assert mn.overview(mn.load_models()).profiles == mn.overview().profiles
    assert mn.overview(mn.load_models()).claims is not None
    other = mn.overview(mn.load_models().drop("Hybrid Integration"), "topsis")
    assert other.claims is None
    assert other.profiles == ("equal",)


@pytest.mark.parametrize(
    "arguments",
    [
        {"methods": []},
        {"methods": ["topsis", "topsis"]},
        {"profiles": {}},
        {"profiles": [0.5, 0.5]},
        {"profiles": {"x": [[0.25] * 4] * 2}},
        {"methods": "topsys"},
    ],
)
def test_what_makes_no_overview_is_refused(arguments):
    with pytest.raises(mn.McdaError):
        mn.overview(**arguments)


def test_it_is_shown_in_one_line():
    assert "lowest_risk: 'Strategic Partnership'" in repr(mn.overview())
    assert len(repr(mn.overview()).splitlines()) == 1


def test_it_notes_what_it_assumes():
    notes = " ".join(mn.overview().notes)
    assert "reads the codes as ratios" in notes
    assert "Domestic Reform Depth is contested" in notes
