"""Where the table starts, what its columns are called, which column is which field, and where it ends."""

from pathlib import Path
from typing import Any

import pytest

from portalkit.imports.domain.headers import find_table, guess_mapping, label_headers, resolve_mapping
from portalkit.imports.domain.refusals import Caution, Fault, Refusal, Refused
from portalkit.imports.domain.spec import Field, FieldKind

from .readers_builders import HEADER, a_file, a_kind, bad_lines, good_rows, table_of

ENGLISH = a_kind(
    Field("ticket_id", "Ticket", FieldKind.ID, ("Case No",), required=True),
    Field("accepted_at", "Accepted", FieldKind.DATETIME, ("Opened",), required=True),
    Field("region", "Region", FieldKind.REGION, ("Province",), required=True),
    Field("content", "Content", FieldKind.LONG_TEXT, ("Summary",)),
)


def numbered(*rows: list[Any]) -> list[tuple[int, list[Any]]]:
    return list(enumerate(rows, start=1))


def test_title_rows_above_the_header_are_skipped() -> None:
    shape = find_table(
        numbered(["投诉工单清单"], ["导出时间：2019-09-23", "操作员"], [], ["工单流水号", "申告地"], ["1", "杭州"]), a_kind()
    )
    assert (shape.header_line, shape.headers, shape.titles) == (
        4,
        ("工单流水号", "申告地"),
        ("投诉工单清单", "导出时间：2019-09-23 操作员"),
    )


@pytest.mark.parametrize(
    "spelling",
    [
        " 工单 流水号 ",
        "\ufeff工单流水号",
        "工单\n流水号",
        "工单流水号*",
        "＊工单流水号",
        "工单流水号（必填）",
        "工单流水号：",
        "工单\u200b流水号",
    ],
)
def test_spellings_of_a_header_do_not_matter(spelling: str) -> None:
    shape = find_table(numbered([spelling, "申告地"], ["1", "杭州"]), a_kind())
    assert guess_mapping(shape.headers, a_kind()).columns == {"ticket_id": 0, "region": 1}


@pytest.mark.parametrize("spelling", ["CASE NO", "case no", "ｃａｓｅ　ｎｏ", "caseno"])
def test_case_and_width_of_a_header_do_not_matter(spelling: str) -> None:
    assert guess_mapping([spelling, "Opened"], ENGLISH).columns == {"ticket_id": 0, "accepted_at": 1}


def test_repeated_headers_are_numbered_and_reported() -> None:
    headers = label_headers(["故障号码", "故障 号码", "申告地", "故障号码"])
    assert headers == ("故障号码", "故障 号码#2", "申告地", "故障号码#3")
    guess = guess_mapping(headers, a_kind())
    assert (guess.columns["faulty_number"], guess.columns["second_number"]) == (0, 1)
    assert (guess.duplicate, guess.unknown) == (("故障号码",), ("故障号码#3",))


def test_what_is_missing_and_unknown_is_listed() -> None:
    guess = guess_mapping(["工单编号", "备注"], a_kind())
    assert (guess.how, guess.unknown, guess.missing_required) == ({"ticket_id": "alias"}, ("备注",), ("region",))


def test_the_remembered_mapping_comes_first() -> None:
    guess = guess_mapping(["工单流水号", "老编号", "申告地"], a_kind(), {"ticket_id": "老编号", "gone": "x", "faulty_number": "not there"})
    assert (guess.columns["ticket_id"], guess.how["ticket_id"], guess.unknown) == (1, "remembered", ("工单流水号",))


def test_a_near_spelling_is_taken_only_when_it_is_the_only_one() -> None:
    assert guess_mapping(["派单时间点", "申告地"], a_kind()).how.get("accepted_at") == "similar"
    assert "accepted_at" not in guess_mapping(["派单时间甲", "派单时间乙"], a_kind()).columns


def test_headers_that_differ_in_a_telling_character_are_not_near() -> None:
    assert guess_mapping(["问题原因三级", "问题原因四级"], a_kind()).columns == {}


def test_one_column_feeds_one_field_only_when_guessed() -> None:
    columns = guess_mapping(["申告地", "用户归属地", "工单流水号"], a_kind()).columns
    assert columns == {"region": 0, "ticket_id": 2}


def test_a_mapping_names_headers_their_numbers_or_positions() -> None:
    headers = ("Case No", "Opened", "Opened#2", "Province")
    guess = resolve_mapping({"ticket_id": "case no", "accepted_at": "Opened#2", "region": 3}, headers, ENGLISH)
    assert (guess.columns, guess.problems) == ({"ticket_id": 0, "accepted_at": 2, "region": 3}, ())
    assert resolve_mapping(guess.columns, headers, ENGLISH).columns == guess.columns


