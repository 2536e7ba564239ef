"""Who inspects, and who answers for a region's tickets."""

from datetime import date

from django.db.models import Q, QuerySet

from portalkit.access.models import Grant, User
from portalkit.access.selectors import roles
from portalkit.regions.models import Region

from ...permissions import ComplaintsPermission


def inspectors(region: Region, *, on: date) -> QuerySet[User]:
    """Active people who may inspect all of the region on the day."""
    return _holders(ComplaintsPermission.INSPECT, _above(region), on).order_by("full_name", "username")


def who_answer_for(region: Region, *, on: date) -> QuerySet[User]:
    """Active people of the branches who answer there: grants at the region itself or above it, but not at the root of the tree."""
    return _holders(ComplaintsPermission.ANSWER_NOTICES, _above(region).exclude(parent=None), on).order_by("pk")


def _above(region: Region) -> QuerySet[Region]:
    """The region and those that it lies in."""
    codes = [code for code in region.path.split("/") if code]
    return Region.objects.filter(code__in=codes)


def _holders(permission: ComplaintsPermission, regions: QuerySet[Region], on: date) -> QuerySet[User]:
    holding = [code for code, role in roles().items() if permission in role.permissions]
    current = Grant.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on), role__in=holding, region__in=regions
    )
    return User.objects.filter(is_active=True, pk__in=current.values("user"))
