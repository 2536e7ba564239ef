"""Periods, names of files, texts, axes and drawings."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.periods.domain.calendar import Day, IsoWeek, Month, NotAPeriod
from reports.domain import palette
from reports.domain.document import ChartKind
from reports.domain.drawing import Rect, Text, draw
from reports.domain.kinds import ReportKind, last_over, period_of, periods_up_to
from reports.domain.naming import report_file_name
from reports.domain.scales import SMALLEST, round_step, scale_of
from reports.domain.texts import LONGEST, TextTooLong, cleaned
from tests.reports.builders import a_row, an_exhibit

TOKENS = Path(__file__).resolve().parents[3] / "portalkit/ui/static/ui/css/tokens.css"


@pytest.mark.parametrize(
    ("kind", "period", "name"),
    [
        ("monthly", "2026-10", "网络投诉月报_2026-10_全省_v3.xlsx"),
        ("weekly", "2026-W41", "网络投诉周报_2026-W41_全省_v3.xlsx"),
        ("daily", "2026-10-05", "网络投诉日报_2026-10-05_全省_v3.xlsx"),
    ],
)
def test_files_are_named_for_people(kind: str, period: str, name: str) -> None:
    assert report_file_name(kind=kind, period=period, region="全省", number=3, language="zh-hans", file_format="xlsx") == name


def test_a_file_name_in_english_has_no_blanks_and_no_path() -> None:
    name = report_file_name(kind="monthly", period="2026-10", region="Whole province/../x", number=1, language="en", file_format="pdf")
    assert name == "Network-complaints-monthly_2026-10_Whole-province_.._x_v1.pdf"


def test_a_period_belongs_to_one_kind_of_report() -> None:
    assert period_of("weekly", "2026-W41") == IsoWeek(2026, 41)
    for kind, text in (("weekly", "2026-10"), ("monthly", "2026-10-05"), ("daily", "2026-W41"), ("daily", "2026"), ("monthly", "x")):
        with pytest.raises(NotAPeriod):
            period_of(kind, text)


def test_the_newest_period_that_is_over_is_the_one_before_today() -> None:
    today = date(2026, 11, 2)
    assert last_over(ReportKind.DAILY, today) == Day(date(2026, 11, 1))
    assert last_over(ReportKind.WEEKLY, today) == IsoWeek(2026, 44)
    assert last_over(ReportKind.MONTHLY, today) == Month(2026, 10)
    assert periods_up_to(Month(2026, 2), count=3) == (Month(2025, 12), Month(2026, 1), Month(2026, 2))


def test_hidden_direction_marks_go_and_words_of_other_scripts_stay() -> None:
    assert cleaned("a\u202eb \u2067مرحبا\u2069\x00\r\n\r\n\r\n\r\nc  ") == "ab مرحبا\ufffd\n\nc"


def test_a_text_of_twenty_thousand_characters_fits_and_one_more_does_not() -> None:
    assert len(cleaned("字" * LONGEST)) == LONGEST
    with pytest.raises(TextTooLong):
        cleaned("字" * (LONGEST + 1))
    with pytest.raises(TextTooLong):
        cleaned("字" * 10 * LONGEST)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=20))
def test_an_axis_holds_every_value_and_wastes_less_than_half(values: list[float | None]) -> None:
    scale = scale_of(values)
    known = [value for value in values if value is not None]
    largest = max(known, default=0)
    assert scale.ticks[0] == 0
    assert scale.top >= largest * (1 - 1e-9)
    assert largest < SMALLEST or scale.top <= largest * 2 + 1e-9
    assert 2 <= len(scale.ticks) <= 7


@given(st.floats(1e-6, 1e9))
def test_a_step_is_round_and_not_too_small(least: float) -> None:
    step = round_step(least)
    assert step >= least * (1 - 1e-9)
    assert step <= least * 2.5 * (1 + 1e-9)


@pytest.mark.parametrize("kind", ChartKind)
def test_every_kind_of_chart_is_drawn_within_its_sheet(kind: ChartKind) -> None:
    rows = [a_row("2026-08", None, None), a_row("2026-09", 1497, 4.33), a_row("2026-10", 1672, 4.82, is_partial=True)]
    exhibit = an_exhibit(*rows, kind=kind, share="share" if kind is ChartKind.PARETO else "", target=5.5, target_label="目标 5.50")
    drawing = draw(exhibit, exhibit.charts[0], width=480)
    for shape in drawing.shapes:
        if isinstance(shape, Rect):
            assert shape.x >= -0.01
            assert shape.x + shape.width <= 480.01
            assert -0.01 <= shape.y <= shape.y + shape.height <= drawing.height + 0.01


def test_values_on_bars_read_as_they_do_in_the_table() -> None:
    exhibit = an_exhibit(kind=ChartKind.RANKING)
    texts = {shape.text for shape in draw(exhibit, exhibit.charts[0], width=480).shapes if isinstance(shape, Text)}
    assert {"4.33", "4.82"} <= texts


def test_a_chart_without_any_value_is_drawn_empty() -> None:
    for kind in ChartKind:
        exhibit = an_exhibit(a_row("2026-10", None, None), kind=kind)
        assert draw(exhibit, exhibit.charts[0], width=480).height > 0


def test_files_have_the_colours_of_the_pages() -> None:
    light = TOKENS.read_text(encoding="utf-8").split("@media screen")[0]
    for number, colour in enumerate(palette.SERIES, start=1):
        assert f"--series-{number}: {colour};" in light
    for number, colour in enumerate(palette.HEAT):
        assert f"--heat-{number}: {colour};" in light
