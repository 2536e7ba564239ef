import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from portalkit.periods.domain.calendar import Month
from portalkit.sheets.adapters.delimited import csv_pieces
from portalkit.sheets.adapters.workbook import write_workbook
from portalkit.sheets.domain.columns import FileFormat, Kind, SheetColumn, shown
from portalkit.sheets.domain.safety import display_width, file_name, neutralised, sheet_name
from portalkit.sheets.views import download

TEXT = (SheetColumn("text", "文本"),)
texts = st.one_of(
    st.text(max_size=30),
    st.tuples(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "\ufeff="]), st.text(max_size=10)).map("".join),
)


def csv_rows(columns, rows):
    text = b"".join(csv_pieces(columns, rows)).decode("utf-8")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def workbook_cells(columns, rows, title="表"):
    with write_workbook(columns, rows, title=title) as file:
        return openpyxl.load_workbook(BytesIO(file.read())).active


@given(texts)
def test_no_text_in_a_csv_starts_like_a_formula(text):
    cell = csv_rows(TEXT, [(text,)])[1:]
    assert not cell or not cell[0] or not cell[0][0].lstrip(" \ufeff").startswith(("=", "+", "-", "@", "＝", "\t", "\r", "\n"))


@given(texts)
def test_no_text_in_a_workbook_is_a_formula(text):
    cell = workbook_cells(TEXT, [(text,)])["A2"]
    assert cell.data_type in {"s", "n", "inlineStr"}
    assert cell.data_type != "f"
    assert cell.value is None or isinstance(cell.value, str)


def test_numbers_stay_numbers_also_negative_ones():
    columns = (SheetColumn("n", "n", Kind.NUMBER), SheetColumn("p", "p", Kind.PERCENT))
    assert csv_rows(columns, [(-5, 0.25)])[1] == ["-5", "0.25"]
    sheet = workbook_cells(columns, [(-5, 0.25)])
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].number_format) == (-5, 0.25, "0.0%")


def test_unknown_and_not_finite_numbers_are_empty_cells():
    columns = (SheetColumn("n", "n", Kind.RATE),)
    rows = [(None,), (float("nan"),), (float("inf"),), (Decimal("NaN"),)]
    assert [row[0] if row else "" for row in csv_rows(columns, rows)[1:]] == [""] * 4
    assert [workbook_cells(columns, rows).cell(line, 1).value for line in range(2, 6)] == [None] * 4


def test_integers_that_a_spreadsheet_would_round_are_text():
    sheet = workbook_cells((SheetColumn("id", "id", Kind.NUMBER),), [(20190923112233445566,)])
    assert sheet["A2"].value == "20190923112233445566"


def test_moments_are_written_in_shanghai_time():
    columns = (SheetColumn("at", "at", Kind.DATETIME), SheetColumn("on", "on", Kind.DATE), SheetColumn("m", "m", Kind.MONTH))
    moment = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    assert csv_rows(columns, [(moment, moment, moment)])[1] == ["2026-11-01 00:30:00", "2026-11-01", "2026-11"]
    sheet = workbook_cells(columns, [(moment, date(2026, 11, 1), Month(2026, 11))])
    assert sheet["A2"].value == datetime(2026, 11, 1, 0, 30)
    assert sheet["B2"].value == datetime(2026, 11, 1)
    assert sheet["C2"].value == "2026-11"


def test_csv_has_a_byte_order_mark_and_windows_line_ends():
    text = b"".join(csv_pieces(TEXT, [("甲",), ("多\n行",)]))
    assert text == '\ufeff文本\r\n甲\r\n"多\n行"\r\n'.encode()


def test_a_workbook_is_frozen_filtered_and_wide_enough_for_chinese():
    sheet = workbook_cells(TEXT, [("东海市集中监控室",)])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A2"
    assert sheet.column_dimensions["A"].width >= 16


def test_a_cell_longer_than_a_spreadsheet_allows_is_cut_with_an_ellipsis():
    value = workbook_cells(TEXT, [("长" * 200_000,)])["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


@given(st.text(max_size=60))
def test_every_title_makes_a_valid_sheet_name(title):
    name = sheet_name(title)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'")
    assert not name.endswith("'")


@given(st.text(max_size=200))
def test_every_title_makes_a_file_name_without_path_or_control_characters(title):
    name = file_name(title, suffix="csv")
    assert name.endswith(".csv")
    assert not set(name) & set('/\\<>:"|?*\x00\r\n')


def test_neutralising_leaves_ordinary_text_alone():
    assert neutralised("2026-11 手机上网慢") == "2026-11 手机上网慢"
    assert display_width("a市") == 3


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, Kind.RATE, "—"),
        ("", Kind.TEXT, "—"),
        (0, Kind.NUMBER, "0"),
        (1234567, Kind.NUMBER, "1,234,567"),
        (6.254, Kind.RATE, "6.25"),
        (0.123, Kind.PERCENT, "12.3%"),
        (Month(2026, 11), Kind.MONTH, "2026-11"),
        (date(2026, 11, 1), Kind.MONTH, "2026-11"),
        (datetime(2026, 11, 1, 16, tzinfo=UTC), Kind.DATETIME, "2026-11-02 00:00"),
        (123, Kind.TEXT, "123"),
    ],
)
def test_values_show_by_their_kind(value, kind, text):
    assert shown(value, kind=kind) == text


def test_a_download_carries_a_chinese_name_and_is_made_in_the_language_of_its_request():
    with translation.override("zh-hans"):
        response = download(columns=TEXT, rows=([gettext_lazy("Monday")] for _ in range(2)), file_format=FileFormat.CSV, name="万投比")
    with translation.override("en"):
        body = b"".join(response.streaming_content).decode()
    assert "星期一" in body
    assert "filename*=utf-8''%E4%B8%87" in response["Content-Disposition"]
