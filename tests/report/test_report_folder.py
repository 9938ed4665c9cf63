"""A report takes its folder whole, and replaces nothing but a report of ours."""

import json
import sys
from unittest import mock

import pytest
from made_reports import cars, cars_files

import mcda_nato as mn
from mcda_nato.errors import FileError, McdaError
from mcda_nato.report import report_folder

WEIGHTS = {"price": 0.5, "range": 0.3, "comfort": 0.2}


@pytest.fixture(autouse=True)
def _quick():
    """Give the files of one report, whatever is asked: what they hold is tested elsewhere."""
    with mock.patch.object(report_folder, "report_files", return_value=cars_files()):
        yield


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "report"


def content(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def write(folder, **more):
    return mn.write_report(cars(), folder, weights=WEIGHTS, **more)


def test_a_report_is_written(folder):
    page = write(folder)
    assert page == folder / "report.html"
    assert content(folder) == cars_files()


def test_a_folder_that_is_there_stays(folder):
    write(folder)
    with pytest.raises(FileError, match=r"is there already; overwrite=True replaces"):
        write(folder)


def test_our_own_report_is_replaced(folder):
    write(folder)
    inode = folder.stat().st_ino
    write(folder, overwrite=True)
    assert content(folder) == cars_files()
    assert folder.stat().st_ino != inode


@pytest.mark.parametrize("name", ["report.md", "tables/winners.csv"])
def test_what_somebody_edited_is_kept(folder, name):
    write(folder)
    (folder / name).write_text("edited")
    with pytest.raises(FileError, match=f"'{name}' in .* is not as this package wrote it, .* it is left as it is"):
        write(folder, overwrite=True)
    assert (folder / name).read_text() == "edited"


def test_a_report_that_lacks_a_file_is_kept(folder):
    write(folder)
    (folder / "report.md").unlink()
    with pytest.raises(FileError, match=r"'report\.md' in .* is not as this package wrote it"):
        write(folder, overwrite=True)


def test_a_provenance_that_names_a_file_elsewhere_is_not_followed(folder):
    write(folder)
    said = json.loads((folder / "provenance.json").read_text("utf-8"))
    said["files"]["/dev/zero"] = "0" * 64
    (folder / "provenance.json").write_text(json.dumps(said))
    with pytest.raises(FileError, match=r"'/dev/zero' in .* is not as this package wrote it"):
        write(folder, overwrite=True)


@pytest.mark.parametrize("said", ["no", "yes", 1, 0, None])
def test_overwrite_is_true_or_false(folder, said):
    write(folder)
    with pytest.raises(McdaError, match="overwrite must be True or False, got "):
        write(folder, overwrite=said)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"methods": []}, "give at least one method"),
        ({"methods": ["topsis", "topsis"]}, "each only once"),
        ({"weights": [0.5, 0.5]}, "weights"),
    ],
)
def test_what_is_asked_is_checked_before_the_folder(folder, asked, why):
    write(folder)
    with pytest.raises(McdaError, match=why):
        mn.write_report(cars(), folder, **asked)


def test_a_folder_has_a_name_and_is_not_the_present_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileError, match="the folder of a report needs a name, got none"):
        write("")
    for here in (".", tmp_path):
        with pytest.raises(FileError, match="is the one you are in; name one below it"):
            write(here)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["notes.txt", "tables/mine.csv", "figures/.hidden", "other/x"])
def test_a_foreign_file_is_kept(folder, name):
    write(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine")
    with pytest.raises(FileError, match="which is no part of the report; it is left as it is"):
        write(folder, overwrite=True)
    assert (folder / name).read_text() == "mine"


def test_a_link_in_the_folder_is_kept(folder, tmp_path):
    write(folder)
    (tmp_path / "mine.md").write_text("mine")
    (folder / "report.md").unlink()
    (folder / "report.md").symlink_to(tmp_path / "mine.md")
    with pytest.raises(FileError, match=r"holds 'report\.md', which is no part of the report"):
        write(folder, overwrite=True)
    assert (tmp_path / "mine.md").read_text() == "mine"


@pytest.mark.parametrize("said", ["", "{", "[]", "{}", '{"written_by": "another", "files": {}}', "\xff"])
def test_a_folder_of_others_is_kept(folder, said):
    folder.mkdir()
    (folder / "provenance.json").write_bytes(said.encode("latin-1"))
    with pytest.raises(FileError, match="is not a report that this package wrote; it is left as it is"):
        write(folder, overwrite=True)
    assert [p.name for p in folder.iterdir()] == ["provenance.json"]


def test_a_provenance_that_is_too_large_is_not_read(folder, monkeypatch):
    write(folder)
    monkeypatch.setattr(report_folder, "LARGEST_PROVENANCE", 10)
    with pytest.raises(FileError, match="is not a report that this package wrote"):
        write(folder, overwrite=True)


def test_no_path_is_said_so(tmp_path):
    with pytest.raises(FileError, match="a file is named by a path, got 3"):
        write(3)
    with pytest.raises(FileError, match="does not exist"):
        write(tmp_path / "a" / "b")


@pytest.mark.parametrize("name", ["matplotlib", "jinja2", "pybtex"])
def test_what_is_missing_is_named_with_its_command(folder, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(McdaError, match=r"not installed here; run: pip install 'mcda_nato\[report\]'"):
        write(folder)
    assert not folder.exists()


def test_provenance_names_every_file(folder):
    write(folder)
    said = json.loads((folder / "provenance.json").read_text("utf-8"))
    assert said["files"].keys() | {"provenance.json"} == content(folder).keys()
