"""BibTeX of the package, and of exactly those publications that results rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from mcda_nato.datasets.document import load_models
from mcda_nato.errors import McdaError
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import literal, shown
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranking import sources_of_method, sources_of_problem
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.sections import Report, Section
from mcda_nato.results import OwnSource, Result, Source

if TYPE_CHECKING:
    from pybtex.database import BibliographyData, Entry

PACKAGE_KEY = "mcda_nato"
DOCUMENT_KEY = "natodocument2026"


def cite(*results: Result | DecisionProblem | Judgements | Method | PymcdmMethod) -> str:
    r"""Return BibTeX of the package and of exactly the methods that these results used.

    Parameters
    ----------
    *results : results, problems, judgements or methods
        Of each the sources of its method and scale, of the judgements behind
        it, of its analysis and of the default data set, where it used them;
        none gives the package alone.

    Returns
    -------
    str
        BibTeX entries, each once: the package first, then in the order of
        their use. A method of one's own is an entry with the source that it
        states.

    Raises
    ------
    McdaError
        Where something is no result, or pybtex is not installed: it is in the
        extra ``report``.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> import re
    >>> re.findall(r"^@\w+{(.+),$", mn.cite(mn.evaluate(mn.load_models())), re.MULTILINE)
    ['mcda_nato', 'hwangyoon1981', 'natodocument2026']
    """
    entries = _entries(*results)  # says what to install where it is missing
    from pybtex.database import BibliographyData

    return str(BibliographyData(entries).to_string("bibtex")).strip() + "\n"


def _entries(*results: Any) -> dict[str, Entry]:
    """Return what results rest on by key, the package first."""
    sources = dict.fromkeys(source for result in results for source in _sources_of(result))
    data = _bibliography()
    entries = {PACKAGE_KEY: data.entries[PACKAGE_KEY]}
    for source in sources:
        if isinstance(source, OwnSource):
            entries |= [_own_entry(source, entries)]
        else:
            entries[source] = data.entries[source]
    return entries


def citation_report(found: Result, part: str | None = None) -> Report:
    """Return how a result is cited: its sentence, and the publications it rests on; as CSV a row a publication.

    Of the text that a terminal shows the `part` alone, "sentence" or "bibtex".
    """

    def sections() -> list[Section]:
        listed = [[str(row[key]) for key in _LISTED] for row in _rows(found)]
        return [Section("The sentence to quote", lines=[found.sentence]), Section("What to cite", _LISTED, listed)]

    def document() -> dict[str, Any]:
        about = {"sentence": found.sentence, "id": found.id, "sources": _rows(found), "bibtex": cite(found)}
        return about | {"provenance": found.provenance}

    def text() -> str:  # the sentence alone needs no library that writes BibTeX
        if part == "sentence":
            return found.sentence
        return cite(found) if part == "bibtex" else f"{found.sentence}\n\n{cite(found)}"

    return Report(sections, lambda: pd.DataFrame(_rows(found)), document, text=text)


_LISTED = ("key", "authors", "title", "year", "doi")


def _rows(found: Result) -> list[dict[str, str]]:
    """Return the publications as plain text, a row each."""
    return [
        {
            "key": key,
            "authors": "; ".join(map(_plain, map(str, entry.persons.get("author", [])))),
            **{name: _plain(entry.fields.get(name, "")) for name in _LISTED[2:]},
        }
        for key, entry in _entries(found).items()
    ]


def _plain(text: str) -> str:
    """Return BibTeX as text."""
    from pybtex.richtext import Text

    return str(Text.from_latex(text))


def _sources_of(result: Any) -> tuple[Source, ...]:
    if isinstance(result, Result):
        used = result.provenance.get("problem")
        return (*result._sources(), *[DOCUMENT_KEY] * (used == _document_digest()))  # noqa: SLF001 - asks what it used
    if isinstance(result, DecisionProblem):
        return (*sources_of_problem(result), *[DOCUMENT_KEY] * _is_document(result))
    if isinstance(result, Judgements):
        return result.references
    if isinstance(result, (Method, PymcdmMethod)):
        return sources_of_method(result)
    raise McdaError(
        f"a result is needed to say what to cite, got {literal(result)}",
        call="give what evaluate, sweep, verdict or another call returned, several as cite(*results)",
    )


@cache
def _document_digest() -> str:
    return digest(load_models())


def _is_document(problem: DecisionProblem) -> bool:
    document = load_models()
    same = problem.alternatives == document.alternatives and problem.criteria == document.criteria
    return same and problem.terms == document.terms


@cache
def _bibliography() -> BibliographyData:
    """Return the entries that are shipped with the package."""
    try:
        from pybtex.database import parse_string
    except ImportError:
        raise McdaError("BibTeX needs pybtex: pip install 'mcda_nato[report]'") from None
    text = files("mcda_nato.report").joinpath("references.bib").read_text(encoding="utf-8")
    return parse_string(re.sub(r"\\([_&%#])", r"\1", text), "bibtex")  # the writer escapes them again


def _own_entry(source: OwnSource, taken: Iterable[str]) -> tuple[str, Entry]:
    """Return an entry for somebody's own method, under a key that is not taken."""
    from pybtex.database import Entry

    key = re.sub(r"\W+", "_", source.method, flags=re.ASCII).strip("_").lower() or "method"
    while key in taken:
        key += "_"
    text = {"title": source.method, "note": source.text}
    return key, Entry("misc", {name: shown(value).translate(_PLAIN) for name, value in text.items()})


#: What the writer does not escape; braces are counted, escaped or not.
_PLAIN = str.maketrans({"{": "(", "}": ")", "\\": "/", "$": r"\$", "^": r"\textasciicircum{}"})
