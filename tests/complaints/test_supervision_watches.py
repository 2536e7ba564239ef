"""The small table of running watches: what stands in it, that it equals what each ticket reads, and what reports count."""

from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.domain.supervision.stopwatch import Alarm, LimitSource, Watch, WatchState
from complaints.models import DeadlineRule, LegacyCase, OpenWatch, PendingSpan, SupervisionState, Ticket, TicketPause
from complaints.selectors.supervision import board, open_watches, supervision_summary, ticket_watches
from complaints.selectors.supervision.watches import alarm_of, elapsed_seconds
from complaints.services import supervision
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.calendars.models import DayKind, WorkingCalendar
from portalkit.calendars.selectors import working_times
from portalkit.calendars.services import set_day
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import Month
from tests.builders import a_user
from tests.complaints.builders import NOW, an_eoms_row, imported, undone
from tests.complaints.conftest import Province
from tests.complaints.supervision_builders import EVERYWHERE, a_ticket, later, moment, refreshed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(province: Province) -> None:
    supervision.ensure_default_supervision()


def calendar(code: str) -> WorkingCalendar:
    return WorkingCalendar.objects.get(code=code)


def test_a_ticket_on_its_way_has_the_watches_that_run(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", taken="2026-11-23 09:30")
    assert set(refreshed()) == {(ticket.pk, "reply"), (ticket.pk, "solve")}


def test_what_ended_or_was_passed_over_has_no_running_watch(province: Province) -> None:
    a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", closed="2026-11-23 10:00")
    a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", status="cancelled")
    replied = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", replied="2026-11-23 10:00")
    assert set(refreshed()) == {(replied.pk, "solve")}


def test_solving_is_timed_once_for_a_matter_and_taking_on_only_where_it_was_dispatched(province: Province) -> None:
    other_half = a_ticket(at=province.yunzhou, counted=False)
    not_dispatched = a_ticket(at=province.yunzhou)
    assert set(refreshed()) == {(not_dispatched.pk, "solve")}
    assert (other_half.pk, "solve") not in refreshed()


def test_the_limit_of_the_export_wins_over_the_rule_and_is_counted_around_the_clock(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", handle_by="2026-11-24 23:00")
    row = refreshed()[ticket.pk, "reply"]
    assert (row.source, row.due_at, row.calendar) == (LimitSource.EXPORT, moment("2026-11-24 23:00"), "always")


def test_a_limit_that_lies_before_the_start_is_no_limit_of_the_export(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", handle_by="2026-11-22 09:00")
    row = refreshed()[ticket.pk, "reply"]
    assert (row.source, row.due_at) == (LimitSource.RULE, moment("2026-11-25 09:00"))


def test_a_rule_of_office_hours_waits_for_the_next_workday(province: Province) -> None:
    supervision.set_deadline(
        watch="reply", minutes=240, calendar=calendar("office_hours"), valid_from=date(2026, 1, 1), department="网络部", by=SYSTEM, now=NOW
    )
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-20 17:00")
    assert refreshed()[ticket.pk, "reply"].due_at == moment("2026-11-23 12:00")
    set_day(day=date(2026, 11, 23), kind=DayKind.HOLIDAY, name="测试", by=SYSTEM, now=NOW)
    assert refreshed()[ticket.pk, "reply"].due_at == moment("2026-11-24 12:00")


def test_without_any_rule_a_watch_runs_without_limit_and_is_counted_apart(province: Province) -> None:
    DeadlineRule.objects.all().delete()
    a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
    refreshed()
    tally = board(EVERYWHERE, now=later(days=900)).totals[Watch.REPLY]
    assert (tally.unlimited, tally.running, tally.overdue) == (1, 0, 0)


def test_a_date_that_no_calendar_reaches_stops_nobody(province: Province) -> None:
    wrong = a_ticket(at=province.yunzhou, accepted="1970-01-01 08:00", dispatched="1970-01-01 08:00", handle_by="2999-01-01 00:00")
    right = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", handle_by="2999-01-01 00:00")
    rows = refreshed()
    assert rows[wrong.pk, "reply"].limit_seconds is None
    assert rows[right.pk, "reply"].source == LimitSource.RULE


def test_what_its_own_system_holds_is_on_hold_from_when_it_is_seen_until_it_is_not(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00", status="pending")
    row = refreshed()[ticket.pk, "reply"]
    assert (row.paused_at, row.due_at) == (NOW, None)
    assert refreshed(later(hours=1))[ticket.pk, "reply"].paused_at == NOW
    Ticket.objects.filter(pk=ticket.pk).update(status="in_progress")
    row = refreshed(later(hours=5))[ticket.pk, "reply"]
    assert (row.paused_at, row.paused_seconds, row.due_at) == (None, 5 * 3600, moment("2026-11-25 14:00"))
    assert PendingSpan.objects.get().ended_at == later(hours=5)


def test_a_person_puts_a_ticket_on_hold_with_a_reason_and_takes_it_off(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
    with pytest.raises(supervision.PauseNeedsReason):
        supervision.pause_ticket(ticket=ticket, reason=" ", by=SYSTEM, now=NOW)
    supervision.pause_ticket(ticket=ticket, reason="用户出差", by=SYSTEM, now=NOW)
    with pytest.raises(supervision.AlreadyOnHold):
        supervision.pause_ticket(ticket=ticket, reason="用户出差", by=SYSTEM, now=NOW)
    supervision.resume_ticket(ticket=ticket, by=SYSTEM, now=later(hours=2))
    with pytest.raises(supervision.NotOnHold):
        supervision.resume_ticket(ticket=ticket, by=SYSTEM, now=later(hours=2))
    assert refreshed(later(hours=3))[ticket.pk, "reply"].due_at == moment("2026-11-25 11:00")
    assert {"complaints.pause_ticket", "complaints.resume_ticket"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_the_database_keeps_one_open_hold_a_ticket(province: Province) -> None:
    ticket = a_ticket(at=province.yunzhou)
    for model, more in ((TicketPause, {"reason": "x", "made_by": "x"}), (PendingSpan, {})):
        model.objects.create(ticket=ticket, started_at=NOW, **more)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(ticket=ticket, started_at=NOW, **more)


def test_refreshing_twice_writes_nothing_the_second_time(province: Province) -> None:
    for _ in range(3):
        a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
    first, number = supervision.refresh_watches(now=NOW), SupervisionState.objects.get().number
    again = supervision.refresh_watches(now=later(minutes=5))
    assert (first.tickets, first.written, again.written, again.removed) == (3, 9, 0, 0)
    state = SupervisionState.objects.get()
    assert (state.number, state.refreshed_at) == (number, later(minutes=5))


def test_a_refresh_costs_the_same_queries_for_few_tickets_and_for_many(province: Province) -> None:
    counts = []
    refreshed()
    for _ in range(2):
        for _ in range(20):
            a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
        with CaptureQueriesContext(connection) as captured:
            supervision.refresh_watches(now=NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_stretches_of_tickets_meet_without_gap(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.selectors.supervision.running.STRETCH", 4)
    tickets = [a_ticket(at=province.yunzhou) for _ in range(11)]
    done: list[tuple[int, int]] = []
    supervision.refresh_watches(now=NOW, on_progress=lambda count, total: done.append((count, total)))
    assert OpenWatch.objects.count() == 11
    assert done[-1] == (11, 11)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[3:9]]).update(status="closed")
    assert set(refreshed()) == {(ticket.pk, "solve") for ticket in tickets if ticket not in tickets[3:9]}


def test_rows_of_the_table_agree_with_what_each_ticket_reads(province: Province) -> None:
    random = Random(7)
    for _ in range(40):
        start = datetime(2026, 11, 10) + timedelta(minutes=random.randrange(20_000))
        ticket = a_ticket(
            at=random.choice([province.yunzhou, province.hill, province.liuxi]),
            accepted=str(start),
            dispatched=str(start + timedelta(minutes=random.randrange(90))),
            urgency=random.choice(["", "紧急", "特急"]),
            status=random.choice(["in_progress", "pending"]),
        )
        if random.random() < 0.4:
            begun = NOW - timedelta(hours=random.randrange(1, 90))
            ended = None if random.random() < 0.5 else begun + timedelta(hours=1)
            TicketPause.objects.create(ticket=ticket, started_at=begun, ended_at=ended, reason="x", made_by="x")
    supervision.set_deadline(
        watch="solve",
        minutes=900,
        calendar=calendar("office_hours"),
        valid_from=date(2026, 1, 1),
        region=province.liuxi,
        by=SYSTEM,
        now=NOW,
    )
    rows, times = refreshed(), working_times()
    for ticket in Ticket.objects.all():
        for reading in ticket_watches(ticket, now=NOW).readings:
            row = rows[ticket.pk, reading.watch.value]
            assert (row.at_risk_at, row.due_at, row.paused_at) == (reading.at_risk_at, reading.due_at, reading.held_since)
            assert elapsed_seconds(row, times, now=NOW) == reading.elapsed
            if reading.state is not WatchState.PAUSED:
                assert alarm_of(row, now=NOW) is reading.alarm


def test_an_import_puts_the_round_in_line_and_its_undoing_takes_the_watches_along(province: Province) -> None:
    batch = imported("eoms_tickets", [an_eoms_row("E1", at="2026-11-23 08:00:00", 派单时间="2026-11-23 08:30:00", 工单状态="处理中")])
    assert Job.objects.filter(kind=supervision.SUPERVISE).exists()
    refreshed()
    assert OpenWatch.objects.count() == 3
    undone(batch)
    assert not OpenWatch.objects.exists()


def test_the_round_runs_as_a_job_and_by_command(province: Province, run_jobs: object) -> None:
    a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
    supervision.start_supervision(by=SYSTEM, now=timezone.now())
    run_jobs()  # type: ignore[operator]
    assert OpenWatch.objects.count() == 3
    assert Job.objects.get(kind=supervision.SUPERVISE).result["tickets"] == 1
    said = StringIO()
    call_command("supervise", "--json", stdout=said)
    assert '"written": 0' in said.getvalue()
    call_command("supervise", stdout=said)
    assert "1 open tickets" in said.getvalue()


def test_a_rule_is_ended_not_changed_and_two_do_not_hold_on_one_day(province: Province) -> None:
    office = calendar("office_hours")
    made = supervision.set_deadline(
        watch="accept", minutes=60, calendar=office, valid_from=date(2026, 1, 1), urgency="特急", by=SYSTEM, now=NOW
    )
    again = {"watch": "accept", "minutes": 90, "calendar": office, "urgency": "特急", "by": SYSTEM, "now": NOW}
    with pytest.raises(supervision.DeadlineOverlaps):
        supervision.set_deadline(valid_from=date(2026, 6, 1), **again)
    supervision.end_deadline(rule=made, on=date(2026, 6, 1), by=SYSTEM, now=NOW)
    supervision.set_deadline(valid_from=date(2026, 6, 1), **again)
    with pytest.raises(supervision.DeadlineHasEnded):
        supervision.end_deadline(rule=made, on=date(2026, 7, 1), by=SYSTEM, now=NOW)
    assert DeadlineRule.objects.filter(urgency="特急", watch="accept").count() == 2


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"watch": "wait"}, {"valid_to": date(2026, 1, 1)}, {"minutes": 10**9}])
def test_what_is_no_deadline_is_refused(province: Province, wrong: dict[str, object]) -> None:
    values = {"watch": "reply", "minutes": 60, "calendar": calendar("always"), "valid_from": date(2026, 1, 1), **wrong}
    with pytest.raises(supervision.NotADeadline):
        supervision.set_deadline(**values, by=SYSTEM, now=NOW)  # type: ignore[arg-type]


def test_a_rule_that_never_held_is_taken_away(province: Province) -> None:
    made = supervision.set_deadline(
        watch="accept", minutes=60, calendar=calendar("always"), valid_from=date(2027, 1, 1), urgency="x", by=SYSTEM, now=NOW
    )
    supervision.end_deadline(rule=made, on=date(2026, 12, 1), by=SYSTEM, now=NOW)
    assert not DeadlineRule.objects.filter(urgency="x").exists()


def test_the_board_counts_by_department_and_shows_the_worst_first(province: Province) -> None:
    a_ticket(at=province.yunzhou, accepted="2026-11-20 08:00", dispatched="2026-11-20 09:00", department="网络部")
    a_ticket(at=province.liuxi, dispatched="2026-11-23 09:00", department="客服")
    refreshed()
    found = board(EVERYWHERE, now=NOW)
    assert [(line.department, line.whole.overdue, line.whole.at_risk) for line in found.departments] == [("网络部", 3, 0), ("客服", 1, 0)]
    assert found.totals[Watch.REPLY].oldest == moment("2026-11-20 09:00")
    assert board(EVERYWHERE, now=NOW, region=province.liuxi).totals[Watch.REPLY].running == 1


def test_the_board_shows_what_falls_due_next(province: Province) -> None:
    a_ticket(at=province.yunzhou, accepted="2026-11-23 11:00", dispatched="2026-11-23 11:30", accept_by="2026-11-23 12:30")
    refreshed()
    assert board(EVERYWHERE, now=NOW).ahead[Watch.ACCEPT] == (1, 0, 0, 0, 0, 0)


def test_conditions_of_the_database_agree_with_the_alarm_of_the_row(province: Province) -> None:
    from complaints.selectors.supervision.watches import IS_AT_RISK, IS_HELD, IS_IN_TIME, IS_OVERDUE, IS_UNLIMITED

    for hours in (1, 30, 37, 60):
        start = str((NOW - timedelta(hours=hours)).replace(tzinfo=None))
        held = a_ticket(at=province.yunzhou, accepted=start, dispatched=start)
        if hours == 30:
            TicketPause.objects.create(ticket=held, started_at=NOW - timedelta(hours=20), reason="x", made_by="x")
    a_ticket(at=province.yunzhou, accepted="1970-01-01 08:00")
    refreshed()
    rows = open_watches(EVERYWHERE, now=NOW)
    kinds = [rows.filter(condition) for condition in (IS_OVERDUE, IS_AT_RISK, IS_IN_TIME, IS_HELD, IS_UNLIMITED)]
    assert sum(kind.count() for kind in kinds) == rows.count()
    assert all(alarm_of(row, now=NOW) is Alarm.OVERDUE for row in kinds[0])
    assert all(alarm_of(row, now=NOW) is Alarm.AT_RISK for row in kinds[1])
    assert all(kind.exists() for kind in kinds)


def test_the_summary_counts_each_watch_by_its_outcome(province: Province) -> None:
    met = {"accepted": "2026-10-05 08:00", "dispatched": "2026-10-05 09:00", "taken": "2026-10-05 10:00", "replied": "2026-10-06 09:00"}
    a_ticket(at=province.yunzhou, **met, resolved="2026-10-07 09:00", status="closed")
    a_ticket(at=province.yunzhou, **(met | {"replied": "2026-10-09 09:00"}), resolved="2026-10-10 09:00", status="closed")
    a_ticket(at=province.liuxi, accepted="2026-10-31 20:00", dispatched="2026-10-31 21:00", department="客服")
    a_ticket(at=province.liuxi, accepted="2026-10-05 08:00", status="closed", department="客服")
    a_ticket(at=province.yunzhou, accepted="2026-09-30 20:00")
    found = supervision_summary(EVERYWHERE, period=Month(2026, 10))
    accept, reply, solve = (found.watches[watch] for watch in Watch)
    assert (accept.met, accept.missed, accept.running, accept.overdue, accept.on_time) == (2, 0, 1, 1, 2 / 3)
    assert (reply.met, reply.missed, reply.running, reply.overdue, reply.on_time) == (1, 1, 1, 0, 0.5)
    assert (solve.met, solve.missed, solve.running, solve.unknown, solve.tickets) == (1, 1, 1, 1, 4)
    assert [line.department for line in found.departments] == ["网络部", "客服"]
    assert found.as_of == Month(2026, 10).end


def test_parts_of_a_region_add_up_to_its_whole_in_the_summary(province: Province) -> None:
    for region in (province.yunzhou, province.hill, province.liuxi):
        a_ticket(at=region, accepted="2026-10-05 08:00", dispatched="2026-10-05 09:00", department=region.code)
    whole = supervision_summary(EVERYWHERE, period=Month(2026, 10))
    parts = [supervision_summary(EVERYWHERE, period=Month(2026, 10), region=one) for one in (province.yunzhou, province.liuxi)]
    assert sum(part.watches[Watch.REPLY].tickets for part in parts) == whole.watches[Watch.REPLY].tickets == 3


def test_holds_and_agreed_dates_enter_the_summary(province: Province) -> None:
    held = a_ticket(at=province.yunzhou, accepted="2026-10-05 08:00", dispatched="2026-10-05 09:00")
    TicketPause.objects.create(ticket=held, started_at=moment("2026-10-05 10:00"), reason="x", made_by="x")
    planned = a_ticket(at=province.yunzhou, accepted="2026-10-05 08:00")
    people = a_user("noc_staff", at=province.whole), a_user("supervisor", at=province.whole)
    LegacyCase.objects.create(
        ticket=planned, region=province.yunzhou, reason="x", expected_at=moment("2027-03-01 00:00"), state="approved",
        proposed_by=people[0], proposed_at=moment("2026-10-06 00:00"), decided_by=people[1], decided_at=moment("2026-10-06 01:00"),
    )  # fmt: skip
    found = supervision_summary(EVERYWHERE, period=Month(2026, 10))
    assert (found.watches[Watch.REPLY].held, found.watches[Watch.SOLVE].running, found.watches[Watch.SOLVE].overdue) == (1, 1, 0)
    assert (found.legacy.due, found.legacy.overdue) == (1, 0)


def test_an_empty_period_has_no_share(province: Province) -> None:
    found = supervision_summary(EVERYWHERE, period=Month(2024, 1))
    assert found.watches[Watch.REPLY].on_time is None
    assert found.departments == ()
