"""What a command was given, read: the problem, methods and weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import mcda_nato as mn
from mcda_nato.conclusions.overview import Overview
from mcda_nato.conclusions.verdict import Verdict
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.errors import FileError, WeightsError
from mcda_nato.files.csv_tables import parsed_sense
from mcda_nato.files.documents import distinct
from mcda_nato.files.notations import Notation, ratio
from mcda_nato.files.tables import ENDINGS, read_weights
from mcda_nato.labels import hint, listed, literal
from mcda_nato.methods.evaluate import MethodLike
from mcda_nato.problem.problem import DecisionProblem


@dataclass(frozen=True)
class Asked:
    """The options that all commands share, as they were given."""

    KEYS: ClassVar = (
        "problem_file", "senses", "methods", "weights", "rescaled", "profile", "sep", "decimal", "sheet", "rounded"
    )  # fmt: skip

    problem_file: Path | None
    senses: str | None
    methods: tuple[str, ...]
    weights: str | None
    rescaled: bool
    profile: str | None
    sep: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    rounded: int | None = None

    @cached_property
    def problem(self) -> DecisionProblem:
        """The user's problem, or the default one."""
        senses = _pairs(self.senses, "senses", parsed_sense)
        if self.problem_file is not None:
            return mn.read_problem(self.problem_file, senses, self.sep, self.decimal, self.sheet)
        problem = mn.load_models()
        return problem if senses is None else problem.replace(senses=senses)

    @property
    def chosen_methods(self) -> list[MethodLike] | None:
        """The methods asked for, `None` for those that the problem allows."""
        return list(dict.fromkeys(self.methods)) or None

    @property
    def chosen_weights(self) -> Any:
        """Weights or judgements as given, `None` for equal ones."""
        if self.rounded is not None and not self._is_file(self.weights):
            raise WeightsError("--rounded is for judgements in a file: --weights FILE")
        if self.profile is not None:
            return self._profile(self.profile)
        return None if self.weights is None else self.weights_in(self.weights, "weights")

    def weights_in(self, given: str, option: str) -> Any:
        """Return the weights or judgements that an option gives as a list or a file."""
        weights: Any = self._weights_file(given) or _pairs(given, option, _fraction)
        return mn.rescale(weights) if self.rescaled else weights

    def _weights_file(self, name: str) -> Any:
        """Return what a file holds that is named in the place of weights, nothing where none is."""
        if not self._is_file(name):
            return None
        return read_weights(name, self.sep, self.decimal, self.sheet, self.rounded)

    @staticmethod
    def _is_file(name: str | None) -> bool:
        return name is not None and (name == "-" or Path(name).suffix.lower() in ENDINGS)

    def _profile(self, name: str) -> Any:
        profiles = mn.load_profiles()
        if self.weights is not None or self.problem_file is not None:
            raise WeightsError("--profile is for the default data set alone, without a file and without --weights")
        if name not in profiles:
            raise WeightsError(f"unknown profile {literal(name)}{hint(name, profiles)}; use one of {listed(profiles)}")
        return profiles[name]

    def analyses(self) -> tuple[dict[str, Scrutiny], tuple[str, ...], Callable[[], Verdict]]:
        """Return the analyses by method, what a reader must know, and what gives the verdict."""
        found = self.overview()
        return found.scrutinies(found.profiles[0]), found.notes, lambda: found.verdict

    def overview(self) -> Overview:
        """Return the main job for what was asked."""
        name = self.profile or ("equal" if self.weights is None else "given")
        return mn.overview(self.problem, self.chosen_methods, {name: self.chosen_weights})


def bounds(given: tuple[str, ...], side: str) -> dict[str, float]:
    """Read bounds of weights by name."""
    found = _pairs(",".join(given) or None, side, _fraction) or {}
    if isinstance(found, list):
        raise FileError(f"--{side} must be name=value, got '{','.join(given)}'")
    return found


def names(text: str | None) -> list[str]:
    """Read a list of names."""
    return [] if text is None else [part.strip() for part in text.split(",")]


def _pairs(text: str | None, what: str, convert: Callable[[str], Any]) -> dict[str, Any] | list[Any] | None:
    """Read a list in order, or of name=value pairs."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    try:
        if "=" not in text and any(mark in text for mark in ":;"):
            raise ValueError(text)
        if "=" not in text:
            return [convert(part) for part in parts]
        pairs = [part.rpartition("=") for part in parts]
        if not all(sign for _, sign, _ in pairs):
            raise ValueError(text)
        return distinct([(name.strip(), convert(value.strip())) for name, _, value in pairs])
    except FileError as error:
        raise error.within(f"--{what}") from None
    except ValueError:
        raise FileError(
            f"--{what} must be a list in order or of name=value pairs, with commas between, got '{text}'"
        ) from None


def _fraction(text: str) -> float:
    value = ratio(text.removesuffix("%"), Notation())
    if value is None:
        raise ValueError(text)
    return float(Decimal(repr(value)).scaleb(-2)) if text.endswith("%") else value
