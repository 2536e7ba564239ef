"""One round of supervision: notices by rule, notices raised, reminders. The watches are worked out before it (`refreshing`)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import SYSTEM

from ...domain.supervision.notices import NoticeState
from ...domain.supervision.stopwatch import Watch
from ...models import AutomaticNotice, NoticeTicket, OpenWatch, Ticket
from ...models.supervision import WATCH_LABELS
from ...selectors.supervision.legacy import cases_to_review
from ...selectors.supervision.notices import Chain, chain, overdue_notices
from .notices import Demand, escalate_notice, open_notice
from .telling import tell_of_review

MOST_TICKETS = 50
MOST_NOTICES = 200


@dataclass(frozen=True)
class Round:
    """What a round did: notices opened by rule, notices raised, people reminded."""

    opened: int
    escalated: int
    reminded: int


@transaction.atomic
def supervise(*, now: datetime) -> Round:
    """Done twice at the same moment it does nothing the second time."""
    rungs = chain()
    return Round(opened=_open_by_rule(rungs, now), escalated=_escalate(rungs, now), reminded=_remind(now))


def _open_by_rule(rungs: Chain, now: datetime) -> int:
    """One notice for the tickets of a department in a prefecture: fifty tickets in one, and what is left in the next round.

    What a rule took up once, or stands in a notice that is not closed, is passed over.
    """
    opened = 0
    for rule in AutomaticNotice.objects.filter(is_active=True):
        since = now - timedelta(minutes=rule.overdue_minutes)
        is_live = Q(notice__state__in=[NoticeState.OPEN, NoticeState.ANSWERED])
        taken_up = NoticeTicket.objects.filter(is_live | Q(automatic_watch=rule.watch)).values("ticket")
        rows = OpenWatch.objects.filter(watch=rule.watch, due_at__lt=since).exclude(ticket__in=taken_up).order_by("due_at", "pk")
        for (department, _place), tickets in _grouped(rows).items():
            reason = _("{watch}: more than {minutes} minutes past the limit").format(
                watch=WATCH_LABELS[rule.watch], minutes=rule.overdue_minutes
            )
            demand = Demand(department=department, reason=reason, watch=Watch(rule.watch).value)
            open_notice(tickets=tickets[:MOST_TICKETS], demand=demand, by=SYSTEM, now=now, rungs=rungs)
            opened += 1
    return opened


def _grouped(rows: QuerySet[OpenWatch]) -> dict[tuple[str, str], list[Ticket]]:
    """By department and prefecture, the longest overdue first."""
    found: dict[tuple[str, str], list[Ticket]] = defaultdict(list)
    for row in rows.select_related("ticket__region")[: MOST_TICKETS * MOST_NOTICES]:
        place = "/".join(row.ticket.region.path.split("/")[:3])
        found[row.department, place].append(row.ticket)
    return dict(list(found.items())[:MOST_NOTICES])


def _escalate(rungs: Chain, now: datetime) -> int:
    """Open past its time: one level up; at the highest level it stays and waits."""
    raised = 0
    for notice in overdue_notices(now=now):
        if notice.standing.can_rise:
            escalate_notice(notice=notice, by=SYSTEM, now=now, rungs=rungs)
            raised += 1
    return raised


def _remind(now: datetime) -> int:
    return sum(tell_of_review(case, now=now) for case in cases_to_review(now=now))
