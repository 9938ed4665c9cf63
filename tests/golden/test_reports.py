"""The reports of every release hold; those of another version may drift, and nothing else may happen to them."""

import json

import pytest
import reports

import mcda_nato as mn

pytest.importorskip("matplotlib")
pytest.importorskip("jinja2")

FOLDERS = sorted(path for path in reports.FOLDER.glob("*/*") if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=["-".join(folder.parts[-2:]) for folder in FOLDERS])
def test_a_report_of_a_release_holds(folder):
    found = mn.verify_report(folder)
    if folder.parent.name == mn.__version__:
        assert found.passed, found.differences.to_string()
    else:
        assert set(found.differences["verdict"]) <= {"drifted"}, found.differences.to_string()


def test_this_version_has_its_reports():
    assert {folder.name for folder in FOLDERS if folder.parent.name == mn.__version__} == {"models", "fighter"}


def test_the_report_of_the_aircraft_has_the_published_closeness():
    """Hwang and Yoon (1981), to what their misprints of a range and the costs move it by."""
    folder = reports.FOLDER / mn.__version__ / "fighter"
    found = json.loads((folder / "results.json").read_text("utf-8"))["rankings"]["given"]["topsis"]
    given = json.loads((reports.CASES / "topsis-hwang-yoon-1981-fighter.json").read_text("utf-8"))
    for name, published in zip(given["input"]["alternatives"], given["published"]["closeness"], strict=True):
        assert found[name]["score"] == pytest.approx(published, abs=1e-3)
    for name, published in zip(given["input"]["alternatives"], given["published"]["ranks"], strict=True):
        assert found[name]["rank"] == published
