"""What a report says of its period, from the figures of complaints."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from complaints.models import DailyRollup, Ticket
from complaints.selectors import By, RegionOutOfReach, daily_counts, daily_matrix, overview
from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import Day, IsoWeek, Month
from reports.domain.document import Document, Exhibit, Row
from reports.selectors.documents import build_document
from reports.selectors.sections import SECTIONS
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, a_crm_row, imported
from tests.complaints.conftest import Province

from .builders import OCTOBER

TODAY = date(2026, 11, 23)


def built(region: Any, *, kind: str = "monthly", period: Any = OCTOBER, language: str = "en", today: date = TODAY) -> Document:
    return build_document(kind=kind, period=period, region=region, language=language, today=today)


def exhibit(document: Document, section: str, key: str) -> Exhibit:
    found = document.section(section)
    assert found is not None
    return next(one for one in found.exhibits if one.key == key)


def row(found: Exhibit, key: str) -> Row:
    return next(one for one in found.rows if one.key == key)


def test_a_monthly_report_has_its_sections_in_order(october: Province) -> None:
    keys = [section.key for section in built(october.whole).sections]
    assert keys == ["summary", "rates", "movers", "judgement", "regions", "causes", "matrix", "quality", "repeats", "supervision", "basis"]


def test_the_month_reads_as_on_the_overview(october: Province) -> None:
    document = built(october.whole)
    found = overview(EVERYWHERE, month=OCTOBER, today=TODAY, region=october.whole)
    months = exhibit(document, "rates", "months")
    cells = dict(zip([column.key for column in months.columns], row(months, "2024-10").cells, strict=True))
    now = found.total.now
    assert (cells["complaints"], cells["subscribers"], cells["rate"]) == (now.complaints, now.subscribers, now.rate)
    assert cells["published"] == 2.51
    assert document.section("summary").finding == "10 complaints, 2.50 per 10,000 subscribers, up 400.0% against the month before"  # type: ignore[union-attr]


def test_the_report_of_a_prefecture_holds_only_its_own(october: Province) -> None:
    document = built(october.yunzhou)
    ranking = exhibit(document, "regions", "ranking")
    assert "Liuxi" not in str(document)
    assert [one.key for one in ranking.rows][-1] == "total"
    assert (document.region_label, built(october.whole).region_label) == ("Yunzhou", "Whole province")


def test_a_report_without_subscribers_has_complaints_and_dashes(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", at="2024-10-05 08:00:00"), a_crm_row("C2", at="2024-10-30 08:00:00")])
    document = built(province.whole)
    assert row(exhibit(document, "rates", "months"), "2024-10").cells[1:4] == (2, None, None)
    assert "no rate" in document.section("summary").finding  # type: ignore[union-attr]


def test_a_month_without_data_is_unknown_and_says_so(october: Province) -> None:
    document = built(october.whole, period=Month(2023, 1))
    assert document.is_empty
    assert "unknown, not zero" in document.notice
    assert [section.key for section in document.sections] == ["basis"]


def test_a_month_that_is_not_over_is_marked_and_compared_with_nothing(province: Province) -> None:
    imported("crm_tickets", [a_crm_row(f"C{day}", at=f"2026-11-{day:02} 08:00:00") for day in range(1, 21)])
    document = built(province.whole, period=Month(2026, 11))
    assert document.is_partial
    assert "not complete" in document.notice
    assert row(exhibit(document, "rates", "months"), "2026-11").is_partial
    assert "against" not in document.section("summary").finding  # type: ignore[union-attr]


def test_texts_are_in_the_language_asked_for_whatever_the_reader_has(october: Province) -> None:
    with translation.override("en"):
        document = built(october.whole, language="zh-hans")
    assert (document.title, document.region_label) == ("网络投诉月报", "全省")


def test_causes_add_up_to_all_complaints(october: Province) -> None:
    document = built(october.whole)
    causes, sides = exhibit(document, "causes", "causes"), exhibit(document, "causes", "sides")
    assert sum(value or 0 for value in causes.numbers("complaints")) == sum(value or 0 for value in sides.numbers("complaints")) == 10
    assert causes.numbers("cumulative")[-1] == 1


def test_the_matrix_adds_up_both_ways(october: Province) -> None:
    found = exhibit(built(october.whole), "matrix", "matrix")
    for one in found.rows:
        assert sum(value for value in one.cells[1:-1] if isinstance(value, int)) == one.cells[-1]


def test_a_week_counts_its_days_and_compares_with_the_week_before(october: Province) -> None:
    document = built(october.whole, kind="weekly", period=IsoWeek(2024, 40))
    days = exhibit(document, "counts", "days")
    assert days.numbers("total") == (1, 1, 1, 1, 1, 0, 0)
    assert row(exhibit(document, "counts", "earlier"), "2024-W40").cells[1] == 5
    assert document.section("summary").finding.startswith("5 complaints")  # type: ignore[union-attr]


def test_a_day_is_measured_by_its_weekday(province: Province) -> None:
    rows = [a_crm_row(f"C{day}-{number}", at=f"2024-10-{day:02} 08:00:00") for day in range(1, 31) for number in range(4)]
    rows += [a_crm_row(f"X{number}", at="2024-10-30 09:00:00") for number in range(4)]
    imported("crm_tickets", rows)
    document = built(province.whole, kind="daily", period=Day(date(2024, 10, 30)))
    usual = next(item for item in document.section("summary").blocks[0].items if item.key == "usual")  # type: ignore[union-attr]
    assert (usual.value, usual.text, usual.note) == (1.0, "+100.0%", "mean 4.0")
    assert document.section("summary").finding == "8 complaints, up 100.0% against the day before"  # type: ignore[union-attr]


def test_a_day_after_the_newest_data_is_unknown(october: Province) -> None:
    assert built(october.whole, kind="daily", period=Day(date(2024, 11, 5))).is_empty


def test_a_day_of_silence_that_cannot_be_chance_is_unknown_and_makes_its_week_partial(province: Province) -> None:
    rows = [a_crm_row(f"C{day}-{number}", at=f"2024-10-{day:02} 08:00:00") for day in range(1, 31) if day != 23 for number in range(12)]
    imported("crm_tickets", rows)
    week = built(province.whole, kind="weekly", period=IsoWeek(2024, 43))
    assert exhibit(week, "counts", "days").numbers("total")[2] is None
    assert week.is_partial


def test_counts_by_day_equal_a_count_of_the_tickets(october: Province) -> None:
    first, last = date(2024, 9, 1), date(2024, 10, 31)
    counts = daily_counts(EVERYWHERE, first=first, last=last, by=By.CLASS, today=TODAY, region=october.whole)
    for day in (date(2024, 10, 1), date(2024, 10, 31), date(2024, 10, 5)):
        assert counts.on(day) == Ticket.objects.filter(counted=True, accepted_on=day).count()
    assert counts.during(Month(2024, 10).days()) == 10
    matrix = daily_matrix(EVERYWHERE, first=first, last=last, rows=By.CLASS, columns=By.CAUSE, region=october.whole)
    assert matrix.total == sum(DailyRollup.objects.values_list("complaints", flat=True)) == 12


def test_counts_by_day_stay_within_the_callers_regions(october: Province) -> None:
    access = access_of_user(a_user("noc_staff", at=october.liuxi), on=TODAY)
    counts = daily_counts(access, first=date(2024, 10, 1), last=date(2024, 10, 31), by=By.REGION, today=TODAY)
    assert set(counts.keys) <= {"NJ02"}
    with pytest.raises(RegionOutOfReach):
        daily_counts(access, first=TODAY, last=TODAY, by=By.CLASS, today=TODAY, region=october.whole)


def test_charts_of_one_page_have_different_keys(october: Province) -> None:
    for kind, period in (("monthly", OCTOBER), ("weekly", IsoWeek(2024, 40)), ("daily", Day(date(2024, 10, 2)))):
        document = built(october.whole, kind=kind, period=period)
        keys = [chart.key for section in document.sections for one in section.exhibits for chart in one.charts]
        assert len(keys) == len(set(keys)) > 2


def test_every_row_has_a_value_for_every_column(october: Province) -> None:
    for kind, period in (("monthly", OCTOBER), ("weekly", IsoWeek(2024, 40)), ("daily", Day(date(2024, 10, 2)))):
        for section in built(october.whole, kind=kind, period=period).sections:
            for one in section.exhibits:
                assert all(len(cells.cells) == len(one.columns) for cells in one.rows)
                assert len({cells.key for cells in one.rows}) == len(one.rows)


def test_sections_are_a_list_that_grows_by_one_line() -> None:
    assert all(build.__name__ == "build" for build in SECTIONS)
