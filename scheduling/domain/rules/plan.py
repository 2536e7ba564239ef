"""A roster as plain data, and what an audit finds in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..shifts import Shift
from .codes import RuleCode

Plan = Mapping[str, Mapping[date, Shift]]
"""Agent key → day → shift; days off are left out."""


@dataclass(frozen=True)
class Person:
    """`absent`: days of leave. `no_nights`: first and last day without night work, None for an open end; the whole None: nights allowed."""

    key: str
    week_minutes: int = 2400
    skills: frozenset[str] = frozenset()
    group: str = ""
    first_day: date | None = None
    last_day: date | None = None
    absent: frozenset[date] = frozenset()
    no_nights: tuple[date | None, date | None] | None = None

    def is_employed(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)

    def may_work_nights(self, day: date) -> bool:
        if self.no_nights is None:
            return True
        first, last = self.no_nights
        return (first is not None and day < first) or (last is not None and day > last)


@dataclass(frozen=True)
class Stretch:
    """Days that are judged, both ends included."""

    first_day: date
    last_day: date

    def days(self) -> tuple[date, ...]:
        return tuple(self.first_day + timedelta(days=number) for number in range(len(self)))

    def __len__(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Violation:
    """`who` is an agent's key, or for COVERAGE the group of skills, joined by `+`. `by` is how much the limit is broken by, in the
    rule's unit (hours, days, heads; 1 where there is no unit). COVERAGE is soft: a roster short of heads breaks no law."""

    rule: RuleCode
    day: date
    who: str
    by: float
    limit: float | None = None

    @property
    def is_hard(self) -> bool:
        return self.rule is not RuleCode.COVERAGE
