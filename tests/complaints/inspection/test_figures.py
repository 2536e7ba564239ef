"""Quality in figures: sums, rows and lists agree; nobody sees beyond the own regions."""

import json
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import Client

from complaints.filters.inspection import FINDING_FILTERS
from complaints.filters.tickets import TICKET_FILTERS
from complaints.models import Finding
from complaints.permissions import ComplaintsPermission
from complaints.selectors import RegionOutOfReach, tickets
from complaints.selectors.inspection import findings, quality_analysis, quality_summary
from complaints.services.inspection import conclude, inspect_everything, judge_finding
from portalkit.access.selectors import access_of_user
from portalkit.imports.models import ImportBatch
from portalkit.periods.domain.calendar import Day, IsoWeek, Month, Span
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW, TODAY
from tests.complaints.conftest import Province
from tests.complaints.views.builders import a_client

from .builders import an_answered_row, import_answered, ticket

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture
def inspected(province: Province) -> Province:
    import_answered(
        an_answered_row("E1", 处理部门="甲", 问题原因一级="其它"),
        an_answered_row("E2", 处理部门="甲", 申告区县="Hill", 处理说明="传输中断，近期整改。", 投诉是否解决="否"),
        an_answered_row("E3", 处理部门="乙", region="Liuxi"),
        an_answered_row("E4", 处理部门="乙", region="Liuxi", at="2026-09-20 08:00:00", 派单时间="", 问题原因一级="其它"),
    )
    inspect_everything(now=NOW)
    return province


def test_the_month_from_sums_is_the_month_from_rows(inspected: Province) -> None:
    person = a_user("supervisor", at=inspected.whole)
    judge_finding(finding=Finding.objects.get(ticket__ticket_id="E1"), is_confirmed=False, by=person.actor, now=NOW)
    month = quality_summary(EVERYWHERE, period=OCTOBER)
    days = quality_summary(EVERYWHERE, period=Span(OCTOBER.first_day, OCTOBER.last_day.replace(day=30)))
    assert (month.total, month.rules, month.departments) == (days.total, days.rules, days.departments)


def test_the_summary_counts_what_was_inspected_found_and_returned(inspected: Province) -> None:
    person = a_user("supervisor", at=inspected.whole)
    conclude(ticket=ticket("E1"), is_passed=False, opinion="补充原因", by=person.actor, now=NOW)
    found = quality_summary(EVERYWHERE, period=OCTOBER)
    assert (found.tickets, found.with_findings, found.findings, found.returned) == (3, 2, 3, 1)
    assert found.mean_score == pytest.approx((85 + 65 + 100) / 3)
    assert {one.rule: (one.findings, one.share) for one in found.rules} == {
        "cause_other": (1, 1 / 3),
        "vague_time": (1, 1 / 3),
        "field_missing": (1, 1 / 3),
    }
    assert [(one.label, one.tickets, one.mean_score) for one in found.departments] == [("甲", 2, 75), ("乙", 1, 100)]
    assert (found.total.other_share, found.total.solved_share) == (1 / 3, 2 / 3)


@pytest.mark.parametrize(("period", "count"), [(Day(TODAY), 0), (Day(OCTOBER.first_day.replace(day=5)), 3), (IsoWeek(2026, 41), 3)])
def test_a_day_and_a_week_are_summed_up_too(inspected: Province, period: Day | IsoWeek, count: int) -> None:
    found = quality_summary(EVERYWHERE, period=period)
    assert found.tickets == count
    assert (found.mean_score is None) is (count == 0)


def test_a_region_stands_for_its_subtree_and_a_foreign_one_does_not_exist(inspected: Province) -> None:
    assert quality_summary(EVERYWHERE, period=OCTOBER, region=inspected.yunzhou).tickets == 2
    assert quality_summary(EVERYWHERE, period=OCTOBER, region=inspected.hill).tickets == 1
    local = access_of_user(a_user("noc_staff", at=inspected.liuxi), on=TODAY)
    assert quality_summary(local, period=OCTOBER).tickets == 1
    with pytest.raises(RegionOutOfReach):
        quality_summary(local, period=OCTOBER, region=inspected.yunzhou)


