"""Peers: measured where they are installed, else named with the extra that installs them."""

import importlib

#: The extra of pyproject.toml that a peer comes with.
EXTRAS = {
    "numba": "benchmarks",
    "pyDecision": "benchmarks-comparison",
    "pyrepo_mcda": "benchmarks-comparison",
    "pysensmcda": "benchmarks-pysensmcda",
    "skcriteria": "benchmarks-skcriteria",
}


def imported(module):
    """Return a module of a peer, or None where the peer is not installed, and say so."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        peer = module.partition(".")[0]
        print(f"{peer} not measured: {error}; it comes with pip install '.[{EXTRAS[peer]}]'", flush=True)
        return None
