"""A sweep under way: block after block, with its checkpoint, its progress and its stopping rule."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

from mcda_nato.acceptability.block_results import block_results
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.certified_stopping import CertifiedStopping
from mcda_nato.acceptability.checkpoint import Lock, load_state, save_state
from mcda_nato.acceptability.counts import Counts
from mcda_nato.acceptability.progress import progress_told
from mcda_nato.acceptability.sweep_options import SweepOptions
from mcda_nato.acceptability.sweep_state import SweepState
from mcda_nato.errors import FileError, SweepWarning, warn_caller

#: Seconds between two writes of a checkpoint.
CHECKPOINT_EVERY = 5.0


class SweepRun:
    """A sweep under way: its state is replaced at once, so that it is whole at any moment."""

    def __init__(self, plan: Plan, options: SweepOptions, header: dict[str, Any]) -> None:
        m, n = plan.performance.shape
        until, confidence = options.until, options.confidence
        stopping = None if until is None else CertifiedStopping.begun(until, confidence, m)
        self.plan, self.options, self.header = plan, options, header
        self.state = SweepState(0, Counts.empty(m, n, pairwise=plan.pairwise), {}, stopping)
        self.written = monotonic()

    def to_the_end(self) -> None:
        """Run the blocks that are not yet done, in order, keeping the checkpoint where there is one."""
        file = self.options.checkpoint_file
        if file is None:
            self._run_blocks(None)
            return
        with Lock(file):
            self.state = load_state(file, self.header) or self.state
            save_state(file, self.header, self.state)
            try:
                self._run_blocks(file)
            finally:
                self._write(file)

    def _run_blocks(self, file: Path | None) -> None:
        if self.state.separated:  # a checkpoint of a sweep that has stopped
            return
        results = block_results(self.plan, self.state.done, self.options.executor)
        with progress_told(self.options.progress, self.plan.scenarios) as tell, closing(results):
            for counts in results:
                self.state = self.state.after(counts, self.plan.group(self.state.done))
                tell(self.state.counts.n)
                if self.state.separated:
                    return
                if file is not None and monotonic() - self.written > CHECKPOINT_EVERY:
                    self._write(file)

    def _write(self, file: Path) -> None:
        try:
            save_state(file, self.header, self.state)
        except FileError as error:
            warn_caller(f"the checkpoint was not written and stays as it was: {error}", SweepWarning)
        self.written = monotonic()
