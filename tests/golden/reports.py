"""Write the golden reports of this version: every release keeps its own, and every later one verifies them.

Those of a released version are never written anew.
"""

import json
from pathlib import Path

import mcda_nato as mn

HERE = Path(__file__).parent
FOLDER = HERE / "reports"
CASES = HERE.parent / "published" / "cases"


def fighter():
    """Return the aircraft of Hwang and Yoon (1981), pp. 133-134, and their weights."""
    given = json.loads((CASES / "topsis-hwang-yoon-1981-fighter.json").read_text("utf-8"))["input"]
    problem = mn.DecisionProblem(given["matrix"], given["directions"], given["alternatives"], given["criteria"])
    return problem, given["weights"]


if __name__ == "__main__":
    own = FOLDER / mn.__version__
    own.mkdir(parents=True, exist_ok=True)
    problem, weights = fighter()
    print(mn.write_report(mn.load_models(), own / "models", overwrite=True))  # noqa: T201
    print(mn.write_report(problem, own / "fighter", weights=weights, overwrite=True))  # noqa: T201
