"""A picture as the bytes of a file: the same bytes from the same picture, with no time and no host in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from mcda_nato.labels import shown
from mcda_nato.results import PACKAGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Text is drawn as outlines, so that a reader without the font sees what was laid out, nothing clipped.
_SVG: dict[Any, Any] = {"svg.fonttype": "path", "svg.image_inline": True}
_RASTER = 24  # dots per inch of what is raster in SVG: a fading, which has no more steps than that


@contextmanager
def default_style() -> Iterator[None]:
    """Draw and save by Matplotlib's own defaults, whatever style the session has set, which comes back at the end.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> from mcda_nato.plots.figure_files import default_style
    >>> with default_style():
    ...     ax = mn.overview().plot()
    """
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        yield


def svg_of(ax: Axes, *, alt: str, identity: str) -> bytes:
    """Return a picture as SVG: XML that stands alone, its text drawn as outlines.

    Elements are numbered from `identity` instead of at random, and no date is
    written, so that one version of Matplotlib gives the same bytes in any
    process.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its whole figure is written.
    alt : str
        What the picture says, for those who do not see it: title, description
        and label of the image.
    identity : str
        Of what is drawn, such as the id of a result.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> from mcda_nato.plots.figure_files import svg_of
    >>> svg_of(mn.overview().plot(), alt="Ranks", identity="0123456789abcdef")[:19]
    b'<?xml version="1.0"'
    """
    text = shown(alt)
    about = {"Title": text, "Description": text, "Identifier": shown(identity), "Creator": _maker(), "Date": None}
    written = _saved(ax, _SVG | {"svg.hashsalt": identity}, format="svg", metadata=about, dpi=_RASTER)
    written = re.sub(rb">\s+<", b"><", written)  # a tenth is indentation; text is outlines, so no space is text
    return written.replace(b"<svg ", f'<svg role="img" aria-label={quoteattr(text)} '.encode(), 1)


def png_of(ax: Axes, *, alt: str, identity: str, dpi: int = 150) -> bytes:
    """Return a picture as PNG, with what it says and of what in its text.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Its whole figure is written.
    alt : str
        What the picture says, for those who do not see it.
    identity : str
        Of what is drawn, such as the id of a result.
    dpi : int
        Dots per inch.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> from mcda_nato.plots.figure_files import png_of
    >>> png_of(mn.overview().plot(), alt="Ranks", identity="0123456789abcdef", dpi=50)[1:4]
    b'PNG'
    """
    about = {"Title": shown(alt), "Identifier": shown(identity), "Software": _maker()}
    return _saved(ax, {}, format="png", metadata=about, dpi=dpi)


def _maker() -> str:
    from matplotlib import __version__

    return f"{PACKAGE}, Matplotlib {__version__}"


def _saved(ax: Axes, settings: dict[Any, Any], **how: Any) -> bytes:
    """Return the whole figure as a file, without the defaults that a session may have set for saving."""
    import matplotlib as mpl

    figure = ax.get_figure(root=True)
    assert figure is not None, "axes that a picture was drawn on stand on a figure"  # noqa: S101
    for own in figure.axes:
        spec = own.get_subplotspec()
        if spec is not None and own.get_in_layout() and figure.get_layout_engine() is not None:
            own.set_subplotspec(spec)  # a layout starts where the last one ended: here each starts anew
    with default_style(), mpl.rc_context(settings), BytesIO() as file:
        figure.savefig(file, **how)
        return file.getvalue()
