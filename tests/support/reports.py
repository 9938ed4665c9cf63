"""Reports that several test modules read, made once."""

from functools import cache

import mcda_nato as mn
from mcda_nato.report.findings import Findings
from mcda_nato.report.report_files import report_files
from mcda_nato.report.report_request import ReportRequest

#: Names that are code somewhere: HTML, Markdown, LaTeX, a formula, a reversed line, a long one.
HOSTILE = (
    "<b>&\"'</b><script>alert(1)</script>",
    "=1+1|`x`*_[a](javascript:b)",
    "\\textbf{$x$}%#&~^ {{ 7*7 }}",
    "@a/b~c\u202egnp.exe",
    "x" * 60,
)


def cars():
    return mn.DecisionProblem(
        [[20.5, 400, 3], [25, 500, 2], [15, 250, 2.5]], ["min", "max", "max"], ["alpha", "beta", "gamma"],
        ["price", "range", "comfort"],
    )  # fmt: skip


def hostile():
    table = [[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1], [2, 2, 2, 3]]
    return mn.DecisionProblem(table, [1, 1, -1, 1], HOSTILE, [f"C {name}" for name in HOSTILE[:4]])


@cache
def default_request():
    return ReportRequest.of()


@cache
def default_files():
    return report_files(default_request())


@cache
def cars_request():
    return ReportRequest.of(cars(), weights={"price": 0.5, "range": 0.3, "comfort": 0.2})


@cache
def cars_files():
    return report_files(cars_request())


@cache
def hostile_files():
    return report_files(ReportRequest.of(hostile()))


def findings(request):
    return Findings(request)
