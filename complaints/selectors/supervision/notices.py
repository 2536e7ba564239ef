"""Notices, their tickets and timeline; the chain that they climb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, QuerySet, Value

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.calendars.domain.working_time import WorkingTime
from portalkit.calendars.selectors import working_times
from portalkit.regions.models import Region

from ...domain.supervision.defaults import LEVELS
from ...domain.supervision.notices import NoticeState
from ...models import EscalationContact, EscalationLevel, NoticeEvent, SupervisionNotice, Ticket
from ...permissions import ComplaintsPermission


@dataclass(frozen=True)
class NoticePage:
    """A notice with its tickets in the caller's reach (`hidden`: how many lie outside) and its timeline, newest first.

    `contacts` are those told at its present level.
    """

    notice: SupervisionNotice
    tickets: tuple[Ticket, ...]
    hidden: int
    events: tuple[NoticeEvent, ...]
    contacts: tuple[EscalationContact, ...]


@dataclass(frozen=True)
class Chain:
    """How long each level may take, by level, and with which hours it is counted."""

    minutes: dict[int, int]
    times: dict[int, WorkingTime]

    def reply_by(self, level: int, *, since: datetime) -> datetime:
        return self.times[level].add_working_time(since, timedelta(minutes=self.minutes[level]))


def notices(access: Access, *, now: datetime) -> QuerySet[SupervisionNotice]:
    """All in reach, newest first."""
    rows = access.scope(ComplaintsPermission.VIEW, SupervisionNotice.objects.all())
    return rows.select_related("region__parent").annotate(now=Value(now, output_field=DateTimeField())).order_by("-opened_at", "-pk")


def notice_page(access: Access, *, pk: int) -> NoticePage:
    """Raises SupervisionNotice.DoesNotExist where there is none in reach. Six queries."""
    notice = access.scope(ComplaintsPermission.VIEW, SupervisionNotice.objects.select_related("region", "opened_by_user")).get(pk=pk)
    every = Ticket.objects.filter(pk__in=notice.entries.values("ticket"))
    shown = tuple(access.scope(ComplaintsPermission.VIEW, every).select_related("region__parent").order_by("accepted_at", "pk"))
    return NoticePage(
        notice=notice,
        tickets=shown,
        hidden=notice.entries.count() - len(shown),
        events=tuple(notice.events.all()),
        contacts=contacts_for(notice),
    )


def notices_of_ticket(access: Access, ticket: Ticket) -> tuple[SupervisionNotice, ...]:
    """Newest first. One query."""
    rows = access.scope(ComplaintsPermission.VIEW, SupervisionNotice.objects.filter(entries__ticket=ticket))
    return tuple(rows.order_by("-opened_at", "-pk"))


def chain() -> Chain:
    """The levels as they are set, the defaults for those that are not. Three queries."""
    times = working_times()
    found = {one.level: (one.reply_minutes, one.calendar) for one in LEVELS}
    rows = EscalationLevel.objects.values_list("level", "reply_minutes", "calendar__code")
    found |= {level: (minutes, code) for level, minutes, code in rows}
    return Chain(
        minutes={level: minutes for level, (minutes, _) in found.items()}, times={level: times[code] for level, (_, code) in found.items()}
    )


def contacts_for(notice: SupervisionNotice) -> tuple[EscalationContact, ...]:
    """Who is told at the present level: those of the department, and of its region or one above; else those of all. One query."""
    rows = EscalationContact.objects.filter(level=notice.level, department__in=["", notice.department]).select_related("user", "region")
    found = [one for one in rows if one.region is None or notice.region.path.startswith(one.region.path)]
    return tuple(_closest(found))


def escalation_contacts(access: Access) -> QuerySet[EscalationContact]:
    """Those of the caller's regions; with a permission everywhere, all."""
    return access.scope(ComplaintsPermission.MANAGE_RULES, EscalationContact.objects.select_related("user", "region"))


def overdue_notices(*, now: datetime) -> QuerySet[SupervisionNotice]:
    """Open past their time, the oldest first; of every region."""
    return SupervisionNotice.objects.filter(state=NoticeState.OPEN, reply_by__lte=now).select_related("region").order_by("reply_by", "pk")


def people_who_may_be_told() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by("username")


def smallest_region_of(regions: Sequence[Region]) -> Region:
    """The smallest region that holds all of these."""
    steps = [region.path.strip("/").split("/") for region in regions]
    shared = [level[0] for level in zip(*steps, strict=False) if len(set(level)) == 1]
    return Region.objects.get(code=shared[-1])


def _closest(contacts: Sequence[EscalationContact]) -> list[EscalationContact]:
    """Contacts of the department itself go before those of every department."""
    own = [one for one in contacts if one.department]
    return own or list(contacts)
