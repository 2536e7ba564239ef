"""The life of a supervision notice (督办单): opened, answered, closed, opened again; raised to the next level while nobody answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

FIRST_LEVEL = 1
HIGHEST_LEVEL = 3


class NoticeState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class NoticeStep(StrEnum):
    """What happens to a notice, in the order of its timeline."""

    OPENED = "opened"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


class NotNow(Exception):
    """The step is not possible in this state. `args`: step, state."""


@dataclass(frozen=True)
class Standing:
    """Where a notice stands. The level only rises; `reply_by` is when the present level must have answered."""

    state: NoticeState
    level: int
    reply_by: datetime

    def __post_init__(self) -> None:
        if not FIRST_LEVEL <= self.level <= HIGHEST_LEVEL:
            raise ValueError(f"there is no level {self.level}")

    def is_unanswered(self, now: datetime) -> bool:
        """Open past its time."""
        return self.state is NoticeState.OPEN and now >= self.reply_by

    @property
    def can_rise(self) -> bool:
        return self.state is NoticeState.OPEN and self.level < HIGHEST_LEVEL


_FROM = {
    NoticeStep.ESCALATED: {NoticeState.OPEN},
    NoticeStep.ANSWERED: {NoticeState.OPEN},
    NoticeStep.CLOSED: {NoticeState.OPEN, NoticeState.ANSWERED},
    NoticeStep.REOPENED: {NoticeState.ANSWERED, NoticeState.CLOSED},
}


def answered(standing: Standing) -> Standing:
    """Raises NotNow unless it is open."""
    return replace(_asked(standing, NoticeStep.ANSWERED), state=NoticeState.ANSWERED)


def closed(standing: Standing) -> Standing:
    """Raises NotNow when it is closed already."""
    return replace(_asked(standing, NoticeStep.CLOSED), state=NoticeState.CLOSED)


def reopened(standing: Standing, *, reply_by: datetime) -> Standing:
    """The answer does not do, or the matter came back; the level stays. Raises NotNow when it is open."""
    return replace(_asked(standing, NoticeStep.REOPENED), state=NoticeState.OPEN, reply_by=reply_by)


def escalated(standing: Standing, *, reply_by: datetime) -> Standing:
    """One level up, with a new time to answer. Raises NotNow unless it is open and below the highest level."""
    _asked(standing, NoticeStep.ESCALATED)
    if not standing.can_rise:
        raise NotNow(NoticeStep.ESCALATED, standing.state)
    return replace(standing, level=standing.level + 1, reply_by=reply_by)


def possible_steps(standing: Standing) -> frozenset[NoticeStep]:
    """What may happen next."""
    found = {step for step, states in _FROM.items() if standing.state in states}
    return frozenset(found if standing.can_rise else found - {NoticeStep.ESCALATED})


def _asked(standing: Standing, step: NoticeStep) -> Standing:
    if standing.state not in _FROM[step]:
        raise NotNow(step, standing.state)
    return standing
