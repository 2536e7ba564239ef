"""Notices: who is told, once; how they climb by themselves; long-planned cases and their two people."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.domain.supervision.notices import NotNow
from complaints.domain.supervision.stopwatch import LimitSource, Watch
from complaints.models import AutomaticNotice, LegacyCase, NoticeTicket, SupervisionNotice, Ticket
from complaints.selectors.supervision import legacy_cases, notice_page, supervision_summary, ticket_watches
from complaints.selectors.supervision.notices import smallest_region_of
from complaints.services import supervision
from complaints.services.supervision import Demand
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from portalkit.periods.domain.calendar import Month
from tests.builders import a_user
from tests.complaints.builders import NOW, TODAY, an_eoms_row, imported, undone
from tests.complaints.conftest import Province
from tests.complaints.supervision_builders import EVERYWHERE, a_ticket, later, moment, refreshed

pytestmark = pytest.mark.django_db
DEMAND = Demand(department="网络部", reason="回单超时")


@pytest.fixture(autouse=True)
def _rules(province: Province) -> None:
    supervision.ensure_default_supervision()


@pytest.fixture
def supervisor(province: Province) -> User:
    return a_user("supervisor", at=province.whole, email="")


@pytest.fixture
def monitor(province: Province) -> User:
    return a_user("noc_staff", at=province.whole, email="monitor@noc.example")


def opened(province: Province, by: User, demand: Demand = DEMAND) -> SupervisionNotice:
    return supervision.open_notice(tickets=[a_ticket(at=province.yunzhou)], demand=demand, by=by.actor, now=NOW)


def told(level_of: str = "") -> set[tuple[str, str]]:
    return {(one.channel, one.address or str(one.user)) for one in Message.objects.filter(subject__contains=level_of)}


def test_the_people_of_the_level_are_told_in_the_portal_and_by_mail(province: Province, supervisor: User, monitor: User) -> None:
    supervision.add_contact(level=1, user=monitor, by=SYSTEM, now=NOW)
    supervision.add_contact(level=1, email="Duty@noc.example", by=SYSTEM, now=NOW)
    supervision.add_contact(level=2, user=supervisor, by=SYSTEM, now=NOW)
    notice = opened(province, supervisor)
    assert told() == {("page", str(monitor)), ("email", "monitor@noc.example"), ("email", "Duty@noc.example")}
    assert Message.objects.first().url == f"/complaints/supervision/notices/{notice.pk}/"  # type: ignore[union-attr]
    assert notice.events.get().told == 2


def test_somebody_named_twice_is_told_once(province: Province, supervisor: User, monitor: User) -> None:
    for more in ({"user": monitor}, {"user": monitor, "region": province.yunzhou}, {"email": "MONITOR@noc.example"}):
        supervision.add_contact(level=1, by=SYSTEM, now=NOW, **more)  # type: ignore[arg-type]
    opened(province, supervisor)
    assert Message.objects.count() == 2


def test_contacts_of_the_department_go_before_those_of_all_and_foreign_ones_are_not_told(
    province: Province, supervisor: User, monitor: User
) -> None:
    supervision.add_contact(level=1, email="all@noc.example", by=SYSTEM, now=NOW)
    supervision.add_contact(level=1, email="net@noc.example", department="网络部", by=SYSTEM, now=NOW)
    supervision.add_contact(level=1, email="liuxi@noc.example", department="网络部", region=province.liuxi, by=SYSTEM, now=NOW)
    opened(province, supervisor)
    assert told() == {("email", "net@noc.example")}


@pytest.mark.parametrize("wrong", [{}, {"email": "a@b.example", "user": True}])
def test_a_contact_is_a_user_or_an_address(province: Province, monitor: User, wrong: dict[str, object]) -> None:
    values = wrong | ({"user": monitor} if "user" in wrong else {})
    with pytest.raises(supervision.NotAContact):
        supervision.add_contact(level=1, by=SYSTEM, now=NOW, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("demand", "error"),
    [
        (Demand(department="", reason=" "), supervision.NoticeNeedsText),
        (Demand(department="", reason="x", level=4), supervision.NoSuchLevel),
    ],
)
def test_a_notice_without_reason_or_of_no_level_is_refused(province: Province, supervisor: User, demand: Demand, error: type) -> None:
    with pytest.raises(error):
        opened(province, supervisor, demand)


def test_a_notice_without_tickets_is_refused(supervisor: User) -> None:
    with pytest.raises(supervision.NoticeNeedsTickets):
        supervision.open_notice(tickets=[], demand=DEMAND, by=supervisor.actor, now=NOW)


def test_a_notice_stands_in_the_smallest_region_that_holds_its_tickets(province: Province) -> None:
    assert smallest_region_of([province.hill]) == province.hill
    assert smallest_region_of([province.hill, province.yunzhou]) == province.yunzhou
    assert smallest_region_of([province.hill, province.liuxi]) == province.whole


def test_a_notice_is_answered_closed_and_opened_again(province: Province, supervisor: User, monitor: User) -> None:
    notice = opened(province, supervisor)
    with pytest.raises(supervision.NoticeNeedsText):
        supervision.answer_notice(notice=notice, text=" ", by=monitor.actor, now=NOW)
    supervision.answer_notice(notice=notice, text="已处理", by=monitor.actor, now=later(hours=1))
    assert told("was answered") | told("已回复") == {("page", str(supervisor))}
    with pytest.raises(NotNow):
        supervision.answer_notice(notice=notice, text="已处理", by=monitor.actor, now=later(hours=1))
    supervision.close_notice(notice=notice, result="已恢复", by=supervisor.actor, now=later(hours=2))
    with pytest.raises(NotNow):
        supervision.escalate_notice(notice=notice, by=supervisor.actor, now=later(hours=2))
    again = supervision.reopen_notice(notice=notice, reason="又来了", by=supervisor.actor, now=later(hours=3))
    assert (again.state, again.result, again.closed_at, again.reply_by) == ("open", "", None, later(hours=7))
    page = notice_page(EVERYWHERE, pk=notice.pk)
    assert [event.step for event in page.events] == ["reopened", "closed", "answered", "opened"]
    assert AuditEvent.objects.filter(object_id=str(notice.pk), object_type="complaints.supervisionnotice").count() == 4


def test_the_database_keeps_a_closed_notice_with_its_result(province: Province, supervisor: User) -> None:
    notice = opened(province, supervisor)
    for change in ({"state": "closed"}, {"level": 4}, {"state": "answered"}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionNotice.objects.filter(pk=notice.pk).update(**change)


def test_unanswered_a_notice_climbs_level_by_level_and_each_is_told_once(province: Province, supervisor: User, monitor: User) -> None:
    for level in (1, 2, 3):
        supervision.add_contact(level=level, email=f"level{level}@noc.example", by=SYSTEM, now=NOW)
    notice = opened(province, supervisor)
    done = [supervision.supervise(now=later(hours=hours)).escalated for hours in (3, 4, 4, 11, 12, 12, 40, 400)]
    assert done == [0, 1, 0, 0, 1, 0, 0, 0]
    notice.refresh_from_db()
    assert (notice.level, notice.state, notice.reply_by) == (3, "open", later(hours=36))
    assert sorted(Message.objects.values_list("address", flat=True)) == [f"level{level}@noc.example" for level in (1, 2, 3)]


def test_an_answered_notice_does_not_climb(province: Province, supervisor: User, monitor: User) -> None:
    notice = opened(province, supervisor)
    supervision.answer_notice(notice=notice, text="已处理", by=monitor.actor, now=NOW)
    assert supervision.supervise(now=later(days=30)).escalated == 0


def test_a_rule_opens_one_notice_for_a_department_in_a_prefecture_and_takes_a_ticket_up_once(province: Province) -> None:
    supervision.set_automatic(watch="reply", overdue_minutes=60, is_active=True, by=SYSTEM, now=NOW)
    late = {"accepted": "2026-11-20 08:00", "dispatched": "2026-11-20 09:00"}
    for region, department in (
        (province.yunzhou, "网络部"),
        (province.hill, "网络部"),
        (province.liuxi, "网络部"),
        (province.yunzhou, "客服"),
    ):
        a_ticket(at=region, department=department, **late)
    a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
    refreshed()
    assert [supervision.supervise(now=NOW).opened, supervision.supervise(now=NOW).opened] == [3, 0]
    assert sorted(SupervisionNotice.objects.values_list("tickets_count", "is_automatic")) == [(1, True), (1, True), (2, True)]
    SupervisionNotice.objects.update(state="closed", closed_at=NOW, result="x")
    assert supervision.supervise(now=later(hours=1)).opened == 0


def test_a_ticket_that_a_person_supervises_is_not_taken_up_by_a_rule(province: Province, supervisor: User) -> None:
    supervision.set_automatic(watch="reply", overdue_minutes=0, is_active=True, by=SYSTEM, now=NOW)
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-20 09:00")
    supervision.open_notice(tickets=[ticket], demand=DEMAND, by=supervisor.actor, now=NOW)
    refreshed()
    assert supervision.supervise(now=NOW).opened == 0


def test_rules_are_off_until_somebody_switches_them_on(province: Province) -> None:
    a_ticket(at=province.yunzhou, dispatched="2026-11-01 09:00")
    refreshed()
    assert not AutomaticNotice.objects.filter(is_active=True).exists()
    assert supervision.supervise(now=NOW).opened == 0


def test_the_database_takes_a_ticket_up_once_for_a_watch(province: Province, supervisor: User) -> None:
    first, second = opened(province, supervisor), opened(province, supervisor)
    ticket = Ticket.objects.first()
    NoticeTicket.objects.filter(notice=first).delete()
    NoticeTicket.objects.create(notice=first, ticket=ticket, automatic_watch="reply")
    NoticeTicket.objects.filter(notice=second).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeTicket.objects.create(notice=second, ticket=ticket, automatic_watch="reply")


def test_an_import_whose_ticket_stands_in_a_notice_is_not_undone(province: Province, supervisor: User) -> None:
    batch = imported("eoms_tickets", [an_eoms_row("E1")])
    supervision.open_notice(tickets=list(Ticket.objects.select_related("region")), demand=DEMAND, by=supervisor.actor, now=NOW)

    def undo() -> None:
        with transaction.atomic():
            undone(batch)
            connection.check_constraints()  # what the end of the transaction does

    with pytest.raises(IntegrityError):
        undo()


def test_tickets_outside_the_readers_regions_are_counted_and_not_shown(province: Province, supervisor: User) -> None:
    tickets = [a_ticket(at=province.yunzhou), a_ticket(at=province.hill)]
    notice = supervision.open_notice(tickets=tickets, demand=DEMAND, by=supervisor.actor, now=NOW)
    reader = access_of_user(a_user("noc_staff", at=province.yunzhou), on=TODAY)
    assert (len(notice_page(reader, pk=notice.pk).tickets), notice_page(reader, pk=notice.pk).hidden) == (2, 0)
    for outsider in (province.hill, province.liuxi):
        with pytest.raises(SupervisionNotice.DoesNotExist):
            notice_page(access_of_user(a_user("noc_staff", at=outsider), on=TODAY), pk=notice.pk)


def proposed(ticket: Ticket, by: User, days: int = 100) -> LegacyCase:
    return supervision.propose_legacy(ticket=ticket, expected_at=later(days=days), reason="待建站", project="三期", by=by.actor, now=NOW)


def test_an_agreed_date_stands_in_place_of_the_limit_until_it_passes(province: Province, supervisor: User, monitor: User) -> None:
    ticket = a_ticket(at=province.yunzhou)
    case = proposed(ticket, monitor)
    assert refreshed()[ticket.pk, "solve"].source == LimitSource.RULE
    supervision.decide_legacy(case=case, is_approved=True, by=supervisor.actor, now=NOW)
    row = refreshed(later(days=50))[ticket.pk, "solve"]
    assert (row.source, row.due_at, row.at_risk_at) == (LimitSource.LEGACY, later(days=100), later(days=93))
    [reading] = ticket_watches(ticket, now=later(days=94)).readings
    assert (reading.source, reading.alarm) == (LimitSource.LEGACY, "at_risk")
    row = refreshed(later(days=101))[ticket.pk, "solve"]
    assert (row.source, row.due_at) == (LimitSource.RULE, moment("2026-11-26 08:00"))
    assert {one.user for one in Message.objects.filter(user=monitor)} == {monitor}


def test_nobody_decides_on_the_own_proposal(province: Province, supervisor: User) -> None:
    case = proposed(a_ticket(at=province.yunzhou), supervisor)
    with pytest.raises(supervision.OwnProposal):
        supervision.decide_legacy(case=case, is_approved=True, by=supervisor.actor, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegacyCase.objects.filter(pk=case.pk).update(state="approved", decided_by=supervisor)


def test_the_system_neither_proposes_nor_decides(province: Province, supervisor: User) -> None:
    ticket = a_ticket(at=province.yunzhou)
    with pytest.raises(supervision.NotForLegacyPool):
        supervision.propose_legacy(ticket=ticket, expected_at=later(days=9), reason="x", by=SYSTEM, now=NOW)
    with pytest.raises(supervision.NotForLegacyPool):
        supervision.decide_legacy(case=proposed(ticket, supervisor), is_approved=False, by=SYSTEM, now=NOW)


def test_what_is_solved_or_past_is_not_for_the_pool(province: Province, monitor: User) -> None:
    with pytest.raises(supervision.NotForLegacyPool):
        proposed(a_ticket(at=province.yunzhou, status="closed"), monitor)
    with pytest.raises(supervision.NotForLegacyPool):
        proposed(a_ticket(at=province.yunzhou), monitor, days=-1)


def test_a_later_agreement_takes_the_place_of_the_earlier(province: Province, supervisor: User, monitor: User) -> None:
    ticket = a_ticket(at=province.yunzhou)
    first = proposed(ticket, monitor)
    with pytest.raises(supervision.AlreadyProposed):
        proposed(ticket, monitor)
    supervision.decide_legacy(case=first, is_approved=True, by=supervisor.actor, now=NOW)
    second = proposed(ticket, monitor, days=200)
    supervision.decide_legacy(case=second, is_approved=True, by=supervisor.actor, now=NOW)
    with pytest.raises(supervision.AlreadyDecided):
        supervision.decide_legacy(case=second, is_approved=False, by=supervisor.actor, now=NOW)
    assert dict(LegacyCase.objects.values_list("pk", "state")) == {first.pk: "replaced", second.pk: "approved"}


def test_author_and_decider_are_reminded_once_a_week_before_the_date(province: Province, supervisor: User, monitor: User) -> None:
    case = proposed(a_ticket(at=province.yunzhou), monitor)
    supervision.decide_legacy(case=case, is_approved=True, by=supervisor.actor, now=NOW)
    assert [supervision.supervise(now=later(days=days)).reminded for days in (92, 94, 94, 95)] == [0, 2, 0, 0]


def test_the_pool_reads_in_the_database_as_in_the_rules(province: Province, supervisor: User, monitor: User) -> None:
    from complaints.domain.supervision.legacy import LegacyState, standing_of

    for days, is_approved, resolved in ((100, True, ""), (3, True, ""), (50, False, ""), (1, True, "2026-11-23 09:00"), (100, None, "")):
        ticket = a_ticket(at=province.yunzhou)
        case = proposed(ticket, monitor, days=days)
        if is_approved is not None:
            supervision.decide_legacy(case=case, is_approved=is_approved, by=supervisor.actor, now=NOW)
        if resolved:
            Ticket.objects.filter(pk=ticket.pk).update(resolved_at=moment(resolved))
    for now in (NOW, NOW + timedelta(days=60)):
        for case in legacy_cases(EVERYWHERE, now=now):
            expected = standing_of(
                LegacyState(case.state), expected_at=case.expected_at, is_solved=case.ticket.resolved_at is not None, now=now
            )
            assert case.standing == expected  # type: ignore[attr-defined]


def test_the_summary_counts_the_steps_of_the_period(province: Province, supervisor: User, monitor: User) -> None:
    first, second = opened(province, supervisor), opened(province, supervisor)
    supervision.answer_notice(notice=first, text="x", by=monitor.actor, now=NOW)
    supervision.close_notice(notice=first, result="x", by=supervisor.actor, now=NOW)
    supervision.escalate_notice(notice=second, by=supervisor.actor, now=NOW)
    found = supervision_summary(EVERYWHERE, period=Month(2026, 11)).notices
    assert (found.opened, found.answered, found.closed, found.escalated, found.waiting) == (2, 1, 1, 1, 1)
    assert supervision_summary(EVERYWHERE, period=Month(2026, 10)).notices.opened == 0
    assert supervision_summary(EVERYWHERE, period=Month(2026, 11), region=province.liuxi).notices.opened == 0
    assert supervision_summary(EVERYWHERE, period=Month(2026, 11)).watches[Watch.SOLVE].tickets == 2
