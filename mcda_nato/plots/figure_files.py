"""A picture as the bytes of a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def svg_of(ax: Axes, *, alt: str, identity: str) -> bytes:
    """Return the figure of these Axes as SVG, the same bytes whenever the same is drawn."""
    return _written(ax, "svg", identity, {"Date": None, "Title": alt})


def png_of(ax: Axes, *, alt: str, identity: str, dpi: int = 150) -> bytes:
    """Return the figure of these Axes as PNG, the same bytes whenever the same is drawn."""
    return _written(ax, "png", identity, {"Software": None, "Description": alt}, dpi=dpi)


def _written(ax: Axes, form: str, identity: str, metadata: dict[str, str | None], dpi: int = 100) -> bytes:
    from matplotlib import rc_context

    out = io.BytesIO()
    with rc_context({"svg.hashsalt": identity}):
        ax.get_figure(root=True).savefig(out, format=form, metadata=metadata, dpi=dpi)  # type: ignore[union-attr] # drawn Axes have one
    return out.getvalue()
