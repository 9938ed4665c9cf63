"""Draw the house: floors as the import contract states them, rooms by their questions, and one walk.

``python docs/draw_house.py`` writes ``docs/house.svg`` anew. Nothing is drawn
by hand: floors come from ``[tool.importlinter]`` in ``pyproject.toml``, rooms,
questions and imports from the source; and a walk is drawn only along imports.
"""

import ast
import re
import textwrap
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
PACKAGE = "mcda_nato"

WIDTH, LEFT, RIGHT = 900, 62, 746  # of the picture; of the rooms
ROOF, GAP, INSET = 96, 12, 12  # height of the roof; between rooms; inside a room
LETTER, LINE = 7.0, 17  # width of a letter and height of a line, generous: fonts differ
DOWN, UP = 786, 828  # where the walk goes down and up the stairs

STYLE = """
text { font-family: system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; font-size: 13px; fill: #1f2a37; }
.title { font-size: 21px; font-weight: 600; text-anchor: middle; }
.name { font-size: 15px; font-weight: 600; }
.small { font-size: 12px; fill: #556170; }
.middle { text-anchor: middle; }
.number { font-size: 12px; font-weight: 600; fill: #ffffff; text-anchor: middle; }
.sky { fill: #ffffff; }
.house { fill: #f3f5f8; stroke: #b9c2cd; }
.roof { fill: #dce4ed; stroke: #b9c2cd; stroke-linejoin: round; }
.landing { fill: #e7ebf0; }
.room { fill: #ffffff; stroke: #b9c2cd; }
.walked { fill: #e9f2fc; stroke: #2a6cb0; }
.badge { fill: #1f5fa8; }
.way { fill: none; stroke: #1f5fa8; stroke-width: 2.5; marker-end: url(#tip); }
"""
ABOUT = (
    "Floors of folders, each with the question it answers; a folder imports from lower floors alone. "
    "A walk leads from a file to a problem, a method, a result, a conclusion and a report."
)
TIP = (
    '<marker id="tip" viewBox="0 0 10 10" refX="7" refY="5" markerWidth="11" markerHeight="11" '
    'markerUnits="userSpaceOnUse" orient="auto"><path class="badge" d="M0,0 L10,5 L0,10 z"/></marker>'
)
LEGEND = (
    "Imports point down: a folder imports from lower floors alone, and stands on the nearest of those.",
    "Data walk from 1 to 6: read, made a problem, given a method, asked each question marked 4, concluded, arranged.",
)


@dataclass(frozen=True)
class Room:
    """A folder or module on a floor: the question it answers, its modules, and whom it imports from."""

    name: str
    question: str
    modules: int
    imports: frozenset[str]


@dataclass(frozen=True)
class Box:
    """A room at its place, with its question and what is below it broken into lines."""

    room: Room
    x: float
    y: float
    width: float
    height: float
    question: list[str]
    foot: list[str]

    @property
    def middle(self) -> float:
        """Return how far down the middle of the room is."""
        return self.y + self.height / 2


# What there is.


def floors(root: Path = ROOT) -> list[list[Room]]:
    """Return the rooms that exist by floor, the highest first."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (contract,) = (contract for contract in contracts if contract["type"] == "layers")
    layers = contract["layers"]
    up = {tuple(re.findall(rf"{PACKAGE}\.(\w+)", arrow)) for arrow in contract.get("ignore_imports", [])}
    names = [[name.strip() for name in re.split(r"[|:]", layer)] for layer in layers]
    found = [[room(root / PACKAGE, name.strip("()"), up) for name in floor if exists(root, name)] for floor in names]
    return [floor for floor in found if floor]


def exists(root: Path, name: str) -> bool:
    """Return whether there is such a room; a name in parentheses is one to come, any other must be there."""
    if not name.startswith("("):
        return True
    path = root / PACKAGE / name.strip("()")
    return (path / "__init__.py").exists() or path.with_suffix(".py").exists()


def room(package: Path, name: str, up: Collection[tuple[str, ...]] = ()) -> Room:
    """Read a room, without the imports from above that the contract allows, each a pair of rooms."""
    folder = package / name
    front = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    question = (ast.get_docstring(ast.parse(front.read_text("utf-8"))) or "").partition("\n")[0]
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [front]
    imports = {target for file in files for target in imported(file) if (name, target) not in up} - {name}
    return Room(name, question, sum(file.name != "__init__.py" for file in files), frozenset(imports))


def imported(file: Path) -> Iterator[str]:
    """Yield the rooms that a module imports from."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            yield str(node.module).split(".")[1]


