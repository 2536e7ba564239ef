"""The one data object: its figures, its way to JSON and back, and what counts as the same."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.sheets.domain.columns import Kind
from reports.domain.document import Column, Commentary, Exhibit, Figure, Paragraph, Row, Section, Value, figures, text_of
from reports.domain.encoding import UnknownForm, from_json, to_json
from reports.domain.sameness import digest_of, section_digest
from tests.reports.builders import a_document, a_row, a_section, an_exhibit

SAID = {"rates": Commentary("环比上升", "陈晓雯", "赵国强", "2026-11-02 09:30")}
VALUES = st.one_of(st.none(), st.integers(0, 10**9), st.floats(0, 1e6), st.text(max_size=20))


def test_every_number_is_a_figure_and_texts_are_not() -> None:
    found = figures(a_document())
    assert [figure.text for figure in found[:3]] == ["4.82", "4.33", "+11.3%"]
    assert [figure.text for figure in found[3:7]] == ["1,497", "4.33", "25.0%", "—"]


def test_a_figure_is_named_for_people_and_for_the_next_version() -> None:
    figure = figures(a_document())[3]
    assert figure == Figure(("rates", "months", "2026-09", "complaints"), ("投诉率", "各月投诉率", "2026-09", "投诉量"), 1497, "1,497")


@given(st.lists(st.tuples(VALUES, VALUES), max_size=5), st.text(max_size=50))
def test_a_document_survives_json(cells: list[tuple[Value, Value]], text: str) -> None:
    columns = (Column("name", "名称"), Column("number", "数", Kind.NUMBER, digits=1))
    exhibit = Exhibit("table", text, columns, tuple(Row(str(place), pair) for place, pair in enumerate(cells)), note=text)
    document = a_document(a_section(), Section("more", text, text, (Paragraph(text), exhibit))).with_commentary(SAID)
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_a_document_of_a_later_portal_is_not_misread() -> None:
    with pytest.raises(UnknownForm):
        from_json(to_json(a_document()) | {"form": 99})


def test_two_documents_that_say_the_same_have_one_digest_whenever_they_were_built() -> None:
    document = a_document()
    assert digest_of(document) == digest_of(replace(document, data_version=99, data_date="2026-12-01").with_commentary(SAID))


def test_one_other_figure_is_another_digest() -> None:
    other = a_section()
    changed = replace(other, blocks=(*other.blocks[:2], an_exhibit(a_row("2026-10", 1673, 4.82))))
    assert digest_of(a_document()) != digest_of(a_document(changed))
    assert section_digest(a_document(), "rates") != section_digest(a_document(changed), "rates")


@pytest.mark.parametrize(
    ("value", "kind", "signed", "text"),
    [
        (0.504, Kind.PERCENT, True, "+50.4%"),
        (-0.128, Kind.PERCENT, True, "−12.8%"),
        (0.25, Kind.PERCENT, False, "25.0%"),
        (None, Kind.RATE, False, "—"),
        (4.8166, Kind.RATE, False, "4.82"),
        (3468899, Kind.NUMBER, False, "3,468,899"),
    ],
)
def test_a_number_reads_one_way(value: Value, kind: Kind, signed: bool, text: str) -> None:
    assert text_of(value, kind=kind, is_signed=signed) == text


def test_charts_leave_totals_out() -> None:
    exhibit = an_exhibit(a_row("a", 1, 1.0), a_row("total", 1, 1.0, is_total=True))
    assert [row.key for row in exhibit.drawn.rows] == ["a"]
