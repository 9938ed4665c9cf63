"""The page and the picture of the house show the house as it stands."""

import re
import shutil
import sys
from itertools import chain
from xml.etree import ElementTree as ET

import pytest
from places import ROOT

sys.path.append(str(ROOT / "docs"))

import draw_house

PAGE = (ROOT / "docs" / "house.md").read_text("utf-8")
PATH = re.compile(r"`((?:mcda_nato|tests|docs|benchmarks)(?:/[^`]*)?)`")


def lost(text):
    """Return the paths in the code spans of a text that do not exist."""
    return [path for path in PATH.findall(text) if not (ROOT / path).exists()]


def test_every_path_on_the_page_exists():
    assert len(PATH.findall(PAGE)) > 60
    assert lost(PAGE) == []


def test_control_a_path_that_does_not_exist_is_found():
    assert lost("Look into `mcda_nato/utils.py`, then `mcda_nato/arrays.py` and `tests/none`.") == [
        "mcda_nato/utils.py", "tests/none"
    ]  # fmt: skip


def names(floors):
    return [room.name for floor in floors for room in floor]


def test_every_room_is_on_the_page():
    missing = [name for name in names(draw_house.floors()) if not re.search(rf"`mcda_nato/{name}\b", PAGE)]
    assert missing == []


def test_the_picture_is_what_the_script_draws():
    """After a change of rooms, modules or imports: python docs/draw_house.py."""
    assert (ROOT / "docs" / "house.svg").read_text("utf-8") == draw_house.drawing()


def test_the_picture_shows_every_folder_with_its_question():
    picture = ET.parse(ROOT / "docs" / "house.svg").getroot()  # noqa: S314 - our own file
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    folders = {path.parent.name for path in (ROOT / "mcda_nato").glob("*/__init__.py")}
    assert folders <= set(texts)
    for room in chain.from_iterable(draw_house.floors()):
        assert room.question in " ".join(texts), room.name


# Controls: another house gives another picture.


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "mcda_nato", tmp_path / "mcda_nato", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_copy_gives_the_same_picture(copy):
    assert draw_house.drawing(copy) == draw_house.drawing()


def test_control_a_new_module_changes_the_picture(copy):
    (copy / "mcda_nato" / "geometry" / "cones.py").write_text('"""Cones."""\n', encoding="utf-8")
    assert draw_house.drawing(copy) != draw_house.drawing()


def test_a_room_to_come_is_drawn_once_it_is_there(copy):
    contract = copy / "pyproject.toml"
    contract.write_text(contract.read_text("utf-8").replace('"plots",', '"(plots)",'), encoding="utf-8")
    shutil.rmtree(copy / "mcda_nato" / "plots")
    assert "plots" not in names(draw_house.floors(copy))
    (copy / "mcda_nato" / "plots").mkdir()
    (copy / "mcda_nato" / "plots" / "__init__.py").write_text('"""What does it look like?"""\n', encoding="utf-8")
    assert names(draw_house.floors(copy))[2] == "plots"
    assert "What does it look like?" in draw_house.drawing(copy)


def test_a_room_of_the_contract_must_be_there(copy):
    shutil.rmtree(copy / "mcda_nato" / "geometry")
    with pytest.raises(FileNotFoundError, match="geometry"):
        draw_house.floors(copy)


def test_control_no_walk_leads_where_nothing_is_imported(copy):
    for path in (copy / "mcda_nato" / "files").glob("*.py"):
        path.write_text(path.read_text("utf-8").replace("mcda_nato.problem", "mcda_nato.facts"), encoding="utf-8")
    with pytest.raises(ValueError, match="files and problem do not meet"):
        draw_house.drawing(copy)


def test_a_room_stands_on_the_nearest_alone():
    def room(name, *imports):
        return draw_house.Room(name, "", 1, frozenset(imports))

    rooms = {room.name: room for room in (room("a"), room("b", "a"), room("c"), room("d", "a", "b", "c"))}
    assert draw_house.nearest(rooms, "d") == ["b", "c"]
