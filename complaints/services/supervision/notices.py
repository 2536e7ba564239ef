"""Opens supervision notices, takes answers, closes, opens again and raises them. Every step stands in the timeline and is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import SHANGHAI

from ...domain.supervision import notices as rules
from ...domain.supervision.notices import FIRST_LEVEL, HIGHEST_LEVEL, NoticeState, NoticeStep, Standing
from ...models import NoticeEvent, NoticeTicket, SupervisionNotice, Ticket
from ...selectors.supervision.notices import Chain, chain, smallest_region_of
from .telling import tell_level, tell_opener
from .versions import touch


class NoticeNeedsTickets(Exception):
    """A notice names one ticket at least."""


class NoticeNeedsText(Exception):
    """Reason, answer or result is empty."""


class NoSuchLevel(Exception):
    """The chain has no such level."""


@dataclass(frozen=True)
class Demand:
    """What a notice says: to which department, why, from which level on, and until when (None: as the level allows).

    `watch` is set by a rule that opens it by itself.
    """

    department: str
    reason: str
    level: int = FIRST_LEVEL
    reply_by: datetime | None = None
    watch: str = ""


@transaction.atomic
def open_notice(*, tickets: Sequence[Ticket], demand: Demand, by: Actor, now: datetime, rungs: Chain | None = None) -> SupervisionNotice:
    """Raises NoticeNeedsTickets, NoticeNeedsText, NoSuchLevel."""
    _check(tickets, demand)
    rungs = rungs or chain()
    region = smallest_region_of([ticket.region for ticket in tickets])
    notice = SupervisionNotice.objects.create(
        number=uuid4().hex[:20],
        region=region,
        department=demand.department,
        level=demand.level,
        reason=demand.reason.strip(),
        reply_by=demand.reply_by or rungs.reply_by(demand.level, since=now),
        is_automatic=bool(demand.watch),
        opened_at=now,
        opened_by=by.name,
        opened_by_user=User.objects.filter(pk=by.user_id).first() if by.user_id else None,
        tickets_count=len(tickets),
    )
    notice.number = f"DB{now.astimezone(SHANGHAI):%y%m%d}-{notice.pk:05}"
    notice.save(update_fields=["number"])
    NoticeTicket.objects.bulk_create(NoticeTicket(notice=notice, ticket=ticket, automatic_watch=demand.watch) for ticket in tickets)
    event = _note(notice, NoticeStep.OPENED, by=by, text=notice.reason, now=now)
    _told(event, tell_level(notice, event, now=now))
    detail = {"tickets": len(tickets), "level": notice.level, "department": notice.department}
    record(by=by, action="complaints.open_notice", on=notice, region_code=region.code, detail=detail, at=now)
    touch()
    return notice


@transaction.atomic
def answer_notice(*, notice: SupervisionNotice, text: str, by: Actor, now: datetime) -> SupervisionNotice:
    """Raises NotNow (`domain.supervision.notices`) unless it is open, NoticeNeedsText."""
    locked = _locked(notice, text)
    _stand(locked, rules.answered(locked.standing), answered_at=now, answered_by=by.name)
    event = _note(locked, NoticeStep.ANSWERED, by=by, text=text, now=now)
    _told(event, tell_opener(locked, event, now=now))
    return _recorded(locked, "complaints.answer_notice", by=by, now=now)


@transaction.atomic
def close_notice(*, notice: SupervisionNotice, result: str, by: Actor, now: datetime) -> SupervisionNotice:
    """Raises NotNow when it is closed already, NoticeNeedsText."""
    locked = _locked(notice, result)
    _stand(locked, rules.closed(locked.standing), closed_at=now, result=result.strip())
    _note(locked, NoticeStep.CLOSED, by=by, text=result, now=now)
    return _recorded(locked, "complaints.close_notice", by=by, now=now)


@transaction.atomic
def reopen_notice(*, notice: SupervisionNotice, reason: str, by: Actor, now: datetime) -> SupervisionNotice:
    """The level has its whole time again, and is told. Raises NotNow when it is open, NoticeNeedsText."""
    locked = _locked(notice, reason)
    standing = rules.reopened(locked.standing, reply_by=chain().reply_by(locked.level, since=now))
    _stand(locked, standing, answered_at=None, answered_by="", closed_at=None, result="")
    event = _note(locked, NoticeStep.REOPENED, by=by, text=reason, now=now)
    _told(event, tell_level(locked, event, now=now))
    return _recorded(locked, "complaints.reopen_notice", by=by, now=now)


@transaction.atomic
def escalate_notice(
    *, notice: SupervisionNotice, by: Actor, now: datetime, text: str = "", rungs: Chain | None = None
) -> SupervisionNotice:
    """One level up; its people are told. Raises NotNow unless it is open and below the highest level."""
    locked = _locked(notice)
    rises_to = min(locked.level + 1, HIGHEST_LEVEL)
    _stand(locked, rules.escalated(locked.standing, reply_by=(rungs or chain()).reply_by(rises_to, since=now)))
    event = _note(locked, NoticeStep.ESCALATED, by=by, text=text, now=now)
    _told(event, tell_level(locked, event, now=now))
    return _recorded(locked, "complaints.escalate_notice", by=by, now=now)


def _check(tickets: Sequence[Ticket], demand: Demand) -> None:
    if not tickets:
        raise NoticeNeedsTickets
    if not demand.reason.strip():
        raise NoticeNeedsText
    if not FIRST_LEVEL <= demand.level <= HIGHEST_LEVEL:
        raise NoSuchLevel(demand.level)


def _locked(notice: SupervisionNotice, text: str = "-") -> SupervisionNotice:
    """The row as it stands now; another's step waits until this one is done."""
    if not text.strip():
        raise NoticeNeedsText
    return SupervisionNotice.objects.select_for_update(of=("self",)).select_related("region", "opened_by_user").get(pk=notice.pk)


def _stand(notice: SupervisionNotice, standing: Standing, **more: object) -> None:
    values = {"state": standing.state.value, "level": standing.level, "reply_by": standing.reply_by, **more}
    for name, value in values.items():
        setattr(notice, name, value)
    notice.save(update_fields=list(values))


def _note(notice: SupervisionNotice, step: NoticeStep, *, by: Actor, text: str, now: datetime) -> NoticeEvent:
    return NoticeEvent.objects.create(notice=notice, at=now, step=step.value, level=notice.level, by_name=by.name, text=text.strip()[:500])


def _told(event: NoticeEvent, count: int) -> None:
    event.told = count
    event.save(update_fields=["told"])


def _recorded(notice: SupervisionNotice, action: str, *, by: Actor, now: datetime) -> SupervisionNotice:
    detail = {"level": notice.level, "state": NoticeState(notice.state).value}
    record(by=by, action=action, on=notice, region_code=notice.region.code, detail=detail, at=now)
    touch()
    return notice
