"""Verifying a report: it holds as written, and every changed digit, file and version is found under its key."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.report import verification

pytest.importorskip("matplotlib")
pytest.importorskip("jinja2")

PLACES = ("report.html", "report.md", "results.json", "problem.toml", "tables/*.csv", "tables/*.tex")


def problem():
    table = [[20_000, 400, 3.5], [25_000, 500, 4.0], [15_000, 250, 2.5]]
    return mn.DecisionProblem(table, ["min", "max", "max"], ["alpha 1", "beta", "gamma"], ["price", "range", "room"])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    place = tmp_path_factory.mktemp("reports") / "report"
    mn.write_report(problem(), place, weights={"price": 0.5, "range": 0.3, "room": 0.2})
    return place


@pytest.fixture(scope="module")
def made(written):
    """Make the files anew, once: what tests change lies in the folder, never here."""
    request = verification.ReportRequest.of(problem(), weights={"price": 0.5, "range": 0.3, "room": 0.2})
    return verification.report_files(request)


@pytest.fixture
def copy(written, made, tmp_path, monkeypatch):
    monkeypatch.setattr(verification, "report_files", lambda _: dict(made))
    return Path(shutil.copytree(written, tmp_path / "copy"))


def signed(place):
    """Write the digests of the files as they are now into provenance, as a forger would."""
    provenance = json.loads((place / "provenance.json").read_text("utf-8"))
    files = {p.relative_to(place).as_posix(): p for p in place.rglob("*") if p.is_file()}
    del files["provenance.json"]
    provenance["files"] = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    (place / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")


def content(place):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in place.rglob("*") if path.is_file()}


def test_a_report_holds_and_nothing_is_written(written):
    before = content(written)
    found = mn.verify_report(written)
    assert found.passed, found.differences.to_string()
    assert found.checked > 500
    assert found.within_tolerance == 0
    assert content(written) == before
    assert "All of it holds" in repr(found)


def digits(place):
    """Return 60 digits spread over the text, tables and JSON of a folder: file and position."""
    found = []
    for pattern in PLACES:
        for path in sorted(place.glob(pattern)):
            text = re.sub(r"base64,[A-Za-z0-9+/=]+", lambda blob: "x" * len(blob.group()), path.read_text("utf-8"))
            found += [(path, at.start()) for at in re.finditer(r"\d", text)]
    rng = np.random.default_rng(0)
    kinds = {pattern: [spot for spot in found if spot[0].match(pattern)] for pattern in PLACES}
    return [kinds[pattern][i] for pattern in PLACES for i in rng.choice(len(kinds[pattern]), 10, replace=False)]


def test_each_of_sixty_changed_digits_is_found(copy):
    for path, at in digits(copy):
        text = path.read_text("utf-8")
        digit = str((int(text[at]) + 1) % 10)
        path.write_text(text[:at] + digit + text[at + 1 :], encoding="utf-8")
        found = mn.verify_report(copy)
        name = path.relative_to(copy).as_posix()
        assert not found.passed, (name, at)
        assert set(found.differences["verdict"]) <= {"changed", "unreadable"}
        assert found.differences["key"].str.startswith(name).all()
        path.write_text(text, encoding="utf-8")
    assert mn.verify_report(copy).passed


def test_a_changed_digit_is_found_where_the_digests_were_forged_too(copy):
    path = copy / "results.json"
    text = path.read_text("utf-8")
    at = re.search(r"0\.\d{6,}", text).start() + 4
    path.write_text(text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :], encoding="utf-8")
    signed(copy)
    found = mn.verify_report(copy).differences
    assert found["verdict"].tolist() == ["changed"]
    assert found["key"].str.startswith("results.json: ").all()


def test_another_version_drifts_and_both_versions_are_shown(copy):
    for name in ("provenance.json", "results.json"):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(mn.results.PACKAGE, "mcda_nato 0.0.1"), encoding="utf-8")
    path = copy / "report.md"
    path.write_text(path.read_text("utf-8").replace("alpha", "Alpha"), encoding="utf-8")
    signed(copy)
    found = mn.verify_report(copy)
    assert set(found.differences["verdict"]) == {"drifted"}
    assert "Written by mcda_nato 0.0.1, recomputed by mcda_nato" in repr(found)


def test_last_digits_of_another_machine_are_the_same_within_tolerance(copy):
    path = copy / "results.json"
    text = path.read_text("utf-8")
    value = re.search(r"0\.\d{15,}", text).group()
    path.write_text(text.replace(value, repr(float(np.nextafter(float(value), 1)))), encoding="utf-8")
    assert not mn.verify_report(copy).passed  # the file is not the one that was written
    signed(copy)
    found = mn.verify_report(copy)
    assert found.passed
    assert found.within_tolerance > 0


def rewritten(place, path, old, new):
    text = (place / path).read_text("utf-8")
    assert old in text
    (place / path).write_text(text.replace(old, new, 1), encoding="utf-8", errors="surrogatepass")


def test_forged_numbers_and_versions_are_found_though_the_digests_are_forged_too(copy):
    shown_number = re.search(r"\d\d\.\d%", (copy / "report.md").read_text("utf-8")).group()
    for path, old, new in [
        ("report.md", shown_number, "0.1e4%"),
        ("report.html", mn.results.PACKAGE, "mcda_nato 9.1.0"),
        ("tables/decision_matrix.tex", "3.5", "3.6"),
        ("results.json", ": 0.0", ": -1e-12"),
    ]:
        before = (copy / path).read_bytes()
        rewritten(copy, path, old, new)
        signed(copy)
        found = mn.verify_report(copy)
        assert set(found.differences["verdict"]) == {"changed"}, (path, new)
        (copy / path).write_bytes(before)


def test_a_file_of_which_no_digest_is_stated_counts_as_edited(copy):
    provenance = json.loads((copy / "provenance.json").read_text("utf-8"))
    del provenance["files"]["report.md"]
    (copy / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")
    assert mn.verify_report(copy).differences["key"].tolist() == ["report.md: its digest"]


def test_pictures_of_another_version_are_said_not_to_be_compared(copy):
    provenance = json.loads((copy / "provenance.json").read_text("utf-8"))
    provenance["drawn_by"]["matplotlib"] = "0.0"
    (copy / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")
    picture = next(copy.glob("figures/*.svg"))
    picture.write_text("<svg>b wins 100%</svg>", encoding="utf-8")
    assert not mn.verify_report(copy).passed  # its digest does not hold
    rewritten(copy, "provenance.json", provenance["files"][picture.relative_to(copy).as_posix()],
              hashlib.sha256(picture.read_bytes()).hexdigest())  # fmt: skip
    found = mn.verify_report(copy)
    assert found.not_compared == (picture.relative_to(copy).as_posix(),)
    assert "NOT compared: 1 pictures" in repr(found)


@pytest.mark.parametrize("number", ["1e400", "1" * 401])
def test_numbers_that_no_float_holds_are_rows_and_no_fault(copy, number):
    value = re.search(r": (0\.\d{6,})", (copy / "results.json").read_text("utf-8")).group(1)
    rewritten(copy, "results.json", value, number)
    assert set(mn.verify_report(copy).differences["verdict"]) == {"changed"}


def test_what_cannot_be_printed_is_shown_by_a_mark(copy):
    rewritten(copy, "results.json", "alpha 1", r"\ud800")
    text = repr(mn.verify_report(copy))
    assert text.encode("utf-8")


def test_a_number_of_a_text_is_found_by_its_key_in_the_results(copy):
    score = json.loads((copy / "results.json").read_text("utf-8"))["rankings"]["given"]["topsis"]["beta"]["score"]
    rewritten(copy, "report.md", f"{score:.4f}", f"{score + 0.2:.4f}")
    (key,) = mn.verify_report(copy).differences["key"]
    assert re.fullmatch(r"report\.md: line \d+, number \d+ \(.*rankings: given: topsis: beta: score.*\)", key)


def test_judged_ratings_that_differ_in_their_last_digits_are_the_same():
    pairs = {("a", "b"): 3, ("b", "c"): 2, ("a", "c"): 5}
    facts = mn.problem_from_judgements({name: mn.Judgements.from_pairs(pairs) for name in ("x", "y")})
    request = verification.ReportRequest.of(facts)
    table = np.nextafter(facts.performance, 1)
    nearby = mn.DecisionProblem(table, facts.senses, facts.alternatives, facts.criteria)
    again = verification.ReportRequest.from_document(request.to_document(), nearby)
    assert again.result_id == request.result_id


@pytest.mark.parametrize(
    ("change", "key", "verdict"),
    [
        (lambda place: (place / "report.md").unlink(), "report.md", "missing"),
        (lambda place: (place / "results.json").write_text("{"), "results.json", "unreadable"),
        (lambda place: (place / "report.html").write_bytes(b"\xff"), "report.html", "unreadable"),
        (lambda place: (place / "notes.txt").write_text("mine"), "notes.txt", "changed"),
        (lambda place: (place / "provenance.json").unlink(), "provenance.json", "missing"),
        (lambda place: (place / "provenance.json").write_text("[]"), "provenance.json", "unreadable"),
        (lambda place: (place / "problem.toml").unlink(), "problem.toml", "missing"),
        (lambda place: (place / "problem.toml").write_text("x = 1"), "problem.toml: its digest", "changed"),
        (lambda place: next(place.glob("figures/*.png")).write_bytes(b""), "figures/", "changed"),
        (lambda place: next(place.glob("figures/*.svg")).write_text("<svg/>"), "figures/", "changed"),
    ],
)
def test_what_is_missing_added_or_no_report_is_named(copy, change, key, verdict):
    change(copy)
    found = mn.verify_report(copy)
    assert not found.passed
    assert found.differences["key"].iloc[0].startswith(key)
    assert found.differences["verdict"].iloc[0] == verdict


def test_a_link_is_not_followed(copy, tmp_path):
    elsewhere = tmp_path / "report.md"
    (copy / "report.md").rename(elsewhere)
    (copy / "report.md").symlink_to(elsewhere)
    assert mn.verify_report(copy).differences["verdict"].tolist() == ["unreadable"]


def test_what_is_no_folder_is_refused(tmp_path):
    with pytest.raises(mn.FileError, match="is named by a path, got None"):
        mn.verify_report(None)
    with pytest.raises(mn.FileError, match="is no folder"):
        mn.verify_report(tmp_path / "nowhere")
