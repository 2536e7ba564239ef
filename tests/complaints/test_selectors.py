import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.domain.history import PROVINCE_2011
from complaints.domain.rates import PER_MILLION
from complaints.models import MonthlyClassRollup, MonthTotal, SubscriberCount, Ticket
from complaints.permissions import ComplaintsPermission
from complaints.selectors import (
    By,
    RegionOutOfReach,
    Slice,
    cause_shares,
    class_cause_matrix,
    data_version,
    monthly_rates,
    newest_data_date,
    overview,
    region_ranking,
    resolution_points,
    search_tickets,
    shares,
    subscriber_history,
    ticket_page,
    tickets,
    trend,
    unmapped_words,
)
from complaints.services import annotate, enter_published_rate, load_province_2011, set_target
from portalkit.access.selectors import Access, access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW, TODAY, a_count_row, a_crm_row, an_eoms_row, imported, undone
from tests.complaints.conftest import Province

AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)


def rates(access: Access = EVERYWHERE, *, by: By = By.CLASS, first: Month = OCTOBER, last: Month = OCTOBER, **more: Any) -> Any:
    return monthly_rates(access, first=first, last=last, today=TODAY, by=by, **more)


def only_in(region: Region) -> Access:
    return access_of_user(a_user("noc_staff", at=region), on=TODAY)


@pytest.fixture
def october(province: Province) -> Province:
    """Four complaints in October, one in August, none in September; subscribers of both prefectures."""
    imported(
        "crm_tickets",
        [
            a_crm_row("C1", category="话音", 责任原因="弱覆盖", 受理渠道="热线"),
            a_crm_row("C2", category="手机上网", region="Liuxi", 责任原因="割接"),
            a_crm_row("C3", category="手机上网", 申告区县="Hill", at="2026-10-31 10:00:00"),
            a_crm_row("C4", category="家庭宽带", at="2026-10-20 10:00:00", 责任原因="神秘"),
            a_crm_row("C5", at="2026-08-15 10:00:00"),
        ],
    )
    imported("subscribers", [a_count_row("2026-10", "Yunzhou", 20_000), a_count_row("2026-10", "Liuxi", 30_000)])
    return province


def test_rates_by_class_bring_the_total_and_what_is_unmapped(october: Province) -> None:
    found = {row.key: (row.complaints, row.subscribers, row.rate) for row in rates().rows}
    assert found == {
        "total": (4, 50_000, pytest.approx(0.8)),
        "voice": (1, 50_000, pytest.approx(0.2)),
        "internet": (2, 50_000, pytest.approx(0.4)),
        "messaging": (0, 50_000, 0.0),
        "other": (0, 50_000, 0.0),
        "unmapped": (1, 50_000, pytest.approx(0.2)),
    }


def test_a_month_without_any_data_is_no_month_of_nought(october: Province) -> None:
    september = rates(first=AUGUST).at(SEPTEMBER)
    assert (september.complaints, september.rate, september.has_data) == (None, None, False)


def test_without_subscribers_there_is_no_rate_and_the_count_still_shows(october: Province) -> None:
    august = rates(first=AUGUST, last=AUGUST).at(AUGUST)
    assert (august.complaints, august.subscribers, august.rate, august.interval) == (1, None, None, None)


def test_rates_by_region_are_ratios_of_sums_over_each_subtree(october: Province) -> None:
    found = {row.key: (row.complaints, row.subscribers) for row in rates(by=By.REGION).rows}
    assert found == {"total": (4, 50_000), "NJ01": (3, 20_000), "NJ02": (1, 30_000)}
    assert {row.key: row.complaints for row in rates(by=By.REGION, region=october.yunzhou).rows} == {"total": 3, "NJ0101": 1, "NJ01": 2}


def test_one_part_without_subscribers_leaves_the_whole_without_a_rate(october: Province) -> None:
    SubscriberCount.objects.filter(region=october.liuxi).delete()
    found = {row.key: row.rate for row in rates(by=By.REGION).rows}
    assert found == {"total": None, "NJ01": pytest.approx(1.5), "NJ02": None}


def test_a_class_with_its_own_subscribers_is_divided_by_them(october: Province) -> None:
    imported(
        "subscribers", [a_count_row("2026-10", "Nanjiang", 50_000), a_count_row("2026-10", "Nanjiang", 10_000, service_class="互联网")]
    )
    found = {row.key: row.subscribers for row in rates().rows}
    assert (found["total"], found["internet"], found["voice"]) == (50_000, 10_000, 50_000)


def test_other_dimensions_list_what_occurs_most_first(october: Province) -> None:
    assert [(row.key, row.complaints) for row in rates(by=By.CAUSE).rows] == [
        ("total", 4),
        ("cutover", 1),
        ("unmapped", 1),
        ("unstated", 1),
        ("weak_coverage", 1),
    ]
    assert rates(by=By.TYPE).keys == ("total", "mobile_internet", "coverage", "unmapped")


