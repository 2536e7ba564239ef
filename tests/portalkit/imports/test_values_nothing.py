"""Cells that say there is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.imports.domain.layouts import propose_layouts
from portalkit.imports.domain.nothing import NOTHING
from portalkit.imports.domain.refusals import Fault
from portalkit.imports.domain.spec import Field, FieldKind
from portalkit.imports.domain.values import Converter
from tests.portalkit.imports.test_values import converted

AS_WRITTEN = (FieldKind.TEXT, FieldKind.LONG_TEXT)
EMPTY = [kind for kind in FieldKind if kind not in (*AS_WRITTEN, FieldKind.BOOLEAN)]
GOOD = {
    FieldKind.ID: "T1",
    FieldKind.INTEGER: "12",
    FieldKind.DECIMAL: "-1.5",
    FieldKind.DATETIME: "2026-10-05 08:30:00",
    FieldKind.DATE: "2026-10-05",
    FieldKind.MONTH: "2026-10",
    FieldKind.DURATION: "2.5",
    FieldKind.CHOICE: "open",
    FieldKind.PATH: "a→b",
    FieldKind.PHONE: "13812345678",
    FieldKind.REGION: "Yunzhou",
}


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("mark", sorted(NOTHING))
def test_a_mark_of_nothing_is_no_value_and_missing_where_one_is_required(kind: FieldKind, mark: str) -> None:
    assert converted(kind, mark, f" {mark} ") == [None, None]
    assert converted(kind, mark, required=True) == [Fault.REQUIRED]


@given(st.sampled_from(EMPTY), st.lists(st.one_of(st.none(), st.sampled_from(sorted(NOTHING)))))
def test_marks_change_nothing_about_the_values_among_them(kind: FieldKind, marks: list[str | None]) -> None:
    good = GOOD[kind]
    (value,) = converted(kind, good)
    found = converted(kind, *[good if mark is None else mark for mark in marks])
    assert found == [value if mark is None else None for mark in marks]


@pytest.mark.parametrize("mark", ["?", "NULL", "-", "无"])
def test_text_keeps_its_words(mark: str) -> None:
    assert [converted(kind, mark) for kind in AS_WRITTEN] == [[mark], [mark]]


def test_a_word_of_the_vocabulary_keeps_its_meaning() -> None:
    assert converted(FieldKind.BOOLEAN, "有", "无", "?", "N/A") == [True, False, None, None]
    assert converted(FieldKind.CHOICE, "无", "N/A", vocabulary={"无": "none"}) == ["none", None]
    assert converted(FieldKind.CHOICE, "?", "x", is_open=True) == [None, "x"]
    mapped = Converter(Field("f", "F", FieldKind.CHOICE, vocabulary={"a": "a"}), vocabulary={"N/A": "a"})
    assert mapped.convert(["N/A", "-"]) == (["a", None], {})


def test_marks_do_not_hide_the_order_of_day_and_month() -> None:
    proposal = propose_layouts(["?", "03-04-2016 01:16", "29-2-2016 01:16", "NULL"])
    assert (proposal.layouts, proposal.order, proposal.unreadable) == (("DD-MM-YYYY",), "day", 0)
