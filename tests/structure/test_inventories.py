"""What the documentation links to elsewhere is what its script writes, and enough for a build without a network."""

import sys
import zlib

import pytest
from places import ROOT

sys.path.append(str(ROOT / "docs"))

import make_inventories


def lines(data):
    """Return the header and the entries of an inventory: compressed bytes differ between versions of zlib."""
    *header, body = data.split(b"\n", 4)
    return header, zlib.decompress(body).decode().splitlines()


@pytest.mark.parametrize("project", make_inventories.SITES)
def test_each_inventory_is_what_the_script_writes(project):
    kept = (make_inventories.FOLDER / f"{project}.inv").read_bytes()
    assert lines(kept) == lines(make_inventories.inventory(project))
    assert len(lines(kept)[1]) > 0


def test_control_a_name_that_a_project_does_not_have_is_refused(monkeypatch):
    monkeypatch.setitem(make_inventories.OBJECTS, "numpy", [("numpy", "ndarrays", "page.html")])
    with pytest.raises(AttributeError, match="ndarrays"):
        make_inventories.entries("numpy")


def test_the_build_is_strict_about_names():
    conf = (ROOT / "docs" / "conf.py").read_text("utf-8")
    assert "\nnitpicky = True" in conf
    assert "nitpick_ignore" not in conf
    assert "sphinx-build -q -W" in (ROOT / ".ci" / "run").read_text("utf-8")
