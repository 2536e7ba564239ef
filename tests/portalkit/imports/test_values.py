"""Cells into values: what is taken, what is put right, what is refused and why."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.imports.domain.refusals import Caution, Fault
from portalkit.imports.domain.spec import Cell, Field, FieldKind
from portalkit.imports.domain.values import Converter

CHINA = timezone(timedelta(hours=8))


def converted(kind: FieldKind, *cells: Cell, header: str = "", layouts: Any = None, **options: Any) -> list[Any]:
    """The values; in place of a refused one the code of its problem."""
    values, problems = Converter(Field("f", "F", kind, **options), header=header, layouts=layouts).convert(cells)
    return [str(problems[index].code) if index in problems else value for index, value in enumerate(values)]


def warnings(kind: FieldKind, *cells: Cell) -> dict[str, int]:
    converter = Converter(Field("f", "F", kind))
    converter.convert(cells)
    return {str(code): count for code, count in converter.warnings.items() if count}


@pytest.mark.parametrize("kind", list(FieldKind))
def test_empty_cells_are_none_and_a_problem_only_where_required(kind: FieldKind) -> None:
    assert converted(kind, "", None, "  ", "\u3000", "\u200b") == [None] * 5
    assert converted(kind, "", None, required=True) == [Fault.REQUIRED] * 2
    assert converted(kind) == []


@pytest.mark.parametrize("kind", list(FieldKind))
def test_control_characters_never_come_through(kind: FieldKind) -> None:
    assert isinstance(converted(kind, "是\x07")[0], str)
    _, problems = Converter(Field("f", "F", kind)).convert(["2019\x00-09-23"])
    assert 0 in problems


@pytest.mark.parametrize(
    "kind", [FieldKind.ID, FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PHONE, FieldKind.REGION, FieldKind.CHOICE, FieldKind.PATH]
)
@given(text=st.text(max_size=20))
def test_no_text_comes_out_with_anything_invisible(kind: FieldKind, text: str) -> None:
    value = converted(kind, text)[0]
    parts = value if isinstance(value, tuple) else (value or "",)
    assert not any(character in "\u200b\u202e\ufeff\u2066\0" for part in parts for character in part)
    assert all(part == part.strip() for part in parts)


@given(column=st.lists(st.text("ab１２ \u3000\u200b'=\"#,", max_size=6), min_size=1, max_size=8), kind=st.sampled_from(list(FieldKind)))
def test_a_cell_is_converted_the_same_alone_and_in_a_column(column: list[str], kind: FieldKind) -> None:
    assert converted(kind, *column) == [converted(kind, cell)[0] for cell in column]


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("320190923000000001", "320190923000000001"),
            ("'0012", "0012"),
            ("\t0012", "0012"),
            ('="0012"', "0012"),
            (" ＥＯＭＳ－０１ ", "EOMS-01"),
            ("EO\u200bMS\u202e1", "EOMS1"),
            (123456789012345, "123456789012345"),
            (12.0, "12"),
            ("007", "007"),
            ("12E4", "12E4"),
        ],
    )
    def test_are_kept_as_their_text(self, cell: Cell, value: str) -> None:
        assert converted(FieldKind.ID, cell) == [value]

    @pytest.mark.parametrize("cell", [3.20190923e17, 1234567890123456, 1e15, "3.20190923E+17", "3.2e+17", "3E+17", "３．２Ｅ＋１７"])
    def test_damaged_by_a_spreadsheet_are_refused(self, cell: Cell) -> None:
        assert converted(FieldKind.ID, cell) == [Fault.ID_DAMAGED]

    def test_that_end_in_zeros_are_counted(self) -> None:
        assert warnings(FieldKind.ID, "320190923123456000", "320190923123456001", "1000") == {Caution.ID_ENDS_IN_ZEROS: 1}

    def test_over_the_length_are_refused_one_by_one(self) -> None:
        assert converted(FieldKind.ID, "12345", "123456", max_length=5) == ["12345", Fault.TOO_LONG]


class TestText:
    def test_keeps_its_wording_and_loses_what_cannot_be_seen(self) -> None:
        cells = ["张三（北京），ＡＢ１２", "a\u202eb\u202c", "x\r\ny\tz", "　a　b　"]
        assert converted(FieldKind.TEXT, *cells) == ["张三（北京），AB12", "ab", "x y z", "a b"]
        assert warnings(FieldKind.TEXT, *cells) == {Caution.INVISIBLE_REMOVED: 1}

    def test_long_text_keeps_its_lines_and_width(self) -> None:
        assert converted(FieldKind.LONG_TEXT, "　第一行\r\n第二行１２\x0b三 ", "a\u200bb") == ["第一行\n第二行１２\n三", "ab"]

    @pytest.mark.parametrize("cell", ["#N/A", "#REF!", " #DIV/0! "])
    def test_of_a_spreadsheet_error_is_refused(self, cell: str) -> None:
        assert converted(FieldKind.TEXT, cell, "#5 block") == [Fault.SHEET_ERROR, "#5 block"]
        assert converted(FieldKind.LONG_TEXT, cell, "#同步要素# a:b") == [Fault.SHEET_ERROR, "#同步要素# a:b"]

    def test_that_looks_like_a_formula_stays_text(self) -> None:
        assert converted(FieldKind.TEXT, "=cmd|' /C calc'!A0", "+1", "@x") == ["=cmd|' /C calc'!A0", "+1", "@x"]


class TestNumbers:
    @pytest.mark.parametrize(
        "word",
        [
            "1_000",
            "NaN",
            "nan",
            "inf",
            "-inf",
            "0x10",
            "1e5",
            "1E+5",
            "12,34",
            "1,2345",
            "1 000",
            "²",
            "Ⅷ",
            "①x",
            "--1",
            "1.",
            "9" * 19,
            "١٢",
            True,
        ],
    )
    def test_that_only_python_would_read_are_refused(self, word: Cell) -> None:
        assert converted(FieldKind.INTEGER, word) == [Fault.NOT_A_NUMBER]
        assert converted(FieldKind.DECIMAL, word) == [Fault.NOT_A_NUMBER]

    @pytest.mark.parametrize(
        ("cell", "value"),
        [("0", 0), ("１２", 12), (" 7 ", 7), ("1,234,567", 1234567), ("-5", -5), ("−5", -5), ("+5", 5), (3.0, 3), (8, 8), ("4.0", 4)],
    )
    def test_whole_numbers_are_read(self, cell: Cell, value: int) -> None:
        assert converted(FieldKind.INTEGER, cell) == [value]

    def test_fractions_percentages_and_what_is_out_of_range_are_refused(self) -> None:
        cells = ["3.5", "12%", "-1", "101", "7"]
        expected = [Fault.NOT_AN_INTEGER, Fault.PERCENT, Fault.BELOW_MINIMUM, Fault.ABOVE_MAXIMUM, 7]
        assert converted(FieldKind.INTEGER, *cells, minimum=0, maximum=100) == expected

    def test_decimals_are_exact(self) -> None:
        assert converted(FieldKind.DECIMAL, "120.153576", "-0.10", 0.1, "1,234.5", "") == [
            Decimal("120.153576"),
            Decimal("-0.10"),
            Decimal("0.1"),
            Decimal("1234.5"),
            None,
        ]

    def test_percentages_are_read_where_declared(self) -> None:
        assert converted(FieldKind.DECIMAL, "12.5%", "12.5", "５％", unit="percent") == [Decimal("12.5"), Decimal("12.5"), Decimal(5)]

    @given(st.integers(-(10**17), 10**17))
    def test_every_integer_is_read_back(self, number: int) -> None:
        assert converted(FieldKind.INTEGER, str(number), f"{number:,}") == [number, number]

    @given(st.decimals(-(10**9), 10**9, places=6))
    def test_every_decimal_is_read_back(self, number: Decimal) -> None:
        assert converted(FieldKind.DECIMAL, f"{number:f}", f"{number:,f}") == [number, number]


class TestDurations:
    @pytest.mark.parametrize(
        ("cell", "seconds"),
        [
            ("2小时30分", 9000),
            ("2小时30分钟15秒", 9015),
            ("1天2小时", 93600),
            ("02:30:00", 9000),
            ("2:30", 9000),
            ("26:00:00", 93600),
            ("1天 02:00:00", 93600),
            ("2h30m", 9000),
            ("150分钟", 9000),
            ("1.5", 5400),
            (1.5, 5400),
            (timedelta(hours=30), 108000),
            (time(2, 30), 9000),
            ("２小时", 7200),
            ("0", 0),
        ],
    )
    def test_are_seconds(self, cell: Cell, seconds: int) -> None:
        assert converted(FieldKind.DURATION, cell) == [seconds]

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [("处理时长(分钟)", 90), ("处理时长（秒）", 1.5), ("Duration [h]", 5400), ("处理时长(含夜间)", 5400), ("time_min", 90)],
    )
    def test_take_their_unit_from_the_header(self, header: str, seconds: float) -> None:
        assert converted(FieldKind.DURATION, "1.5", header=header) == [round(seconds)]

    def test_of_a_field_take_its_unit(self) -> None:
        assert converted(FieldKind.DURATION, "3", unit="minutes") == [180]

    @pytest.mark.parametrize("cell", ["很久", "2:75", "1e3", "NaN", "小时", "9" * 15])
    def test_that_are_none_are_refused(self, cell: str) -> None:
        assert converted(FieldKind.DURATION, cell) == [Fault.DURATION_UNREADABLE]

    def test_below_zero_are_refused(self) -> None:
        assert converted(FieldKind.DURATION, "-1", timedelta(hours=-1)) == [Fault.BELOW_MINIMUM] * 2


class TestWords:
    def test_booleans_are_read_in_the_words_that_occur(self) -> None:
        assert converted(FieldKind.BOOLEAN, "是", "Y", "TRUE", "1", True, "已联系", 1) == [True] * 7
        assert converted(FieldKind.BOOLEAN, "否", "n", "False", "0", False, "未联系", "不") == [False] * 7
        assert converted(FieldKind.BOOLEAN, "满意", "不满意", "也许", vocabulary={"满意": "true", "不满意": "false"}) == [
            True,
            False,
            Fault.UNKNOWN_BOOLEAN,
        ]

    def test_choices_go_through_the_vocabulary(self) -> None:
        words = {"紧急": "high", "一般": "low"}
        assert converted(FieldKind.CHOICE, "紧急", " 一 般", "HIGH", "特急", vocabulary=words) == [
            "high",
            Fault.UNKNOWN_CHOICE,
            "high",
            Fault.UNKNOWN_CHOICE,
        ]
        assert converted(FieldKind.CHOICE, "ＡＢ　c") == ["AB c"]

    def test_the_vocabulary_of_the_mapping_comes_first(self) -> None:
        converter = Converter(Field("f", "F", FieldKind.CHOICE, vocabulary={"Open": "open"}), vocabulary={"Open": "new", "Shut": "closed"})
        assert converter.convert(["Open", "shut", "open"])[0] == ["new", "closed", "new"]

    @pytest.mark.parametrize("text", ["a→b→c", "a->b->c", "a > b > c", "a》b》c", "a / b / c", " a → b→c→", "ａ→b→c"])
    def test_paths_are_divided_by_any_arrow(self, text: str) -> None:
        assert converted(FieldKind.PATH, text) == [("a", "b", "c")]

    def test_paths_keep_slashes_inside_names_and_end_at_seven_levels(self) -> None:
        assert converted(FieldKind.PATH, "移动上网→2G/3G", "→".join("abcdefg"), "→".join("abcdefgh")) == [
            ("移动上网", "2G/3G"),
            tuple("abcdefg"),
            Fault.PATH_TOO_DEEP,
        ]

    @pytest.mark.parametrize(
        "cell",
        [
            "2011-04",
            "2011/4",
            "2011年4月",
            "2011年04月份",
            "201104",
            "Apr 2011",
            "Apr-2011",
            "2011-04-15",
            "20110401",
            date(2011, 4, 1),
            datetime(2011, 4, 30, 8),
            "２０１１－０４",
        ],
    )
    def test_months_are_their_first_day(self, cell: Cell) -> None:
        assert converted(FieldKind.MONTH, cell) == [date(2011, 4, 1)]

    def test_what_is_no_month_is_refused(self) -> None:
        cells = ["2011-13", "4月", "2011", "11-04", "1889-01"]
        unreadable = Fault.MONTH_UNREADABLE
        assert converted(FieldKind.MONTH, *cells) == [Fault.DATE_IMPOSSIBLE, unreadable, unreadable, unreadable, Fault.DATE_IMPOSSIBLE]

    def test_regions_keep_their_spelling(self) -> None:
        assert converted(FieldKind.REGION, "杭州　市", " Xī'ān ", "３３０１", "西\u200b湖") == ["杭州 市", "Xī'ān", "3301", "西湖"]

    def test_more_words_than_are_remembered_are_converted_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portalkit.imports.domain.words.MOST_REMEMBERED", 10)
        converter = Converter(Field("f", "F", FieldKind.REGION))
        for start in range(0, 100, 20):
            column = [f"r{number}" for number in range(start, start + 20)]
            assert converter.convert(column)[0] == column


class TestTelephones:
    @pytest.mark.parametrize(
        "cell",
        [
            "13812345678",
            "+86 138 1234 5678",
            "008613812345678",
            "8613812345678",
            "138-1234-5678",
            "１３８１２３４５６７８",
            13812345678,
            13812345678.0,
            "'13812345678",
        ],
    )
    def test_are_kept_without_country_code_and_filling(self, cell: Cell) -> None:
        assert converted(FieldKind.PHONE, cell) == ["13812345678"]

    @pytest.mark.parametrize("cell", ["0571-88888888", "(0571)88888888", "+86 571 88888888", "0571 8888 8888"])
    def test_of_landlines_are_their_digits(self, cell: str) -> None:
        assert converted(FieldKind.PHONE, cell) == ["057188888888"]

    def test_that_are_something_else_are_kept_and_counted(self) -> None:
        cells = ["13812345678/13912345678", "138****5678", "10086转1"]
        assert converted(FieldKind.PHONE, *cells) == cells
        assert warnings(FieldKind.PHONE, *cells) == {Caution.PHONE_KEPT: 3}

    def test_without_a_digit_or_damaged_are_refused(self) -> None:
        assert converted(FieldKind.PHONE, "保密", "1.38123E+10") == [Fault.PHONE_INVALID, Fault.ID_DAMAGED]


def test_problems_name_their_field_and_keep_the_value() -> None:
    _, problems = Converter(Field("count", "Count", FieldKind.INTEGER)).convert(["1", "x1"])
    assert {index: (problem.field, problem.value) for index, problem in problems.items()} == {1: ("count", "x1")}


def test_a_formula_that_was_never_calculated_is_told_in_every_kind() -> None:
    for kind in FieldKind:
        assert converted(kind, "#FORMULA!") == [Fault.UNCALCULATED], kind