def test_a_slice_narrows_every_figure(october: Province) -> None:
    assert rates(only=Slice(cause="cutover")).at(OCTOBER).complaints == 1
    assert rates(by=By.REGION, only=Slice(service_class="internet")).at(OCTOBER, "NJ01").complaints == 1
    assert rates(by=By.TOTAL, only=Slice(channel="热线")).at(OCTOBER).complaints == 1


def test_both_units_come_from_the_same_counts(october: Province) -> None:
    assert rates(per=PER_MILLION).at(OCTOBER).rate == pytest.approx(80)


def test_a_month_is_partial_until_it_is_over_and_where_it_falls_silent(province: Province) -> None:
    rows = [a_crm_row(f"C{day}{number}", at=f"2026-09-{day:02} 10:00:00") for day in range(1, 11) for number in range(3)]
    rows += [a_crm_row(f"D{day}", at=f"2026-10-{day:02} 10:00:00") for day in range(1, 32)]
    rows += [a_crm_row(f"N{day}", at=f"2026-11-{day:02} 10:00:00") for day in range(1, 23)]
    imported("crm_tickets", rows)
    found = rates(first=SEPTEMBER, last=Month(2026, 11), by=By.TOTAL)
    assert [row.is_partial for row in found.rows] == [True, False, True]


def test_a_caller_sees_the_own_regions_figures_only(october: Province) -> None:
    access = only_in(october.liuxi)
    total = rates(access).at(OCTOBER)
    assert (total.complaints, total.subscribers) == (1, 30_000)
    assert [region.code for region in rates(access).regions] == ["NJ02"]
    assert rates(access, by=By.REGION).keys == ("total", "NJ02")
    with pytest.raises(RegionOutOfReach):
        rates(access, region=october.yunzhou)
    with pytest.raises(RegionOutOfReach):
        overview(access, month=OCTOBER, today=TODAY, region=october.whole)


def test_published_figures_stand_beside_the_computed_ones_and_are_never_summed(province: Province) -> None:
    load_province_2011(region=province.whole, by=SYSTEM, now=NOW)
    found = rates(first=Month(2011, 4), last=Month(2011, 9))
    april = found.at(Month(2011, 4))
    assert (april.complaints, april.rate, april.published.value) == (None, None, Decimal("13.67"))
    for figure in PROVINCE_2011:
        row = found.at(Month(figure.month.year, figure.month.month), figure.service_class)
        assert row.published.value == figure.value
    without_total = Month(2011, 10)
    enter_published_rate(month=without_total, region=province.whole, service_class="voice", value=Decimal("3.1"), by=SYSTEM, now=NOW)
    assert rates(first=without_total, last=without_total).at(without_total).published is None


def test_tickets_that_reproduce_the_2011_series_give_the_printed_rates(province: Province) -> None:
    """The roll-ups are set, since forty thousand tickets a month would show nothing more."""
    subscribers = 31_000_000
    words = {"voice": "voice", "internet": "internet", "messaging": "messaging", "other": "other"}
    for figure in PROVINCE_2011:
        complaints = round(float(figure.value) * subscribers / 10_000)
        if figure.service_class in words:
            _rolled_up(province.whole, figure.month, figure.service_class, complaints)
            continue
        SubscriberCount.objects.create(month=figure.month, region=province.whole, service_class="total", subscribers=subscribers)
    found = rates(first=Month(2011, 4), last=Month(2011, 9))
    for figure in PROVINCE_2011:
        if figure.service_class in words:
            row = found.at(Month(figure.month.year, figure.month.month), figure.service_class)
            assert f"{row.rate:.2f}" == str(figure.value)


def test_the_trend_has_every_month_and_the_events_that_concern_the_region(october: Province) -> None:
    annotate(day=date(2026, 10, 9), label="割接", by=SYSTEM, now=NOW, region=october.liuxi)
    annotate(day=date(2026, 9, 9), label="全省", by=SYSTEM, now=NOW)
    whole = trend(EVERYWHERE, last=OCTOBER, today=TODAY)
    assert (len(whole.months), whole.months[0], [mark.label for mark in whole.annotations]) == (24, Month(2024, 11), ["全省", "割接"])
    part = trend(EVERYWHERE, last=OCTOBER, today=TODAY, region=october.yunzhou)
    assert [mark.label for mark in part.annotations] == ["全省"]


