"""What makes a roster binding: publishing, the hours pool's bookings, notices, and taking it back within the window."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.notify.services import notify
from portalkit.periods.domain.calendar import local_day

from ...domain import hours_pool
from ...domain.rules import Violation
from ...models import Agent, HoursEntry, Roster
from ...selectors.rosters.checking import Finding
from ...selectors.rosters.memory import pool_balances
from .links import title_of
from .steps import refresh_figures

WITHDRAWAL_WINDOW = timedelta(hours=48)


class NotPublishable(Exception):
    """Only what is approved and not published yet can be published."""


class HardViolations(Exception):
    """A published roster breaks no hard rule; `violations` are those that this one breaks."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(f"{len(violations)} violations")
        self.violations = violations


class TooLate(Exception):
    """The window in which a published roster may be withdrawn is over, or its first day has begun."""


@transaction.atomic
def publish_roster(*, roster: Roster, by: Actor, now: datetime) -> Roster:
    """Publishes an approved roster: judged once more, booked in the hours pool, told to its agents. An older published version of the
    same days gives way. Raises NotPublishable, HardViolations."""
    found = Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=roster.pk)
    if found.state != ApprovalState.APPROVED or found.published_at is not None:
        raise NotPublishable
    finding = refresh_figures(found, now=now)
    if finding.hard:
        raise HardViolations(finding.hard)
    for older in _older(found):
        _take_back_bookings(older, by=by, now=now)
        older.withdrawn_at = now
        older.save(update_fields=["withdrawn_at"])
    found.published_at, found.published_by = now, by.name
    found.save(update_fields=["published_at", "published_by"])
    booked = _book(found, finding, by=by, now=now)
    record(
        by=by, action="scheduling.publish_roster", on=found, region_code=found.region.code, at=now,
        detail={"rows": found.assignments.filter(shift__isnull=False).count(), "count": booked},
    )  # fmt: skip
    _tell_agents(found, _("Your shifts are published"), now=now)
    return found


@transaction.atomic
def withdraw_published(*, roster: Roster, by: Actor, now: datetime) -> Roster:
    """Takes a published roster back; its bookings are reversed, its agents told. It stays on record. Raises NotPublishable, TooLate."""
    found = Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=roster.pk)
    if found.published_at is None or found.withdrawn_at is not None:
        raise NotPublishable
    if not may_withdraw(found, now=now):
        raise TooLate
    _take_back_bookings(found, by=by, now=now)
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    record(by=by, action="scheduling.withdraw_published_roster", on=found, region_code=found.region.code, at=now)
    _tell_agents(found, _("Your published shifts are taken back"), now=now)
    return found


def may_withdraw(roster: Roster, *, now: datetime) -> bool:
    """Within the window after publishing, and before the first day begins."""
    published = roster.published_at
    is_out = published is not None and roster.withdrawn_at is None
    return is_out and published is not None and now < published + WITHDRAWAL_WINDOW and local_day(now) < roster.first_day


def _older(roster: Roster) -> Iterable[Roster]:
    """Published rosters of the same hotline whose days all lie within this one's."""
    return Roster.objects.select_for_update(of=("self",)).filter(
        region=roster.region,
        published_at__isnull=False,
        withdrawn_at=None,
        first_day__gte=roster.first_day,
        last_day__lte=roster.last_day,
    )


def _book(roster: Roster, finding: Finding, *, by: Actor, now: datetime) -> int:
    """Bookings of the hours pool; none without a comprehensive-hours cycle. Banks that leave their limits are kept in the figures.

    Returns how many bookings were made.
    """
    ground = finding.ground
    try:
        found = hours_pool.bookings(
            finding.plan, people=ground.people, book=ground.book, stretch=ground.stretch, is_workday=ground.calendar.is_workday
        )
    except hours_pool.NoCycle:
        return 0
    ids = {agent.code: agent.pk for agent in ground.agents}
    balances = pool_balances(ids.values(), before=ground.stretch.first_day)
    banks = hours_pool.statements(found, before={code: balances.get(pk, 0) for code, pk in ids.items()})
    limits = hours_pool.limits_on(ground.book, ground.stretch.last_day)
    roster.figures["pool_overruns"] = [[one.who, one.minutes] for one in hours_pool.overruns(banks, limits)]
    roster.save(update_fields=["figures"])
    rows = [
        HoursEntry(
            agent_id=ids[one.who], day=one.day, minutes=one.minutes, kind=HoursEntry.Kind.ROSTER, roster=roster, booked_at=now,
            booked_by=by.name,
        )
        for one in found
    ]  # fmt: skip
    HoursEntry.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _take_back_bookings(roster: Roster, *, by: Actor, now: datetime) -> None:
    sums = HoursEntry.objects.filter(roster=roster).order_by().values("agent", "day").annotate(minutes_in_all=Sum("minutes"))
    HoursEntry.objects.bulk_create(
        HoursEntry(
            agent_id=one["agent"], day=one["day"], minutes=-one["minutes_in_all"], kind=HoursEntry.Kind.CORRECTION, roster=roster,
            note=title_of(roster)[:200], booked_at=now, booked_by=by.name,
        )
        for one in sums
        if one["minutes_in_all"]
    )  # fmt: skip


def _tell_agents(roster: Roster, subject: str, *, now: datetime) -> None:
    users = User.objects.filter(pk__in=Agent.objects.filter(assignments__roster=roster, user__isnull=False).values("user"), is_active=True)
    for user in users.distinct():
        notify(
            user=user,
            subject=subject,
            body=title_of(roster),
            key=f"scheduling.roster {roster.pk} {now.isoformat()}",
            now=now,
        )
