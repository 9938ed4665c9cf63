"""What results rest on: every kind of result and every method names its sources, and every entry is used."""

import dataclasses
import json
import re
import subprocess
import sys
import tomllib
from functools import cache

import numpy as np
import pytest
from cffconvert import Citation
from places import ROOT
from pybtex.database import parse_file, parse_string
from pymcdm.methods import VIKOR

import mcda_nato as mn
from mcda_nato.judgements.consistency import RANDOM_INDICES
from mcda_nato.methods.evaluate import BUILT_IN, resolve_method
from mcda_nato.methods.scales import SCALES
from mcda_nato.report.citations import citation_report
from mcda_nato.report.sections import FORMATS
from mcda_nato.results import OwnSource, Result

SHIPPED = parse_file(str(ROOT / "mcda_nato" / "report" / "references.bib")).entries
KEY = re.compile(r"^@\w+\{(.+),$", re.MULTILINE)


def keys(*results):
    return KEY.findall(mn.cite(*results))


def judged():
    pairs = mn.Judgements.from_pairs
    return mn.problem_from_judgements({"x": pairs({("A", "B"): 3}), "y": pairs({("A", "B"): 1 / 2})})


@cache
def results():
    """Return results that between them use everything that is published."""
    problem, profile = mn.load_models(), mn.load_profiles()["urgent_security"]
    audit = mn.audit_rank_reversal(problem, "topsis", profile)
    possible = mn.possible_ranks(problem, "weighted_sum", profile)
    walked = mn.Simplex(upper={f"c{j}": 0.2 for j in range(12)}, order=["c0", "c1"])
    many = mn.DecisionProblem(np.eye(12) + 1, [1] * 12, criteria=[f"c{j}" for j in range(12)])
    return {
        "ranking": mn.evaluate(problem, "topsis", profile),
        "weighted sum": mn.evaluate(problem, "weighted_sum"),
        "AHP": mn.evaluate(judged(), "ahp"),
        "pymcdm": mn.evaluate(problem, mn.from_pymcdm(VIKOR()), [0.4, 0.3, 0.2, 0.1]),
        "table of rankings": mn.evaluate(problem, weights=np.eye(4)),
        "sampled": mn.sweep(problem, n=1000),
        "until": mn.sweep(problem, until=0.05),
        "walked": mn.sweep(many, n=256, weights=walked),
        "exact": mn.acceptance(problem),
        "stability": mn.weight_stability(problem, "topsis", profile),
        "critical": mn.critical_criteria(problem, weights=profile),
        "flip": mn.nearest_flip(problem, "weighted_sum", profile),
        "flip of TOPSIS": mn.nearest_flip(problem, "topsis", profile),
        "cell flip": mn.nearest_cell_flip(problem, "topsis", profile),
        "judgement flip": mn.nearest_judgement_flip(problem, "weighted_sum", profile),
        "possible": possible,
        "case": possible.worst_case("Hybrid Integration"),
        "audit": audit,
        "witness": audit.witnesses[0],
        "verdict": mn.verdict(problem, "topsis", profile, n=1024),
        "overview": mn.overview(problem, "topsis", {"given": profile}),
        "path": mn.weight_path(problem, "topsis"),
        "regions": mn.winner_regions(problem, "weighted_sum"),
        **{table: profile.consistency(table) for table in RANDOM_INDICES},
    }


NAMES = list(results())


def test_every_public_kind_of_result_is_asked():
    public = {value for name in dir(mn) if isinstance(value := getattr(mn, name), type) and issubclass(value, Result)}
    assert public == {type(result) for result in results().values()}


def unnamed(result):
    """Return what is wrong with the sources of a result, nothing where it names shipped ones."""
    try:
        found = result._sources()
    except NotImplementedError:
        return "names no source"
    missing = [key for key in found if not isinstance(key, OwnSource) and key not in SHIPPED]
    return f"not shipped: {missing}" if missing else "" if found else "names no source"


@pytest.mark.parametrize("name", NAMES)
def test_a_result_names_what_it_rests_on(name):
    """By keys of the file that is shipped; BibTeX of it reads back as the same entries, the package first."""
    assert unnamed(results()[name]) == ""
    text = mn.cite(results()[name])
    assert list(parse_string(text, "bibtex").entries) == keys(results()[name])
    assert keys(results()[name])[0] == "mcda_nato"


def test_control_a_result_without_a_source_is_found():
    class Silent(Result):
        pass

    class Wrong(Result):
        def _sources(self):
            return ("nobody1900",)

    assert unnamed(Silent()) == "names no source"
    assert unnamed(Wrong()) == "not shipped: ['nobody1900']"


def test_every_method_and_scale_names_its_source():
    scales = [*SCALES.values(), mn.fixed(0, 1)]
    for owner in [*map(resolve_method, BUILT_IN), mn.from_pymcdm(VIKOR()), mn.Judgements, *scales]:
        assert owner.references, owner
        assert set(owner.references) <= SHIPPED.keys(), owner


def test_every_entry_is_cited_by_something():
    """And none is in the file of the pages too, which holds what they alone cite."""
    methods = [mn.topsis(scale) for scale in SCALES] + [mn.ahp()]
    used = keys(*results().values(), *methods, mn.load_models(), next(iter(mn.load_profiles().values())))
    assert set(used) == SHIPPED.keys()
    assert not SHIPPED.keys() & parse_file(str(ROOT / "docs" / "references.bib")).entries.keys()


