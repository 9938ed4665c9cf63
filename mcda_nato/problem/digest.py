"""A problem as plain tables, and the digest that tells one problem from another."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from mcda_nato.problem.problem import DecisionProblem

#: Version of the layout of TOML and JSON files.
SCHEMA_VERSION = 1


def to_document(problem: DecisionProblem) -> dict[str, Any]:
    """Return a problem as the plain tables that TOML and JSON hold."""
    return {
        "schema_version": SCHEMA_VERSION,
        "criteria": [
            {"name": c.name, "sense": sense_name(sense), "definition": c.definition, "contested": c.contested}
            | ({} if c.codes is None else {"codes": list(c.codes)})
            for c, sense in zip(problem.details, problem.senses, strict=True)
        ],
        "alternatives": [
            {"name": name, "cells": {c: _cell(problem, i, j) for j, c in enumerate(problem.criteria)}}
            for i, name in enumerate(problem.alternatives)
        ],
    }


def sense_name(sense: float) -> str:
    """Return a sense as files write it."""
    return "max" if sense > 0 else "min"


def _cell(problem: DecisionProblem, i: int, j: int) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "value": float(problem.performance[i, j]),
        "low": float(problem.low[i, j]),
        "high": float(problem.high[i, j]),
    }
    if problem.terms is not None:
        cell["term"] = problem.terms[i][j]
    return cell


def digest(content: DecisionProblem | np.ndarray[Any, Any]) -> str:
    """Return a SHA-256 of a problem or a table of numbers, the same on every machine."""
    if isinstance(content, np.ndarray):
        data = str(content.shape).encode() + np.ascontiguousarray(content, dtype="<f8").tobytes()
    else:
        data = json.dumps(to_document(content), sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()
