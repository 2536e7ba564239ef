"""Supervision as a shift leaves it: watches worked out, holds, notices in every state, long-planned cases, who is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from complaints.domain.supervision.stopwatch import Watch
from complaints.models import EscalationContact, OpenWatch, Ticket
from complaints.services import supervision
from complaints.services.supervision import Demand
from portalkit.access.models import User
from portalkit.regions.models import Region

from ..province import PROVINCE_CODE

_LEGACY = (
    ("农村广覆盖三期", "该村无覆盖，需新建基站，已列入三期工程。", 120),
    ("室内分布建设", "小区室内深度覆盖不足，物业已同意进场，等待施工。", 45),
    ("载波扩容", "忙时拥塞，待扩容设备到货。", 5),
    ("站址协调", "站址协调受阻，正与业主重新谈判。", 200),
)


def load(*, now: datetime) -> None:
    """Uses the tickets that are open; a province without any gets contacts only."""
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    _contacts(people)
    supervision.refresh_watches(now=now)
    late = _overdue(now)
    _notices(late, people, now)
    _cases(people, now)
    _holds(people, now)
    supervision.refresh_watches(now=now)


def _contacts(people: dict[str, User]) -> None:
    province = Region.objects.get(code=PROVINCE_CODE)
    for level, username in ((1, "monitor"), (2, "supervisor"), (3, "manager")):
        EscalationContact.objects.get_or_create(level=level, region=province, user=people[username], department="", email="")


def _overdue(now: datetime) -> list[list[Ticket]]:
    """The departments with most overdue replies, up to four tickets of each."""
    rows = OpenWatch.objects.filter(watch=Watch.REPLY, due_at__lt=now).select_related("ticket__region").order_by("due_at", "pk")
    found: dict[str, list[Ticket]] = {}
    for row in rows:
        found.setdefault(row.department, []).append(row.ticket)
    return [tickets[:4] for tickets in sorted(found.values(), key=len, reverse=True)[:5]]


def _notices(late: Sequence[Sequence[Ticket]], people: dict[str, User], now: datetime) -> None:
    """One waits, one was raised, one was answered, one is closed, one was opened again."""
    supervisor, monitor = people["supervisor"].actor, people["monitor"].actor
    opened = []
    for number, tickets in enumerate(late):
        demand = Demand(department=tickets[0].department, reason="回单超时，请说明原因并给出解决时间。")
        at = now - timedelta(minutes=200 + 60 * number)
        opened.append(supervision.open_notice(tickets=tickets, demand=demand, by=supervisor, now=at))
    for notice in opened[1:2]:
        supervision.escalate_notice(notice=notice, by=supervisor, now=now - timedelta(hours=1), text="部门值班未回复。")
    for notice in opened[2:]:
        supervision.answer_notice(notice=notice, text="已派维护人员上站，预计今日恢复。", by=monitor, now=now - timedelta(hours=3))
    for notice in opened[3:]:
        supervision.close_notice(notice=notice, result="已恢复，用户确认。", by=supervisor, now=now - timedelta(hours=2))
    for notice in opened[4:]:
        supervision.reopen_notice(notice=notice, reason="用户再次反映，请继续处理。", by=supervisor, now=now - timedelta(hours=1))


def _cases(people: dict[str, User], now: datetime) -> None:
    """Two agreed, one of them near its date; one waits for a decision; one was not approved."""
    rows = OpenWatch.objects.filter(watch=Watch.SOLVE).select_related("ticket__region").order_by("started_at", "pk")
    for position, ((project, reason, days), row) in enumerate(zip(_LEGACY, rows, strict=False)):
        case = supervision.propose_legacy(
            ticket=row.ticket,
            expected_at=now + timedelta(days=days),
            reason=reason,
            project=project,
            by=people["monitor"].actor,
            now=now - timedelta(days=1),
        )
        if position != 1:
            decider = people["supervisor"].actor
            supervision.decide_legacy(
                case=case, is_approved=position != 3, by=decider, now=now - timedelta(hours=20), opinion="按工程计划执行。"
            )


def _holds(people: dict[str, User], now: datetime) -> None:
    rows = OpenWatch.objects.filter(watch=Watch.REPLY, due_at__gt=now).select_related("ticket__region").order_by("due_at", "pk")
    for row in rows[:2]:
        supervision.pause_ticket(ticket=row.ticket, reason="用户出差，约定返回后测试。", by=people["supervisor"].actor, now=now)
