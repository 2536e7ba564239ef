"""Repeats and invalid tickets through their pages."""

from datetime import date

import pytest
from django.test import Client

from complaints.models import InvalidTicket, RepeatGroup, RepeatMember, RepeatRuleSet, Ticket
from complaints.services import repeats as services
from portalkit.audit.domain.actors import SYSTEM
from tests.builders import a_user
from tests.complaints.builders import NOW, imported
from tests.complaints.conftest import Province
from tests.complaints.test_repeats import a_ticket

from .builders import a_client

pytestmark = pytest.mark.django_db
LIST = "/complaints/repeats/"
RULES = "/complaints/repeats/rules/"


@pytest.fixture
def grouped(province: Province) -> RepeatGroup:
    """Three tickets of one matter, the last of them in another prefecture, a withdrawn ticket, and one that is alone."""
    other = {"申告地": "Liuxi", "申告区县": ""}
    imported(
        "eoms_tickets",
        [
            a_ticket("E1", day=5),
            a_ticket("E2", day=6, said="客户称地址：阳光花园3栋信号很差，联系13912345678"),
            a_ticket("E3", day=12, **other),
            a_ticket("E4", day=9, said="用户要求撤单", phone="13900000004"),
            a_ticket("E5", day=9, said="短信收不到", phone="13900000005"),
        ],
    )
    services.find_repeats(first=date(2026, 10, 1), last=date(2026, 10, 31), by=SYSTEM, now=NOW)
    return RepeatGroup.objects.get()


@pytest.fixture
def supervisor(province: Province) -> Client:
    return a_client(a_user("supervisor", at=province.whole))


def page_of(client: Client, path: str, **data: str) -> str:
    response = client.get(path, data)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_groups_and_narrows_them(grouped: RepeatGroup, monitor: Client) -> None:
    assert f"/complaints/repeats/{grouped.pk}/" in page_of(monitor, LIST)
    assert f"/complaints/repeats/{grouped.pk}/" in page_of(monitor, LIST, kind="dispatch", state="open", size_from="3", month="2026-10")
    assert f"/complaints/repeats/{grouped.pk}/" not in page_of(monitor, LIST, state="confirmed")


def test_without_any_group_the_list_says_when_they_appear(province: Province, monitor: Client) -> None:
    page = page_of(monitor, LIST)
    assert "after every import of tickets" in page
    assert "The search has not run yet." in page


def test_a_group_shows_its_tickets_the_reasons_and_what_differs_without_any_number(grouped: RepeatGroup, monitor: Client) -> None:
    page = page_of(monitor, f"{LIST}{grouped.pk}/")
    assert page.index(">E1<") < page.index(">E2<") < page.index(">E3<")
    assert "Same telephone number" in page
    assert '<mark class="differs">' in page
    assert "13912345678" not in page
    assert "139****5678" in page


def test_a_group_is_confirmed_separated_merged_and_each_is_taken_back(grouped: RepeatGroup, monitor: Client) -> None:
    path = f"{LIST}{grouped.pk}/"
    monitor.post(f"{path}confirm/", {"note": "核实"})
    grouped.refresh_from_db()
    assert grouped.undecided == 0
    assert "核实" in page_of(monitor, path)
    leaving = Ticket.objects.get(ticket_id="E3")
    assert monitor.post(f"{path}separate/{leaving.pk}/").url == path
    assert not RepeatMember.objects.filter(ticket=leaving).exists()
    refused = monitor.post(f"{path}merge/", {"ticket_id": "E3"})
    assert refused.status_code == 422
    assert "Take that back first" in refused.content.decode()
    act = monitor.get(f"/complaints/tickets/eoms/{leaving.ticket_id}/").context["belonging"].acts[0].act
    monitor.post(f"/complaints/repeats/acts/{act}/undo/")
    assert RepeatMember.objects.filter(ticket=leaving, group=grouped).exists()
    assert monitor.post(f"{path}merge/", {"ticket_id": "E5"}).url == path
    assert RepeatMember.objects.filter(ticket__ticket_id="E5", group=grouped).exists()


