"""What the schedule does, and who is subscribed."""

from django.db.models import QuerySet

from portalkit.access.models import Grant, User
from portalkit.access.selectors import Access

from ..domain.kinds import ReportKind
from ..models import Plan, Subscription
from ..permissions import ReportsPermission


def plan_of(kind: str) -> Plan:
    """The plan of a kind, or an unsaved one with what holds when nobody set any."""
    return Plan.objects.filter(kind=kind).first() or _usual(kind)


def plans() -> tuple[Plan, ...]:
    """One a kind, set or not. One query."""
    there = {plan.kind: plan for plan in Plan.objects.all()}
    return tuple(there.get(kind) or _usual(kind) for kind in ReportKind)


def _usual(kind: str) -> Plan:
    """Daily reports go out at once: nobody writes commentary at half past seven."""
    return Plan(kind=str(kind), publishes=kind == ReportKind.DAILY)


def own_subscriptions(access: Access) -> QuerySet[Subscription]:
    """The caller's own."""
    rows = Subscription.objects.filter(user=access.user) if access.user else Subscription.objects.none()
    return rows.select_related("region", "user").order_by("kind", "region__path")


def managed_subscriptions(access: Access) -> QuerySet[Subscription]:
    """Everybody's in the regions where the caller manages reports."""
    rows = access.scope(ReportsPermission.MANAGE, Subscription.objects.all())
    return rows.select_related("region", "user").order_by("kind", "region__path", "user__username")


def readers(access: Access) -> QuerySet[User]:
    """Active people who hold some grant in the regions where the caller manages reports."""
    grants = access.scope(ReportsPermission.MANAGE, Grant.objects.all())
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("username")