def nearest(rooms: Mapping[str, Room], name: str) -> list[str]:
    """Return whom a room imports from, but for those that others of these stand on."""
    imports = rooms[name].imports & rooms.keys()
    passed = {below for other in imports for below in beneath(rooms, other)}
    return sorted(imports - passed)


def beneath(rooms: Mapping[str, Room], name: str) -> set[str]:
    """Return all rooms that a room stands on."""
    imports = rooms[name].imports & rooms.keys()
    return set(imports).union(*(beneath(rooms, other) for other in imports))


def walk(found: Sequence[Sequence[Room]]) -> dict[str, list[str]]:
    """Return the rooms that each step of the walk from a file to a report passes; each step is an import."""
    level = {each.name: number for number, floor in enumerate(found) for each in floor}
    rooms = {each.name: each for floor in found for each in floor}
    answers = [name for name in level if level["conclusions"] < level[name] < level["methods"]]
    steps = {
        "file": ["files"],
        "problem": ["problem"],
        "method": ["methods"],
        "result": answers,
        "conclusion": ["conclusions"],
        "report": ["report"],
    }
    for before, after in pairwise(steps.values()):
        for one, other in ((one, other) for one in before for other in after):
            if one not in rooms[other].imports and other not in rooms[one].imports:
                raise ValueError(f"{one} and {other} do not meet: neither imports from the other")
    return steps


# Where it stands.


def placed(found: Sequence[Sequence[Room]]) -> list[list[Box]]:
    """Return a box for each room, floor below floor."""
    rows, y = [], float(ROOF + GAP)
    rooms = {each.name: each for floor in found for each in floor}
    for floor in found:
        width = (RIGHT - LEFT - GAP * (len(floor) - 1)) / len(floor)
        letters = int((width - 2 * INSET) / LETTER)
        texts = [
            (balanced(each.question, letters), textwrap.wrap(standing(rooms, each.name), letters)) for each in floor
        ]
        height = 38.0 + LINE * max(len(question) + len(foot) for question, foot in texts)
        places = [LEFT + i * (width + GAP) for i in range(len(floor))]
        rows.append([Box(each, x, y, width, height, *text) for each, x, text in zip(floor, places, texts, strict=True)])
        y += height + GAP
    return rows


def balanced(text: str, letters: int) -> list[str]:
    """Return a text in as few lines as it needs, of much the same length."""
    few = len(textwrap.wrap(text, letters))
    return next(lines for width in range(1, letters + 1) if len(lines := textwrap.wrap(text, width)) <= few)


def standing(rooms: Mapping[str, Room], name: str) -> str:
    """Return how many modules a room has, and on which rooms it stands."""
    count = "1 module" if rooms[name].modules == 1 else f"{rooms[name].modules} modules"
    below = nearest(rooms, name)
    return f"{count}; stands on {', '.join(below) or 'no other'}"


# How it looks.


def drawing(root: Path = ROOT) -> str:
    """Return the picture."""
    found = floors(root)
    rows, steps = placed(found), walk(found)
    bottom = rows[-1][0].y + rows[-1][0].height + GAP
    number = {name: i for i, names in enumerate(steps.values(), start=1) for name in names}
    parts = [
        *frame(bottom),
        *(landing(row[0]) for row in rows),
        *(line for row in rows for box in row for line in drawn(box, number.get(box.room.name))),
        *(line for i, row in enumerate(reversed(rows), start=1) for line in floor_number(i, row[0])),
        *stairs(rows, steps),
        *legend(bottom),
    ]
    return "\n".join([*head(bottom + 60), *parts, "</svg>"]) + "\n"


def head(height: float) -> list[str]:
    """Return the opening of the file."""
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title about">',
        f'<title id="title">The house of {PACKAGE}</title>',
        f'<desc id="about">{ABOUT}</desc>',
        f"<style>{STYLE}</style>",
        f"<defs>{TIP}</defs>",
        f'<rect class="sky" width="{WIDTH}" height="{height:g}" rx="10"/>',
    ]


