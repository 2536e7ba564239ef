"""How much work of the hotline waits for the caller, each only with the permission to do it."""

from dataclasses import dataclass

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState

from ..models import Roster, ShiftRequest
from ..permissions import SchedulingPermission as May
from .requests import requests_to_decide


@dataclass(frozen=True)
class HotlineWork:
    swaps: int
    requests: int
    rosters: int


def waiting(access: Access, *, user: User) -> HotlineWork:
    """At most a query for each kind of work. Nobody approves a roster of their own."""
    swaps = ShiftRequest.objects.filter(colleague__user=user, state=ShiftRequest.State.ASKED).count() if access.can(May.OWN_SHIFTS) else 0
    if not access.can(May.APPROVE):
        return HotlineWork(swaps, 0, 0)
    rosters = access.scope(May.APPROVE, Roster.objects.filter(state=ApprovalState.SUBMITTED)).exclude(author=user)
    return HotlineWork(swaps, requests_to_decide(access).filter(state=ShiftRequest.State.OPEN).count(), rosters.count())
