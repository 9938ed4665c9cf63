"""The state of a sweep in a file: whole, checked, and only ever continued by its own sweep."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np

from mcda_nato.acceptability.certified_stopping import CertifiedStopping
from mcda_nato.acceptability.counts import Counts
from mcda_nato.acceptability.sweep_state import SweepState
from mcda_nato.errors import CheckpointError, FileError
from mcda_nato.files.whole_files import remove_partials, write_text

_VERSION = 2
#: What differs where it is not the sweep that does, and what else can be done then.
_WRITTEN_BY = {
    key: (f"was written by another version of {what}", "go on with that version, ")
    for key, what in {"version": "this package", "package": "this package", "numpy": "NumPy"}.items()
}


def save_state(path: Path, header: dict[str, Any], state: SweepState) -> None:
    """Write the state atomically: blocks done, their counts, those of each group, and what the stopping rule saw."""
    body = {
        "version": _VERSION,
        "header": header,
        "done": state.done,
        "counts": _to_plain(state.counts),
        "groups": {str(group): _to_plain(part) for group, part in state.groups.items()},
        "stopping": None if state.stopping is None else _stopping_to_plain(state.stopping),
    }
    text = json.dumps(body)
    write_text(path, f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}\n")


def load_state(path: Path, header: dict[str, Any]) -> SweepState | None:
    """Return the state, `None` where there is no file yet; refuse what is not this sweep's."""
    if not path.exists():
        return None
    try:
        digest, text, end = path.read_bytes().split(b"\n")
    except ValueError:
        raise CheckpointError(f"{path} is no checkpoint, or is cut short; remove it to start afresh") from None
    except OSError as error:
        raise FileError(f"cannot read {path}: {error.strerror}") from None
    if end or hashlib.sha256(text).hexdigest().encode() != digest:
        raise CheckpointError(f"{path} is damaged: its content does not match its checksum; remove it to start afresh")
    try:
        body = json.loads(text)
        found = {"version": body["version"], **body["header"]}
        state = _state_from_plain(body) if body["version"] == _VERSION else None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise CheckpointError(f"{path} is no checkpoint; give another file, or remove it to start afresh") from None
    here = {"version": _VERSION, **json.loads(json.dumps(header))}
    for key in here | found:  # of both: a sweep without a stopping rule says nothing of it
        if found.get(key) != here.get(key):
            whose, remedy = _WRITTEN_BY.get(key, ("belongs to another sweep", ""))
            raise CheckpointError(
                f"{path} {whose}: its {key} is {found.get(key)!r}, here it is {here.get(key)!r}; "
                f"{remedy}give another file, or remove it to start afresh"
            )
    return state


class Lock:
    """Hold a checkpoint for one sweep; a killed process lets go by itself."""

    def __init__(self, path: Path) -> None:
        self.file = path
        self.path = path.with_name(path.name + ".lock")
        self.handle: int | None = None

    def __enter__(self) -> Self:
        try:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            held = _locked(self.handle, self.path)
        except (OSError, ValueError) as error:
            raise FileError(f"cannot write {self.file}: {getattr(error, 'strerror', None) or error}") from None
        if not held:
            os.close(self.handle)
            self.handle = None
            raise CheckpointError(f"{self.file} is held by another sweep; wait for it or give another file")
        _HANDLES.add(self.handle)
        remove_partials(self.file)
        return self

    def __exit__(self, *unused: object) -> None:
        if self.handle is not None:
            with suppress(OSError):
                self.path.unlink()  # nobody waits for it: the lock is taken at once or refused
            _HANDLES.discard(self.handle)
            os.close(self.handle)
            self.handle = None


_HANDLES: set[int] = set()


def _let_go() -> None:
    """Close a forked worker's copies of the locks: it may outlive the process that holds them."""
    for handle in _HANDLES:
        with suppress(OSError):
            os.close(handle)
    _HANDLES.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def _locked(handle: int, path: Path) -> bool:
    """Take the lock, unless it is held or its holder has just removed it."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: two sweeps are not kept apart
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _to_plain(counts: Counts) -> dict[str, Any]:
    return {
        "n": counts.n,
        "ranks": counts.ranks.tolist(),
        "wins": None if counts.wins is None else counts.wins.tolist(),
        "both_first": counts.both_first.tolist(),
        "weights": counts.weights.tolist(),
        "orders": [[*order, times] for order, times in counts.orders.items()],
    }


def _state_from_plain(body: dict[str, Any]) -> SweepState:
    counts, groups, header = _from_plain(body["counts"]), body["groups"], body["header"]
    return SweepState(
        int(body["done"]),
        counts,
        {int(group): _from_plain(part) for group, part in groups.items()},
        _stopping_from_plain(body["stopping"], header, len(counts.ranks)) if "until" in header else None,
    )


def _stopping_to_plain(stopping: CertifiedStopping) -> dict[str, Any]:
    """Return what was seen; a float is written as the shortest text that reads back to its bits."""
    running = stopping.running
    seen = {"n": running.n, "total": running.total.tolist(), "variance": running.variance.tolist()}
    return seen | {"reached": stopping.reached}


def _stopping_from_plain(plain: dict[str, Any], header: dict[str, Any], m: int) -> CertifiedStopping:
    begun = CertifiedStopping.begun(header["until"], header["confidence"], m)
    total, variance = (np.array(plain[key], dtype=np.float64) for key in ("total", "variance"))
    running = replace(begun.running, n=plain["n"], total=total, variance=variance)
    return replace(begun, running=running, reached=plain["reached"])


def _from_plain(plain: dict[str, Any]) -> Counts:
    return Counts(
        plain["n"],
        np.array(plain["ranks"], dtype=np.int64),
        None if plain["wins"] is None else np.array(plain["wins"], dtype=np.int64),
        np.array(plain["both_first"], dtype=np.int64),
        np.array(plain["weights"], dtype=object),
        {tuple(row[:-1]): row[-1] for row in plain["orders"]},
    )
