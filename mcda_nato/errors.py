"""Every error and warning of the package, in one family."""


class McdaError(ValueError):
    """Base of every error that this package raises on purpose."""


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


class McdaWarning(UserWarning):
    """Base of every warning of this package."""


class ConstantCriterionWarning(McdaWarning):
    """A criterion has the same value everywhere and cannot discriminate."""