def test_the_analysis_spreads_findings_over_departments_regions_and_months(inspected: Province) -> None:
    found = quality_analysis(EVERYWHERE, month=OCTOBER, region=inspected.whole)
    assert found.by_department == {("甲", "cause_other"): 1, ("甲", "vague_time"): 1, ("甲", "field_missing"): 1}
    assert found.by_region == {("NJ01", "cause_other"): 1, ("NJ01", "vague_time"): 1, ("NJ01", "field_missing"): 1}
    assert [(one.key, one.tickets) for one in found.regions] == [("NJ01", 2), ("NJ02", 1)]
    assert [(str(month), one.tickets) for month, one in found.trend[-2:]] == [("2026-09", 1), ("2026-10", 3)]
    assert found.before.tickets == 1


def test_every_mark_leads_to_as_many_findings_as_it_shows(inspected: Province) -> None:
    page = a_client(a_user("supervisor", at=inspected.whole)).get("/complaints/quality/", {"month": "2026-10"})
    assert page.status_code == 200
    rules = page.context["charts"][0]
    for row, link in zip(rules.rows, rules.row_links, strict=True):
        assert _behind(link) == row[1]
    for heat in page.context["charts"][3:]:
        for row, link in zip(heat.rows, heat.row_links, strict=True):
            assert _behind(link) == round(sum(cell or 0 for cell in row[3:]) * row[1] / 100)


def test_the_ticket_list_is_narrowed_to_what_a_rule_found(inspected: Province) -> None:
    def found_by(rule: str) -> list[str]:
        bound = TICKET_FILTERS.bind(QueryDict(f"finding={rule}"), access=EVERYWHERE, permission=ComplaintsPermission.VIEW)
        return sorted(bound.apply(tickets(EVERYWHERE)).values_list("ticket_id", flat=True))

    assert found_by("cause_other") == ["E1", "E4"]
    person = a_user("supervisor", at=inspected.whole)
    judge_finding(finding=Finding.objects.get(ticket__ticket_id="E1"), is_confirmed=False, by=person.actor, now=NOW)
    assert found_by("cause_other") == ["E4"]


@pytest.mark.parametrize(
    ("query", "count"),
    [("rule=vague_time", 1), ("severity=2", 4), ("verdict=confirmed", 0), ("score=60-79", 2), ("department=%3D甲", 3), ("region=NJ02", 1)],
)
def test_findings_are_narrowed_by_what_they_carry(inspected: Province, query: str, count: int) -> None:
    assert _behind(f"/complaints/inspection/findings/?{query}") == count


def test_pages_without_data_say_so(province: Province) -> None:
    client = a_client(a_user("supervisor", at=province.whole))
    for path in ("inspection/", "inspection/findings/", "inspection/returned/", "inspection/report/", "quality/"):
        assert client.get(f"/complaints/{path}").status_code == 200


def test_the_ticket_page_shows_score_findings_and_state(inspected: Province) -> None:
    page = a_client(a_user("noc_staff", at=inspected.whole)).get("/complaints/tickets/eoms/E2/").content.decode()
    assert "Vague time words" in page
    assert ">65<" in page


def test_the_command_inspects_one_import_or_all(inspected: Province) -> None:
    document = json.loads(_command("--json"))
    assert document["inspected"] == 4
    assert document["findings"] == {"cause_other": 2, "field_missing": 1, "vague_time": 1}
    assert document["by_severity"] == {"critical": 0, "major": 4, "minor": 0}
    assert json.loads(_command("--batch", str(ImportBatch.objects.get().pk), "--json"))["inspected"] == 4
    assert "4 tickets inspected" in _command()


@pytest.mark.parametrize(("number", "status"), [("999", 1), ("0", 2)])
def test_the_command_refuses_an_import_that_is_not_there(province: Province, number: str, status: int) -> None:
    with pytest.raises(CommandError) as refused:
        _command("--batch", number)
    assert refused.value.returncode == status


def _behind(link: str) -> int:
    bound = FINDING_FILTERS.bind(QueryDict(urlsplit(link).query), access=EVERYWHERE, permission=ComplaintsPermission.VIEW)
    assert not bound.errors, link
    return bound.apply(findings(EVERYWHERE)).count()


def _command(*arguments: str) -> str:
    out = StringIO()
    call_command("inspect_tickets", *arguments, stdout=out)
    return out.getvalue()


def test_downloads_hold_what_the_page_shows(inspected: Province) -> None:
    client: Client = a_client(a_user("supervisor", at=inspected.whole))
    listed = client.get("/complaints/inspection/findings/", {"format": "csv", "rule": "vague_time"})
    text = b"".join(listed.streaming_content).decode("utf-8-sig") if listed.streaming else listed.content.decode("utf-8-sig")
    assert "“近期” without a day until when." in text
