"""How much of each kind of work waits for the caller, each only with the permission to do it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from portalkit.access.selectors import Access

from ..domain.contest import State
from ..domain.supervision.legacy import LegacyStanding
from ..domain.supervision.notices import NoticeState
from ..models import InspectionResult
from ..permissions import ComplaintsPermission as May
from .contest import fault_entries
from .inspection.findings import returned_tickets
from .inspection.samples import queue_of
from .supervision.legacy import legacy_cases
from .supervision.notices import notices
from .supervision.watches import IS_OVERDUE, open_watches


class Work(StrEnum):
    """In the order in which it presses."""

    OVERDUE = "overdue"
    NOTICES_TO_ANSWER = "notices_to_answer"
    RETURNS_TO_ANSWER = "returns_to_answer"
    NOTICES_TO_CLOSE = "notices_to_close"
    RETURNS_TO_CHECK = "returns_to_check"
    TO_INSPECT = "to_inspect"
    CASES_TO_DECIDE = "cases_to_decide"
    FAULTS_TO_DECIDE = "faults_to_decide"


def waiting(access: Access, *, now: datetime) -> dict[Work, int]:
    """Only what there is any of. At most a query for each kind of work."""
    found = {work: count(access, now) for work, (permission, count) in _COUNTS.items() if access.can(permission)}
    return {work: count for work, count in found.items() if count}


def _overdue(access: Access, now: datetime) -> int:
    return open_watches(access, now=now).filter(IS_OVERDUE).count()


def _notices(state: NoticeState) -> Callable[[Access, datetime], int]:
    return lambda access, now: notices(access, now=now).filter(state=state).count()


def _returns(state: InspectionResult.State) -> Callable[[Access, datetime], int]:
    return lambda access, _now: returned_tickets(access).filter(state=state).count()


def _to_inspect(access: Access, _now: datetime) -> int:
    return len(queue_of(access).items)


def _cases(access: Access, now: datetime) -> int:
    return legacy_cases(access, now=now).filter(Q(standing=LegacyStanding.PROPOSED)).count()


def _faults(access: Access, _now: datetime) -> int:
    return fault_entries(access).filter(state=State.ENTERED).count()


_COUNTS: dict[Work, tuple[May, Callable[[Access, datetime], int]]] = {
    Work.OVERDUE: (May.SUPERVISE, _overdue),
    Work.NOTICES_TO_ANSWER: (May.ANSWER_NOTICES, _notices(NoticeState.OPEN)),
    Work.RETURNS_TO_ANSWER: (May.ANSWER_NOTICES, _returns(InspectionResult.State.RETURNED)),
    Work.NOTICES_TO_CLOSE: (May.SUPERVISE, _notices(NoticeState.ANSWERED)),
    Work.RETURNS_TO_CHECK: (May.INSPECT, _returns(InspectionResult.State.ANSWERED)),
    Work.TO_INSPECT: (May.INSPECT, _to_inspect),
    Work.CASES_TO_DECIDE: (May.SUPERVISE, _cases),
    Work.FAULTS_TO_DECIDE: (May.JUDGE_FAULTS, _faults),
}
