"""Planned solution times that are past or far, and times that cannot all be true."""

from datetime import datetime, timedelta

from .records import Found, Record
from .rules import RuleCode

# Of each pair the second may not come before the first.
_ORDER = (
    ("accepted_at", "resolved_at"),
    ("accepted_at", "closed_at"),
    ("dispatched_at", "taken_at"),
    ("dispatched_at", "replied_at"),
    ("taken_at", "replied_at"),
    ("replied_at", "closed_at"),
    ("resolved_at", "closed_at"),
    ("accepted_at", "dispatched_at"),
)
_BEGINNINGS = ("accepted_at", "dispatched_at", "taken_at")
_ENDS = ("closed_at", "resolved_at", "replied_at")
_SHORTEST_GAP = 3600


class PlanPast:
    """The matter is not solved, and the planned solution lies before the reply (or, without a reply's time, before the closing)."""

    def find(self, record: Record) -> list[Found]:
        planned, said = record.planned_at, record.replied_at or record.closed_at
        if planned is None or said is None or record.solved is not False or planned >= said:
            return []
        return [Found(RuleCode.PLAN_PAST, "planned_at", detail={"planned": _text(planned), "said": _text(said)})]


class PlanFar:
    """The matter is not solved, and is to be more than `days` after the reply."""

    def __init__(self, *, days: int) -> None:
        self._far = timedelta(days=days)

    def find(self, record: Record) -> list[Found]:
        planned = record.planned_at
        if planned is None or record.solved or planned - record.answered_at <= self._far:
            return []
        days = (planned - record.answered_at).days
        return [Found(RuleCode.PLAN_FAR, "planned_at", detail={"planned": _text(planned), "days": days})]


class TimesConflict:
    """A later step stands before an earlier one by more than `minutes`, or the handling time fits no span of the ticket's own times.

    The handling time must come within `percent` of a span (and an hour) from acceptance, dispatch or taking on to reply, solution or
    closing, because the exports do not say which two they subtract.
    """

    def __init__(self, *, minutes: int, percent: int) -> None:
        self._tolerance = timedelta(minutes=minutes)
        self._share = percent / 100

    def find(self, record: Record) -> list[Found]:
        for earlier, later in _ORDER:
            first, second = getattr(record, earlier), getattr(record, later)
            if first is not None and second is not None and second < first and first - second > self._tolerance:
                detail = {"earlier": earlier, "later": later, "seconds": int((first - second).total_seconds())}
                return [Found(RuleCode.TIMES_CONFLICT, later, detail=detail)]
        return self._duration(record)

    def _duration(self, record: Record) -> list[Found]:
        stated = record.handling_seconds
        if stated is None:
            return []
        starts = [moment for name in _BEGINNINGS if (moment := getattr(record, name))]
        spans = [(end - start).total_seconds() for name in _ENDS if (end := getattr(record, name)) for start in starts if end >= start]
        if not spans:
            return []
        nearest = min(spans, key=lambda span: abs(span - stated))
        if abs(nearest - stated) <= max(_SHORTEST_GAP, self._share * max(nearest, stated)):
            return []
        return [Found(RuleCode.TIMES_CONFLICT, "handling_seconds", detail={"stated": stated, "nearest": int(nearest)})]


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
