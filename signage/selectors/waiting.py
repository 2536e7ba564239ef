"""What of the programme waits for somebody, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from portalkit.access.models import User
from portalkit.access.selectors import Access, grants_over
from portalkit.regions.models import Region

from ..permissions import SignagePermission
from .schedules import revisions_to_decide


@dataclass(frozen=True)
class ProgrammeWork:
    """Revisions to approve, and emergencies to review afterwards."""

    schedules: int
    emergencies: int


def waiting(access: Access, *, user: User) -> ProgrammeWork:
    """What the caller may decide on: nobody decides on work of their own. One query, or none without the permission."""
    if not access.can(SignagePermission.APPROVE):
        return ProgrammeWork(0, 0)
    is_emergency = Q(severity__isnull=False)
    found = revisions_to_decide(access, user=user).aggregate(
        schedules=Count("pk", filter=~is_emergency), emergencies=Count("pk", filter=is_emergency)
    )
    return ProgrammeWork(**found)


def approvers(region: Region, *, author: User, on: date) -> Sequence[User]:
    """Who is asked to decide on the author's work: of those who may, the people nearest to the region. One query."""
    grants = grants_over(region, SignagePermission.APPROVE, on=on).exclude(user=author).select_related("user", "region")
    nearest = max((len(one.region.path) for one in grants), default=0)
    return list({one.user_id: one.user for one in grants if len(one.region.path) == nearest}.values())
