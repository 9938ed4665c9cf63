"""Every block of code on a page of the documentation runs, or says in the line above why not."""

import re

import pytest
from places import ROOT

PAGES = sorted((ROOT / "docs").rglob("*.md"))
FENCE = re.compile(r"^([^\n]*)\n(`{3,})([^\n`]*)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
REASON = re.compile(r"<!-- not run: \S.* -->")


def idle(text):
    """Return the first lines of the blocks that neither run nor say why: not directives, not doctests."""
    return [
        body.splitlines()[0]
        for above, _, kind, body in FENCE.findall("\n" + text)
        if not kind.startswith("{") and not (kind == "python" and ">>> " in body) and not REASON.fullmatch(above)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_block_runs_or_says_why_not(page):
    assert idle(page.read_text("utf-8")) == []


def test_control_a_block_that_does_not_run_is_found():
    assert idle("Text.\n\n```python\nmn.nothing()\n```\n") == ["mn.nothing()"]
    assert idle("Text.\n```sh\nmcda-nato\n```\n\n```python\n>>> 1\n1\n```\n") == ["mcda-nato"]
    assert idle("<!-- not run: the file is yours -->\n```sh\nmcda-nato file.csv\n```\n") == []
