"""Which account opens an agent's own page."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import local_day

from ..models import Agent
from ..permissions import SchedulingPermission


class Unfit(StrEnum):
    """Why an account cannot be an agent's."""

    UNKNOWN = "unknown"
    TAKEN = "taken"
    NOT_ALLOWED = "not_allowed"


class UnfitAccount(Exception):
    """The account cannot be the agent's; `why` says why."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(str(why))
        self.why = why


@transaction.atomic
def set_account(*, agent: Agent, username: str, by: Actor, now: datetime) -> Agent:
    """The active account with this user name sees the agent's shifts from now on; an empty name ends that. Raises UnfitAccount."""
    found = Agent.objects.select_for_update(of=("self",)).select_related("region").get(pk=agent.pk)
    found.user = _account(username, agent=found, now=now) if username else None
    found.save(update_fields=["user"])
    record(by=by, action="scheduling.set_account", on=found, region_code=found.region.code, at=now, detail={"username": username})
    return found


def _account(username: str, *, agent: Agent, now: datetime) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UnfitAccount(Unfit.UNKNOWN)
    if Agent.objects.filter(user=user).exclude(pk=agent.pk).exists():
        raise UnfitAccount(Unfit.TAKEN)
    if not access_of_user(user, on=local_day(now)).covers(SchedulingPermission.OWN_SHIFTS, agent.region):
        raise UnfitAccount(Unfit.NOT_ALLOWED)
    return user
