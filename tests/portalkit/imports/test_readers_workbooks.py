"""Workbooks: the two readers of XLSX give the same cells; styles, epochs, formulas, sheets."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portalkit.imports.adapters import shared_strings, sources, xlsx_source
from portalkit.imports.adapters.number_formats import Shows, shown_by
from portalkit.imports.domain.refusals import Caution, Fault, Refusal
from portalkit.imports.domain.values import Converter

from .readers_builders import a_kind, a_table_workbook, a_workbook, bad_lines, changed, good_rows, part_of, refusal, rows_of, table_of
from .xls_builder import write_xls

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).filter(lambda text: text == text.strip() and not text.startswith("=") and "_x" not in text)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    MOMENTS,
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)


def streamed(path: Path, sheet: str = "工单") -> list[Any]:
    return list(xlsx_source.read(path, sheet, stream_from=0))


def through_calamine(path: Path, sheet: str = "工单") -> list[Any]:
    return list(xlsx_source.read(path, sheet))


@settings(max_examples=25)
@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=5), from_1904=st.booleans())
def test_both_readers_give_the_same_cells(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]], from_1904: bool) -> None:
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.active.title = "工单"
    for row in rows:
        book.active.append(row)
    path = tmp_path_factory.getbasetemp() / "both.xlsx"
    book.save(path)
    assert streamed(path) == through_calamine(path)


@settings(max_examples=15)
@given(rows=st.lists(st.lists(st.one_of(st.none(), TEXTS, MOMENTS), min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    path = _written(tmp_path_factory.getbasetemp() / "back.xlsx", rows)
    expected = [(number, _trimmed(row)) for number, row in enumerate(rows, start=1) if _trimmed(row)]
    assert streamed(path) == expected
    assert through_calamine(path) == expected


def _written(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """By a program that keeps texts in the shared table."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("工单")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(number, place, value)
    return path


def _trimmed(row: Sequence[Any]) -> list[Any]:
    cells = [cell.date() if isinstance(cell, datetime) and cell.time() == time.min else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


@pytest.mark.parametrize(
    ("number", "number_format", "expected"),
    [
        (43731.868344907, 'yyyy"年"m"月"d"日" h"时"mm"分"', datetime(2019, 9, 23, 20, 50, 25)),
        (43731.5, "[$-804]yyyy/m/d h:mm", datetime(2019, 9, 23, 12)),
        (43731, '[DBNum1]yyyy"年"m"月"', date(2019, 9, 23)),
        (43731, "yyyy\\-mm", date(2019, 9, 23)),
        (43731, 'e"年"', date(2019, 9, 23)),
        (43731, '#,##0"日"', 43731),
        (43731, "0.00_);[Red]\\(0.00\\)", 43731),
        (43731.5, "General", 43731.5),
        (0.75, "h:mm:ss", time(18, 0)),
        (1.5, "[h]:mm:ss", timedelta(hours=36)),
        (3_000_000, "yyyy-mm-dd", 3_000_000),
    ],
)
def test_number_formats_make_dates(tmp_path: Path, number: float, number_format: str, expected: Any) -> None:
    path = a_workbook(tmp_path, [[number]], formats={"A1": number_format})
    assert streamed(path) == through_calamine(path) == [(1, [expected])]


@pytest.mark.parametrize(
    ("code", "shows"), [("0.00E+00", Shows.NUMBER), ("[mm]:ss", Shows.DURATION), ("上午/下午h时", Shows.MOMENT), ("@", Shows.NUMBER)]
)
def test_a_format_code_says_what_it_shows(code: str, shows: Shows) -> None:
    assert shown_by(code) is shows


def test_dates_that_only_the_chinese_edition_builds_in_are_dates(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [[43731]], formats={"A1": "yyyy-mm-dd"})
    styles = part_of(path, "xl/styles.xml").replace(b'numFmtId="164"', b'numFmtId="31"')
    changed(path, {"xl/styles.xml": styles})
    assert streamed(path) == through_calamine(path) == [(1, [date(2019, 9, 23)])]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [[40_000]], formats={"A1": "yyyy-mm-dd"})
    changed(path, {"xl/workbook.xml": part_of(path, "xl/workbook.xml").replace(b"<workbookPr ", b'<workbookPr date1904="1" ')})
    assert streamed(path) == through_calamine(path) == [(1, [date(2013, 7, 7)])]


def test_formulas_are_read_as_their_saved_values(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '="a"&"b"', None, "ab")
        sheet.write_formula(0, 2, "=HYPERLINK(A1)", None, "x")
    assert streamed(path) == through_calamine(path) == [(1, [2, "ab", "x"])]


def test_a_formula_without_a_saved_value_and_an_error_are_problems_of_their_cells(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["工单流水号", "申告地"], ["=1+1", "#REF!"], ["1", "杭州"]])
    _, blocks = table_of(path)
    spec = a_kind()
    problems = [Converter(spec.field(name)).convert(blocks[0].columns[place])[1] for place, name in enumerate(("ticket_id", "region"))]
    assert [{row: str(problem.code) for row, problem in found.items()} for found in problems] == [
        {0: Fault.UNCALCULATED},
        {0: Fault.SHEET_ERROR},
    ]


def test_rich_text_phonetic_hints_and_escapes_are_read_as_the_text_they_show(tmp_path: Path) -> None:
    runs = "<is><r><t>中国</t></r><r><t xml:space='preserve"
    cells = runs + "'> 移动_x000D_</t></r><rPh sb='0' eb='1'><t>zhong</t></rPh></is>"
    path = a_workbook(tmp_path, [["x"]])
    sheet = part_of(path, "xl/worksheets/sheet1.xml").replace(b"<is><t>x</t></is>", cells.encode())
    changed(path, {"xl/worksheets/sheet1.xml": sheet})
    assert streamed(path) == through_calamine(path) == [(1, ["中国 移动\r"])]


