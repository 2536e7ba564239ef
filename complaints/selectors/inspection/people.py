"""Who inspects, and who answers for a region's tickets."""

from datetime import date

from django.db.models import QuerySet

from portalkit.access.models import Grant, User
from portalkit.access.selectors import grants_over
from portalkit.regions.models import Region

from ...permissions import ComplaintsPermission


def inspectors(region: Region, *, on: date) -> QuerySet[User]:
    """Active people who may inspect all of the region on the day."""
    return _people(grants_over(region, ComplaintsPermission.INSPECT, on=on)).order_by("full_name", "username")


def who_answer_for(region: Region, *, on: date) -> QuerySet[User]:
    """Active people of the branches who answer there: grants at the region itself or above it, but not at the root of the tree."""
    return _people(grants_over(region, ComplaintsPermission.ANSWER_NOTICES, on=on).exclude(region__parent=None)).order_by("pk")


def _people(grants: QuerySet[Grant]) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))
