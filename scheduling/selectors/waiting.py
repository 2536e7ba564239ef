"""How much work of the hotline waits for the caller, each only with the permission to do it."""

from dataclasses import dataclass
from datetime import datetime

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState

from ..models import Roster, ShiftRequest
from ..permissions import SchedulingPermission as May
from .offers import open_replies
from .own import agent_of, swaps_to_answer
from .requests import requests_to_decide


@dataclass(frozen=True)
class HotlineWork:
    swaps: int
    offers: int
    requests: int
    rosters: int


def waiting(access: Access, *, user: User, now: datetime) -> HotlineWork:
    """At most a query for each kind of work, and one for the agent. Nobody approves a roster of their own."""
    agent = agent_of(user) if access.can(May.OWN_SHIFTS) else None
    swaps = swaps_to_answer(agent).count() if agent else 0
    offers = open_replies(agent, now=now).count() if agent else 0
    if not access.can(May.APPROVE):
        return HotlineWork(swaps, offers, 0, 0)
    rosters = access.scope(May.APPROVE, Roster.objects.filter(state=ApprovalState.SUBMITTED)).exclude(author=user)
    return HotlineWork(swaps, offers, requests_to_decide(access).filter(state=ShiftRequest.State.OPEN).count(), rosters.count())