def test_a_mapping_that_does_not_fit_says_what_is_wrong_with_it() -> None:
    mapping = {"ticket_id": "Case Number", "accepted_at": "Opened#3", "nonsense": "Opened", "content": "", "region": 9}
    problems = resolve_mapping(mapping, ("Case No", "Opened", "Province"), ENGLISH).problems
    assert [(str(problem.code), problem.field) for problem in problems] == [
        (Fault.HEADER_MISSING, "ticket_id"),
        (Fault.HEADER_MISSING, "accepted_at"),
        (Fault.FIELD_UNKNOWN, "nonsense"),
        (Fault.HEADER_MISSING, "region"),
    ]
    assert problems[0].params["near"] == "Case No"


def test_required_fields_left_out_of_a_mapping_are_problems() -> None:
    problems = resolve_mapping({"ticket_id": 0}, ("Case No", "Opened"), ENGLISH).problems
    assert [(str(problem.code), problem.field) for problem in problems] == [
        (Fault.FIELD_UNMAPPED, "accepted_at"),
        (Fault.FIELD_UNMAPPED, "region"),
    ]


def test_the_headers_of_a_mapping_help_to_find_the_table() -> None:
    rows = numbered(["Export", "of", "today"], ["Nr", "When"], ["1", "x"])
    assert find_table(rows, ENGLISH, also=["Nr", "When"]).header_line == 2


def test_without_a_known_header_the_first_full_row_of_words_is_it() -> None:
    assert find_table(numbered(["清单"], ["甲", "乙", "丙"], ["1", "2", "3"]), a_kind()).header_line == 2


def test_numbers_alone_have_no_header() -> None:
    with pytest.raises(Refused) as refused:
        find_table(numbered(["1", "2"], ["3", "4"]), a_kind())
    assert refused.value.code == Refusal.NO_HEADER


def test_a_thousand_columns_are_enough() -> None:
    with pytest.raises(Refused) as refused:
        find_table(numbered([f"h{number}" for number in range(1001)]), a_kind())
    assert refused.value.code == Refusal.TOO_MANY_COLUMNS


def test_blank_lines_are_skipped_and_the_repeated_header_is_told(tmp_path: Path) -> None:
    table, blocks = table_of(a_file(tmp_path, f"{HEADER}\n1,a,b\n\n , ,\n{HEADER}\n2,a,b\n"))
    assert list(good_rows(blocks)) == [2, 6]
    assert [(notice.code, notice.params["line"]) for notice in table.notices()] == [(Caution.REPEATED_HEADER, 5)]


@pytest.mark.parametrize("word", ["合计", "总 计", "合计：", "Total", "GRAND TOTAL", "共计"])
def test_the_totals_row_at_the_end_is_dropped_with_a_warning(tmp_path: Path, word: str) -> None:
    table, blocks = table_of(a_file(tmp_path, f"{HEADER}\n1,a,b\n{word},2,\n\n制表人：张三,,\n2019年9月\n"))
    assert list(good_rows(blocks)) == [2]
    assert bad_lines(blocks) == {}
    assert [str(notice.code) for notice in table.notices()] == [Caution.TOTALS_ROW, Caution.FOOTER_ROWS]


def test_a_totals_row_behind_an_empty_first_cell_is_dropped(tmp_path: Path) -> None:
    _, blocks = table_of(a_file(tmp_path, f"{HEADER}\n1,a,b\n,合计,7\n"))
    assert list(good_rows(blocks)) == [2]


def test_a_totals_row_among_the_rows_is_a_row(tmp_path: Path) -> None:
    table, blocks = table_of(a_file(tmp_path, f"{HEADER}\n1,a,b\n合计,x,y\n2,a,b\n"))
    assert list(good_rows(blocks)) == [2, 3, 4]
    assert table.notices() == []


def test_blocks_keep_the_order_and_count_of_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{number},a,b\n" if number % 7 else f"{number},a\n" for number in range(2, 1002))
    table, blocks = table_of(a_file(tmp_path, f"{HEADER}\n{rows}"))
    lines = [line for block in blocks for line in block.lines]
    assert lines == sorted(lines)
    assert sorted([*lines, *bad_lines(blocks)]) == list(range(2, 1002))
    assert table.shape.width == 3
