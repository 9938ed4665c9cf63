"""What separates the fields of a table is found, or asked for, and never guessed."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mcda_nato as mn
from mcda_nato.errors import FileError, McdaError
from mcda_nato.files.grids import checked_separator, found_separator, grid_of_rows, grid_of_text

SEPARATORS = [",", ";", "\t", "|"]
names = st.text("ab ,;|.'", min_size=1, max_size=5).map(lambda text: "n" + text)
values = st.integers(0, 99999).map(float) | st.floats(0, 3000).map(lambda x: round(x, 3))


@st.composite
def exports(draw):
    """Tables as a program exports them: names, values, and text in one separator and decimal sign."""
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    separator, decimal = draw(st.sampled_from(SEPARATORS)), draw(st.sampled_from(".,"))
    rows = draw(st.lists(names, min_size=m, max_size=m, unique_by=str.strip))
    table = [draw(st.lists(values, min_size=n, max_size=n)) for _ in rows]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(["name", *(f"c{j}" for j in range(n))])
    writer.writerows(
        [name, *(f"{value:.10g}".replace(".", decimal) for value in row)] for name, row in zip(rows, table, strict=True)
    )
    return out.getvalue(), separator, decimal, rows, table


@settings(deadline=None, max_examples=300)
@given(exports())
def test_an_exported_table_is_read_right_or_refused(export):
    """Without options; and always right where both signs are given."""
    text, separator, decimal, rows, table = export
    senses = ["max"] * len(table[0])
    certain = mn.read_problem(io.StringIO(text), senses, separator, decimal)
    assert certain.performance.tolist() == table
    assert list(certain.alternatives) == [name.strip() for name in rows]
    try:
        found = mn.read_problem(io.StringIO(text), senses)
    except McdaError:
        return
    assert found.performance.tolist() == table
    assert found.alternatives == certain.alternatives


def test_control_a_reader_that_takes_every_comma_for_a_separator_is_wrong():
    text = "price;0,5\nrange;0,3\n"
    assert next(csv.reader(text.splitlines())) == ["price;0", "5"]
    assert found_separator(text) == ";"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\nx,1\n", ","),
        ("a;b\nx;1,5\n", ";"),
        ("a;b;c\nx;1,5;2,5\n", ";"),
        ("a\tb\nx\t1,5\n", "\t"),
        ("a|b\nx|1\n", "|"),
        ('"a;b",c\n"x;y",1\n', ","),
        ("a\nx\n", ","),
        ("alternative;criterion;value\nx,y;a,b;1,5\n", ";"),
        ("", ","),
    ],
)
def test_what_separates_fields_is_found(text, separator):
    assert found_separator(text) == separator


def test_two_separators_are_asked_for():
    with pytest.raises(FileError, match="commas or semicolons may separate the fields; say which with sep="):
        found_separator("a;b,c;d\nx;y,1;2\n")


@pytest.mark.parametrize(("sep", "found"), [("tab", "\t"), ("\\t", "\t"), (";", ";"), ("semicolon", ";"), (":", ":")])
def test_a_separator_has_a_name(sep, found):
    assert checked_separator(sep) == found


@pytest.mark.parametrize("sep", ["", "::", '"', "\n", 5, None])
def test_what_is_no_separator_is_refused(sep):
    with pytest.raises(FileError, match="one character"):
        checked_separator(sep)


def test_a_decimal_sign_is_a_point_or_a_comma():
    with pytest.raises(FileError, match=r"the decimal sign must be '\.' or ',', got ';'"):
        grid_of_text("a,b\nx,1\n", None, ";")


def test_rows_keep_their_place_in_the_file_and_blank_ones_are_left_out():
    grid = grid_of_text("\na,b,,\n,,,\nx,1,,\n\ny,2,,\n", None, None)
    assert grid.rows == [["a", "b"], ["x", "1"], ["y", "2"]]
    assert grid.places == [2, 4, 6]


def test_a_first_column_without_any_entry_is_left_out():
    assert grid_of_text(",a,b\n,x,1\n", None, None).rows == [["a", "b"], ["x", "1"]]
    assert grid_of_text(",a,b\nx,2,1\n", None, None).rows[0] == ["", "a", "b"]


def test_the_line_that_tells_a_spreadsheet_the_separator_is_no_row():
    grid = grid_of_text("sep=;\r\na;b\r\nx;1\r\n", None, None)
    assert (grid.separator, grid.rows, grid.places) == (";", [["a", "b"], ["x", "1"]], [2, 3])


def test_rows_of_a_sheet_are_made_of_one_width():
    assert grid_of_rows([["a", "b"], ["x"], [1.0, 2.0]], None).rows == [["a", "b"], ["x", ""], [1.0, 2.0]]
    assert grid_of_rows([["a", "b"], [2024.0, 2.5]], None).header == ["a", "b"]


def test_a_table_as_saved_is_taken_to_the_letter(tmp_path):
    problem = mn.DecisionProblem([[1.0]], [1], [" a "], [" b "], terms=[[" c "]])
    mn.save_problem(problem, tmp_path / "p.csv")
    assert mn.read_problem(tmp_path / "p.csv") == problem
    text = (tmp_path / "p.csv").read_text("utf-8").replace(",low,high", ",high,low")
    assert mn.read_problem(io.StringIO(text)).alternatives == ("a",)
