"""Text tables: encodings, delimiters, quotes, and faults told by their line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.imports.adapters import encodings, sources
from portalkit.imports.domain.refusals import Caution, Fault, Refusal

from .readers_builders import HEADER, a_file, bad_lines, good_rows, refusal, rows_of, table_of

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gb2312", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_text_is_read_in_the_encodings_that_occur(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\r\nT1,杭州市,2019-09-23\r\n"
    mark = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}.get(encoding, b"")
    path = a_file(tmp_path, mark + text.encode(encoding.removesuffix("-bom")))
    assert rows_of(path) == [(1, HEADER.split(",")), (2, ["T1", "杭州市", "2019-09-23"])]


def test_four_byte_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = a_file(tmp_path, f"{HEADER}\nT1,㐀㙍𠀀,x\n", encoding="gb18030")
    assert rows_of(path)[1] == (2, ["T1", "㐀㙍𠀀", "x"])


def test_bytes_of_no_encoding_are_refused_with_their_place(tmp_path: Path) -> None:
    good = f"{HEADER}\nT1,杭州,".encode("gb18030")
    found = refusal(a_file(tmp_path, good + b"\xff\xff\n"))
    assert (found.code, found.params["position"], found.params["line"]) == (Refusal.ENCODING, len(good), 2)


def test_a_fault_beyond_the_first_megabyte_is_found_at_its_byte(tmp_path: Path) -> None:
    good = (HEADER + "\n" + "T1,杭州市,网络覆盖\n" * 60_000).encode("gb18030")
    found = refusal(a_file(tmp_path, good + b"\x81"))
    assert (found.params["position"], found.params["line"]) == (len(good), 60_002)


def test_damaged_utf8_is_refused_and_not_read_as_gb18030(tmp_path: Path) -> None:
    good = "工单流水号,申告地\n1,杭州市西湖区文三路\n".encode()
    found = refusal(a_file(tmp_path, good + b"\xe6\x9d,x\n"))
    assert (found.code, found.params["encoding"], found.params["position"]) == (Refusal.ENCODING, "utf-8-sig", len(good))


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be"])
def test_utf32_is_refused(tmp_path: Path, encoding: str) -> None:
    mark = b"\x00\x00\xfe\xff" if encoding == "utf-32-be" else b""
    assert refusal(a_file(tmp_path, mark + HEADER.encode(encoding))).code == Refusal.UTF32


def test_utf16_without_its_mark_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, "id,region\n1,x\n", encoding="utf-16-le")).code == Refusal.BINARY


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = a_file(tmp_path, delimiter.join(["工单流水号", "申告地", "说明"]) + "\n" + delimiter.join(["1", "杭州", "a b"]) + "\n")
    assert sources.inspect(path, name="x.csv").delimiter == delimiter


def test_commas_inside_quotes_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    path = a_file(tmp_path, '工单流水号;申告地\n1;"a,b,c"\n2;"d,e,f"\n')
    assert [cells for _, cells in rows_of(path)] == [["工单流水号", "申告地"], ["1", "a,b,c"], ["2", "d,e,f"]]


def test_a_break_inside_quotes_leaves_the_line_numbers_those_of_the_file(tmp_path: Path) -> None:
    path = a_file(tmp_path, f'{HEADER}\r\nT1,"西湖\r\n区",x\r\nT2,a,b\r\n')
    assert rows_of(path)[1:] == [(2, ["T1", "西湖\r\n区", "x"]), (4, ["T2", "a", "b"])]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = a_file(tmp_path, ending.join([HEADER, "T1,a,b", "T2,c,d", ""]))
    assert [number for number, _ in rows_of(path)] == [1, 2, 3]


def test_wrong_cell_counts_are_told_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    _, blocks = table_of(a_file(tmp_path, f"{HEADER}\nT1,a\nT2,b,c\nT3,d,e,f\nT4,g,h,,\n"))
    assert bad_lines(blocks) == {2: Fault.COLUMN_COUNT, 4: Fault.COLUMN_COUNT}
    assert set(good_rows(blocks)) == {3, 5}
    assert blocks[0].bad[0].problem.params == {"cells": 2, "columns": 3}


def test_a_nul_is_told_by_line_also_behind_a_break(tmp_path: Path) -> None:
    _, blocks = table_of(a_file(tmp_path, f'{HEADER}\nT1,a\0,b\nT2,b,c\nT3,"x\n\0y",d\n'))
    assert bad_lines(blocks) == {2: Fault.NUL, 4: Fault.NUL}
    assert set(good_rows(blocks)) == {3}


@pytest.mark.parametrize("cell", ["x" * 200_000, '"' + "x\n" * 100_000 + '"'])
def test_a_cell_of_200000_characters_is_told_by_line(tmp_path: Path, cell: str) -> None:
    _, blocks = table_of(a_file(tmp_path, f"{HEADER}\nT1,{cell},b\nT2,b,c\n"))
    assert list(bad_lines(blocks).values()) == [Fault.CELL_TOO_LONG]
    assert blocks[0].bad[0].problem.params == {"column": 2, "length": 200_000, "limit": 100_000}
    assert len(good_rows(blocks)) == 1


def test_quotes_that_do_not_match_are_told_by_line(tmp_path: Path) -> None:
    _, blocks = table_of(a_file(tmp_path, f'{HEADER}\nT1,"a"b,c\nT2,b,c\n'))
    assert bad_lines(blocks) == {2: Fault.QUOTE_MISPLACED}


def test_a_quote_inside_an_unquoted_cell_is_a_character(tmp_path: Path) -> None:
    _, blocks = table_of(a_file(tmp_path, f'{HEADER}\nT1,5" screen,c\n'))
    assert good_rows(blocks) == {2: ("T1", '5" screen', "c")}


def test_a_quote_that_never_closes_is_refused_at_the_line_where_it_opens(tmp_path: Path) -> None:
    found = refusal(a_file(tmp_path, f'{HEADER}\nT1,a,b\nT2,"b,c\nT3,c,d\n'))
    assert (found.code, found.params["line"]) == (Refusal.QUOTE_OPEN, 3)


def test_a_quote_that_swallows_the_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    found = refusal(a_file(tmp_path, f'{HEADER}\nT1,"' + "a,b,c,d,e,f,g\n" * 400_000))
    assert (found.code, found.params["line"]) == (Refusal.QUOTE_OPEN, 2)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, f"{HEADER}\n" + "x" * 5_000_000)).code == Refusal.LINE_TOO_LONG


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", " \r\n\t\r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert refusal(a_file(tmp_path, content)).code == Refusal.EMPTY


@pytest.mark.parametrize("content", [HEADER, f"{HEADER}\n", f"{HEADER}\n\n,,\n"])
def test_a_header_without_rows_is_refused(tmp_path: Path, content: str) -> None:
    assert refusal(a_file(tmp_path, content)).code == Refusal.HEADER_ONLY


def test_text_named_like_a_workbook_is_read_with_a_warning(tmp_path: Path) -> None:
    path = a_file(tmp_path, "工单流水号\t申告地\n1\t杭州\n", encoding="gb18030", name="export.xls")
    info = sources.inspect(path, name="export.xls")
    assert (info.format, info.delimiter, info.warnings[0].code) == ("csv", "\t", Caution.NAME_MISMATCH)


def test_what_is_known_of_a_file_survives_being_kept_as_json(tmp_path: Path) -> None:
    info = sources.inspect(a_file(tmp_path, f"{HEADER}\n1,2,3\n"), name="x.xls")
    assert sources.SourceInfo.from_json(info.to_json()) == info


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6), encoding=st.sampled_from(["utf-8-sig", "gb18030"]))
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["工单流水号", "申告地", "说明"], *rows])
    path = a_file(tmp_path_factory.getbasetemp(), buffer.getvalue(), encoding=encoding)
    info = sources.SourceInfo(sources.Format.CSV, (), encoding=encoding, delimiter=",")
    assert [cells for _, cells in sources.read(path, info)][1:] == rows


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40))
def test_gb18030_is_recognised_unless_it_is_also_utf8(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = a_file(tmp_path_factory.getbasetemp(), text, encoding="gb18030")
    encoding = encodings.detect(path).encoding
    assert path.read_bytes().decode(encoding) is not None
    assert encoding == "gb18030" or path.read_bytes().decode("utf-8-sig") == path.read_bytes().decode(encoding)
