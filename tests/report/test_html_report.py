"""The page of a report: wide tables in blocks of columns."""

import pytest

from mcda_nato.report.blocks import Chapter, Table
from mcda_nato.report.html_report import _column_blocks, html_report
from mcda_nato.report.working_page import WorkingPage


@pytest.mark.parametrize("count", [1, 2, 9, 13, 14, 31, 200])
def test_every_column_stands_in_one_block_and_the_first_in_each(count):
    blocks = _column_blocks(["c"] * count)
    assert [j for block in blocks for j in block[1:]] == list(range(1, count))
    assert all(block[0] == 0 and len(block) <= 13 for block in blocks)
    assert len(blocks) == max(-(-(count - 1) // 12), 1)


@pytest.mark.parametrize(("count", "split"), [(13, False), (31, True)])
def test_a_table_that_is_split_says_where_all_columns_are(count, split):
    headers = ["name", *(f"h{j}" for j in range(1, count))]
    table = Table("wide", "Wide", None, (), headers, [["a", *(f"v{j}." for j in range(1, count))]])
    page = html_report("t", "d", [Chapter("c", "C", [table])], WorkingPage("", "", ""))
    assert ("tables/wide.csv has all columns" in page) == split
    assert ("Wide (columns 1 to 10 of 30)" in page) == split
    assert all(page.count(f">h{j}</th>") == page.count(f">v{j}.</td>") == 1 for j in range(1, count))
