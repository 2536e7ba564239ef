"""A roster on its way through approval."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals import services as approvals
from portalkit.approvals.services import NoReason, NotNow, OwnWork
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.notify.services import notify

from ...models import Roster
from ...selectors.rosters.checking import Finding, checked
from .figures import figures_of
from .links import roster_url, title_of

__all__ = [
    "NoReason",
    "NotNow",
    "OwnWork",
    "approve_roster",
    "check_roster",
    "refresh_figures",
    "send_back_roster",
    "submit_roster",
    "withdraw_roster",
]


@transaction.atomic
def check_roster(*, roster: Roster, by: Actor, now: datetime) -> Finding:
    """Judges the whole roster anew, by the rules, absences and forecasts of now."""
    found = refresh_figures(roster, now=now)
    record(by=by, action="scheduling.check_roster", on=roster, region_code=roster.region.code, detail={"count": len(found.hard)}, at=now)
    return found


def refresh_figures(roster: Roster, *, now: datetime) -> Finding:
    """Works out all figures and keeps them; what else stands among them stays."""
    found = checked(roster)
    roster.figures = {**roster.figures, **figures_of(found, now=now)}
    roster.save(update_fields=["figures"])
    return found


@transaction.atomic
def submit_roster(*, roster: Roster, by: Actor, now: datetime) -> Roster:
    """Hands the roster in, judged anew. It may break rules: the approver sees them first. Raises NotNow."""
    done = approvals.submit(roster, by=by, now=now, region_code=roster.region.code)
    refresh_figures(done, now=now)
    return done


@transaction.atomic
def withdraw_roster(*, roster: Roster, by: Actor, now: datetime) -> Roster:
    """Takes a submitted roster back. Raises NotNow."""
    return approvals.withdraw(roster, by=by, now=now, region_code=roster.region.code)


@transaction.atomic
def approve_roster(*, roster: Roster, user: User, by: Actor, now: datetime) -> Roster:
    """Raises OwnWork, NotNow."""
    done = approvals.approve(roster, by=by, user=user, now=now, region_code=roster.region.code)
    _tell_author(done, now=now)
    return done


@transaction.atomic
def send_back_roster(*, roster: Roster, user: User, note: str, by: Actor, now: datetime) -> Roster:
    """Returns it with a word why; words on cells stand in the cells. Raises NoReason, OwnWork, NotNow."""
    done = approvals.send_back(roster, by=by, user=user, note=note, now=now, region_code=roster.region.code)
    _tell_author(done, now=now)
    return done


def _tell_author(roster: Roster, *, now: datetime) -> None:
    notify(
        user=roster.author,
        subject=f"{title_of(roster)}: {roster.get_state_display()}",
        body=roster.decision_note,
        url=roster_url(roster),
        key=f"scheduling.roster {roster.pk} {roster.state} {now.isoformat()}",
        now=now,
    )