@pytest.mark.parametrize(("number", "reason"), [("E1", "in the group already"), ("X", "no such ticket"), ("", "required")])
def test_a_merge_that_cannot_be_is_refused_beside_the_field(grouped: RepeatGroup, monitor: Client, number: str, reason: str) -> None:
    response = monitor.post(f"{LIST}{grouped.pk}/merge/", {"ticket_id": number})
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_who_sees_a_part_of_a_group_is_told_of_the_rest_and_does_not_sort_it(grouped: RepeatGroup, province: Province) -> None:
    local = a_client(a_user("noc_staff", at=province.yunzhou))
    page = page_of(local, f"{LIST}{grouped.pk}/")
    assert "1 more ticket of this group lies outside your regions" in page
    assert ">E3<" not in page
    assert local.post(f"{LIST}{grouped.pk}/confirm/").status_code == 404
    abroad = a_client(a_user("noc_staff", at=province.liuxi))
    assert abroad.get(f"{LIST}{grouped.pk}/").status_code == 404
    ticket_page = page_of(abroad, "/complaints/tickets/eoms/E3/")
    assert "Belongs to group" in ticket_page
    assert f"{LIST}{grouped.pk}/" not in ticket_page


def test_a_decision_reaching_into_foreign_regions_is_not_taken_back_from_within_one(
    grouped: RepeatGroup, province: Province, monitor: Client
) -> None:
    monitor.post(f"{LIST}{grouped.pk}/confirm/")
    act = monitor.get(f"{LIST}{grouped.pk}/").context["page"].acts[0].act
    local = a_client(a_user("noc_staff", at=province.yunzhou))
    assert local.post(f"/complaints/repeats/acts/{act}/undo/").status_code == 404


def test_who_may_only_read_is_shown_no_buttons(grouped: RepeatGroup, manager: Client) -> None:
    page = page_of(manager, f"{LIST}{grouped.pk}/")
    assert "Separate" not in page
    assert "Mark as invalid" not in page_of(manager, "/complaints/tickets/eoms/E1/")


def test_an_invalid_ticket_is_listed_and_judged_on_its_page(grouped: RepeatGroup, monitor: Client) -> None:
    listed = page_of(monitor, f"{LIST}invalid/", code="withdrawn")
    assert "/complaints/tickets/eoms/E4/" in listed
    assert "要求撤单" in listed
    monitor.post("/complaints/validity/eoms/E4/", {"verdict": "valid"})
    assert InvalidTicket.objects.get().verdict == "valid"
    assert "/complaints/tickets/eoms/E4/" not in page_of(monitor, f"{LIST}invalid/", verdict="none")
    monitor.post("/complaints/validity/eoms/E4/", {"verdict": "withdraw"})
    assert InvalidTicket.objects.get().verdict == ""
    monitor.post("/complaints/validity/eoms/E4/", {"verdict": "nonsense"})
    assert InvalidTicket.objects.get().verdict == ""


def test_shares_lead_to_the_tickets_that_they_count(grouped: RepeatGroup, monitor: Client) -> None:
    response = monitor.get(f"{LIST}shares/", {"month": "2026-10"})
    page = response.content.decode()
    assert "40.0%" in page
    links = {stat.label: stat.url for stat in response.context["stats"]}
    assert "E2" in page_of(monitor, links["Repeated dispatches"])
    assert "E5" not in page_of(monitor, links["Repeated dispatches"])
    assert "E4" in page_of(monitor, links["Invalid tickets"])
    assert b"2026-10,5,2,40.0%" in b"".join(
        monitor.get(f"{LIST}shares/", {"month": "2026-10", "chart": "repeat-shares-by-month", "format": "csv"})
    )


def test_shares_of_a_month_that_was_never_searched_say_so(province: Province, monitor: Client) -> None:
    imported("eoms_tickets", [a_ticket("E1", day=5)])
    assert "Nothing was counted for this month" in page_of(monitor, f"{LIST}shares/", month="2026-10")


def test_rules_are_set_by_who_may_and_kept_with_their_reason(grouped: RepeatGroup, supervisor: Client, monitor: Client) -> None:
    assert monitor.get(RULES).status_code == 403
    form = supervisor.get(RULES).context["form"]
    values = {name: form[name].value() for name in form.fields}
    entered = {name: value for name, value in values.items() if value is not None} | {"number_days": "10", "note": "试行"}
    assert supervisor.post(RULES, entered | {"note": ""}).status_code == 422
    assert supervisor.post(RULES, entered).status_code == 302
    kept = RepeatRuleSet.objects.get()
    assert (kept.number, kept.values["number_days"], kept.note) == (1, 10, "试行")
    page = page_of(supervisor, RULES)
    assert "30 → 10" in page
    assert supervisor.post(RULES, entered).status_code == 422


def test_months_are_searched_anew_by_a_job(grouped: RepeatGroup, supervisor: Client, run_jobs) -> None:
    assert supervisor.post(f"{LIST}search/", {"first": "2026-10", "last": "2026-09"}).status_code == 422
    response = supervisor.post(f"{LIST}search/", {"first": "2026-10", "last": "2026-10"})
    assert response.url.startswith("/jobs/")
    assert "done" in {job.state for job in run_jobs()}
