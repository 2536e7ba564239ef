"""The search over the demo's last months, a group that somebody confirmed and a ticket that somebody separated."""

from datetime import datetime

from django.utils import timezone

from complaints.models import RepeatGroup, RepeatMember
from complaints.services import repeats
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import month_of

_MONTHS = 5


def load(*, now: datetime) -> None:
    today = timezone.localdate(now)
    repeats.find_repeats(first=month_of(today).plus(-_MONTHS).first_day, last=today, by=SYSTEM, now=now)
    newest = RepeatGroup.objects.order_by("-last_on", "-pk")
    if group := newest.filter(kind=RepeatGroup.Kind.MASS).first():
        repeats.confirm_repeats(group=group, by=SYSTEM, now=now, note="现场核实为同一故障")
    if group := newest.filter(kind=RepeatGroup.Kind.DISPATCH, tickets__gte=3).first():
        member = RepeatMember.objects.select_related("ticket__region").filter(group=group).order_by("-ticket__accepted_at").first()
        if member:
            repeats.separate_repeat(group=group, ticket=member.ticket, by=SYSTEM, now=now, note="不是同一问题")
