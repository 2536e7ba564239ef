"""A shift as entries of a calendar: one for each part that is worked without leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .shifts import Shift, Span


@dataclass(frozen=True)
class WorkPart:
    """Minutes from midnight of the shift's day; `number` counts the parts from 1, `pauses` are the breaks inside."""

    number: int
    span: Span
    pauses: tuple[Span, ...]


def parts_of(shift: Shift, pauses: Sequence[Span]) -> tuple[WorkPart, ...]:
    """The parts of a shift with the placed breaks that lie in each."""
    return tuple(
        WorkPart(number, span, tuple(sorted(one for one in pauses if span.start <= one.start and one.end <= span.end)))
        for number, span in enumerate(shift.spans, start=1)
    )


@dataclass(frozen=True)
class FeedEvent:
    """A part of a shift in Shanghai time. `uid` stays the same while agent, day and number of the part do."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    code: str
    name: str
    pauses: tuple[tuple[datetime, datetime], ...]
    changed_at: datetime
