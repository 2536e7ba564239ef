"""Which stretch of a history a forecast may learn from, and why not more of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from .days import days_between
from .intervals import Gap, LengthChange

LONGEST_GAP_DAYS = 14
FEWEST_DAYS = 28
FAIR_DAYS = 84
YEAR_DAYS = 371
MOST_MISSING = 0.1
MOST_OUTLIERS = 0.05
STALE_DAYS = 14


class Grade(StrEnum):
    """GOOD: a year and more, hardly a hole. FAIR: the week's shape can be learned, the year's not, or there are holes. POOR: just enough
    for weekday averages. UNUSABLE: no forecast."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNUSABLE = "unusable"


class Why(StrEnum):
    NO_DATA = "no_data"
    TOO_SHORT = "too_short"
    FEW_WEEKS = "few_weeks"
    NO_YEAR = "no_year"
    STARTS_AFTER_GAP = "starts_after_gap"
    STARTS_AFTER_LENGTH_CHANGE = "starts_after_length_change"
    HOLES = "holes"
    OUTLIERS = "outliers"
    STALE = "stale"
    WHOLE = "whole"


@dataclass(frozen=True)
class Reason:
    """A code and what its sentence needs."""

    why: Why
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`first_day` to `last_day` is the stretch to learn from, None when there is none."""

    grade: Grade
    first_day: date | None
    last_day: date | None
    reasons: tuple[Reason, ...]

    @property
    def days(self) -> int:
        return days_between(self.first_day, self.last_day) if self.first_day and self.last_day else 0


def judge(
    days: Sequence[date],
    *,
    gaps: Sequence[Gap] = (),
    changes: Sequence[LengthChange] = (),
    outliers: Sequence[date] = (),
    today: date | None = None,
) -> Verdict:
    """The newest stretch of `days` (with data, rising) with a grade and its reasons: holes and outliers inside, length, age at `today`.

    It begins after the last hole of more than 14 days and after the last change to shorter intervals: older days cannot be split.
    """
    if not days:
        return Verdict(Grade.UNUSABLE, None, None, (Reason(Why.NO_DATA),))
    first, last = days[0], days[-1]
    first, reasons = _start(first, last, gaps, changes)
    length = days_between(first, last)
    if length < FEWEST_DAYS:
        return Verdict(Grade.UNUSABLE, first, last, (*reasons, Reason(Why.TOO_SHORT, {"days": length, "needed": FEWEST_DAYS})))
    present = sum(first <= day <= last for day in days)
    worse = [*_length(length), *_holes(first, last, length, present, gaps), *_oddities(first, last, outliers, today)]
    grade = min((grade for grade, _ in worse), key=_ORDER.index, default=Grade.GOOD)
    found = (*reasons, *(reason for _, reason in worse))
    return Verdict(grade, first, last, found or (Reason(Why.WHOLE, {"days": length}),))


_ORDER = (Grade.UNUSABLE, Grade.POOR, Grade.FAIR, Grade.GOOD)


def _start(first: date, last: date, gaps: Sequence[Gap], changes: Sequence[LengthChange]) -> tuple[date, list[Reason]]:
    reasons = []
    cuts = [
        (gap.end.date(), Reason(Why.STARTS_AFTER_GAP, {"first": gap.start.date(), "days": gap.days}))
        for gap in gaps
        if gap.days > LONGEST_GAP_DAYS
    ]
    cuts += [
        (_next_whole_day(change), Reason(Why.STARTS_AFTER_LENGTH_CHANGE, {"before": change.before, "after": change.after}))
        for change in changes
        if change.after < change.before
    ]
    for day, reason in sorted(cuts, key=lambda cut: cut[0]):
        if first < day <= last:
            first, reasons = day, [reason]
    return first, reasons


def _next_whole_day(change: LengthChange) -> date:
    start = change.start
    return start.date() + timedelta(days=start.hour > 0 or start.minute > 0)


def _length(length: int) -> list[tuple[Grade, Reason]]:
    if length < FAIR_DAYS:
        return [(Grade.POOR, Reason(Why.FEW_WEEKS, {"days": length, "needed": FAIR_DAYS}))]
    if length < YEAR_DAYS:
        return [(Grade.FAIR, Reason(Why.NO_YEAR, {"days": length, "needed": YEAR_DAYS}))]
    return []


def _holes(first: date, last: date, length: int, present: int, gaps: Sequence[Gap]) -> list[tuple[Grade, Reason]]:
    inside = [gap for gap in gaps if first <= gap.start.date() <= last]
    missing = length - present
    if not inside and not missing:
        return []
    share = missing / length
    params = {"gaps": len(inside), "days": missing, "share": share}
    return [(Grade.FAIR if share > MOST_MISSING else Grade.GOOD, Reason(Why.HOLES, params))]


def _oddities(first: date, last: date, outliers: Sequence[date], today: date | None) -> list[tuple[Grade, Reason]]:
    found = []
    odd = sum(first <= day <= last for day in outliers)
    if odd:
        share = odd / days_between(first, last)
        found.append((Grade.FAIR if share > MOST_OUTLIERS else Grade.GOOD, Reason(Why.OUTLIERS, {"days": odd})))
    if today is not None and (today - last).days > STALE_DAYS:
        found.append((Grade.FAIR, Reason(Why.STALE, {"last": last, "days": (today - last).days})))
    return found
