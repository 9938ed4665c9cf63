"""What tells one report from another: a canonical form of what it was made from, and its digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: Version of the canonical form; a digest is compared only with one of the same version.
CANONICAL_SCHEMA = 1
_DIGITS = 16  # hexadecimal, of an identity


def canonical(document: Any) -> bytes:
    """Return plain values as JSON in one form: keys sorted, no blanks, numbers as Python writes them, ASCII.

    Parameters
    ----------
    document : dict, list, str, int, float, bool or None
        Finite; nested.
    """
    form = {"canonical_schema": CANONICAL_SCHEMA, "content": document}
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def identity(document: Any) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()[:_DIGITS]
