"""Methods as plain values, from which they are made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mcda_nato.errors import FileError, MethodError
from mcda_nato.labels import listed, literal
from mcda_nato.methods.method import Method, ahp, topsis, weighted_sum
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.methods.scales import Scale, fixed

_MAKERS: dict[str, Callable[..., Method]] = {"weighted_sum": weighted_sum, "topsis": topsis, "ahp": ahp}


def method_document(method: AnyMethod) -> dict[str, Any]:
    """Return name and options of a method; raise where no file could restore it.

    Raises
    ------
    MethodError
        For a method of another package, or of the caller's own.
    """
    if isinstance(method, Method) and method.name in _MAKERS:
        document = {"name": method.name, "options": {key: _plain(value) for key, value in method.options.items()}}
        if method_of(document) == method:
            return document
    raise MethodError(
        f"a report is recomputed from its own files, which cannot hold {method}; "
        f"it takes {listed(_MAKERS)} with the scales of this package"
    )


def _plain(option: Any) -> Any:
    if not isinstance(option, Scale):
        return list(option) if isinstance(option, tuple) else option
    if option.bounds is None:
        return option.name
    low, high = (list(bound) if isinstance(bound, tuple) else bound for bound in option.bounds)
    return {"low": low, "high": high}


def method_of(document: Any) -> Method:
    """Return the method that name and options describe.

    Raises
    ------
    FileError
        Where they describe none.
    """
    if not isinstance(document, dict) or not isinstance(document.get("options"), dict):
        raise FileError(f"a method must be a table of 'name' and 'options', got {literal(document)}")
    name, options = document.get("name"), dict(document["options"])
    if not isinstance(name, str) or name not in _MAKERS:
        raise FileError(f"unknown method {literal(name)}; use one of {listed(_MAKERS)}")
    scale = options.get("scale")
    if isinstance(scale, dict):
        options["scale"] = fixed(scale.get("low"), scale.get("high"))  # type: ignore[arg-type] # None is refused there
    try:
        return _MAKERS[name](**options)
    except TypeError:
        raise FileError(f"the method {name} has no options {listed(options)}") from None