def test_sparse_cells_and_rows_keep_their_places(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["x"]])
    book = openpyxl.load_workbook(path)
    book["工单"]["C7"] = "y"
    book.save(path)
    assert streamed(path) == through_calamine(path) == [(1, ["x"]), (7, [None, None, "y"])]


def test_cells_without_a_reference_follow_each_other(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["x"]])
    rows = b"<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row></sheetData>"
    sheet = part_of(path, "xl/worksheets/sheet1.xml")
    start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>") + len(b"</sheetData>")
    changed(path, {"xl/worksheets/sheet1.xml": sheet[:start] + rows + sheet[end:]})
    assert streamed(path) == through_calamine(path) == [(1, [1, 2]), (2, [None, 3])]


def test_two_cells_at_the_corners_of_a_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["x"]])
    book = openpyxl.load_workbook(path)
    book["工单"]["XFD1048576"] = "far"
    book.save(path)
    assert [number for number, _ in through_calamine(path)] == [1, 1_048_576]


def test_many_shared_texts_go_to_disk_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_strings, "MOST_IN_MEMORY", 500)
    monkeypatch.setattr(shared_strings, "MOST_RECENT", 3)
    rows = [[f"文本{number % 40}", f"another {number}"] for number in range(60)]
    path = _written(tmp_path / "many.xlsx", rows)
    assert [cells for _, cells in streamed(path)] == rows


def test_sheets_are_chosen_by_name_and_the_first_filled_one_by_itself(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["工单流水号", "申告地"], ["1", "杭州"]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明").append(["只是说明"])
    hidden = book.create_sheet("隐藏")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(path)
    info = sources.inspect(path, name="x.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in info.sheets] == [("工单", False), ("说明", False), ("隐藏", True)]
    assert [notice.code for notice in info.warnings] == [Caution.HIDDEN_SHEET]
    assert rows_of(path, sheet="说明") == [(1, ["只是说明"])]
    assert rows_of(path)[0] == (1, ["工单流水号", "申告地"])


def test_short_rows_are_filled_and_cells_beside_the_table_are_told(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["工单流水号", "申告地", "备注"], ["1", "杭州"], ["2", "宁波", "x", "beside"]])
    table, blocks = table_of(path)
    assert good_rows(blocks) == {2: ("1", "杭州", None), 3: ("2", "宁波", "x")}
    assert [(notice.code, notice.params["line"]) for notice in table.notices()] == [(Caution.OUTSIDE_TABLE, 3)]


def test_merged_group_headings_are_joined_with_those_below(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path, [["工单清单"], ["工单流水号", "申告地", "问题原因", None], [None, None, "一级", "二级"], ["1", "杭州", "网络", "覆盖"]]
    )
    book = openpyxl.load_workbook(path)
    book["工单"].merge_cells("C2:D2")
    book["工单"].merge_cells("A1:D1")
    book.save(path)
    table, blocks = table_of(path)
    assert table.shape.headers == ("工单流水号", "申告地", "问题原因一级", "问题原因二级")
    assert good_rows(blocks) == {4: ("1", "杭州", "网络", "覆盖")}


def test_a_long_cell_of_a_workbook_is_told_by_its_row(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["工单流水号", "申告地"], ["1", "short"], ["2", "y"]])
    sheet = part_of(path, "xl/worksheets/sheet1.xml").replace(b"short", b"x" * 200_000)
    changed(path, {"xl/worksheets/sheet1.xml": sheet})
    _, blocks = table_of(path)
    assert bad_lines(blocks) == {2: Fault.CELL_TOO_LONG}
    assert set(good_rows(blocks)) == {3}


def test_an_empty_workbook_and_a_header_alone_are_refused(tmp_path: Path) -> None:
    assert refusal(a_workbook(tmp_path, [])).code == Refusal.EMPTY
    assert refusal(a_workbook(tmp_path, [["工单流水号", "申告地"]])).code == Refusal.HEADER_ONLY


def test_a_missing_sheet_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    with pytest.raises(sources.Refused) as refused:
        rows_of(path, sheet="Sheet9")
    assert refused.value.params == {"sheet": "Sheet9", "sheets": ["工单"]}


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    info = sources.inspect(path, name="export.csv")
    assert (info.format, info.warnings[0].code) == ("xlsx", Caution.NAME_MISMATCH)


def test_an_old_xls_workbook_is_read(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "old.xls", "工单", [["工单流水号", None, "申告地"], ["T1", 2.5, "杭州"], ["T2", 3.0]], first_row=1)
    info = sources.inspect(path, name="old.xls")
    assert (info.format, [sheet.name for sheet in info.sheets], info.warnings) == ("xls", ["工单"], ())
    assert rows_of(path) == [(2, ["工单流水号", None, "申告地"]), (3, ["T1", 2.5, "杭州"]), (4, ["T2", 3])]


def test_an_xls_workbook_with_cells_at_its_corners_is_read_or_refused(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "corners.xls", "工单", [["x"], *[[]] * 65_534, [None] * 255 + ["y"]])
    assert [number for number, _ in rows_of(path)] == [1, 65_536]


def test_a_reader_that_is_given_up_leaves_no_process_behind(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "long.xls", "工单", [["工单", float(number)] for number in range(60)])
    rows = sources.read(path, sources.inspect(path, name="long.xls"))
    assert next(rows) == (1, ["工单", 0])
    rows.close()  # type: ignore[attr-defined]
