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
    assert {folder.name for folder in FOLDERS if folder.parent.name == mn.__version__} == {"models", "cars"}


def test_the_report_of_the_cars_has_the_published_closeness():
    folder = reports.FOLDER / mn.__version__ / "cars"
    found = json.loads((folder / "results.json").read_text("utf-8"))["rankings"]["given"]["topsis"]
    published = json.loads((reports.CASES / "topsis-hodgett-cars-fixed-ideals.json").read_text("utf-8"))["published"]
    for name, closeness in zip(("Corsa", "Clio", "Fiesta"), published["full"], strict=True):
        assert found[name]["score"] == pytest.approx(closeness, abs=5e-5)
