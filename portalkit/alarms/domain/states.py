"""How an alarm changes: pure, so that every order of events can be tried."""

from dataclasses import dataclass, replace
from enum import StrEnum

from .identity import Severity


class What(StrEnum):
    """What a line of an alarm's history says."""

    RAISED = "raised"
    WORSENED = "worsened"
    EASED = "eased"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    COMMENTED = "commented"
    CLEARED = "cleared"


@dataclass(frozen=True)
class AlarmState:
    """An open alarm; None stands for one that is not open."""

    severity: Severity
    count: int = 1
    is_acknowledged: bool = False


@dataclass(frozen=True)
class Change:
    """The state after an event and the lines that the history gets, in order. `tells`: subscribers want to know."""

    state: AlarmState | None
    lines: tuple[What, ...]
    tells: bool = False


def raised(state: AlarmState | None, severity: Severity) -> Change:
    """A first report opens, a further one counts. Getting worse takes the acknowledgement away."""
    if state is None:
        return Change(AlarmState(severity), (What.RAISED,), tells=True)
    again = replace(state, count=state.count + 1, severity=severity)
    if severity is state.severity:
        return Change(again, ())
    if severity.rank > state.severity.rank:
        return Change(again, (What.EASED,))
    lost = (What.UNACKNOWLEDGED,) if state.is_acknowledged else ()
    return Change(replace(again, is_acknowledged=False), (What.WORSENED, *lost), tells=True)


def cleared(state: AlarmState | None) -> Change:
    return Change(None, () if state is None else (What.CLEARED,))


def acknowledged(state: AlarmState, *, comment: bool = False) -> Change:
    """A second acknowledgement adds its comment, if it has one."""
    if state.is_acknowledged:
        return Change(state, (What.COMMENTED,) if comment else ())
    return Change(replace(state, is_acknowledged=True), (What.ACKNOWLEDGED,))


def unacknowledged(state: AlarmState) -> Change:
    if not state.is_acknowledged:
        return Change(state, ())
    return Change(replace(state, is_acknowledged=False), (What.UNACKNOWLEDGED,))