def test_exactly_what_was_used_is_cited():
    found = results()
    assert keys() == ["mcda_nato"]
    assert keys(found["weighted sum"]) == ["mcda_nato", "fishburn1967", "hwangyoon1981", "natodocument2026"]
    assert set(keys(found["AHP"])) == {"mcda_nato", "saaty1980", "beltongear1983", "saaty1977", "saaty2005"}
    assert keys(found["pymcdm"]) == ["mcda_nato", "kizielewicz2023", "natodocument2026"]
    assert "howard2021" in keys(found["until"])
    assert "howard2021" not in keys(found["sampled"])
    assert "smith1984" in keys(found["walked"])
    assert {"varsi1973", "lawrence1991"} <= set(keys(found["exact"]))
    assert not {"varsi1973", "lawrence1991"} & set(keys(found["sampled"]))
    assert keys(mn.load_models()) == ["mcda_nato", "natodocument2026"]
    assert keys(mn.DecisionProblem([[1, 2], [2, 1]], [1, 1])) == ["mcda_nato"]
    assert keys(found["ranking"], found["weighted sum"]) == list(
        dict.fromkeys(keys(found["ranking"]) + keys(found["weighted sum"]))
    )


def test_geometric_priorities_are_cited_as_such():
    profile = mn.load_profiles()["lowest_risk"]
    flip = mn.nearest_judgement_flip(mn.load_models(), "weighted_sum", profile, priorities="geometric")
    assert "crawfordwilliams1985" in keys(flip)
    assert "saaty1977" not in keys(flip)


def test_a_method_of_ones_own_is_cited_by_the_source_it_states():
    """Whatever characters it holds; the entry reads back."""
    own = dataclasses.replace(mn.topsis(), name="mine {", references=(), source='Me "1999", 5% \\ {x} $y$ @book{z,')
    text = mn.cite(mn.evaluate(mn.load_models(), own), own)
    assert list(parse_string(text, "bibtex").entries) == ["mcda_nato", "mine", "hwangyoon1981", "natodocument2026"]
    assert text.count("\n@") == 3


@pytest.mark.parametrize("wrong", [None, 3, "topsis", [mn.load_models()]])
def test_what_is_no_result_is_refused(wrong):
    with pytest.raises(mn.McdaError, match=r"a result is needed to say what to cite, got .*cite\(\*results\)"):
        mn.cite(wrong)


def test_without_pybtex_one_is_told_what_to_install():
    code = "import sys; sys.modules['pybtex'] = sys.modules['pybtex.database'] = None\n"
    code += "import mcda_nato as mn\ntry:\n    mn.cite()\nexcept mn.McdaError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'mcda_nato[report]'" in done.stdout


# What is said of the package.


def test_the_package_is_cited_alike_everywhere():
    """Version and date, in the package, in CITATION.cff and in BibTeX; and repositories, where there are any."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    citation = Citation(text)
    citation.validate()
    about = citation.cffobj
    entry = SHIPPED["mcda_nato"]
    assert about["version"] == mn.__version__ == entry.fields["version"]
    assert str(about["date-released"]) == entry.fields["date"]
    assert entry.fields["year"] == entry.fields["date"][:4]
    assert about["title"] == entry.fields["title"].replace("\\", "")
    heading = re.search(
        rf"^## \[{re.escape(mn.__version__)}\] - (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert heading is None or heading[1] == str(about["date-released"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert about.get("repository-code") == project.get("urls", {}).get("Repository")
    assert about["license"] == project["license"]


# Sentences and ids.


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_has_what_one_must_quote(name):
    """Number or name, method, version and id; one line, and no all or nothing that is not."""
    result = results()[name]
    text = result.sentence
    assert text.endswith(f"; mcda_nato {mn.__version__}, result {result.id}).")
    assert "\n" not in text
    assert not re.search(r"\bnan\b|\bNone\b|\bSimplex\(lower=\{\}|\b0\.0%|\b100\.0% of (?!the spread)", text)
    assert re.fullmatch(r"[0-9a-f]{16}", result.id)
    assert result.provenance["id"] == result.id


def test_a_share_near_all_or_nothing_never_reads_so():
    problem = mn.DecisionProblem([[1.0, 1.0], [0.0, 1.0005]], [1, 1], ["a", "b"])
    exact = mn.acceptance(problem, mn.weighted_sum(mn.fixed(0, 2)))
    assert 0.9994 < exact.first_rank["a"] < 1
    assert "99.95%" in exact.sentence or "99.94%" in exact.sentence
    sure = mn.DecisionProblem([[1.0, 1.0], [0.0, 0.0]], [1, 1], ["a", "b"])
    assert "in every one of 100 scenarios" in mn.sweep(sure, n=100).sentence
    assert "a is first everywhere over all weights" in mn.acceptance(sure).sentence


def test_hostile_names_stay_text_in_a_sentence():
    problem = mn.DecisionProblem([[3, 1], [1, 3], [2, 2.5]], [1, 1], ["a\nb\N{RIGHT-TO-LEFT OVERRIDE}", "c", "d"])
    for result in (mn.evaluate(problem), mn.sweep(problem, n=100), mn.weight_stability(problem), mn.verdict(problem)):
        assert not {"\n", "\N{RIGHT-TO-LEFT OVERRIDE}"} & set(result.sentence)


@pytest.mark.parametrize("form", FORMATS)
def test_a_citation_is_written_in_every_format(form):
    text = FORMATS[form](citation_report(results()["ranking"]))
    assert "hwangyoon1981" in text
    if form == "json":
        found = json.loads(text)
        assert found["id"] == results()["ranking"].id
        assert found["sentence"] == results()["ranking"].sentence
        assert found["bibtex"] == mn.cite(results()["ranking"])
