"""The pages of supervision: what each state says, what each role may do, where every number leads."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from complaints.models import (
    AutomaticNotice,
    DeadlineRule,
    EscalationContact,
    EscalationLevel,
    LegacyCase,
    OpenWatch,
    SupervisionNotice,
    Ticket,
    TicketPause,
)
from complaints.services import supervision
from complaints.services.supervision import Demand
from portalkit.access.models import User
from portalkit.calendars.models import WorkingCalendar
from tests.builders import a_user
from tests.complaints.conftest import Province
from tests.complaints.supervision_builders import a_ticket

from .builders import a_client

pytestmark = pytest.mark.django_db
BOARD, WATCHES, NOTICES, LEGACY = (f"/complaints/supervision/{name}" for name in ("", "watches/", "notices/", "legacy/"))
MOST_QUERIES = 16  # 14 when written


def ago(hours: float) -> str:
    return str(timezone.localtime(timezone.now() - timedelta(hours=hours)).replace(tzinfo=None))


def ahead(days: int) -> str:
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.fixture
def boss(province: Province) -> User:
    return a_user("supervisor", at=province.whole)


@pytest.fixture
def supervisor(boss: User) -> Client:
    return a_client(boss)


@pytest.fixture
def late(province: Province) -> Ticket:
    """A ticket of Yunzhou, dispatched four days ago, with every watch overdue; one of Liuxi on its way."""
    supervision.ensure_default_supervision()
    ticket = a_ticket(at=province.yunzhou, accepted=ago(97), dispatched=ago(96), department="网络部", content="请回拨13812345678")
    a_ticket(at=province.liuxi, accepted=ago(1.1), dispatched=ago(1), department="客服")
    supervision.refresh_watches(now=timezone.now())
    return ticket


def a_notice(ticket: Ticket, by: User, at: datetime | None = None) -> SupervisionNotice:
    return supervision.open_notice(
        tickets=[ticket], demand=Demand(department="网络部", reason="请说明"), by=by.actor, now=at or timezone.now()
    )


def text(client: Client, path: str, **data: str) -> str:
    response = client.get(path, data)
    assert response.status_code == 200
    return response.content.decode()


def said(client: Client) -> str:
    """What the page after a redirect tells."""
    return client.get(BOARD).content.decode()


def test_before_the_first_round_the_board_says_who_works_the_watches_out(province: Province, supervisor: Client) -> None:
    page = text(supervisor, BOARD)
    assert "have not been worked out yet" in page
    assert "/jobs/" in page


def test_without_running_tickets_the_board_says_so(province: Province, supervisor: Client) -> None:
    supervision.refresh_watches(now=timezone.now())
    assert "No ticket is running" in text(supervisor, BOARD)


def test_the_board_counts_and_every_number_leads_to_as_many_watches(late: Ticket, supervisor: Client) -> None:
    response = supervisor.get(BOARD)
    stats = [stat.value for stat in response.context["stats"]]
    assert stats == ["1", "1", "1", "0"]
    for line in response.context["lines"]:
        for cell in line["cells"]:
            for kind in ("overdue", "at_risk", "running"):
                found = supervisor.get(cell[f"{kind}_url"]).context["table"].page.total
                assert found == getattr(cell["tally"], kind), cell[f"{kind}_url"]
    for stat in response.context["stats"][:3]:
        assert supervisor.get(stat.url).context["table"].page.total == int(stat.value)


def test_the_marks_of_the_chart_lead_to_the_watches_that_fall_due_then(late: Ticket, supervisor: Client) -> None:
    chart = supervisor.get(BOARD).context["chart"]
    for row, link in zip(chart.rows, chart.row_links, strict=True):
        assert supervisor.get(link).context["table"].page.total == sum(row[1:])
    assert sum(sum(row[1:]) for row in chart.rows) > 0
    assert json.loads(chart.serialised.json)["data"]


def test_the_chart_is_downloaded_as_it_is_shown(late: Ticket, supervisor: Client) -> None:
    answer = supervisor.get(BOARD, {"chart": "falling-due", "format": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert [[int(cell) for cell in line[1:]] for line in lines[1:]] == [row[1:] for row in supervisor.get(BOARD).context["chart"].rows]


def test_filters_narrow_the_board_and_their_fragment_polls_the_narrowed_address(late: Ticket, supervisor: Client) -> None:
    response = supervisor.get(BOARD, {"region": "NJ02"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "客服" in page
    assert "网络部" not in page
    assert "<html" not in page
    assert 'hx-get="/complaints/supervision/?region=NJ02"' in page
    assert response.headers["HX-Push-Url"] == "/complaints/supervision/?region=NJ02"


def test_a_poll_is_answered_briefly_until_something_changes(late: Ticket, supervisor: Client, boss: User) -> None:
    version = supervisor.get(BOARD).context["version"]
    headers = {"HX-Request": "true", "Live-Version": version}
    assert supervisor.get(BOARD, headers=headers).status_code in (204, 200)  # 200 where the minute has just changed
    a_notice(late, boss)
    changed = supervisor.get(BOARD, headers=headers)
    assert changed.status_code == 200
    assert changed.headers["Live-Version"] != version
    assert "<html" not in changed.content.decode()


def test_a_board_of_old_tickets_says_of_when_they_are(late: Ticket, supervisor: Client, province: Province) -> None:
    from portalkit.imports.models import ImportBatch
    from tests.complaints.builders import a_crm_row, imported

    imported("crm_tickets", [a_crm_row("C1")])
    ImportBatch.objects.update(committed_at=timezone.now() - timedelta(days=3))
    assert "The tickets are not of today" in text(supervisor, BOARD)
    ImportBatch.objects.update(committed_at=timezone.now())
    assert "The tickets are not of today" not in text(supervisor, BOARD)


def test_the_board_costs_the_same_whatever_there_is(late: Ticket, supervisor: Client, province: Province) -> None:
    supervisor.get(BOARD)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            supervisor.get(BOARD)
        costs.append(len(captured))
        for number in range(30):
            a_ticket(at=province.yunzhou, accepted=ago(2), dispatched=ago(1), department=f"部门{number}")
        supervision.refresh_watches(now=timezone.now())
    assert costs[0] == costs[1] <= MOST_QUERIES


def test_the_list_shows_what_presses_unless_asked_for_more(late: Ticket, supervisor: Client) -> None:
    pressing = text(supervisor, WATCHES)
    assert "网络部" in pressing
    assert "客服" not in re.sub(r"<form.*?</form>", "", pressing, flags=re.DOTALL)
    everything = text(supervisor, WATCHES, stands="")
    assert "客服" in everything
    assert 'class="bar tone-bad"' in everything
    assert "13812345678" not in everything


def test_the_list_goes_out_as_it_is_shown(late: Ticket, supervisor: Client) -> None:
    answer = supervisor.get(WATCHES, {"format": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert len(lines) == 4
    hours = lines[0].index("Hours left")
    assert all(float(line[hours]) < 0 for line in lines[1:])


def test_somebody_of_one_prefecture_sees_only_its_watches(late: Ticket, province: Province) -> None:
    client = a_client(a_user("noc_staff", at=province.liuxi))
    assert "网络部" not in text(client, BOARD)
    assert "网络部" not in text(client, WATCHES, stands="")


def test_a_supervisor_opens_a_notice_for_the_overdue_tickets_of_a_department(late: Ticket, supervisor: Client) -> None:
    line = next(one for one in supervisor.get(BOARD).context["lines"] if one["department"] == "网络部")
    page = supervisor.get(line["notice_url"])
    assert [ticket.pk for ticket, _ in page.context["tickets"]] == [late.pk]
    assert page.context["form"].initial["department"] == "网络部"
    sent = {"tickets": [late.pk], "department": "网络部", "level": 2, "reason": "请尽快处理", "reply_by": ""}
    assert supervisor.post(line["notice_url"], sent).status_code == 302
    notice = SupervisionNotice.objects.get()
    assert (notice.level, notice.reason, notice.region) == (2, "请尽快处理", late.region)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tickets": []}, "Choose one ticket at least."),
        ({"reason": ""}, "This field is required"),
        ({"reply_by": "2020-01-01T08:00"}, "passed"),
    ],
)
def test_an_incomplete_notice_is_shown_again_with_what_is_wrong(
    late: Ticket, supervisor: Client, change: dict[str, object], words: str
) -> None:
    sent = {"tickets": [late.pk], "department": "网络部", "level": 1, "reason": "x", "reply_by": ""} | change
    answer = supervisor.post(f"{NOTICES}open/?ticket={late.pk}", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SupervisionNotice.objects.exists()


@pytest.mark.parametrize("asked", ["ticket=0", "ticket=nonsense", "ticket=²", "department=%3D没有", "stands=wrong"])
def test_where_nothing_is_overdue_there_is_nothing_to_open(late: Ticket, supervisor: Client, asked: str) -> None:
    expected = "There is no ticket to open a notice about"
    page = text(supervisor, f"{NOTICES}open/?{asked}")
    assert (expected in page) == ("stands=wrong" not in asked)


def test_a_notice_goes_its_way_on_its_page(late: Ticket, boss: User, supervisor: Client, province: Province) -> None:
    notice = a_notice(late, boss)
    monitor = a_client(a_user("noc_staff", at=province.whole))
    address = f"{NOTICES}{notice.pk}/"
    assert monitor.post(f"{address}close/", {"closed-text": "x"}).status_code == 403
    assert monitor.post(f"{address}answer/", {"answered-text": ""}).status_code == 422
    assert monitor.post(f"{address}answer/", {"answered-text": "已处理"}).status_code == 302
    assert monitor.post(f"{address}answer/", {"answered-text": "已处理"}).status_code == 302
    assert "no longer possible" in said(monitor)
    assert supervisor.post(f"{address}close/", {"closed-text": "已恢复"}).status_code == 302
    assert supervisor.post(f"{address}reopen/", {"reopened-text": "又来了"}).status_code == 302
    assert supervisor.post(f"{address}raise/", {"escalated-text": "催办"}).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.level) == ("open", 2)
    page = text(monitor, address)
    assert all(words in page for words in ("已处理", "已恢复", "又来了", "催办"))
    assert "Raise to level" not in page
    assert "Raise to level 3" in text(supervisor, address)


def test_a_notice_past_its_time_says_so_and_who_is_missing(late: Ticket, boss: User, supervisor: Client) -> None:
    notice = a_notice(late, boss, at=timezone.now() - timedelta(hours=9))
    page = text(supervisor, f"{NOTICES}{notice.pk}/")
    assert "Nobody answered in time" in page
    assert "Nobody is named for this level" in page
    listed = supervisor.get(NOTICES, {"unanswered": "yes"}).context["table"].page.total
    assert (listed, supervisor.get(NOTICES, {"unanswered": "no"}).context["table"].page.total) == (1, 0)
    assert supervisor.get(NOTICES, {"q": late.ticket_id}).context["table"].page.total == 1


def test_the_page_of_a_ticket_shows_its_watches_and_what_may_be_done(
    late: Ticket, boss: User, supervisor: Client, province: Province
) -> None:
    notice = a_notice(late, boss)
    address = f"/complaints/tickets/eoms/{late.ticket_id}/"
    page = text(supervisor, address)
    assert page.count("past the limit") == 3
    assert notice.number in page
    assert f"?ticket={late.pk}" in page
    reader = text(a_client(a_user("manager", at=province.whole)), address)
    assert "past the limit" in reader
    assert f"?ticket={late.pk}" not in reader
    assert "Put on hold" not in reader


def test_a_ticket_is_put_on_hold_and_taken_off(late: Ticket, supervisor: Client) -> None:
    way = f"/eoms/{late.ticket_id}/"
    assert supervisor.post(f"/complaints/supervision/pause{way}", {"reason": ""}).status_code == 302
    assert "Say why" in said(supervisor)
    for expected in ("watches stand still", "on hold already"):
        supervisor.post(f"/complaints/supervision/pause{way}", {"reason": "用户出差"})
        assert expected in said(supervisor)
    assert "用户出差" in text(supervisor, f"/complaints/tickets{way}")
    for expected in ("run again", "not on hold"):
        supervisor.post(f"/complaints/supervision/resume{way}")
        assert expected in said(supervisor)
    assert TicketPause.objects.get().ended_at is not None


def test_a_case_is_proposed_by_one_and_decided_by_another(late: Ticket, boss: User, supervisor: Client, province: Province) -> None:
    monitor = a_client(a_user("noc_staff", at=province.whole))
    propose = f"{LEGACY}propose/eoms/{late.ticket_id}/"
    assert "/propose/" in text(monitor, f"/complaints/tickets/eoms/{late.ticket_id}/")
    assert monitor.post(propose, {"expected_at": "2020-01-01T08:00", "reason": "x"}).status_code == 422
    assert monitor.post(propose, {"expected_at": ahead(90), "reason": "待建站", "project": "三期"}).status_code == 302
    assert monitor.post(propose, {"expected_at": ahead(90), "reason": "待建站"}).status_code == 422
    case = LegacyCase.objects.get()
    page = text(supervisor, f"{LEGACY}{case.pk}/")
    assert "Approve" in page
    assert "Approve" not in text(monitor, f"{LEGACY}{case.pk}/")
    assert supervisor.post(f"{LEGACY}{case.pk}/decide/", {"decision": "perhaps"}).status_code == 302
    assert "Approve or refuse the case." in said(supervisor)
    supervisor.post(f"{LEGACY}{case.pk}/decide/", {"decision": "approve", "opinion": "同意"})
    case.refresh_from_db()
    assert (case.state, case.opinion, case.decided_by) == ("approved", "同意", boss)
    assert supervisor.get(LEGACY, {"standing": "due"}).context["table"].page.total == 1
    assert "三期" in text(supervisor, LEGACY)


def test_a_supervisor_is_told_that_another_decides_on_the_own_case(late: Ticket, boss: User, supervisor: Client) -> None:
    case = supervision.propose_legacy(
        ticket=late, expected_at=timezone.now() + timedelta(days=9), reason="x", by=boss.actor, now=timezone.now()
    )
    assert "another supervisor decides" in text(supervisor, f"{LEGACY}{case.pk}/")
    supervisor.post(f"{LEGACY}{case.pk}/decide/", {"decision": "refuse"})
    assert escape("Whoever proposed a case does not decide on it.") in said(supervisor)


def test_rules_are_set_and_ended_on_their_page(late: Ticket, supervisor: Client) -> None:
    calendar = WorkingCalendar.objects.get(code="office_hours")
    sent = {
        "watch": "reply",
        "hours": "1.5",
        "calendar": calendar.pk,
        "urgency": "特急",
        "department": "网络部",
        "valid_from": "2026-01-01",
    }
    address = "/complaints/supervision/deadlines/"
    assert supervisor.post(f"{address}new/", sent).status_code == 302
    assert supervisor.post(f"{address}new/", sent).status_code == 422
    assert supervisor.post(f"{address}new/", sent | {"hours": "0", "urgency": "x"}).status_code == 422
    rule = DeadlineRule.objects.get(department="网络部")
    assert rule.minutes == 90
    assert supervisor.post(f"{address}{rule.pk}/end/", {"on": "2026-06-01"}).status_code == 302
    assert supervisor.post(f"{address}{rule.pk}/end/", {"on": "2026-06-01"}).status_code == 422
    assert "2026-06-01" in text(supervisor, address)


def test_the_chain_is_set_on_its_page(late: Ticket, boss: User, supervisor: Client) -> None:
    address = "/complaints/supervision/chain/"
    assert supervisor.post(address, {"level": 1}).status_code == 422
    assert supervisor.post(address, {"level": 1, "email": "duty@noc.example", "user": boss.pk}).status_code == 422
    assert supervisor.post(address, {"level": 1, "email": "duty@noc.example", "department": "网络部"}).status_code == 302
    assert "duty@noc.example" in text(supervisor, address)
    calendar = WorkingCalendar.objects.get(code="office_hours")
    level = {"name": "值班", "reply_minutes": 30, "calendar": calendar.pk}
    assert supervisor.post(f"{address}level/1/", level).status_code == 302
    assert EscalationLevel.objects.get(level=1).reply_minutes == 30
    assert supervisor.get(f"{address}level/9/").status_code == 404
    assert supervisor.post(f"{address}automatic/reply/", {"overdue_minutes": 15, "is_active": "on"}).status_code == 302
    assert AutomaticNotice.objects.get(watch="reply").is_active
    assert supervisor.get(f"{address}automatic/wait/").status_code == 404
    assert supervisor.post(f"{address}contacts/{EscalationContact.objects.get().pk}/remove/").status_code == 302
    assert not EscalationContact.objects.exists()


def test_rules_and_chain_are_no_matter_of_one_prefecture(late: Ticket, province: Province) -> None:
    client = a_client(a_user("supervisor", at=province.yunzhou))
    for path in ("deadlines/", "chain/"):
        assert client.get(f"/complaints/supervision/{path}").status_code == 403
    assert "/complaints/supervision/chain/" not in text(client, BOARD)


@pytest.mark.parametrize("path", [WATCHES, NOTICES, LEGACY])
def test_an_empty_list_says_why(province: Province, supervisor: Client, path: str) -> None:
    assert "empty-reason" in text(supervisor, path)


def test_a_department_with_signs_in_its_name_is_found_again(province: Province, supervisor: Client) -> None:
    supervision.ensure_default_supervision()
    a_ticket(at=province.yunzhou, accepted=ago(97), dispatched=ago(96), department="A&B=50%/组")
    a_ticket(at=province.yunzhou, accepted=ago(97), dispatched=ago(96), department="")
    supervision.refresh_watches(now=timezone.now())
    for line in supervisor.get(BOARD).context["lines"]:
        found = supervisor.get(line["url"])
        assert urlsplit(line["url"]).path == WATCHES
        assert found.context["table"].page.total == OpenWatch.objects.filter(department=line["department"]).count() == 3
