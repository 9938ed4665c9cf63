"""The directive ``picture``: what ``ax`` of the examples above it shows, drawn when the pages are built."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from doctest import DocTestParser
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from mcda_nato.plots.figure_files import svg_of

_FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Picture(SphinxDirective):
    """``{picture} name`` with ``:alt:``: runs the Python examples above it on the page, each once, and shows `ax`."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Draw, write the file among the images of the page, and show it."""
        (name,), alt = self.arguments, self.options["alt"]
        names, done = self.env.temp_data.setdefault("picture", ({}, []))
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        above = "\n".join(page.splitlines()[: self.lineno])
        examples = [example for code in _FENCE.findall(above) for example in DocTestParser().get_examples(code)]
        for example in examples[len(done) :]:
            with redirect_stdout(StringIO()):  # the page shows what they say
                exec(compile(example.source, name, "single"), names)  # noqa: S102 - our own pages
            done.append(example)
        folder = Path(self.env.app.outdir) / "_images"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.svg").write_bytes(svg_of(names["ax"], alt=alt, identity=name))
        depth = "../" * self.env.docname.count("/")
        shown = f'<p><img src="{depth}_images/{name}.svg" alt="{escape(alt)}" style="max-width: 100%"></p>'
        return [nodes.raw("", shown, format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    app.add_directive("picture", Picture)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