def frame(bottom: float) -> list[str]:
    """Return roof and walls."""
    return [
        f'<rect class="house" x="24" y="{ROOF}" width="{WIDTH - 48}" height="{bottom - ROOF:g}"/>',
        f'<path class="roof" d="M12,{ROOF} L{WIDTH / 2:g},16 L{WIDTH - 12},{ROOF} z"/>',
        written("title", WIDTH / 2, ROOF - 26, PACKAGE),
    ]


def landing(box: Box) -> str:
    """Return the part of the stairs that belongs to a floor."""
    place = f'x="{RIGHT + GAP}" y="{box.y:g}" width="{WIDTH - 48 - RIGHT}" height="{box.height:g}"'
    return f'<rect class="landing" {place} rx="4"/>'


def drawn(box: Box, number: int | None) -> Iterator[str]:
    """Yield a room, and the number of the step where the walk passes it."""
    kind = "room" if number is None else "room walked"
    place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
    yield f'<rect class="{kind}" {place} rx="4"/>'
    yield written("name", box.x + INSET, box.y + 23, box.room.name)
    if number is not None:
        yield from badge(box.x + box.width - INSET - 8, box.y + 18, number)
    lines = [("text", line) for line in box.question] + [("small", line) for line in box.foot]
    for i, (kind, line) in enumerate(lines):
        yield written(kind, box.x + INSET, box.y + 43 + LINE * i, line)


def written(kind: str, x: float, y: float, text: str) -> str:
    """Return a text at its place."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def badge(x: float, y: float, number: int, spread: float = 0.0) -> Iterator[str]:
    """Yield a number in a disc, or in one that is drawn out by so much up and down."""
    place = f'x="{x - 10:g}" y="{y - spread - 10:g}" width="20" height="{2 * spread + 20:g}"'
    yield f'<rect class="badge" {place} rx="10"/>'
    yield written("number", x, y + 4.3, str(number))


def floor_number(number: int, box: Box) -> Iterator[str]:
    """Yield the number of a floor, beside it."""
    yield written("small middle", (24 + LEFT) / 2, box.middle + 4, str(number))


@dataclass(frozen=True)
class Stop:
    """Where the walk stops on the stairs: a disc, drawn out over the floors that belong to it, and its word below."""

    x: float
    top: float
    bottom: float

    @property
    def above(self) -> float:
        """Return where an arrow ends or begins above the disc."""
        return self.top - 13

    @property
    def below(self) -> float:
        """Return where an arrow ends or begins below the word."""
        return self.bottom + 32


def stairs(rows: Sequence[Sequence[Box]], steps: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the walk: down the stairs from the file to the problem, and up to the report."""
    middle = {box.room.name: box.middle - 8 for row in rows for box in row}
    x = {"file": DOWN, "problem": (DOWN + UP) / 2}
    stops = {}
    for i, (step, names) in enumerate(steps.items(), start=1):
        heights = [middle[name] for name in names]
        stops[step] = stop = Stop(x.get(step, UP), min(heights), max(heights))
        yield from badge(stop.x, (stop.top + stop.bottom) / 2, i, (stop.bottom - stop.top) / 2)
        yield written("small middle", stop.x, stop.bottom + 25, step)
    for before, after in pairwise(stops.values()):
        yield arrow(before, after)


def arrow(before: Stop, after: Stop) -> str:
    """Return an arrow from one stop to the next; two meet above the lowest, side by side."""
    down = after.top > before.top
    start, end = (before.below, after.above) if down else (before.above, after.below)
    side = max(-7.0, min(7.0, after.x - before.x))
    a, b = (before.x, after.x - side) if down else (before.x + side, after.x)
    half = (start + end) / 2
    return f'<path class="way" d="M{a:g},{start:g} C{a:g},{half:g} {b:g},{half:g} {b:g},{end:g}"/>'


def legend(bottom: float) -> Iterator[str]:
    """Yield what the marks mean."""
    for i, line in enumerate(LEGEND):
        yield written("small", 24, bottom + 24 + LINE * i, line)


if __name__ == "__main__":
    (ROOT / "docs" / "house.svg").write_text(drawing(), encoding="utf-8")
