"""Errors name the remedy of the door through which the input came."""

import ast
import inspect
import pickle
import re
from functools import cache
from pathlib import Path

import mcda_nato as mn
from mcda_nato.errors import ProblemError
from mcda_nato.methods.evaluate import BUILT_IN


def test_each_door_is_told_its_own_remedy():
    error = ProblemError("no senses", call="give senses=", option="give --senses")
    assert str(error) == "no senses; give senses="
    assert error.on_command_line == "no senses; give --senses"


def test_an_error_without_a_remedy_is_the_same_at_every_door():
    error = ProblemError("no rows")
    assert str(error) == error.on_command_line == "no rows"


def test_a_place_is_named_first_and_the_remedies_stay():
    error = ProblemError("no senses", call="give senses=", option="give --senses").within("cars.csv")
    assert isinstance(error, ProblemError)
    assert str(error) == "cars.csv: no senses; give senses="
    assert error.on_command_line == "cars.csv: no senses; give --senses"


def test_errors_travel_between_processes():
    error = pickle.loads(pickle.dumps(ProblemError("no senses", call="give senses=", option="give --senses")))  # noqa: S301 - our own
    assert (str(error), error.on_command_line) == ("no senses; give senses=", "no senses; give --senses")


# No message that the command line can print speaks Python.

PACKAGE = Path(mn.__file__).parent
COMMANDS = {"acceptance", "sweep", *BUILT_IN}  # words of both doors


def parameters():
    """Return every keyword of a public callable or of a method of a public class."""
    public = [getattr(mn, name) for name in mn.__all__]
    methods = [member for found in public if isinstance(found, type) for member in vars(found).values()]
    found = [f for f in [*public, *methods] if inspect.isfunction(f) or isinstance(f, type)]
    return {name for function in found for name in keywords(function)}


def keywords(function):
    try:
        return list(inspect.signature(function).parameters)
    except ValueError:  # a type of C
        return []


@cache
def python_words():
    """Return a pattern of what only Python understands: a keyword, a call, a name of the package."""
    names = "|".join(sorted(parameters(), key=len, reverse=True))
    public = "|".join(name for name in mn.__all__ if "_" in name and name not in COMMANDS)
    patterns = [
        rf"(?<![-\w])(?!name=value)(?:{names})=",
        r"\b(?:mn|mcda_nato)\.\w+",
        r"\b[A-Za-z_]\w*\([^)]*\)",
        r"\bfrom_\w+",
    ]
    return re.compile("|".join([*patterns, rf"\b(?:{public})\b"]))


def python_in(text):
    return [found.group() for found in python_words().finditer(text)]


MARKUP = ("<meta", "body{")  # of a page, and no message


def messages():
    """Yield place and text of every string of the package that may be a message, docstrings and `call` left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        skipped = {id(inner) for node in ast.walk(tree) for part in left_out(node) for inner in ast.walk(part)}
        for node in ast.walk(tree):
            text = text_of(node)
            if id(node) not in skipped and " " in text and "\\d" not in text and not text.startswith(MARKUP):
                yield f"{path.relative_to(PACKAGE).as_posix()}: {text}"


def left_out(node):
    """Return the parts of a node that are no message, or one that Python alone shows."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return [node]
    if isinstance(node, ast.Call):
        return [word.value for word in node.keywords if word.arg == "call"]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "call"]
    if isinstance(node, ast.JoinedStr):
        return [part for part in node.values if isinstance(part, ast.Constant)]  # text_of joins them
    return assigned(node)


def assigned(node):
    """Return annotations, aliases of types, and the calls that the frame of a verdict gives beside its numbers."""
    if isinstance(node, ast.AnnAssign):
        return [node.annotation, *([node.value] if "TypeAlias" in ast.unparse(node.annotation) and node.value else [])]
    calls = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CALLS"
    return [node.value] if calls else []


def text_of(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


#: Texts that no command prints as a message, each with the reason.
PYTHON_ALONE = {
    "results.py: The first {} of {} rows; to_frame() has all.": "the representation of a result",
    "reversal/remedies.py: weighted_sum(fixed(low, high))": "the name of a method",
    "reversal/remedies.py: topsis(fixed(low, high), 1, 0)": "the name of a method",
    "methods/scales.py: fixed(low={}, high={})": "the representation of a scale",
}


def test_no_message_that_the_command_line_can_print_holds_python():
    found = {text: python_in(text.partition(": ")[2]) for text in messages()}
    assert {text: words for text, words in found.items() if words and text not in PYTHON_ALONE} == {}


def test_control_python_in_a_message_is_found():
    assert python_in("give senses=, 'max' or 'min'") == ["senses="]
    assert python_in("rescale them with mcda_nato.rescale(weights)")
    assert python_in("use sampling='random'")
    assert python_in("convert it with str() first")
    assert python_in("use weight_stability")
    assert not python_in("give --senses price=min,range=max (see the manual), --decimal , or --rescale")
    assert len(list(messages())) > 400
    assert set(PYTHON_ALONE) <= set(messages())
