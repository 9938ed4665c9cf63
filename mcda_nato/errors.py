"""Every error and warning of the package, in one family."""

from __future__ import annotations

import inspect
import warnings
from typing import Self


def warn_caller(message: str, category: type[Warning]) -> None:
    """Warn at the line outside this package that called it."""
    frame, level = inspect.currentframe(), 1
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "mcda_nato":
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)


class McdaError(ValueError):
    """Base of every error that this package raises on purpose.

    Parameters
    ----------
    fault : str
        What is wrong, where, and what is allowed: the same at every door.
    call : str
        The remedy in Python, where it is a call or a keyword.
    option : str
        The same remedy on the command line.
    """

    def __init__(self, fault: str, *, call: str = "", option: str = "") -> None:
        super().__init__(f"{fault}; {call}" if call else fault)
        self.fault = fault
        self.call = call
        self.option = option

    def within(self, place: str) -> Self:
        """Return the same error, its place named first."""
        return type(self)(f"{place}: {self.fault}", call=self.call, option=self.option)

    @property
    def on_command_line(self) -> str:
        """What is wrong, with the remedy that the command line has."""
        return f"{self.fault}; {self.option}" if self.option else self.fault


class ProblemError(McdaError):
    """The facts are unusable: performances, senses, intervals or names."""


class WeightsError(McdaError):
    """The weights are unusable for this problem."""


class JudgementError(McdaError):
    """The pairwise comparisons are unusable."""


class MethodError(McdaError):
    """The method or its scale is unknown or undefined for this problem."""


class FileError(McdaError):
    """A file cannot be read or written as asked."""


class SweepError(McdaError):
    """A sweep is asked for what it cannot do."""


class CheckpointError(McdaError):
    """A checkpoint is damaged, in use, or belongs to another sweep."""


class NotExact(McdaError):  # noqa: N818 - says what the answer is not
    """There is no exact answer of this kind; the message names what to call instead."""


class McdaWarning(UserWarning):
    """Base of every warning of this package."""


class ConstantCriterionWarning(McdaWarning):
    """A criterion has the same value everywhere and cannot discriminate."""


class InconsistentJudgementsWarning(McdaWarning):
    """Pairwise judgements contradict each other more than is usually accepted: their CR is above 0.1."""


class SweepWarning(McdaWarning):
    """A sweep went on in spite of a fault: a lost pool, or a checkpoint that could not be written."""


class SweepInterrupted(KeyboardInterrupt):
    """A sweep was interrupted; `partial` holds the result of the scenarios that were done.

    Attributes
    ----------
    partial : Acceptance or None
        `None` where not one block was done.
    """

    def __init__(self, message: str, partial: object) -> None:
        super().__init__(message)
        self.partial = partial