def test_the_ranking_puts_the_highest_rate_first_and_no_rate_last(october: Province) -> None:
    found = region_ranking(EVERYWHERE, month=OCTOBER, today=TODAY)
    assert [(row.place, row.region.code) for row in found] == [(1, "NJ01"), (2, "NJ02")]
    SubscriberCount.objects.filter(region=october.yunzhou).delete()
    found = region_ranking(EVERYWHERE, month=OCTOBER, today=TODAY)
    assert [(row.place, row.region.code) for row in found] == [(1, "NJ02"), (None, "NJ01")]


def test_shares_and_the_matrix_add_up(october: Province) -> None:
    found = cause_shares(EVERYWHERE, first=OCTOBER, last=OCTOBER)
    assert found.total == sum(share.complaints for share in found.causes) == sum(share.complaints for share in found.sides) == 4
    assert {share.key: share.side for share in found.causes}["weak_coverage"] == "beyond_control"
    matrix = class_cause_matrix(EVERYWHERE, first=OCTOBER, last=OCTOBER)
    assert matrix.cells["internet", "cutover"] == 1
    assert sum(matrix.cells.values()) == matrix.total == sum(row.complaints for row in matrix.rows)
    assert [share.key for share in shares(EVERYWHERE, first=OCTOBER, last=OCTOBER, by=By.CHANNEL)] == ["", "热线"]
    with pytest.raises(ValueError, match="two different"):
        class_cause_matrix(EVERYWHERE, first=OCTOBER, last=OCTOBER, rows=By.REGION)


def test_resolution_points_are_those_of_the_tickets(province: Province) -> None:
    rows = [
        a_crm_row(f"C{hours}", at="2026-10-01 00:00:00", 结单日期=f"2026-10-{1 + hours // 24:02} {hours % 24:02}:00:00")
        for hours in range(1, 101)
    ]
    imported("crm_tickets", rows)
    points = resolution_points(EVERYWHERE, first=OCTOBER, last=OCTOBER)
    assert points.tickets == 100
    assert points.eighty == pytest.approx(80 * 3600, rel=0.02)
    assert points.ninety_five == pytest.approx(95 * 3600, rel=0.02)
    assert resolution_points(EVERYWHERE, first=SEPTEMBER, last=SEPTEMBER).eighty is None


def test_the_overview_compares_the_month_with_before_with_last_year_and_with_the_target(october: Province) -> None:
    imported("crm_tickets", [a_crm_row("Y1", at="2025-10-05 10:00:00"), a_crm_row("S1", at="2026-09-05 10:00:00")])
    imported("subscribers", [a_count_row("2026-09", "Nanjiang", 50_000), a_count_row("2025-10", "Nanjiang", 50_000)])
    set_target(region=october.whole, first_month=Month(2026, 1), value=Decimal("0.7"), by=SYSTEM, now=NOW)
    page = overview(EVERYWHERE, month=OCTOBER, today=TODAY, region=october.whole)
    assert (page.total.change, page.total.change_on_year) == (pytest.approx(3.0), pytest.approx(3.0))
    assert (page.total.target, page.total.meets_target) == (0.7, False)
    assert [line.now.key for line in page.classes] == ["voice", "internet", "messaging", "other", "unmapped"]
    assert page.newest_day == newest_data_date(EVERYWHERE) == date(2026, 10, 31)
    assert page.version == data_version()


