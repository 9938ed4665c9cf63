"""What a sweep has done so far."""

from __future__ import annotations

from dataclasses import dataclass

from mcda_nato.acceptability.certified_stopping import CertifiedStopping
from mcda_nato.acceptability.counts import LARGEST_ORDERS, Counts


@dataclass(frozen=True, eq=False)
class SweepState:
    """The first blocks of a sweep, reduced: all that is needed to go on from there.

    Attributes
    ----------
    done : int
        Blocks done; they are the first ones.
    counts : Counts
        Of all of them.
    groups : dict of int to Counts
        Of each group whose spread gives the error, where scenarios are dependent.
    stopping : CertifiedStopping or None
        What the stopping rule has seen, where there is one.
    """

    done: int
    counts: Counts
    groups: dict[int, Counts]
    stopping: CertifiedStopping | None

    def after(self, block: Counts, group: int | None) -> SweepState:
        """Return the state after the next block, which belongs to that group."""
        groups = self.groups
        if group is not None:
            groups = groups | {group: groups[group] + block if group in groups else block}
        stopping = None if self.stopping is None else self.stopping.after(block)
        return SweepState(self.done + 1, self.counts.plus(block, LARGEST_ORDERS), groups, stopping)

    @property
    def separated(self) -> bool | None:
        """Whether certified stopping has found what was asked; `None` where nothing was."""
        return None if self.stopping is None else self.stopping.reached
