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


def test_its_text_answers_first_and_then_names_the_winners():
    lines = repr(mn.overview()).splitlines()
    assert lines[1:3] == [mn.overview().verdict.headline, mn.overview().verdict.judgement]
    assert sum(line.startswith(tuple(mn.load_profiles())) for line in lines) == 5
    assert len(lines) < 15


def test_it_notes_what_it_assumes():
    notes = " ".join(mn.overview().notes)
    assert "reads the codes as ratios" in notes
    assert "Domestic Reform Depth is contested" in notes


def test_its_scrutiny_is_that_of_each_ranking():
    """Every profile and method, with the weights as they were given."""
    found = mn.overview()
    assert set(found.scrutiny) == set(found.rankings)
    for (profile, method), item in found.scrutiny.items():
        assert item.ranking.scores.equals(found.rankings[profile, method].scores)
        assert item.weights is found.given[profile]
    one = found.scrutiny["lowest_risk", "ahp"]
    alone = mn.nearest_judgement_flip(mn.load_models(), "ahp", mn.load_profiles()["lowest_risk"])
    assert one.judgement_flip.to_frame().equals(alone.to_frame())
    assert found.scrutinies("lowest_risk")["ahp"] is one
    assert found.scrutiny is found.scrutiny


def test_its_scrutiny_is_computed_when_read():
    """The rankings alone need no analysis."""
    found = mn.overview()
    assert not {"scrutiny", "shares"} & set(vars(found))
    assert not {"stability", "flip", "possible"} & set(vars(found.scrutiny["balanced", "ahp"]))


def test_its_shares_are_exact_where_they_can_be():
    """Weighted sum and AHP have exact shares; those of TOPSIS are sampled, and say so."""
    shares = mn.overview().shares
    assert {method: found.exact for method, found in shares.items()} == {
        "weighted_sum": True, "topsis": False, "ahp": True,
    }  # fmt: skip
    exact = mn.acceptance(mn.load_models(), "ahp")
    assert shares["ahp"].first_rank.to_list() == exact.first_rank.to_list()
    assert shares["topsis"].n >= 100_000
    assert shares["topsis"].first_rank.sum() == pytest.approx(1.0)


def test_methods_may_be_variants_and_profiles_any_weights():
    profiles = {"mine": [0.4, 0.3, 0.2, 0.1], "equal": None}
    found = mn.overview(methods=[mn.topsis("minmax"), mn.topsis()], profiles=profiles)
    item = found.scrutiny["mine", "topsis(scale='minmax')"]
    assert item.flip.distance == mn.nearest_flip(mn.load_models(), mn.topsis("minmax"), profiles["mine"]).distance
    assert found.descriptions == {}


@pytest.mark.parametrize(
    ("name", "words"), [("equal", "equal weights"), ("given", "the weights given"), ("mine", "the profile mine")]
)
def test_weights_that_nobody_named_are_called_by_what_they_are(name, words):
    found = mn.overview(mn.DecisionProblem([[1, 2], [2, 1], [3, 0]], ["max", "max"]), profiles={name: [0.5, 0.5]})
    assert f"under {words}" in found.verdict.headline
    assert found.weights_words(name, "the profile ") == words
