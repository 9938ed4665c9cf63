"""Write the golden reports of this version: every release keeps its own, and every later one verifies them.

Those of a released version are never written anew.
"""

import json
from pathlib import Path

import mcda_nato as mn

HERE = Path(__file__).parent
FOLDER = HERE / "reports"
CASES = HERE.parent / "published" / "cases"


def cars():
    """Return the cars of Hodgett's workbook, and the weights there."""
    given = json.loads((CASES / "topsis-hodgett-cars-fixed-ideals.json").read_text("utf-8"))["input"]
    names, criteria = ["Corsa", "Clio", "Fiesta"], ["price", "economy", "aesthetics", "boot"]
    return mn.DecisionProblem(given["matrix"], given["directions"], names, criteria), given["weights"]


if __name__ == "__main__":
    own = FOLDER / mn.__version__
    own.mkdir(parents=True, exist_ok=True)
    problem, weights = cars()
    print(mn.write_report(mn.load_models(), own / "models", overwrite=True))  # noqa: T201
    print(mn.write_report(problem, own / "cars", weights=weights, overwrite=True))  # noqa: T201
