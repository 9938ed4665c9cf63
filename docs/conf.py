import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # extensions and scripts of our own

from make_inventories import SITES

project = "mcda_nato"
author = "The mcda_nato developers"
copyright = "2026, the mcda_nato developers"
version = release = installed("mcda_nato")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.intersphinx",
    "sphinx.ext.mathjax",
    "numpydoc",
    "sphinxcontrib.bibtex",
    "picture_directive",
]
bibtex_bibfiles = ["../mcda_nato/report/references.bib", "references.bib"]  # what the package cites; what pages do
bibtex_reference_style = "author_year"
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
templates_path = ["_templates"]
autosummary_generate = True
autodoc_typehints = "none"  # docstrings state types, with their shapes
exclude_patterns = ["_build", "_templates"]
html_theme = "pydata_sphinx_theme"
html_theme_options = {"show_toc_level": 1, "navigation_with_keys": False}
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_sourcelink = False
html_title = "mcda_nato"

# Every name in a docstring leads somewhere, and the build needs no network: see make_inventories.py.
nitpicky = True
default_role = "autolink"  # a link where the name can be imported; names of arguments stay words
intersphinx_mapping = {name: (site, f"inventories/{name}.inv") for name, site in SITES.items()}
numpydoc_show_class_members = False
numpydoc_xref_param_type = True
numpydoc_xref_ignore = "all"  # of a type only the words below are links
OURS = [
    "Acceptance", "CellFlip", "Consistency", "Criterion", "CriticalCriteria", "DecisionProblem", "Dirichlet", "Flip",
    "JudgementFlip", "Judgements", "Method", "Overview", "PossibleRanks", "Ranking", "RankCase", "ReversalAudit",
    "Scale", "Simplex", "Stability", "Verdict", "WeightPath", "WinnerRegions", "Witness",
]  # fmt: skip
numpydoc_xref_aliases = {
    **{name: f"mcda_nato.{name}" for name in OURS},
    "array_like": ":term:`numpy:array_like`",
    "array": "numpy.ndarray",
    "ndarray": "numpy.ndarray",
    "Generator": "numpy.random.Generator",
    "SeedSequence": "numpy.random.SeedSequence",
    "DataFrame": "pandas.DataFrame",
    "frame": "pandas.DataFrame",
    "Series": "pandas.Series",
    "Axes": "matplotlib.axes.Axes",
    "matplotlib.axes.Axes": ":class:`matplotlib.axes.Axes`",
    "concurrent.futures.Executor": ":class:`concurrent.futures.Executor`",
    "distribution": "scipy.stats.rv_continuous",
    "path": "os.PathLike",
    "mapping": ":term:`python:mapping`",
    "sequence": ":term:`python:sequence`",
    "callable": ":term:`python:callable`",
    **{name: f":class:`{name}`" for name in ("bool", "bytes", "dict", "float", "int", "list", "str", "tuple")},
}
html_sidebars = {"index": []}  # elsewhere the pages of the same part
