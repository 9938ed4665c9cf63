"""Texts, documents and sweeps that are the same: but for the last digits, or to the last bit."""

import re

import pytest

#: Frames and series of an `Acceptance`.
PARTS = ["rank_acceptability", "pairwise_winning", "pairwise_ties", "central_weights"]
PARTS += ["expected_rank", "confidence_factors", "standard_error", "orderings"]
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def same_text(text, golden):
    """Return whether two texts differ at most by one unit in the last digit of a number, or in its eleventh.

    Eigenvectors and optimisers differ in the last bits between builds of LAPACK and SciPy.
    """
    ours, theirs = NUMBER.findall(text), NUMBER.findall(golden)
    if NUMBER.sub("#", text) != NUMBER.sub("#", golden):
        return False
    digits = [min(10, len(number.partition(".")[2].partition("e")[0])) for number in theirs]
    return all(abs(float(a) - float(b)) <= 1.01 * 10.0**-d for a, b, d in zip(ours, theirs, digits, strict=True))


def differences(ours, theirs, tolerance=1e-10, at=()):
    """Return where two documents differ; what TOPSIS was searched or sampled for is compared less closely."""
    if "topsis" in at and {"acceptance", "flips"} & set(at):
        tolerance = 1e-4
    if isinstance(theirs, dict) and isinstance(ours, dict):
        skipped = {"package", "numpy"} if at and at[-1] == "provenance" else set()
        if ours.keys() != theirs.keys():
            return [(at, "keys")]
        pairs = [(key, ours[key], theirs[key]) for key in theirs.keys() - skipped]
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(ours) != len(theirs):
            return [(at, "length")]
        pairs = [(i, a, b) for i, (a, b) in enumerate(zip(ours, theirs, strict=True))]
    elif isinstance(theirs, float) and isinstance(ours, (int, float)):
        return [] if ours == pytest.approx(theirs, rel=tolerance, abs=tolerance) else [(at, ours, theirs)]
    else:
        return [] if ours == theirs else [(at, ours, theirs)]
    return [found for key, a, b in pairs for found in differences(a, b, tolerance, (*at, key))]


def assert_same(a, b):
    """Hold two results equal to the last bit."""
    for part in PARTS:
        ours, theirs = getattr(a, part), getattr(b, part)
        assert ours.index.equals(theirs.index), part
        assert ours.to_numpy().tobytes() == theirs.to_numpy().tobytes(), part
    for part in ("n", "separated", "best", "entropy", "provenance", "first_counts"):
        assert getattr(a, part) == getattr(b, part), part
