"""A sweep cut short: what it returns, what it leaves, and that it goes on to the same bits."""

import json
import os
import signal
import tempfile
import threading
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from checkpointed import BLOCK, MODELS, N, assert_same_bits, interrupted, listing, small_blocks, stop_after, sweep
from comparing import assert_same
from hypothesis import given
from hypothesis import strategies as st
from small_sweeps import THREE_KINDS, small
from strategies import heavy_law

import mcda_nato as mn
from mcda_nato.acceptability import block_results
from mcda_nato.acceptability.sweep_state import SweepState


@pytest.fixture(autouse=True)
def ten_blocks():
    """Let a sweep be ten small blocks."""
    with small_blocks():
        yield


def test_interruption_is_a_keyboard_interrupt_and_no_error_of_input():
    assert issubclass(mn.SweepInterrupted, KeyboardInterrupt)
    assert not issubclass(mn.SweepInterrupted, Exception)


def test_partial_result_is_the_sweep_of_the_scenarios_done(tmp_path):
    stop = interrupted(tmp_path / "c", 3 * BLOCK)
    assert f"{3 * BLOCK} of {N}" in str(stop)
    assert stop.partial.n == stop.partial.provenance["n"] == 3 * BLOCK
    assert_same_bits_but_asked(stop.partial, sweep(n=3 * BLOCK))
    assert json.loads((tmp_path / "c").read_text().split("\n")[1])["counts"]["n"] == 3 * BLOCK


def assert_same_bits_but_asked(found, expected):
    """Compare tables; the provenance of a partial result may say more."""
    for part in (*fields(found.indices), *fields(found)[1:]):
        if isinstance(getattr(found, part.name), (pd.DataFrame, pd.Series)):
            mine, theirs = getattr(found, part.name), getattr(expected, part.name)
            assert mine.to_numpy().tobytes() == theirs.to_numpy().tobytes(), part.name


def test_a_partial_result_is_labelled_as_such():
    """Whoever keeps the result and not the message can still tell that it is not what was asked."""
    with pytest.raises(mn.SweepInterrupted) as caught:
        sweep(progress=stop_after(3 * BLOCK))
    assert N in caught.value.partial.provenance.values()
    assert caught.value.partial.provenance != sweep(n=3 * BLOCK).provenance


def test_nothing_done_is_no_partial_result(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(block_results, "run_block", interrupt)
    with pytest.raises(mn.SweepInterrupted, match="0 of") as caught:
        sweep()
    assert caught.value.partial is None


@pytest.mark.parametrize("workers", [0, 2])
def test_a_signal_returns_control_at_once(workers, tmp_path):
    """The sweep would take an hour; how soon it is back is figure R12 of `benchmarks/faults.py`."""
    main = threading.main_thread().ident
    begun, sent = threading.Event(), []

    def send():
        begun.wait()
        sent.append(time.monotonic())
        signal.pthread_kill(main, signal.SIGINT)

    sender = threading.Thread(target=send)
    pool = ThreadPoolExecutor(workers) if workers else None
    sender.start()
    try:
        with pytest.raises(mn.SweepInterrupted) as caught:
            sweep(tmp_path / "c", n=10**9, executor=pool, progress=lambda *_: begun.set())
        back = time.monotonic()
    finally:
        begun.set()
        sender.join()
        if pool:
            pool.shutdown()
    assert back - sent[0] < 10
    assert caught.value.partial.n > 0


@pytest.mark.parametrize("call", [5, 6])  # of the file, of its folder
def test_a_second_interruption_while_the_state_is_written_leaves_a_whole_checkpoint(call, tmp_path, monkeypatch):
    interrupted(tmp_path / "c", 2 * BLOCK)
    write, calls = os.fsync, []

    def impatient(handle):
        calls.append(handle)
        if len(calls) == call:
            raise KeyboardInterrupt
        return write(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", impatient)
        with pytest.raises(KeyboardInterrupt):
            sweep(tmp_path / "c", progress=stop_after(5 * BLOCK))
    assert_same_bits(sweep(tmp_path / "c"), sweep())
    assert listing(tmp_path) == ["c"]


# Halves.


class Stop(Exception):  # noqa: N818 - a signal
    """Ends a sweep from its progress callback."""


@heavy_law(30)  # up to four sweeps, of which there are no more than a hundred
@given(cuts=st.lists(st.integers(1, 7), max_size=2), options=st.sampled_from(THREE_KINDS))
def test_a_sweep_cut_short_and_continued_ends_with_the_same_bits(cuts, options):
    """Whatever the cuts, also after they come again at the same block."""
    with small(32), tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "state"
        for cut in sorted(cuts):

            def stop(done, _, cut=cut):
                if done >= 32 * cut:
                    raise Stop

            with suppress(Stop):  # nothing is left to stop after the last block
                mn.sweep(MODELS, n=256, checkpoint=checkpoint, progress=stop, **options)
        assert_same(mn.sweep(MODELS, n=256, checkpoint=checkpoint, **options), mn.sweep(MODELS, n=256, **options))


def test_an_interrupted_sweep_returns_what_it_has_and_goes_on(tmp_path):
    calls = []

    def interrupt(done, total):
        calls.append((done, total))
        if len(calls) == 5:
            raise KeyboardInterrupt

    with small(32):
        whole = mn.sweep(MODELS, n=512)
        with pytest.raises(mn.SweepInterrupted) as caught:
            mn.sweep(MODELS, n=512, checkpoint=tmp_path / "state", progress=interrupt)
        assert caught.value.partial.n == 160
        assert caught.value.partial.provenance["n"] == 160
        first = mn.sweep(MODELS, n=160)
        assert caught.value.partial.rank_acceptability.equals(first.rank_acceptability)
        with ThreadPoolExecutor(2) as pool:
            resumed = mn.sweep(MODELS, n=512, checkpoint=tmp_path / "state", executor=pool)
    assert_same(resumed, whole)


def test_a_sweep_interrupted_before_its_first_block_has_no_partial_result():
    class Interrupted(Executor):
        def submit(self, work, /, *args, **kwargs):
            raise KeyboardInterrupt

    with pytest.raises(mn.SweepInterrupted) as caught:
        mn.sweep(MODELS, n=10, executor=Interrupted())
    assert caught.value.partial is None


def test_the_first_blocks_of_a_longer_sweep_are_the_shorter_one():
    """Counts of n blocks are the running counts of 2n blocks after n."""
    seen = {}

    def keep(patch, n):
        after = SweepState.after

        def kept(state, block, group):
            seen[n, state.done] = (new := after(state, block, group)).counts
            return new

        patch.setattr(SweepState, "after", kept)

    for n in (128, 256):
        with small(32) as patch:
            keep(patch, n)
            mn.sweep(MODELS, n=n)
    assert all(seen[128, block] == seen[256, block] for block in range(4))
