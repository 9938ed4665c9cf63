"""Files beside the same files made anew: every change is found under its key."""

import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.report.file_comparison import compared, numbers_of

FILES = {
    "results.json": json.dumps({"shares": {"a": 0.73, "b": 0.27}, "n": 12, "ranks": [1, 2], "best": "a 1"}, indent=1),
    "tables/shares.csv": "alternative,share,rank\r\na 10,0.73,1\r\nb,0.27,2\r\n",
    "report.md": "# Report\n\nFirst under 73.0% (0.1%) of 131,072.\n\n| a10 | 0.7300 |\n",
    "tables/shares.tex": "\\begin{tabular}{lr}\na & 0.7300 \\\\\n\\end{tabular}\n",
    "report.html": '<p>73.0%</p>\n<img src="data:image/png;base64,AAAA1BBB">\n<td>0.7300</td>\n',
    "figures/shares.svg": "<svg><path d='M 1 2'/></svg>",
}


def disagreements(path, written, recomputed):
    return [found for found in compared(path, written.encode(), recomputed.encode()) if found.agrees != "same"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_the_same_as_itself(path):
    assert disagreements(path, FILES[path], FILES[path]) == []


@law
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_changed_character_is_found(path, data):
    text = FILES[path]
    place = data.draw(st.integers(0, len(text) - 1))
    mark = data.draw(st.sampled_from("0123456789.,-ex\n "))
    changed = text[:place] + mark + text[place + 1 :]
    assume(changed != text)
    if path.endswith(".json"):
        with suppress(ValueError):
            assume(json.loads(changed) != json.loads(text))  # white space between values says nothing
    assert disagreements(path, changed, text)


@law
@given(st.sampled_from(sorted(FILES)), st.integers(0, 10**6), st.integers(1, 9))
def test_lines_taken_out_or_added_are_found(path, where, count):
    lines = FILES[path].splitlines(keepends=True)
    at = where % len(lines)
    assert disagreements(path, "".join(lines[:at] + lines[at + count :]), FILES[path])
    assert disagreements(path, "".join([*lines[:at], "7 more\n", *lines[at:]]), FILES[path])


def test_keys_say_where():
    changed = FILES["results.json"].replace("0.73", "0.74")
    (found,) = disagreements("results.json", changed, FILES["results.json"])
    assert found == ("results.json: shares: a", "0.74", "0.73", "different")
    changed = FILES["tables/shares.csv"].replace("0.27", "0.2x")
    (found,) = disagreements("tables/shares.csv", changed, FILES["tables/shares.csv"])
    assert found == ("tables/shares.csv: row 2, share", "0.2x", "0.27", "unreadable")
    changed = FILES["report.md"].replace("73.0%", "75.0%")
    (found,) = disagreements("report.md", changed, FILES["report.md"])
    assert found == ("report.md: line 3, number 1", "75.0", "73.0", "different")


def test_last_digits_of_another_processor_are_within_tolerance():
    nearby = str(np.nextafter(0.73, 1))
    for path in ("results.json", "tables/shares.csv"):
        found = disagreements(path, FILES[path].replace("0.73", nearby), FILES[path])
        assert [each.agrees for each in found] == ["within tolerance"]
    pair = FILES["report.md"].replace("0.7300", "0.7301").encode(), FILES["report.md"].encode()
    assert [each.agrees for each in compared("report.md", *pair, [0.73005]) if each.agrees != "same"] == [
        "within tolerance"
    ]
    assert [each.agrees for each in compared("report.md", *pair, [0.73]) if each.agrees != "same"] == ["different"]


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 1}', "\udcff", '{"n": NaN}'])
def test_what_cannot_be_parsed_is_unreadable_and_never_the_same(text):
    written = text.encode("utf-8", "surrogateescape")
    found = [each.agrees for each in compared("results.json", written, b'{"n": 12}')]
    assert found
    assert "same" not in found


@pytest.mark.parametrize("cell", ["1" + "0" * 200_000, "0.7_3", "\u0667\u0667"])
def test_a_cell_that_is_no_plain_number_is_never_the_same(cell):
    text = FILES["tables/shares.csv"]
    found = disagreements("tables/shares.csv", text.replace("0.73", cell), text)
    assert {each.agrees for each in found} == {"unreadable"}


def test_numbers_of_a_report_are_those_of_its_json_and_csv():
    assert numbers_of({path: text.encode() for path, text in FILES.items()}) == [0.27, 0.73, 1.0, 2.0, 12.0]


def test_a_picture_within_a_page_is_compared_as_a_picture():
    changed = FILES["report.html"].replace("AAAA1BBB", "AAAA2BBB")
    (found,) = disagreements("report.html", changed, FILES["report.html"])
    assert found.key == "report.html: picture 1"
