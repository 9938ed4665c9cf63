"""Checkpoints: continued to the same bits by their own sweep, refused to any other, whole after any fault."""

import hashlib
import json
import os
import resource
import shutil
import signal
import stat
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from checkpointed import (
    BLOCK,
    MODELS,
    N,
    assert_same_bits,
    interrupted,
    listing,
    small_blocks,
    stop_after,
    sweep,
    warned,
    wide,
)
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from numpy.random import SeedSequence, default_rng
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import sum_normalization
from scipy import stats
from shared_results import once
from sizes import in_full, sized

import mcda_nato as mn
from mcda_nato.acceptability import block_results, blocks, sweep_run
from mcda_nato.acceptability.checkpoint import Lock, load_state
from mcda_nato.acceptability.sweep_state import SweepState
from mcda_nato.files.whole_files import _partial_prefix
from mcda_nato.geometry import polytopes

ROUNDED = once(polytopes.rounded)  # the set that every sweep of a chain is drawn from, by 144 linear programmes


@pytest.fixture(autouse=True)
def ten_blocks():
    """Let a sweep be ten small blocks, and round a set of weights for the first sweep that walks through it."""
    with small_blocks(), pytest.MonkeyPatch.context() as patch:  # of its own: undone after that of the test
        patch.setattr(polytopes, "rounded", ROUNDED)
        yield


# Continued.


CERTIFIED = {
    "separated": {"until": "separated", "confidence": 0.9999999},  # in 6 blocks
    "separated, uniform cells": {"until": "separated", "confidence": 1 - 1e-12, "cells": "uniform"},
    "half-width": {"until": 0.15},  # in 14
    "half-width, one scenario at a time": {"until": 0.2, "method": mn.from_pymcdm(TOPSIS()), "cells": "modal"},
    "half-width, a table of weights": {"until": 0.15, "weights": default_rng(0).dirichlet(np.ones(4), 30 * BLOCK)},
    "in vain": {"until": 0.001, "n_max": 9 * BLOCK - 5},
}
CERTIFIED = {name: {"n": None, "n_max": 10**5} | arguments for name, arguments in CERTIFIED.items()}
CONTINUED = {
    "pseudo-random": {},
    "modal cells": {"cells": "modal"},
    "Sobol', one block a replicate": {"sampling": "sobol", "n": 16 * BLOCK - 16},
    "Sobol', several blocks a replicate": {"sampling": "sobol", "n": 40 * BLOCK},
    "bounded weights": {"weights": mn.Simplex(upper={"Risk Exposure": 0.4})},
    "ordered weights": {"weights": mn.Simplex(order=["Risk Exposure", "Resource Allocation"])},
    "Dirichlet": {"weights": mn.Dirichlet([0.1, 0.2, 0.3, 0.4], 9.0)},
    "fixed weights": {"weights": [0.1, 0.2, 0.3, 0.4]},
    "a table of weights": {"weights": default_rng(0).dirichlet(np.ones(4), N)},
    "a chain a block": {"problem": wide(3), "weights": mn.Simplex(upper={"C1": 0.3}), "n": 34 * BLOCK},
    "more orderings than are kept": {"problem": wide(12), "n": 100 * BLOCK, "cells": "modal"},
    "without pairs": {"pairwise": False, "problem": wide(5)},
    "one scenario at a time": {"method": mn.from_pymcdm(TOPSIS()), "cells": "modal", "n": 5 * BLOCK},
    "a distribution of cells": {"cells": stats.uniform(MODELS.low, MODELS.high - MODELS.low)},
    "seeds from a sequence": {"rng": SeedSequence(5, spawn_key=(3, 1))},
} | {f"certified: {name}": arguments for name, arguments in CERTIFIED.items()}


@pytest.fixture(scope="module")
def expected_of():
    found = {}

    def look_up(name):
        if name not in found:
            found[name] = sweep(**CONTINUED[name])
        return found[name]

    return look_up


@pytest.mark.parametrize("name", CONTINUED)
def test_interrupted_twice_and_continued_gives_the_same_bits(name, tmp_path, expected_of):
    arguments, expected = CONTINUED[name], expected_of(name)
    for share in (0.3, 0.8):
        interrupted(tmp_path / "c", int(share * expected.n), **arguments)
    first = []
    found = sweep(tmp_path / "c", progress=lambda done, _: first.append(done), **arguments)
    assert_same_bits(found, expected)
    assert first[0] > 0.8 * expected.n  # it went on, and did not start afresh
    assert listing(tmp_path) == ["c"]


