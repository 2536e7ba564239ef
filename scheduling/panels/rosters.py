"""What the pages of rosters show: tones, figures, what a caller may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import Step, possible

from ..domain.rules import Violation
from ..models import Roster
from ..permissions import SchedulingPermission
from ..services.rosters.publishing import may_withdraw
from .rules import violation_text

TONES = {"draft": "neutral", "submitted": "warn", "approved": "info", "returned": "bad"}


@dataclass(frozen=True)
class May:
    """What the caller may do with a roster now."""

    edit: bool
    edit_as_approver: bool
    submit: bool
    withdraw: bool
    copy: bool
    check: bool
    decide: bool
    is_own: bool
    publish: bool
    take_back: bool
    comment: bool
    export: bool

    @property
    def anything(self) -> bool:
        return any((self.submit, self.withdraw, self.copy, self.check, self.decide, self.publish, self.take_back, self.is_own))


def may(access: Access, roster: Roster, *, now: datetime) -> May:
    plans = access.covers(SchedulingPermission.PLAN, roster.region)
    approves = access.covers(SchedulingPermission.APPROVE, roster.region)
    steps, is_out = possible(roster.state), roster.published_at is not None
    is_own = access.user is not None and roster.author_id == access.user.pk
    waits = Step.APPROVE in steps
    return May(
        edit=plans and not is_out and not waits,
        edit_as_approver=approves and waits and not is_own,
        submit=plans and Step.SUBMIT in steps,
        withdraw=plans and Step.WITHDRAW in steps,
        copy=plans,
        check=plans and not is_out,
        decide=approves and waits and not is_own,
        is_own=approves and waits and is_own,
        publish=approves and roster.state == "approved" and not is_out,
        take_back=approves and may_withdraw(roster, now=now),
        comment=approves and waits and not is_own,
        export=access.covers(SchedulingPermission.EXPORT, roster.region),
    )


def state_label(roster: Roster) -> str:
    if roster.withdrawn_at is not None:
        return _("Taken back after publishing")
    return _("Published") if roster.published_at is not None else roster.get_state_display()


def state_tone(roster: Roster) -> str:
    if roster.withdrawn_at is not None:
        return "neutral"
    return "good" if roster.published_at is not None else TONES[roster.state]


@dataclass(frozen=True)
class ViolationLine:
    """A violation in a list: `name` of the agent, empty for a group of queues."""

    day: Any
    who: str
    name: str
    text: str
    is_hard: bool


def lines_of(violations: Iterable[Violation], names: dict[str, str] | Any) -> list[ViolationLine]:
    return [ViolationLine(one.day, one.who, names.get(one.who, ""), violation_text(one), one.is_hard) for one in violations]


def share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
