"""The house: folders import downwards only, public names are loaded lazily, and nothing heavy at once."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from places import ROOT

import mcda_nato as mn

PACKAGE = Path(mn.__file__).parent
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))
LONGEST = 400  # lines of a module, to be read in one sitting


def test_the_import_contracts_hold(monkeypatch):
    """Layers, independence and the purity of kernels, as pyproject.toml states them."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("geometry/halfspaces.py", "from mcda_nato.methods import scores"),
        ("flips/weight_flip.py", "from mcda_nato.ambiguity import dominance"),
        ("methods/scores.py", "from mcda_nato.methods import evaluate"),
        ("geometry/polytopes.py", "import pandas"),
    ],
)
def test_control_an_import_from_above_breaks_a_contract(module, line, tmp_path):
    """Upwards, sideways, in a circle, and labels in a kernel."""
    copy = tmp_path / "mcda_nato"
    for path in PACKAGE.rglob("*.py"):
        target = copy / path.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (copy / module).write_text(f"{(copy / module).read_text('utf-8')}\n{line}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports as lint; raise SystemExit(lint())"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


@pytest.mark.parametrize("folder", FOLDERS[1:], ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_folder_says_which_question_it_answers(folder):
    """In one docstring, and holds nothing else; one that users enter also loads its names lazily."""
    body = ast.parse((folder / "__init__.py").read_text("utf-8")).body
    assert "?" in ast.literal_eval(body[0].value)
    assert len(body) == 1 or (folder / "__init__.pyi").exists()


def test_the_root_is_a_table_of_contents():
    assert {path.stem for path in PACKAGE.glob("*.py")} <= {
        "__init__", "__main__", "arrays", "errors", "labels", "percentages", "results", "text_tables"
    }  # fmt: skip


def test_no_module_is_longer_than_one_sitting():
    long = {path.name: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_tests_mirror_the_folders():
    """A module's tests lie in the folder and under the name of the module."""
    modules = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")}
    for path in ROOT.glob("tests/*/test_*.py"):
        folder, name = path.parent.name, path.stem.removeprefix("test_")
        assert not (PACKAGE / folder).is_dir() or f"{folder}/{name}" in modules, path


def test_nothing_prints_or_runs_text():
    for path in PACKAGE.rglob("*.py"):
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"print", "input", "eval", "exec"}, path


# Public names.


def test_public_names_are_sorted_documented_and_all_that_is_listed():
    assert dir(mn) == mn.__all__ == sorted(mn.__all__)
    for name in mn.__all__:
        assert getattr(mn, name).__doc__, name


def test_the_stub_names_what_is_public():
    """For type checkers and editors, and shipped in the wheel: the package reads it when it is imported."""
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text("utf-8"))
    named = [alias.asname for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(named) == mn.__all__


def test_no_module_shadows_a_callable():
    """Whatever is imported first, a public name is never a module, but for the folders of data and of pictures."""
    inner = [path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    assert not set(inner) & set(mn.__all__) - {"datasets", "plots"}
    code = "import pkgutil, importlib, mcda_nato as mn\n"
    code += "for m in pkgutil.walk_packages(mn.__path__, 'mcda_nato.'):\n    importlib.import_module(m.name)\n"
    code += "print(*(n for n in dir(mn) if type(getattr(mn, n)).__name__ == 'module'))"
    assert printed_by(code).split() == ["datasets", "plots"]


def test_the_version_is_stated_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "mcda_nato/__init__.py"
    from importlib.metadata import version

    assert mn.__version__ == version("mcda_nato")


def printed_by(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def loaded_by(statement: str) -> set[str]:
    return set(printed_by(f"import sys; {statement}; print(*sys.modules)").split())


def test_importing_the_package_loads_nothing():
    assert not loaded_by("import mcda_nato") & {"numpy", "pandas", "scipy", "pymcdm", "matplotlib", "click"}


def test_ranking_loads_nothing_heavy():
    statement = "import mcda_nato as mn; mn.evaluate(mn.load_models())"
    assert not loaded_by(statement) & {"pymcdm", "matplotlib", "scipy.stats", "click", "tabulate"}


def test_asking_for_help_loads_no_numbers():
    statement = "from click.testing import CliRunner; from mcda_nato.cli.main import main; "
    statement += "[CliRunner().invoke(main, a) for a in (['--help'], ['rank', '--help'], ['--version'])]"
    assert not loaded_by(statement) & {"numpy", "pandas", "scipy"}


def test_control_a_heavy_import_is_seen():
    assert "scipy.stats" in loaded_by("import mcda_nato, scipy.stats")