def test_no_selector_asks_more_when_there_is_more(october: Province) -> None:
    def asked(last: Month) -> list[int]:
        found = []
        for call in (
            lambda: rates(first=Month(2026, 8), last=last),
            lambda: rates(first=Month(2026, 8), last=last, by=By.REGION),
            lambda: overview(EVERYWHERE, month=last, today=TODAY, region=october.whole),
            lambda: trend(EVERYWHERE, last=last, today=TODAY),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                call()
            found.append(len(queries))
        return found

    before = asked(OCTOBER)
    imported("crm_tickets", [a_crm_row(f"M{number}", region="Liuxi" if number % 2 else "Yunzhou") for number in range(40)])
    assert asked(Month(2026, 11)) == before == [5, 5, 11, 6]


def test_a_ticket_page_joins_both_halves_and_hides_what_is_out_of_reach(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", region="Yunzhou")])
    imported(
        "eoms_tickets",
        [an_eoms_row("E2", crm="C1", region="Liuxi", at="2026-10-06 08:00:00"), an_eoms_row("E1", crm="C1", region="Yunzhou")],
    )
    page = ticket_page(EVERYWHERE, system="crm", ticket_id="C1")
    assert (page.ticket.ticket_id, page.crm.ticket_id, [half.ticket_id for half in page.eoms]) == ("C1", "C1", ["E1", "E2"])
    assert not page.has_hidden
    mine = ticket_page(only_in(province.liuxi), system="eoms", ticket_id="E2")
    assert (mine.crm, [half.ticket_id for half in mine.eoms], mine.has_hidden) == (None, ["E2"], True)
    with pytest.raises(Ticket.DoesNotExist):
        ticket_page(only_in(province.liuxi), system="crm", ticket_id="C1")


def test_search_finds_by_number_crm_number_and_the_whole_telephone_number(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("EOMS-17", crm="C99", 故障号码="13812345678"), an_eoms_row("EOMS-18", region="Liuxi")])
    for text in ("EOMS-17", "C99", "138 1234 5678"):
        assert [ticket.ticket_id for ticket in search_tickets(EVERYWHERE, text)] == ["EOMS-17"]
    assert len(search_tickets(EVERYWHERE, "EOMS-1")) == 2
    assert search_tickets(EVERYWHERE, "1381234") == ()
    assert search_tickets(EVERYWHERE, "E") == ()
    assert search_tickets(only_in(province.liuxi), "13812345678") == ()


def test_a_revised_count_keeps_what_it_was(province: Province) -> None:
    imported("subscribers", [a_count_row("2026-10", "Yunzhou", 100)])
    change = imported("subscribers", [a_count_row("2026-10", "Yunzhou", 120)])
    count = SubscriberCount.objects.get()
    assert (count.subscribers, count.revision) == (120, 2)
    assert [(revision.number, revision.subscribers, revision.is_current) for revision in subscriber_history(count)] == [
        (1, 100, False),
        (2, 120, True),
    ]
    undone(change)
    count.refresh_from_db()
    assert (count.subscribers, count.revision, len(subscriber_history(count))) == (100, 1, 1)


def test_unmapped_words_are_listed_for_the_steward(october: Province) -> None:
    assert {(word.table, word.path, word.tickets) for word in unmapped_words(EVERYWHERE)} == {
        ("category", "家庭宽带", 1),
        ("cause", "神秘", 1),
    }


def test_the_ticket_list_is_the_callers_and_newest_first(october: Province) -> None:
    assert next(ticket.ticket_id for ticket in tickets(EVERYWHERE)) == "C3"
    assert [ticket.ticket_id for ticket in tickets(only_in(october.liuxi))] == ["C2"]
    assert tickets(EVERYWHERE, region=october.hill).count() == 1


def test_the_command_prints_what_the_selector_says(october: Province) -> None:
    document = command("--from", "2026-08", "--to", "2026-10", "--by", "region", "--per", "1000000")
    assert (document["from"], document["to"], document["by"], document["per"], document["region"]) == (
        "2026-08",
        "2026-10",
        "region",
        1_000_000,
        None,
    )
    row = next(row for row in document["rows"] if (row["month"], row["key"]) == ("2026-10", "NJ02"))
    assert (row["complaints"], row["subscribers"], row["rate"], row["partial"]) == (1, 30_000, pytest.approx(33.333, abs=0.001), False)
    assert row["interval"] == [pytest.approx(0.844, abs=0.001), pytest.approx(185.72, abs=0.01)]
    august = next(row for row in document["rows"] if (row["month"], row["key"]) == ("2026-08", "NJ02"))
    assert (august["complaints"], august["rate"], august["interval"]) == (0, None, None)


def test_the_command_shows_published_figures_of_months_without_data(province: Province) -> None:
    load_province_2011(region=province.whole, by=SYSTEM, now=NOW)
    document = command("--from", "2011-04", "--to", "2011-09", "--region", "NJ")
    figures = {(row["month"], row["key"]): row["published"] for row in document["rows"]}
    assert (figures["2011-04", "total"], figures["2011-09", "voice"], len(figures)) == (13.67, 2.8, 30)


def test_the_command_refuses_an_unknown_region_and_a_wrong_order(province: Province) -> None:
    with pytest.raises(CommandError, match="no region"):
        command("--from", "2011-04", "--to", "2011-09", "--region", "XX")
    with pytest.raises(CommandError, match="before"):
        command("--from", "2011-09", "--to", "2011-04")


def command(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("complaint_rates", *arguments, "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue().strip().splitlines()[-1])
    return document


def _rolled_up(region: Region, month: date, service_class: str, complaints: int) -> None:
    MonthlyClassRollup.objects.create(
        month=month, region=region, service_class=service_class, complaints=complaints, first_on=month, last_on=month.replace(day=28)
    )
    MonthTotal.objects.update_or_create(
        month=month, defaults={"complaints": complaints, "first_on": month, "last_on": month.replace(day=28)}
    )


def test_reading_needs_the_permission(october: Province) -> None:
    nobody = access_of_user(a_user(), on=TODAY)
    assert rates(nobody).at(OCTOBER).complaints == 0
    assert not tickets(nobody).exists()
    assert str(ComplaintsPermission.VIEW) not in nobody.paths
