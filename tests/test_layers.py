"""The floors: a module imports only from lower ones, and nothing heavy at once."""

import ast
import subprocess
import sys
from pathlib import Path

import mcda_nato as mn

PACKAGE = Path(mn.__file__).parent

FLOORS = {
    "arrays": 0,
    "errors": 0,
    "adding": 1,
    "bounding": 1,
    "bracketing": 1,
    "breaking": 1,
    "certifying": 1,
    "coding": 1,
    "counting": 1,
    "eliciting": 1,
    "flipping": 1,
    "geometry": 1,
    "halfspaces": 1,
    "labels": 1,
    "levelling": 1,
    "moving": 1,
    "polishing": 1,
    "ranking": 1,
    "reaching": 1,
    "reversing": 1,
    "sampling": 1,
    "scaling": 1,
    "scoring": 1,
    "stopping": 1,
    "variants": 1,
    "approaching": 2,
    "attaining": 2,
    "checking": 2,
    "cutting": 2,
    "judgements": 2,
    "rejudging": 2,
    "scale": 2,
    "seeking": 2,
    "weights": 2,
    "method": 3,
    "problem": 3,
    "regions": 3,
    "weightsets": 3,
    "adapter": 4,
    "claims": 4,
    "datasets": 4,
    "documents": 4,
    "cellbounds": 5,
    "cellmoves": 5,
    "csvtables": 5,
    "evaluation": 5,
    "forms": 5,
    "blocks": 6,
    "cellflip": 6,
    "critical": 6,
    "extremes": 6,
    "indices": 6,
    "judgementmoves": 6,
    "paths": 6,
    "sections": 6,
    "tables": 6,
    "ties": 6,
    "verdicts": 6,
    "checkpoints": 7,
    "cures": 7,
    "exact": 7,
    "flip": 7,
    "judgementflip": 7,
    "rankcases": 7,
    "reversalshares": 7,
    "stability": 7,
    "revised": 7,
    "trials": 7,
    "judgedvariants": 8,
    "possible": 8,
    "sweep": 8,
    "witnesses": 9,
    "reversal": 10,
    "scrutiny": 11,
    "analyses": 12,
    "overview": 12,
    "auditreport": 13,
    "flipreports": 13,
    "report": 14,
    "cli": 15,
    "__main__": 16,
}
KERNELS = {
    "adding",
    "approaching",
    "attaining",
    "bounding",
    "bracketing",
    "breaking",
    "certifying",
    "coding",
    "counting",
    "cutting",
    "eliciting",
    "flipping",
    "geometry",
    "halfspaces",
    "levelling",
    "moving",
    "polishing",
    "ranking",
    "reaching",
    "regions",
    "rejudging",
    "reversing",
    "sampling",
    "scaling",
    "scoring",
    "seeking",
    "stopping",
    "variants",
}


def imports(source: str) -> set[str]:
    """Return the modules of this package that a source text imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mcda_nato"):
            inner = node.module.split(".")[1:2]
            found |= set(inner) if inner else {alias.name for alias in node.names}
    return found


def climbs(module: str, source: str) -> list[str]:
    """Return the imports that do not come from a lower floor."""
    return sorted(name for name in imports(source) if FLOORS[name] >= FLOORS[module])


def sources() -> dict[str, str]:
    paths = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"]
    return {path.parent.name if path.name == "__init__.py" else path.stem: path.read_text("utf-8") for path in paths}


def test_every_module_has_a_floor():
    assert set(sources()) == set(FLOORS)


def test_modules_import_only_from_lower_floors():
    assert {module: climbs(module, source) for module, source in sources().items()} == {module: [] for module in FLOORS}


def test_control_an_import_from_above_is_found():
    assert climbs("scaling", "from mcda_nato.report import overview_report") == ["report"]
    assert climbs("scaling", "from mcda_nato import scoring") == ["scoring"]


def test_kernels_know_no_labels():
    """A kernel imports NumPy, the axis convention and other kernels, nothing else."""
    for module in KERNELS:
        assert imports(sources()[module]) <= {"arrays"} | KERNELS
        assert "pandas" not in sources()[module]


def test_nothing_prints_or_plots_but_the_command_line():
    for module, source in sources().items():
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert module == "cli" or not calls & {"print", "input", "eval", "exec"}


def test_public_names_are_sorted_documented_and_complete():
    assert mn.__all__ == sorted(mn.__all__)
    for name in mn.__all__:
        assert getattr(mn, name).__doc__, name
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported == set(mn.__all__)


def test_the_package_module_holds_names_only():
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    assert all(isinstance(node, ast.ImportFrom | ast.Assign | ast.Expr) for node in tree.body)


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    assert not loaded_by("import mcda_nato") & {"pymcdm", "matplotlib", "scipy.stats", "click", "tabulate"}


def test_control_a_heavy_import_is_seen():
    assert "scipy.stats" in loaded_by("import mcda_nato, scipy.stats")