@pytest.mark.parametrize(
    "name", ["pseudo-random", "Sobol', one block a replicate", "a chain a block", "certified: half-width"]
)
@pytest.mark.parametrize("workers", [1, 3])
def test_an_executor_may_continue_what_another_began(name, workers, tmp_path, expected_of):
    with ThreadPoolExecutor(workers) as pool:
        interrupted(tmp_path / "c", executor=pool, **CONTINUED[name])
        interrupted(tmp_path / "c", 7 * BLOCK, **CONTINUED[name])
        assert_same_bits(sweep(tmp_path / "c", executor=pool, **CONTINUED[name]), expected_of(name))


def test_a_generator_in_the_same_state_continues(tmp_path):
    interrupted(tmp_path / "c", rng=default_rng(5))
    assert_same_bits(sweep(tmp_path / "c", rng=default_rng(5)), sweep(rng=default_rng(5)))


def test_a_finished_sweep_returns_at_once_with_the_same_bits(tmp_path, monkeypatch):
    expected = sweep(tmp_path / "c")
    monkeypatch.setattr(sweep_run, "block_results", lambda *_: (_ for _ in ()))  # no block is run
    assert_same_bits(sweep(tmp_path / "c"), expected)


@in_full
@pytest.mark.parametrize("workers", [0, 1, 3])
@pytest.mark.parametrize("name", CERTIFIED)
def test_certified_stopping_interrupted_at_any_block_stops_where_it_would_have(name, workers, tmp_path, expected_of):
    """To the last bit, and the checkpoint is the same whether it was interrupted once or after each block.

    Every block is two sweeps of all blocks: by default the first, one in the middle and the last two.
    """
    arguments, expected = CERTIFIED[name], expected_of(f"certified: {name}")
    blocks_done = range(1, -(-expected.n // BLOCK) + 1)
    assert len(blocks_done) > 4
    blocks_done = sized([blocks_done[k] for k in (0, len(blocks_done) // 2, -2, -1)], blocks_done)
    with ThreadPoolExecutor(workers) if workers else nullcontext() as pool:
        for block in blocks_done:
            interrupted(tmp_path / "often", min(block * BLOCK, expected.n), executor=pool, **arguments)
            stop = interrupted(tmp_path / "once", min(block * BLOCK, expected.n), executor=pool, **arguments)
            assert stop.partial.n == min(block * BLOCK, expected.n)
            assert stop.partial.separated == (block == blocks_done[-1] and name != "in vain")
            assert (tmp_path / "once").read_bytes() == (tmp_path / "often").read_bytes()
            assert_same_bits(sweep(tmp_path / "once", **arguments), expected)
            (tmp_path / "once").unlink()
        assert_same_bits(sweep(tmp_path / "often", executor=pool, **arguments), expected)


@pytest.mark.parametrize("name", CERTIFIED)
def test_what_certified_stopping_saw_is_kept_to_the_last_bit(name, tmp_path, monkeypatch):
    """As an uninterrupted sweep sees it, after each block."""
    after, seen, read = SweepState.after, [], []

    def looking(state, block, group):
        seen.append(new := after(state, block, group))
        return new

    monkeypatch.setattr(SweepState, "after", looking)
    expected = sweep(**CERTIFIED[name])
    whole, seen[:] = list(seen), []
    for state in whole:
        if state is not whole[-1]:
            interrupted(tmp_path / "c", state.counts.n, **CERTIFIED[name])
        else:
            assert_same_bits(sweep(tmp_path / "c", **CERTIFIED[name]), expected)
        header = json.loads((tmp_path / "c").read_text().split("\n")[1])["header"]
        read.append(load_state(tmp_path / "c", header))
    for mine, theirs in zip(read, whole, strict=True):
        ours, other = mine.stopping, theirs.stopping
        assert (mine.done, ours.until, ours.confidence, ours.reached) == (
            theirs.done, other.until, other.confidence, other.reached,
        )  # fmt: skip
        assert (ours.running.n, ours.running.width) == (other.running.n, other.running.width)
        assert ours.running.total.tobytes() == other.running.total.tobytes()
        assert ours.running.variance.tobytes() == other.running.variance.tobytes()
        assert mine.counts == theirs.counts
    fractions = np.array([state.stopping.running.variance % 1 for state in whole])
    assert (fractions != 0).any()  # so that a bit could be lost at all


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_certified_sweep_that_has_stopped_returns_at_once_with_the_same_bits(name, tmp_path, monkeypatch):
    expected = sweep(tmp_path / "c", **CERTIFIED[name])
    before = (tmp_path / "c").read_bytes()

    def never(*_):
        raise AssertionError("a block was run")

    monkeypatch.setattr(block_results, "run_block", never)
    assert_same_bits(sweep(tmp_path / "c", **CERTIFIED[name]), expected)
    assert (tmp_path / "c").read_bytes() == before


def test_numbers_of_numpy_are_options_of_certified_stopping_too(tmp_path):
    """They are the same sweep as numbers of Python."""
    plain = {"n": None, "until": 0.2, "confidence": 0.9, "n_max": 10**5}
    numpy = plain | {"until": np.float64(0.2), "confidence": np.float64(0.9), "n_max": np.int64(10**5)}
    interrupted(tmp_path / "c", **numpy)
    assert_same_bits(sweep(tmp_path / "c", **plain), sweep(**plain))


def test_equal_distributions_continue_each_other(tmp_path):
    """The same arguments made again, as a new process makes them."""

    def make():
        return stats.uniform(MODELS.low, MODELS.high - MODELS.low)

    first = make()
    interrupted(tmp_path / "c", cells=first)
    assert_same_bits(sweep(tmp_path / "c", cells=make()), sweep(cells=first))


def test_path_may_be_text_and_hold_any_letter(tmp_path):
    path = tmp_path / "Größe 模型 '\".state"
    assert_same_bits(sweep(str(path)), sweep())
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_checkpoint_can_be_read_by_whom_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        sweep(tmp_path / "c")
    finally:
        assert os.umask(before) == 0o027
    assert (tmp_path / "c").stat().st_mode & 0o777 == 0o640


def half_written(path):
    """Leave what a write leaves that is killed before the rename, and return its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_partial_prefix(path), suffix=".partial")
    os.write(handle, b"half")
    os.close(handle)
    return Path(name).name


def test_leftovers_of_a_killed_write_are_removed(tmp_path):
    interrupted(tmp_path / "c")
    half_written(tmp_path / "c")
    others = [half_written(tmp_path / name) for name in ("c.x", "cc", "d", "C")]
    (tmp_path / "c.lock").touch()
    sweep(tmp_path / "c")
    assert listing(tmp_path) == sorted([*others, "c"])


TWINS = ["x" * 40 + "-first", "x" * 40 + "-second"]


@pytest.mark.parametrize("names", [TWINS, ["c", "c.x"], ["ü" * 120 + "a", "ü" * 120 + "b"]], ids=["40", "1", "240"])
def test_names_that_begin_alike_never_touch_each_others_files(names, tmp_path, monkeypatch):
    """One sweep begins, goes on and ends while another is in the middle of each of its writes."""
    mine, other = (tmp_path / name for name in names)
    expected, sync, within = sweep(), os.fsync, []

    def in_the_middle(handle):
        if not within:
            within.append(handle)
            assert any(name.endswith(".partial") for name in listing(tmp_path)) or stat.S_ISDIR(
                os.fstat(handle).st_mode
            )
            assert_same_bits(sweep(other), expected)
            other.unlink()
            within.pop()
        sync(handle)

    half_written(other)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", in_the_middle)
        found, caught = warned(lambda: sweep(mine))
    assert caught == []
    assert_same_bits(found, expected)
    assert listing(tmp_path) == [mine.name]


# Refused.


ANOTHER = {
    "rng": ({"rng": 1}, "rng is 0, here it is 1"),
    "spawn_key": ({"rng": SeedSequence(0, spawn_key=(1,))}, "spawn_key"),
    "n": ({"n": N + 1}, f"n is {N}, here it is {N + 1}"),
    "method": ({"method": "weighted_sum"}, "method"),
    "option of a method": ({"method": mn.topsis(scale="minmax")}, "method"),
    "problem": ({"problem": wide(3, 4)}, "problem"),
    "cells": ({"cells": "uniform"}, "cells is 'triangular', here it is 'uniform'"),
    "weights": ({"weights": mn.Simplex(lower={"Risk Exposure": 0.1})}, "weights"),
    "sampling": ({"sampling": "sobol"}, "sampling"),
    "pairwise": ({"pairwise": False}, "pairwise"),
}


@pytest.mark.parametrize("change", ANOTHER)
def test_checkpoint_of_another_sweep_is_refused_with_the_difference_named(change, tmp_path):
    arguments, words = ANOTHER[change]
    interrupted(tmp_path / "c")
    before = (tmp_path / "c").read_bytes()
    with pytest.raises(mn.CheckpointError, match="belongs to another sweep") as caught:
        sweep(tmp_path / "c", **arguments)
    assert f"its {words}" in str(caught.value)
    assert (tmp_path / "c").read_bytes() == before
    assert_same_bits(sweep(tmp_path / "c"), sweep())


def test_another_block_size_is_another_sweep(tmp_path, monkeypatch):
    interrupted(tmp_path / "c")
    monkeypatch.setattr(blocks, "BLOCK", 2 * BLOCK)
    with pytest.raises(mn.CheckpointError, match=f"its block is {BLOCK}, here it is {2 * BLOCK}"):
        sweep(tmp_path / "c")


RULE = {"n": None, "until": 0.15, "n_max": N}
ANOTHER_RULE = {
    "another half-width": (RULE, {"until": 0.1}, "until is 0.15, here it is 0.1"),
    "in the last digit": (RULE, {"until": 0.15000000000000002}, "until is 0.15, here it is 0.15000000000000002"),
    "separated": (RULE, {"until": "separated"}, "until is 0.15, here it is 'separated'"),
    "another confidence": (RULE, {"confidence": 0.9}, "confidence is 0.95, here it is 0.9"),
    "another n_max": (RULE, {"n_max": N + 1}, f"n is {N}, here it is {N + 1}"),
    "no rule": (RULE, {"n": N, "until": None}, "until is 0.15, here it is None"),
    "a rule": ({}, RULE, "until is None, here it is 0.15"),
}


@pytest.mark.parametrize("change", ANOTHER_RULE)
def test_checkpoint_of_another_stopping_rule_is_refused_with_the_difference_named(change, tmp_path):
    mine, theirs, words = ANOTHER_RULE[change]
    interrupted(tmp_path / "c", **mine)
    before = (tmp_path / "c").read_bytes()
    with pytest.raises(mn.CheckpointError, match="belongs to another sweep") as caught:
        sweep(tmp_path / "c", **mine | theirs)
    assert f"its {words}" in str(caught.value)
    assert (tmp_path / "c").read_bytes() == before
    assert_same_bits(sweep(tmp_path / "c", **mine), sweep(**mine))


NEARLY = {
    "weights": ({"weights": np.full(4, 0.25)}, {"weights": np.array([0.25 + 1e-9, 0.25 - 1e-9, 0.25, 0.25])}),
    "weights of a table": (
        {"weights": np.full((N, 4), 0.25)},
        {"weights": np.vstack([np.full((N - 1, 4), 0.25), [0.25 + 1e-9, 0.25 - 1e-9, 0.25, 0.25]])},
    ),
    "bounds": ({"weights": mn.Simplex(lower={"Risk Exposure": a})} for a in (0.1, 0.1 + 1e-12)),
    "spread": ({"weights": mn.around([0.25] * 4, a)} for a in (0.05, 0.05 + 1e-12)),
    "concentration": ({"weights": mn.Dirichlet([0.25] * 4, a)} for a in (9.0, 9.0 + 1e-12)),
    "a pymcdm method": ({"method": mn.from_pymcdm(m), "cells": "modal"} for m in (TOPSIS(), TOPSIS(sum_normalization))),
    "an ideal point": ({"method": mn.topsis(scale=mn.fixed(0, top))} for top in (5.0, 5.0 + 1e-12)),
    "a distribution": ({"cells": stats.norm(MODELS.performance, sd)} for sd in (0.1, 0.1 + 1e-9)),
    "a problem": (
        {"problem": mn.DecisionProblem(MODELS.performance + [[e, 0, 0, 0]] * 3, MODELS.senses)} for e in (0.0, 1e-12)
    ),
}
NEARLY = {name: tuple(pair) for name, pair in NEARLY.items()}


@pytest.mark.parametrize("name", NEARLY)
def test_checkpoint_of_nearly_the_same_sweep_is_refused(name, tmp_path):
    """What prints alike is not alike: going on would mix two sweeps without a word."""
    mine, theirs = NEARLY[name]
    interrupted(tmp_path / "c", **mine)
    with pytest.raises(mn.CheckpointError, match="belongs to another sweep"):
        sweep(tmp_path / "c", **theirs)


def sealed(body):
    """Return a text under its right checksum."""
    return f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}\n"


def altered(path, **changes):
    """Return a checkpoint whose header is changed, under a right checksum."""
    body = json.loads(path.read_text().split("\n")[1])
    body["header"] |= {key: value for key, value in changes.items() if key in body["header"]}
    body |= {key: value for key, value in changes.items() if key in body}
    return sealed(json.dumps(body, sort_keys=True))


@pytest.mark.parametrize(
    ("key", "value"),
    [("version", 99), ("version", 1), ("package", "mcda_nato 0.0.1"), ("numpy", "1.0.0"), ("chunk", 7)],
)
def test_checkpoint_of_another_version_is_refused_with_the_difference_named(key, value, tmp_path):
    interrupted(tmp_path / "c")
    (tmp_path / "c").write_text(altered(tmp_path / "c", **{key: value}))
    with pytest.raises(mn.CheckpointError, match=f"its {key} is {value!r}, here it is") as caught:
        sweep(tmp_path / "c")
    whose = {"numpy": "was written by another version of NumPy", "chunk": "belongs to another sweep"}
    assert f"c {whose.get(key, 'was written by another version of this package')}: " in str(caught.value)
    assert ("go on with that version" in str(caught.value)) == (key != "chunk")


def test_a_checkpoint_from_before_stopping_rules_were_kept_is_refused_by_its_version(tmp_path):
    interrupted(tmp_path / "c")
    body = json.loads((tmp_path / "c").read_text().split("\n")[1])
    del body["stopping"]
    (tmp_path / "c").write_text(sealed(json.dumps(body | {"version": 1}, sort_keys=True)))
    with pytest.raises(mn.CheckpointError, match=r"another version of this package: its version is 1, here it is 2"):
        sweep(tmp_path / "c")


FORGED = {
    "a list": sealed("[]"),
    "nothing": sealed("{}"),
    "a number": sealed("1"),
    "no document": sealed("nope"),
    "deep nesting": sealed("[" * 100_000),
    "a header alone": sealed('{"version":2,"header":{}}'),
    "a header of no table": sealed('{"version":2,"header":3,"groups":{},"done":0,"counts":{},"stopping":null}'),
    "not a number": sealed("NaN"),
}
NOT_OURS = {
    "empty": "",
    "a line": "\n",
    "lines": "\n\n\n",
    "a sentence": "To whom it may concern",
    "CSV": "a,b\n1,2\n3,4\n",
    "bytes": "\x00\xff" * 100,
    "no sum": "{}\n{}\n",
} | FORGED


@pytest.mark.parametrize("name", NOT_OURS)
def test_what_is_not_a_checkpoint_is_refused_and_kept(name, tmp_path):
    path = tmp_path / "c"
    path.write_text(NOT_OURS[name], encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(mn.CheckpointError, match=r".*[/\\]c "):
        sweep(path)
    assert path.read_bytes() == before
    assert listing(tmp_path) == ["c"]


@pytest.mark.parametrize("part", ["counts", "groups", "done"])
def test_a_sealed_body_without_a_part_is_refused(part, tmp_path):
    interrupted(tmp_path / "c")
    (tmp_path / "c").write_text(altered(tmp_path / "c", **{part: None}))
    with pytest.raises(mn.CheckpointError):
        sweep(tmp_path / "c")


@pytest.mark.parametrize("part", ["n", "total", "variance", "reached", "all of it"])
def test_a_sealed_body_without_what_the_rule_saw_is_refused(part, tmp_path):
    interrupted(tmp_path / "c", **RULE)
    body = json.loads((tmp_path / "c").read_text().split("\n")[1])
    if part == "all of it":
        body["stopping"] = None
    else:
        del body["stopping"][part]
    (tmp_path / "c").write_text(sealed(json.dumps(body, sort_keys=True)))
    with pytest.raises(mn.CheckpointError, match="is no checkpoint"):
        sweep(tmp_path / "c", **RULE)


def test_a_change_of_any_byte_of_what_the_rule_saw_is_found(tmp_path):
    interrupted(tmp_path / "c", **RULE)
    whole = (tmp_path / "c").read_bytes()
    start = whole.index(b'"stopping"')
    end = whole.index(b"}", start)
    assert end - start > 100
    for place in range(start, end):
        (tmp_path / "c").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(mn.CheckpointError, match="c is damaged"):
            sweep(tmp_path / "c", **RULE)
    (tmp_path / "c").write_bytes(whole)
    assert_same_bits(sweep(tmp_path / "c", **RULE), sweep(**RULE))


@pytest.mark.parametrize("rule", [{}, RULE], ids=["fixed", "certified"])
def test_a_checkpoint_cut_short_is_refused(rule, tmp_path):
    interrupted(tmp_path / "c", **rule)
    whole = (tmp_path / "c").read_bytes()
    for length in (0, 1, 64, 65, len(whole) // 2, len(whole) - 1):
        (tmp_path / "c").write_bytes(whole[:length])
        with pytest.raises(mn.CheckpointError, match="c is "):
            sweep(tmp_path / "c", **rule)


UNWRITABLE = {
    "no such folder": lambda folder: folder / "missing" / "c",
    "below a file": lambda folder: folder / "file" / "c",
    "a folder": lambda folder: folder / "folder",
    "too long": lambda folder: folder / ("x" * 300),
    "a NUL": lambda folder: folder / "a\0b",
    "a loop": lambda folder: folder / "loop" / "c",
    "no name": lambda _: "",
    "here": lambda _: ".",
    "the root": lambda _: "/",
    "a number": lambda _: 5,
    "bytes": lambda _: b"c",
    "a list": lambda _: ["c"],
    "no place for files": lambda _: "/proc/c",
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_an_unwritable_path_is_an_error_before_work_starts(name, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    before = listing(tmp_path)
    looks = []
    with pytest.raises(mn.FileError):
        sweep(UNWRITABLE[name](tmp_path), progress=lambda *look: looks.append(look))
    assert looks == []
    assert listing(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_an_error_before_work_starts(tmp_path):
    tmp_path.chmod(0o500)
    looks = []
    with pytest.raises(mn.FileError, match="Permission denied"):
        sweep(tmp_path / "c", progress=lambda *look: looks.append(look))
    tmp_path.chmod(0o700)
    assert looks == []


# Two at once.


def test_a_second_sweep_is_refused_and_the_first_is_unharmed(tmp_path):
    refused = []

    def second(done, _):
        if done == 3 * BLOCK:
            with pytest.raises(mn.CheckpointError, match="held by another sweep") as caught:
                sweep(tmp_path / "c")
            refused.append(caught.value)

    assert_same_bits(sweep(tmp_path / "c", progress=second), sweep())
    assert len(refused) == 1
    assert listing(tmp_path) == ["c"]


def just_before_locking(monkeypatch, act):
    """Do something once, between the opening of a lock file and the taking of its lock."""
    fcntl = pytest.importorskip("fcntl")
    taking = {name: getattr(fcntl, name) for name in ("flock", "lockf")}

    def late(name):
        def take(*args):
            for other, function in taking.items():
                monkeypatch.setattr(fcntl, other, function)
            act()
            return taking[name](*args)

        return take

    for name in taking:
        monkeypatch.setattr(fcntl, name, late(name))


def held(path):
    """Return a lock if it can be had."""
    lock = Lock(path)
    try:
        return [lock.__enter__()]
    except mn.CheckpointError:
        return []


def test_a_lock_file_that_its_holder_removed_holds_nothing(tmp_path, monkeypatch):
    """One opens the lock file, its holder removes it and lets go, one locks what is no longer there."""
    (first,) = held(tmp_path / "c")
    with monkeypatch.context() as patch:
        patch.setattr("mcda_nato.acceptability.checkpoint._HELD", set(), raising=False)  # as another process sees it
        just_before_locking(patch, first.__exit__)
        locks = held(tmp_path / "c") + held(tmp_path / "c")
    for lock in locks:
        lock.__exit__()
    assert len(locks) <= 1


def test_two_threads_at_the_same_moment_do_not_both_hold_a_checkpoint(tmp_path, monkeypatch):
    locks = []
    just_before_locking(monkeypatch, lambda: locks.extend(held(tmp_path / "c")))
    locks += held(tmp_path / "c")
    for lock in locks:
        lock.__exit__()
    assert len(locks) == 1


def test_another_name_of_the_same_file_is_held_too(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (first,) = held(tmp_path / "real" / "c")
    locks = held(tmp_path / "link" / "c") + held(tmp_path / "link" / ".." / "real" / "c")
    for lock in [*locks, first]:
        lock.__exit__()
    assert locks == []


def test_a_worker_that_outlives_a_killed_owner_does_not_keep_the_lock(tmp_path):
    """Forked workers inherit every open file, and those of a killed pool wait for ever."""
    (hold, held_on), (ready, told) = os.pipe(), os.pipe()

    def wait():
        os.close(held_on)
        os.read(hold, 1)  # until the test closes the other end

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        owner = os.fork()
        if owner == 0:
            try:
                locks = held(tmp_path / "c")
                if os.fork() != 0:
                    os.write(told, b"%d" % len(locks))
                wait()
            finally:
                os._exit(0)
    try:
        assert os.read(ready, 1) == b"1"
        assert held(tmp_path / "c") == []
        os.kill(owner, signal.SIGKILL)
        os.waitpid(owner, 0)
        (lock,) = held(tmp_path / "c")
        lock.__exit__()
    finally:
        for end in (hold, held_on, ready, told):
            os.close(end)


def test_threads_racing_for_one_checkpoint_end_right_or_are_refused(tmp_path):
    expected = sweep()

    def race(_):
        try:
            return sweep(tmp_path / "c")
        except mn.CheckpointError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(race, range(40)))
    for end in ends:
        if isinstance(end, str):
            assert "held by another sweep" in end
        else:
            assert_same_bits(end, expected)
    assert_same_bits(sweep(tmp_path / "c"), expected)


# Disks that fail in the middle.


def test_a_folder_deleted_in_the_middle_is_a_warning(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()

    def delete(done, _):
        if done == 3 * BLOCK:
            shutil.rmtree(folder)

    found, caught = warned(lambda: sweep(folder / "c", progress=delete))
    assert_same_bits(found, sweep())
    assert "the checkpoint was not written and stays as it was" in str(caught[0].message)
    assert "No such file or directory" in str(caught[0].message)


def test_warning_names_the_line_that_called(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        mn.sweep(MODELS, n=N, checkpoint=folder / "c", progress=lambda *_: shutil.rmtree(folder, ignore_errors=True))
    assert {warning.filename for warning in caught} == {__file__}


def test_a_file_size_limit_is_a_warning_and_the_earlier_state_stays(tmp_path):
    """A failure that the operating system makes: no file may grow beyond 100 bytes."""
    path, limits, kept = tmp_path / "c", resource.getrlimit(resource.RLIMIT_FSIZE), []

    def limit(done, _):
        if done == 5 * BLOCK:
            kept.append(path.read_bytes())
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))

    try:
        found, caught = warned(lambda: sweep(path, progress=limit))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "File too large" in str(caught[0].message)
    assert [path.read_bytes()] == kept
    assert listing(tmp_path) == ["c"]
    assert_same_bits(found, sweep())
    assert_same_bits(sweep(path), found)


class Failing(TOPSIS):
    """A method whose licence ends in the middle."""

    left = 0

    def __call__(self, *args, **kwargs):  # noqa: D102 - as its parent says
        Failing.left -= 1
        if Failing.left == 0:
            raise RuntimeError("no licence")
        return super().__call__(*args, **kwargs)


@pytest.mark.parametrize("workers", [0, 2])
def test_an_error_of_the_method_leaves_the_checkpoint_whole(workers, tmp_path):
    arguments = {"method": mn.from_pymcdm(Failing()), "cells": "modal", "n": 4 * BLOCK}
    Failing.left = 2 * BLOCK + 10
    with pytest.raises(mn.MethodError, match="no licence"):
        sweep(tmp_path / "c", **arguments)
    assert json.loads((tmp_path / "c").read_text().split("\n")[1])["counts"]["n"] in (BLOCK, 2 * BLOCK)
    Failing.left = 0
    pool = ThreadPoolExecutor(workers) if workers else None
    found = sweep(tmp_path / "c", executor=pool, **arguments)
    if pool:
        pool.shutdown()
    assert_same_bits(found, sweep(**arguments))


def test_an_error_of_the_callback_leaves_the_checkpoint_whole(tmp_path):
    def explode(done, _):
        if done == 4 * BLOCK:
            raise RuntimeError("no screen")

    with pytest.raises(RuntimeError, match="no screen"):
        sweep(tmp_path / "c", progress=explode)
    assert json.loads((tmp_path / "c").read_text().split("\n")[1])["counts"]["n"] == 4 * BLOCK
    assert_same_bits(sweep(tmp_path / "c"), sweep())


@pytest.mark.parametrize("place", ["unlink", "remove", "rmdir"])
def test_a_file_that_cannot_be_removed_costs_no_result(place, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, place, fail)
        found, _ = warned(lambda: sweep(tmp_path / "c"))
    assert_same_bits(found, sweep())
    assert_same_bits(sweep(tmp_path / "c"), found)


# Any order of faults.


OFTEN = [{}, {"sampling": "sobol", "n": 16 * BLOCK}, {"cells": "modal", "rng": 7}, CERTIFIED["half-width"]]


@settings(max_examples=sized(8, 20), stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
class Faults(RuleBasedStateMachine):
    """Run, interrupt, damage, forget and fail in any order: the end is always the same bits."""

    @initialize(kind=st.sampled_from(OFTEN))
    def begin(self, kind):
        """Start with an empty folder."""
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(blocks, "BLOCK", BLOCK)
        self.patch.setattr(sweep_run, "CHECKPOINT_EVERY", 0.0)
        self.folder = Path(os.environ["PYTEST_CHECKPOINTS"])
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.path, self.kind, self.damaged = self.folder / "c", kind, False
        self.expected = sweep(**kind)

    @property
    def written(self):
        """Whether there is a state to spoil."""
        return self.path.exists() and not self.damaged

    @precondition(lambda self: not self.damaged)
    @rule(blocks=st.integers(1, 4), workers=st.integers(0, 2))
    def run_some(self, blocks, workers):
        """Go on by some blocks, or to the end."""
        start = self.done()
        pool = ThreadPoolExecutor(workers) if workers else None
        try:
            found = sweep(self.path, executor=pool, progress=stop_after(start + blocks * BLOCK), **self.kind)
        except mn.SweepInterrupted as stop:
            found = stop.partial
        else:
            assert_same_bits(found, self.expected)
        finally:
            if pool:
                pool.shutdown()
        assert found.n == self.done() >= start

    def done(self):
        """Return the scenarios that the checkpoint holds."""
        return json.loads(self.path.read_text().split("\n")[1])["counts"]["n"] if self.path.exists() else 0

    @precondition(lambda self: self.written)
    @rule(place=st.integers(0), mask=st.integers(1, 255))
    def damage(self, place, mask):
        """Change a byte."""
        content = bytearray(self.path.read_bytes())
        content[place % len(content)] ^= mask
        self.path.write_bytes(content)
        self.damaged = True

    @precondition(lambda self: self.written)
    @rule(share=st.floats(0, 0.999))
    def cut(self, share):
        """Lose the end."""
        content = self.path.read_bytes()
        self.path.write_bytes(content[: int(share * len(content))])
        self.damaged = True

    @precondition(lambda self: self.damaged)
    @rule()
    def notice_and_start_afresh(self):
        """Be told, and remove the file."""
        with pytest.raises(mn.CheckpointError):
            sweep(self.path, **self.kind)
        self.path.unlink()
        self.damaged = False

    @rule()
    def forget(self):
        """Lose the file."""
        self.path.unlink(missing_ok=True)
        self.damaged = False

    @precondition(lambda self: not self.damaged)
    @rule()
    def be_killed_while_writing(self):
        """Leave what a killed process leaves."""
        half_written(self.path)
        (self.folder / "c.lock").touch()

    @precondition(lambda self: self.written)
    @rule(kept=st.integers(1, 5), name=st.sampled_from(["fsync", "replace", "chmod"]))
    def fail_to_write(self, kept, name):
        """Run to the end on a disk that fails soon."""
        before, calls, call = self.path.read_bytes(), [], getattr(os, name)
        most = kept + (name == "fsync")  # the first write syncs twice, and is an error where it fails

        def failing(*args, **kwargs):
            calls.append(args)
            if len(calls) > most:
                raise OSError(28, "No space left on device")
            return call(*args, **kwargs)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, name, failing)
            found, caught = warned(lambda: sweep(self.path, **self.kind))
        assert_same_bits(found, self.expected)
        assert bool(caught) == (len(calls) > most)
        assert self.done() >= json.loads(before.split(b"\n")[1])["counts"]["n"]

    def teardown(self):
        """End with the same bits."""
        if not hasattr(self, "patch"):
            return
        try:
            if self.damaged:
                self.path.unlink()
            assert_same_bits(sweep(self.path, **self.kind), self.expected)
        finally:
            self.patch.undo()


@in_full
def test_any_order_of_faults_ends_with_the_same_bits(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_CHECKPOINTS", str(tmp_path / "state"))
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Faults)
