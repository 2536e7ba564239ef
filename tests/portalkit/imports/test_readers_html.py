"""Web pages that call themselves .xls."""

from pathlib import Path

import pytest

from portalkit.imports.adapters import sources
from portalkit.imports.domain.refusals import Caution, Refusal

from .readers_builders import a_file, good_rows, refusal, rows_of, table_of

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><style>td { color: red }</style>
<script>document.write("<table><tr><td>evil</td></tr></table>")</script></head><body>
<table border=1><tr><td colspan=3>投诉工单清单</td></tr>
<tr><th>工单流水号</th><th>申告地<th>说明</tr>
<tr><td style="vnd.ms-excel.numberformat:@">320190923000000001</td><td>杭州&nbsp;市</td><td>信号<br>不好&amp;断续</td></tr>
<tr><td>2</td><td></td><td>  a
  b </td>
</table></body></html>"""


def test_a_page_named_xls_is_read(tmp_path: Path) -> None:
    path = a_file(tmp_path, PAGE, encoding="gb18030", name="export.xls")
    info = sources.inspect(path, name="export.xls")
    assert (info.format, info.encoding, info.warnings[0].code) == ("html", "gb18030", Caution.NAME_MISMATCH)
    table, blocks = table_of(path)
    assert table.shape.headers == ("工单流水号", "申告地", "说明")
    assert good_rows(blocks) == {3: ("320190923000000001", "杭州 市", "信号\n不好&断续"), 4: ("2", None, "a b")}


def test_spans_keep_the_columns_in_place(tmp_path: Path) -> None:
    path = a_file(tmp_path, "<table><tr><td rowspan=2>a<td colspan=2>b<td>c</tr><tr><td>d<td>e<td>f</tr><tr><td>g</tr></table>")
    assert rows_of(path) == [(1, ["a", "b", None, "c"]), (2, [None, "d", "e", "f"]), (3, ["g"])]


def test_the_longest_table_of_a_page_comes_first(tmp_path: Path) -> None:
    path = a_file(tmp_path, "<html><table><tr><td>menu</table><table><tr><td>x</td></tr><tr><td>y</td></tr></table></html>")
    assert [(sheet.name, sheet.rows) for sheet in sources.inspect(path, name="x.html").sheets] == [("2", 2), ("1", 1)]
    assert rows_of(path) == [(1, ["x"]), (2, ["y"])]


def test_a_table_inside_a_cell_is_text_of_that_cell(tmp_path: Path) -> None:
    path = a_file(tmp_path, "<table><tr><td>a<table><tr><td>inner</td></tr></table></td><td>b</td></tr></table>")
    assert rows_of(path) == [(1, ["ainner", "b"])]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, "<html><body>会话已过期，请重新登录</body></html>", name="x.xls")).code == Refusal.HTML_NO_TABLE


@pytest.mark.parametrize("tail", ["", "<td", "<!--", "<script>", "&#x;", "</table></table></table>"])
def test_a_page_that_breaks_off_gives_what_is_complete(tmp_path: Path, tail: str) -> None:
    path = a_file(tmp_path, "<table><tr><td>a</td></tr><tr><td>b</td></tr>" + tail)
    assert rows_of(path)[:2] == [(1, ["a"]), (2, ["b"])]


def test_an_endless_tag_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, "<table><tr><td x='" + "y" * 5_000_000)).code == Refusal.XML_TOKEN
