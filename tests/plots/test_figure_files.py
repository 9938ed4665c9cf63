"""Files of pictures: the same bytes each time and in each process, and nothing of time, host or session in them."""

import os
import subprocess
import sys
from io import BytesIO
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from PIL import Image

import mcda_nato as mn
from mcda_nato.plots.figure_files import default_style, png_of, svg_of

ALT = 'Ranks <&> -- "quoted" of naïve \u202e names'
SVG = "{http://www.w3.org/2000/svg}"
SCRIPT = """
import sys
from hashlib import sha256
import mcda_nato as mn
from mcda_nato.plots.figure_files import png_of, svg_of
ax = mn.winner_regions(mn.DecisionProblem([[3, 1, 2], [1, 3, 2], [2, 2, 1]], [1, 1, 1]), "weighted_sum").plot()
for made in (svg_of(ax, alt="a", identity="i"), png_of(ax, alt="a", identity="i", dpi=60)):
    sys.stdout.write(sha256(made).hexdigest() + " ")
"""


@pytest.fixture(scope="module")
def ax():
    return mn.winner_regions(mn.load_models()).plot()


def test_svg_stands_alone_and_says_what_it_shows(ax):
    root = ET.fromstring(svg_of(ax, alt=ALT, identity="0123"))  # noqa: S314 - our own
    assert root.get("role") == "img"
    said = ALT.replace("\u202e", "\ufffd")
    assert root.get("aria-label") == root.find(f"{SVG}title").text == said
    text = ET.tostring(root, encoding="unicode")
    assert "0123" in text
    assert mn.__version__ in text
    assert "date" not in text
    assert root.find(f".//{SVG}text") is None  # outlines, which need no font


def test_png_says_what_it_shows(ax):
    found = Image.open(BytesIO(png_of(ax, alt=ALT, identity="0123", dpi=60))).info
    assert found["Title"] == ALT.replace("\u202e", "\ufffd")
    assert found["Identifier"] == "0123"
    assert mn.__version__ in found["Software"]


def test_files_are_small(ax):
    """The largest of the default pictures: curves are thinned to what can be seen, only the fading is raster."""
    assert len(svg_of(ax, alt="a", identity="i")) < 150_000


def test_what_was_saved_before_and_what_the_session_set_changes_nothing(ax):
    before = dict(mpl.rcParams)
    first, raster = svg_of(ax, alt="a", identity="i"), png_of(ax, alt="a", identity="i", dpi=60)
    with mpl.rc_context({"savefig.dpi": 30, "svg.fonttype": "none", "savefig.bbox": "tight", "svg.hashsalt": "x"}):
        assert svg_of(ax, alt="a", identity="i") == first
        assert png_of(ax, alt="a", identity="i", dpi=60) == raster
    assert dict(mpl.rcParams) == before
    assert svg_of(ax, alt="a", identity="another") != first


def test_default_style_is_that_of_no_session():
    with mpl.rc_context({"axes.facecolor": "red"}):
        with default_style():
            inside = Figure().add_subplot().get_facecolor()
        assert inside == (1.0, 1.0, 1.0, 1.0)
        assert mpl.rcParams["axes.facecolor"] == "red"


def test_two_processes_write_the_same_bytes(capsys):
    exec(SCRIPT, {})  # noqa: S102 - the same lines here and there
    here = capsys.readouterr().out
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == here
    assert len(set(here.split())) == 2
