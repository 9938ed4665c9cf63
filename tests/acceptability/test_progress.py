"""Progress: told in order to a function, shown by a bar where somebody looks, and otherwise not at all."""

import io
import sys
import time

import pytest
from checkpointed import BLOCK, MODELS, N, assert_same_bits, interrupted, small_blocks, sweep
from small_sweeps import small

import mcda_nato as mn
from mcda_nato.acceptability import block_results, blocks


@pytest.fixture(autouse=True)
def ten_blocks():
    """Let a sweep be ten small blocks."""
    with small_blocks():
        yield


@pytest.mark.parametrize("sampling", ["random", "sobol"])
@pytest.mark.parametrize("n", [1, 100, N, N + 1])
def test_progress_grows_and_ends_at_all(sampling, n):
    looks = []
    found = sweep(n=n, sampling=sampling, progress=lambda *look: looks.append(look))
    done = [look[0] for look in looks]
    assert done == sorted(set(done))
    assert {look[1] for look in looks} == {found.n}
    assert done[-1] == found.n
    assert min(done) > 0


def test_progress_of_a_resumed_sweep_starts_where_it_was(tmp_path):
    interrupted(tmp_path / "c", 4 * BLOCK)
    looks = []
    sweep(tmp_path / "c", progress=lambda done, _: looks.append(done))
    assert looks == list(range(5 * BLOCK, N + 1, BLOCK))


class Screen(io.StringIO):
    """A text stream that says whether it is a terminal."""

    def __init__(self, *, terminal):
        super().__init__()
        self.isatty = lambda: terminal


@pytest.mark.parametrize(
    ("progress", "terminal", "shown"),
    [(None, False, False), (None, True, False), (False, True, False), (True, False, True), (True, True, True)],
)
def test_bar_is_shown_when_asked_for_and_hidden_for_short_sweeps_and_files(progress, terminal, shown, monkeypatch):
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    found = sweep(progress=progress)
    assert bool(screen.getvalue()) == shown
    assert_same_bits(found, sweep(progress=False))


def test_a_long_sweep_in_a_terminal_shows_a_bar_with_rate_and_remaining_time(monkeypatch):
    screen = Screen(terminal=True)
    monkeypatch.setattr(sys, "stderr", screen)
    for name in ("BLOCK", "_CHUNK"):
        monkeypatch.setattr(blocks, name, 1 << 13)
    stop = time.monotonic() + 3.5
    original = block_results.run_block

    def until_late(plan, block):
        if time.monotonic() > stop:
            raise KeyboardInterrupt
        return original(plan, block)

    monkeypatch.setattr(block_results, "run_block", until_late)
    with pytest.raises(mn.SweepInterrupted):
        mn.sweep(MODELS, "weighted_sum", n=10**12)
    assert "scenarios/s" in screen.getvalue()
    assert "<" in screen.getvalue()  # elapsed<remaining


def test_without_standard_error_there_is_no_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert sweep().n == N


def test_progress_is_told_in_order_and_ends_with_everything():
    calls = []
    with small(64):
        mn.sweep(MODELS, n=200, progress=lambda *done: calls.append(done))
    assert calls == [(64, 200), (128, 200), (192, 200), (200, 200)]


def test_a_bar_is_shown_when_asked_for_and_otherwise_only_in_a_terminal(capsys):
    with small(64):
        mn.sweep(MODELS, n=200)
        mn.sweep(MODELS, n=200, progress=False)
        assert capsys.readouterr() == ("", "")
        mn.sweep(MODELS, n=200, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "scenarios" in err
