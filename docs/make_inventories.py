"""Make the inventories of other projects' documentation that this one links to.

``python docs/make_inventories.py``. An inventory tells Sphinx where an object
is documented. Those of whole projects have up to 15,000 entries and must be
fetched; these hold only what the docstrings name, so that the documentation
builds without a network. Each object is imported first: a name that a project
no longer has is an error here, and not a dead link there.
"""

import importlib
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent / "inventories"

#: Where each project publishes its documentation.
SITES = {
    "python": "https://docs.python.org/3",
    "numpy": "https://numpy.org/doc/stable",
    "scipy": "https://docs.scipy.org/doc/scipy",
    "pandas": "https://pandas.pydata.org/docs",
    "matplotlib": "https://matplotlib.org/stable",
}

#: Module, object and page: the anchor on the page is the full name, without ``builtins``.
OBJECTS = {
    "python": [
        ("builtins", "bool", "library/functions.html"),
        ("builtins", "int", "library/functions.html"),
        ("builtins", "float", "library/functions.html"),
        ("builtins", "str", "library/stdtypes.html"),
        ("builtins", "bytes", "library/stdtypes.html"),
        ("builtins", "tuple", "library/stdtypes.html"),
        ("builtins", "dict", "library/stdtypes.html"),
        ("builtins", "list", "library/stdtypes.html"),
        ("os", "PathLike", "library/os.html"),
        ("pathlib", "Path", "library/pathlib.html"),
        ("concurrent.futures", "Executor", "library/concurrent.futures.html"),
    ],
    "numpy": [
        ("numpy", "ndarray", "reference/generated/numpy.ndarray.html"),
        ("numpy.random", "Generator", "reference/random/generator.html"),
        ("numpy.random", "SeedSequence", "reference/random/bit_generators/generated/numpy.random.SeedSequence.html"),
    ],
    "scipy": [("scipy.stats", "rv_continuous", "reference/generated/scipy.stats.rv_continuous.html")],
    "pandas": [
        ("pandas", "DataFrame", "reference/api/pandas.DataFrame.html"),
        ("pandas", "Series", "reference/api/pandas.Series.html"),
    ],
    "matplotlib": [("matplotlib.axes", "Axes", "api/_as_gen/matplotlib.axes.Axes.html")],
}

#: What cannot be imported as a class: words of glossaries, and a constant.
OTHERS = {
    "python": [
        "None py:data 1 library/constants.html#$ -",
        *(f"{term} std:term -1 glossary.html#term-$ -" for term in ("callable", "mapping", "sequence")),
    ],
    "numpy": ["array_like std:term -1 glossary.html#term-$ -"],
}


def entries(project: str) -> list[str]:
    """Return the lines of an inventory: name, kind, priority, place and shown name (``-`` for the name itself)."""
    lines = []
    for module, name, page in OBJECTS[project]:
        if not isinstance(getattr(importlib.import_module(module), name), type):
            raise TypeError(f"{module}.{name} is not a class")
        full = name if module == "builtins" else f"{module}.{name}"
        lines.append(f"{full} py:class 1 {page}#$ -")
    return sorted([*lines, *OTHERS.get(project, [])])


def inventory(project: str) -> bytes:
    """Return an inventory in the second version of Sphinx's format, whose body is compressed."""
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: \n"
    head += "# The remainder of this file is compressed using zlib.\n"
    return head.encode() + zlib.compress("".join(f"{line}\n" for line in entries(project)).encode(), 9)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for project in OBJECTS:
        (FOLDER / f"{project}.inv").write_bytes(inventory(project))
