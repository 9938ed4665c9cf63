"""What to cite, as BibTeX."""

from __future__ import annotations

from typing import Any

from mcda_nato import __version__


def cite(*results: Any) -> str:  # noqa: ARG001
    """Return the entry of the package."""
    fields = [
        "  title = {mcda\\_nato: How far can a ranking be trusted?}",
        "  author = {{The mcda\\_nato developers}}",
        f"  version = {{{__version__}}}",
    ]
    return "@software{mcda_nato,\n" + ",\n".join(fields) + "\n}\n"
