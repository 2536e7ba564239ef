"""Regular analysis against plain counts over the same tickets."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Ticket
from complaints.selectors import By, RegionOutOfReach, monthly_rates, region_ranking, resolution_points
from complaints.selectors.regular import RegularSummary, open_after, regular_summary
from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import Day, IsoWeek, Month, Period
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, TODAY, Row, a_count_row, a_crm_row, an_eoms_row, imported
from tests.complaints.conftest import Province

MOST_QUERIES = 15
WEEK, MONTH, DAY = IsoWeek(2026, 43), Month(2026, 10), Day(date(2026, 10, 21))
CATEGORIES = ("质量→话音→信号弱", "手机上网", "WLAN", "短信", "神秘")
CAUSES = ("弱覆盖", "割接", "基站故障", "")


def summary(period: Any, **more: Any) -> RegularSummary:
    return regular_summary(EVERYWHERE, period=period, today=TODAY, **more)


def a_year_of_rows() -> list[Row]:
    """A complaint or more on every day from 1 October 2025 to 22 November 2026, in three places."""
    chance = random.Random(11)
    rows = []
    for offset in range((date(2026, 11, 22) - date(2025, 10, 1)).days + 1):
        day = date(2025, 10, 1) + timedelta(days=offset)
        for number in range(1 + chance.randrange(3)):
            done = day + timedelta(days=chance.choice((0, 2, 9, 45, 90)))
            place = chance.choice(({}, {"申告区县": "Hill"}, {"region": "Liuxi"}))
            more = {"结单日期": f"{done} 20:00:00"} if chance.random() < 0.8 else {}
            rows.append(
                a_crm_row(
                    f"C{offset}-{number}",
                    at=f"{day} 10:00:00",
                    category=chance.choice(CATEGORIES),
                    责任原因=chance.choice(CAUSES),
                    受理渠道=chance.choice(("热线", "营业厅", "")),
                    **place,
                    **more,
                )
            )
    return rows


@pytest.fixture
def year(province: Province) -> Province:
    imported("crm_tickets", a_year_of_rows())
    counts = [(f"{month}", place, 20_000) for month in ("2025-10", "2026-09", "2026-10") for place in ("Yunzhou", "Liuxi")]
    imported("subscribers", [a_count_row(*one) for one in counts])
    return province


def counted(period: Period, field: str) -> Counter[Any]:
    rows = Ticket.objects.filter(counted=True, accepted_on__gte=period.first_day, accepted_on__lte=period.last_day)
    return Counter(rows.values_list(field, flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("period", [DAY, WEEK, MONTH], ids=str)
def test_every_table_equals_a_plain_count_of_all_three_periods(year: Province, period: Any) -> None:
    found = summary(period)
    spans = (period, period.previous(), period.same_last_year())
    for by, field in ((By.CLASS, "service_class"), (By.TYPE, "complaint_type"), (By.CAUSE, "cause"), (By.CHANNEL, "channel")):
        plain = [counted(span, field) for span in spans]
        lines = found.lines[by]
        assert {line.key for line in lines} == set().union(*plain)
        assert all((line.complaints, line.before, line.last_year) == tuple(one[line.key] for one in plain) for line in lines)
    assert (found.total.complaints, found.total.before) == tuple(counted(span, "counted")[True] for span in spans[:2])


@pytest.mark.django_db
def test_a_month_has_the_rates_and_ranks_of_the_dashboards(year: Province) -> None:
    found = summary(MONTH)
    rates = monthly_rates(EVERYWHERE, first=MONTH, last=MONTH, today=TODAY)
    assert found.total.rate == rates.at(MONTH).rate  # type: ignore[union-attr]
    assert {line.key: line.rate for line in found.lines[By.CLASS]} == {
        key: rates.at(MONTH, key).rate  # type: ignore[union-attr]
        for key in rates.keys
        if key != "total" and rates.at(MONTH, key).complaints  # type: ignore[union-attr]
    }
    ranked = region_ranking(EVERYWHERE, month=MONTH, today=TODAY)
    assert [(line.place, line.region) for line in found.lines[By.REGION]] == [(one.place, one.region) for one in ranked]
    assert found.resolution == resolution_points(EVERYWHERE, first=MONTH, last=MONTH)


@pytest.mark.django_db
def test_a_day_is_divided_by_the_subscribers_of_its_month(year: Province) -> None:
    found = summary(DAY)
    assert (found.subscribers_of, found.is_borrowed) == (MONTH, False)
    assert found.total.complaints is not None
    assert found.total.rate == pytest.approx(found.total.complaints / 40_000 * 10_000)


@pytest.mark.django_db
def test_a_day_borrows_the_newest_subscribers_but_a_month_never_does(year: Province) -> None:
    day = summary(Day(date(2026, 11, 20)))
    assert (day.subscribers_of, day.is_borrowed) == (MONTH, True)
    assert day.total.rate is not None
    assert summary(Month(2026, 11)).total.rate is None


@pytest.mark.django_db
def test_a_part_of_a_period_is_compared_with_nothing(year: Province) -> None:
    found = summary(IsoWeek(2026, 48))
    assert not found.has_data
    week = summary(IsoWeek(2026, 47))
    assert not week.is_partial
    partial = regular_summary(EVERYWHERE, period=Month(2026, 11), today=TODAY)
    assert partial.is_partial
    assert (partial.total.change, partial.movers) == (None, ())


@pytest.mark.django_db
def test_a_period_without_any_ticket_is_unknown_and_not_zero(year: Province) -> None:
    found = summary(Day(date(2025, 9, 1)))
    assert (found.total.complaints, found.total.rate, found.has_data) == (None, None, False)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2025, 11, 30), date(2026, 6, 15), date(2026, 11, 22)])
def test_open_at_the_end_of_a_day_is_what_was_not_done_until_then(year: Province, day: date) -> None:
    done = {row.pk: row.resolved_at or row.closed_at for row in Ticket.objects.all()}
    expected = {
        row.pk
        for row in Ticket.objects.filter(accepted_on__lte=day).exclude(status__in=("closed", "resolved", "cancelled"), closed_at=None)
        if done[row.pk] is None or done[row.pk].astimezone(Day(day).end.tzinfo).date() > day  # type: ignore[union-attr]
    }
    assert set(Ticket.objects.filter(open_after(day)).values_list("pk", flat=True)) == expected
    assert summary(Day(day)).open_at_end == len(expected)


@pytest.mark.django_db
def test_a_jump_is_among_the_movers_and_steady_counts_are_not(province: Province) -> None:
    rows = [
        a_crm_row(f"{month}-{number}", at=f"{month}-{1 + number % (30 if month.endswith('09') else 31):02} 09:00:00", category=category)
        for month, voice in (("2026-08", 100), ("2026-09", 100), ("2026-10", 170))
        for category, count in (("话音", voice), ("短信", 100))
        for number in range(count)
    ]
    imported("crm_tickets", [{**row, "工单流水号": f"{row['工单流水号']}-{row['服务请求类别']}"} for row in rows])
    movers = summary(MONTH).movers
    assert {(one.line.by, one.line.key) for one in movers} >= {(By.CLASS, "voice"), (By.TYPE, "coverage")}
    assert not [one for one in movers if one.line.key == "messaging"]
    assert all(one.deviations > 2.58 for one in movers)


@pytest.mark.django_db
def test_a_matter_with_two_halves_counts_once(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", at="2026-10-21 08:00:00")])
    imported("eoms_tickets", [an_eoms_row("E1", crm="C1", at="2026-10-21 09:00:00")])
    assert summary(DAY).total.complaints == 1


@pytest.mark.django_db
def test_a_caller_sees_the_own_region_and_no_other(year: Province) -> None:
    access = access_of_user(a_user("noc_staff", at=year.liuxi), on=TODAY)
    own = regular_summary(access, period=MONTH, today=TODAY)
    assert own.total.complaints == counted(MONTH, "region__code")["NJ02"]
    with pytest.raises(RegionOutOfReach):
        regular_summary(access, period=MONTH, today=TODAY, region=year.yunzhou)


@pytest.mark.django_db
@pytest.mark.parametrize("period", [DAY, WEEK, MONTH], ids=str)
def test_a_summary_costs_a_bounded_number_of_queries(year: Province, period: Any) -> None:
    with CaptureQueriesContext(connection) as captured:
        summary(period)
    assert len(captured) <= MOST_QUERIES
