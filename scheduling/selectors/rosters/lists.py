"""Which rosters there are, and which one counts on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, F, QuerySet, When

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ...models import Roster
from ...permissions import SchedulingPermission


def visible_rosters(access: Access) -> QuerySet[Roster]:
    """Planners and approvers see every version, others what is published."""
    rows = access.scope(SchedulingPermission.VIEW, Roster.objects.select_related("region__parent", "author", "decided_by"))
    if access.can(SchedulingPermission.PLAN) or access.can(SchedulingPermission.APPROVE):
        return rows
    return rows.filter(published_at__isnull=False)


def roster_for(access: Access, permission: str, *, pk: int) -> Roster:
    """Raises Roster.DoesNotExist."""
    rows = visible_rosters(access) if permission == SchedulingPermission.VIEW else access.scope(permission, Roster.objects.all())
    return rows.select_related("region__parent", "author", "decided_by").get(pk=pk)


def in_force(region: Region, first_day: date, last_day: date, *, but: Roster | None = None) -> list[tuple[Roster, date, date]]:
    """The published rosters that count in a stretch, each with the days for which it does: of several the one published last. One query."""
    rows = Roster.objects.filter(
        region=region, published_at__isnull=False, withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day
    ).order_by("-published_at", "-pk")
    return _cut(rows if but is None else rows.exclude(pk=but.pk), first_day, last_day)


def last_in_force(roster: Roster) -> Roster | None:
    """What a roster is compared with: the published one of the same days, else the newest that was approved for them."""
    others = Roster.objects.filter(region=roster.region, state="approved").exclude(pk=roster.pk)
    same = others.filter(first_day__lte=roster.last_day, last_day__gte=roster.first_day)
    in_force_since = Case(When(published_at__isnull=False, withdrawn_at=None, then="published_at"))
    return same.annotate(in_force_since=in_force_since).order_by(F("in_force_since").desc(nulls_last=True), "-number").first()


def _cut(rows: Iterable[Roster], first_day: date, last_day: date) -> list[tuple[Roster, date, date]]:
    """Days are given to the rosters in order; a roster that keeps days on both sides of a newer one appears twice."""
    owner: dict[date, Roster] = {}
    span = range(first_day.toordinal(), last_day.toordinal() + 1)
    for roster in rows:
        for number in span:
            day = date.fromordinal(number)
            if roster.first_day <= day <= roster.last_day:
                owner.setdefault(day, roster)
    found: list[tuple[Roster, date, date]] = []
    for number in span:
        day = date.fromordinal(number)
        roster_of_day = owner.get(day)
        if roster_of_day is None:
            continue
        if found and found[-1][0] is roster_of_day and (day - found[-1][2]).days == 1:
            found[-1] = (roster_of_day, found[-1][1], day)
        else:
            found.append((roster_of_day, day, day))
    return found
