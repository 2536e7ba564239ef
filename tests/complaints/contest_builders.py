"""Finds of the contest, from the fields that matter.

entry = a_find(at=province.hill, by=user, state=State.SOLVED)
"""

from datetime import date, datetime
from itertools import count

from complaints.domain.contest import Severity, State, Step
from complaints.models import FaultEntry
from complaints.services.contest import Decision, Find, enter_fault, judge_fault
from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.regions.models import Region

from .builders import NOW

JUDGE = Actor(ActorKind.USER, "999999", "A judge")
WAY = {
    State.ENTERED: (),
    State.REFUSED: (Step.REFUSE,),
    State.ACCEPTED: (Step.ACCEPT,),
    State.ASSIGNED: (Step.ACCEPT, Step.ASSIGN),
    State.SOLVED: (Step.ACCEPT, Step.ASSIGN, Step.SOLVE),
    State.NOT_SOLVABLE: (Step.ACCEPT, Step.ASSIGN, Step.GIVE_UP),
}
SAID = Decision(reason="looked at", owner_department="East branch", owner="Wu", outcome="mended")
_numbers = count(1)


def a_find(*, at: Region, by: User, state: State = State.ENTERED, now: datetime = NOW, **fields: object) -> FaultEntry:
    """An entry that was taken to its state through the services."""
    usual: dict[str, object] = {
        "region": at,
        "finder": "Ann",
        "finder_department": "East",
        "found_on": date(2026, 10, 5),
        "place": f"Street {next(_numbers)}",
        "category": "coverage",
        "severity": Severity.MINOR.value,
        "description": "no signal",
    }
    entry = enter_fault(find=Find(**usual | fields), entered_by=by, by=by.actor, now=now)  # type: ignore[arg-type]
    for step in WAY[state]:
        entry = judge_fault(entry=entry, step=step, decision=SAID, by=JUDGE, now=now)
    return entry
